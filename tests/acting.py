"""Does an exercise in a real browser from what a room says the right answer is.

Two hands: ``keyboard`` presses Tab, arrows, Space, Enter and letters only; ``plain`` clicks, and works
with scripts switched off. Neither reads the answer key from the page: it is not there.
"""

from __future__ import annotations

import re
from uuid import UUID

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.ui import WebDriverWait
from sqlmodel import select

from webapp.accounts import sessions as account_sessions
from webapp.assessment.models import Answer
from webapp.assessment.sitting import lifecycle, reading
from webapp.assessment.sitting.opening import open_question
from webapp.content import draw
from webapp.exercises.contract import Probe

MOST_TABS = 120
PATIENCE = 10


def ask_someone(app, item_id: str) -> tuple[UUID, str]:
    """One exercise for a new person: the id of the question, and the token of their session."""
    house = app.extensions["marchepied"]
    with house.database.writing() as session:
        learner_id, token = account_sessions.start_learner(session, channel="public")
        sitting_id = lifecycle.open_sitting(
            session,
            house.catalogue,
            learner_id=learner_id,
            purpose=reading.TEST,
            rules="PAR-0-BILAN",
            channel="public",
        )
        run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
        item = house.catalogue.items[item_id]
        question_id = lifecycle.ask(
            session,
            house.catalogue,
            run,
            item_id=item_id,
            variant=draw(item, b"browser"),
            purpose=reading.TEST,
        )
    return question_id, token


def give(app, driver, address: str, item_id: str) -> UUID:
    """Put one exercise in front of a new person; the id of the question."""
    question_id, token = ask_someone(app, item_id)
    driver.add_cookie({"name": "sid", "value": token})
    driver.get(f"{address}/exercice/{question_id}")
    return question_id


def forms(app, question_id: UUID, probe: Probe = Probe.CORRECT):
    """The forms to post, as the room itself would."""
    house = app.extensions["marchepied"]
    with house.database.reading() as session:
        run = _run(session, question_id)
        opened = open_question(session, house.catalogue, run, run.question(question_id))
        return opened.room.sample(opened.spec, probe)


def _run(session, question_id: UUID):
    from webapp.assessment.models import Question

    row = session.exec(select(Question).where(Question.id == question_id)).one()
    return reading.of_question(session, learner_id=row.learner_id, question_id=question_id)


def recorded(app, question_id: UUID) -> list[Answer]:
    """The answers kept for a question: one, never two."""
    with app.extensions["marchepied"].database.reading() as session:
        return list(session.exec(select(Answer).where(Answer.id == question_id)))


class Hand:
    """Common to both hands."""

    def __init__(self, driver) -> None:
        self.driver = driver

    def do(self, form) -> None:
        """Fill the fields of one form, then press its button.

        In a world with a last action of its own, that action gave the answer: nothing is left to press.
        """
        if form["act"] == ["answer"] and "answer" not in self.acts():
            return
        for name, values in form.items():
            if name != "act":
                self.fill(name, values)
        self.press(form["act"][0])

    def fill(self, name: str, values) -> None:
        fields = self.driver.find_elements(By.NAME, name)
        if not fields:
            return
        kind = fields[0].get_attribute("type")
        if fields[0].tag_name == "select":
            self.choose(fields[0], values[0])
        elif kind == "radio":
            self.radio(list(fields), values[0])
        elif kind == "checkbox":
            for field in fields:
                if (field.get_attribute("value") in values) != field.is_selected():
                    self.toggle(field)
        else:
            self.write(fields[0], values[0])

    def press(self, act: str) -> None:
        """Press and wait for what follows: a new page, or the part that htmx brings."""
        button = self.button(act)
        before = self.mark()
        self.activate(button)
        WebDriverWait(self.driver, PATIENCE).until(lambda _d: self.mark() != before)

    def button(self, act: str):
        for button in self.driver.find_elements(By.NAME, "act"):
            if button.get_attribute("value") == act and not button.get_attribute("aria-hidden"):
                return button
        raise AssertionError(f"no button {act}: {self.acts()}")

    def acts(self) -> list[str]:
        return [b.get_attribute("value") for b in self.driver.find_elements(By.NAME, "act")]

    def mark(self) -> tuple[str, ...]:
        """What changes when something happened: the address, the step, what was said."""
        source = self.driver.page_source
        group = source.partition('id="exercise"')[2]
        return (
            self.driver.current_url,
            *re.findall(r'name="step" value="(\d+)"', group)[:1],
            str('id="errors"' in source),
        )


class Plain(Hand):
    """A finger or a mouse; scripts may be off."""

    def choose(self, field, value) -> None:
        self.show(field)
        Select(field).select_by_value(value)

    def radio(self, fields, value) -> None:
        field = next(f for f in fields if f.get_attribute("value") == value)
        self.click(field)

    def toggle(self, field) -> None:
        self.click(field)

    def write(self, field, text) -> None:
        self.show(field)
        field.clear()
        field.send_keys(text)

    def activate(self, button) -> None:
        self.click(button)

    def show(self, element) -> None:
        """Open the closed « Actions pour… » an element may be in."""
        for summary in element.find_elements(By.XPATH, "ancestor::details[not(@open)]/summary"):
            self.click(summary)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)

    def click(self, element) -> None:
        if element.tag_name != "summary":
            self.show(element)
        else:
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()


class Keyboard(Hand):
    """Keys only. ``stops`` counts presses of Tab."""

    def __init__(self, driver) -> None:
        super().__init__(driver)
        self.stops = 0

    def keys(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def reach(self, *elements) -> None:
        """Tab until one of the elements has the focus."""
        for element in [e for e in elements[:1] if e.tag_name != "summary"]:
            for summary in element.find_elements(By.XPATH, "ancestor::details[not(@open)]/summary"):
                self.reach(summary)
                self.keys(Keys.ENTER)
        for _ in range(MOST_TABS):
            if self.driver.switch_to.active_element in elements:
                return
            self.keys(Keys.TAB)
            self.stops += 1
        raise AssertionError(f"never reached: {elements[0].get_attribute('outerHTML')[:200]}")

    def choose(self, field, value) -> None:
        values = [o.get_attribute("value") for o in field.find_elements(By.TAG_NAME, "option")]
        self.reach(field)
        self.keys(Keys.HOME)
        for _ in range(values.index(value)):
            self.keys(Keys.ARROW_DOWN)
        assert field.get_attribute("value") == value

    def radio(self, fields, value) -> None:
        self.reach(*fields)
        self.keys(Keys.SPACE)
        for _ in fields:
            if self.driver.switch_to.active_element.get_attribute("value") == value:
                break
            self.keys(Keys.ARROW_DOWN)
        assert self.driver.switch_to.active_element.get_attribute("value") == value

    def toggle(self, field) -> None:
        self.reach(field)
        self.keys(Keys.SPACE)

    def write(self, field, text) -> None:
        self.reach(field)
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys("a").key_up(
            Keys.CONTROL
        ).perform()
        self.keys(Keys.DELETE)
        if text:
            self.keys(text)

    def activate(self, button) -> None:
        self.reach(button)
        self.keys(Keys.ENTER)
