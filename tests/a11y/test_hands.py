"""Every exercise type is finished by keyboard alone, and without any script. Same answer recorded."""

import pytest
from selenium.webdriver.common.by import By

from tests.acting import Keyboard, Plain, forms, give, recorded
from tests.browser import no_script, resize, theme
from webapp.config import ROOT
from webapp.content import load_catalogue
from webapp.exercises import rooms
from webapp.exercises.contract import Probe

pytestmark = pytest.mark.a11y


def one_item_a_form():
    """One exercise of each type; two where a type is either chosen or played."""
    found = {}
    for item in load_catalogue(ROOT / "content").items.values():
        found.setdefault((item.type, item.answer["rule"] == "goal"), item.id)
    assert {type_ for type_, _played in found} == set(rooms())
    return [
        (f"{type_}{'-played' * played}", item_id)
        for (type_, played), item_id in sorted(found.items())
    ]


@pytest.fixture(params=one_item_a_form(), ids=lambda pair: pair[0])
def item_id(request):
    return request.param[1]


def finish(hand, app, question):
    for form in forms(app, question):
        hand.do(form)


def test_keyboard_alone(page, live_app, address, item_id):
    resize(page, 390)
    theme(page, "light")
    question = give(live_app, page, address, item_id)
    hand = Keyboard(page)
    finish(hand, live_app, question)
    answers = recorded(live_app, question)
    assert len(answers) == 1 and answers[0].right
    assert page.find_element(By.TAG_NAME, "h1").text
    # After any action focus is somewhere useful, never lost on the body of a half-changed page.
    problems = [
        e["message"]
        for e in page.get_log("browser")
        if e["level"] == "SEVERE" and "favicon" not in e["message"] and "speech" not in e["message"]
    ]
    assert problems == []


def test_without_script(page, live_app, address, item_id):
    resize(page, 320)
    with no_script(page):
        question = give(live_app, page, address, item_id)
        finish(Plain(page), live_app, question)
    answers = recorded(live_app, question)
    assert len(answers) == 1 and answers[0].right


def test_focus_is_kept_after_an_action(page, live_app, address, item_id):
    question = give(live_app, page, address, item_id)
    actions = [f for f in forms(live_app, question, Probe.CORRECT) if f["act"] != ["answer"]]
    if not actions:
        pytest.skip("no action before the answer in this type")
    hand = Keyboard(page)
    hand.do(actions[0])
    if recorded(live_app, question):
        pytest.skip("the first action is the answer: the next page is a page of its own")
    said = page.find_element(By.ID, "status").text
    assert said
    active = page.switch_to.active_element
    assert active.tag_name != "body", "focus is lost"
