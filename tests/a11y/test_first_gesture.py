"""htmx comes with the first gesture: that gesture still stays inside the page, and nothing needs it."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.acting import PATIENCE, Plain, forms, give, recorded
from webapp.exercises.contract import Probe

pytestmark = pytest.mark.a11y

MARK = "window.beforeTheGesture = true"
KEPT = "return window.beforeTheGesture === true"
LOADED = "return Boolean(window.htmx)"
BLOCKED = {"urls": ["*htmx-csp*"]}


@pytest.fixture(scope="module")
def simulation(live_app):
    """An exercise where something is done before the answer."""
    items = live_app.extensions["marchepied"].catalogue.items.values()
    return next(item.id for item in items if item.type == "sim_phone")


@pytest.fixture
def asked(page, live_app, address, simulation):
    question = give(live_app, page, address, simulation)
    page.execute_script(MARK)
    return question


def first_action(app, question):
    return next(f for f in forms(app, question, Probe.CORRECT) if f["act"] != ["answer"])


def test_the_first_gesture_stays_in_the_page(page, live_app, asked):
    assert not page.execute_script(LOADED), "it came before anybody needed it"
    Plain(page).do(first_action(live_app, asked))
    assert page.execute_script(LOADED)
    assert page.execute_script(KEPT), "the page was loaded again"
    assert page.find_element(By.ID, "status").text
    severe = [e["message"] for e in page.get_log("browser") if e["level"] == "SEVERE"]
    assert severe == []


def test_what_leaves_the_page_does_not_wait_for_it(page, live_app, asked):
    button = Plain(page).button("dont_know")
    page.execute_script("arguments[0].focus()", button)
    Plain(page).press("dont_know")
    assert not page.execute_script(KEPT) and not page.execute_script(LOADED)
    assert not recorded(live_app, asked)[0].right


def test_a_gesture_without_pointer_or_focus_is_not_lost(page, live_app, asked):
    """As a screen reader or a switch does it: a click, and nothing before."""
    button = Plain(page).button(first_action(live_app, asked)["act"][0])
    before = Plain(page).mark()
    page.execute_script("arguments[0].click()", button)
    WebDriverWait(page, PATIENCE).until(lambda _d: Plain(page).mark() != before)
    assert page.execute_script(KEPT)


def test_forms_send_themselves_when_it_does_not_come(page, live_app, asked):
    page.execute_cdp_cmd("Network.enable", {})
    page.execute_cdp_cmd("Network.setBlockedURLs", BLOCKED)
    try:
        for form in forms(live_app, asked):
            Plain(page).do(form)
    finally:
        page.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    answers = recorded(live_app, asked)
    assert len(answers) == 1 and answers[0].right


def test_injected_attributes_never_act(page, live_app, asked):
    """The guard arrives with htmx, never after it: what was injected before is stripped."""
    page.execute_script(
        "const t = document.createElement('div'); t.id = 'injected';"
        "t.setAttribute('hx-get', '/aide'); t.setAttribute('hx-trigger', 'load');"
        "document.getElementById('exercise').append(t)"
    )
    page.execute_script("document.getElementById('exercise').dispatchEvent("
                        "new Event('pointerdown', {bubbles: true}))")  # fmt: skip
    WebDriverWait(page, PATIENCE).until(lambda d: d.execute_script(LOADED))
    WebDriverWait(page, PATIENCE).until(
        lambda d: not d.find_element(By.ID, "injected").get_attribute("hx-get")
    )
    assert page.find_element(By.ID, "injected").text == ""
    page.get_log("browser")


def test_save_data_never_asks_for_it(page, live_app, address, simulation):
    script = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    added = page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        question = give(live_app, page, address, simulation)
        for form in forms(live_app, question):
            Plain(page).do(form)
            assert not page.execute_script(LOADED)
    finally:
        page.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
    assert recorded(live_app, question)[0].right
