"""Orca and Chromium: one exercise of each type is finished by ear alone, and the answer is kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from selenium.webdriver.common.by import By

from tests.a11y.orca.ear import Ear, Words, in_order, plain, text
from tests.a11y.test_hands import one_item_a_form
from tests.acting import forms, give, recorded
from webapp.content.lint.rules_page import MOST_PHRASES

pytestmark = [pytest.mark.orca, pytest.mark.slow]


def page_now(app, reader, question) -> Words:
    """The page as the server sends it to this person at this moment."""
    client = app.test_client()
    token = reader.driver.get_cookie("sid")["value"]
    client.set_cookie("sid", token)
    return Words(client.get(f"/exercice/{question}").get_data(as_text=True))


def before_the_answer(opening: list[str]) -> int:
    """How many phrases are heard before « Je ne sais pas », which follows the answer, header included."""
    heard = [plain(phrase) for phrase in opening]
    return next(n for n, pair in enumerate(pairwise(heard)) if pair == ("je ne sais pas", "bouton"))


def told_in_the_page(reader, spoken: list[str]) -> None:
    """After an action: what happened is said once, and the focus is in the exercise."""
    status = plain(reader.driver.find_element(By.ID, "status").text)
    assert status and plain(" ".join(spoken)).count(status) == 1, (status, spoken)
    focused = "return Boolean(document.activeElement.closest('#exercise'))"
    assert reader.driver.execute_script(focused), "the focus is lost"


@pytest.mark.parametrize(("kind", "item_id"), one_item_a_form())
def test_finished_by_ear_alone(reader, notes, live_app, address, kind, item_id):
    folder, figures = notes
    reader.open(address + "/healthz")
    reader.driver.delete_all_cookies()
    reader.driver.add_cookie({"name": "langue", "value": "fr"})
    reader.forget()
    question = give(live_app, reader.driver, address, item_id)
    opening = reader.opening()
    task_words = text(page_now(live_app, reader, question).by_id("task"))
    ear, spoken = Ear(reader), []
    try:
        for form in forms(live_app, question):
            if recorded(live_app, question):
                break  # the world's own last action was the answer
            words = page_now(live_app, reader, question)
            ear.new_page()
            for wanted, value in words.wanted(form):
                ear.fill(wanted, value)
            spoken = ear.press(words.button(form["act"][0]))
            if not recorded(live_app, question):
                told_in_the_page(reader, spoken)
        answers = recorded(live_app, question)
    finally:
        (folder / f"{kind}.txt").write_text("\n".join(reader.transcript), encoding="utf-8")
    figures[kind] = {
        "item": item_id,
        "keys": reader.keys,
        "before": before_the_answer(opening),
        "phrases": sum(not t.startswith("[") for t in reader.transcript),
    }
    assert len(answers) == 1 and answers[0].right
    task = plain(live_app.extensions["marchepied"].catalogue.items[item_id].text.title)
    assert task[:40] in plain(" ".join(opening)), opening
    in_order(opening, task[:40], task_words, "Exercice")
    assert "cliquable" not in map(plain, (phrase.strip(".") for phrase in reader.transcript))
    assert before_the_answer(opening) <= MOST_PHRASES, "too long to listen to before the answer"
    assert spoken, "nothing is said after the answer"
