"""htmx comes with the first gesture: that gesture still stays inside the page, and nothing needs it."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.acting import PATIENCE, Keyboard, Plain, forms, give, recorded
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


def test_a_switch_keeps_the_focus(page, live_app, asked):
    """Pressed again and again by keyboard: nobody goes through the whole page each time."""
    act = first_action(live_app, asked)["act"][0]
    hand = Keyboard(page)
    for turned in ("true", "false"):
        hand.press(act)
        WebDriverWait(page, PATIENCE).until(
            lambda d: d.switch_to.active_element.get_attribute("value") == act
        )
        assert page.switch_to.active_element.get_attribute("aria-pressed") == turned
        assert page.execute_script(KEPT)


def act_then_finish(page, action) -> None:
    """Two taps in a row, the second before anything could happen."""
    first, last = Plain(page).button(action["act"][0]), Plain(page).button("answer")
    page.execute_script("arguments[0].click(); arguments[1].click()", first, last)


def test_an_answer_never_overtakes_an_action_that_waits_for_it(page, live_app, asked):
    page.execute_script("document.head.append = () => {}")  # it is asked for, and never comes
    before = Plain(page).mark()
    act_then_finish(page, first_action(live_app, asked))
    WebDriverWait(page, PATIENCE).until(lambda _d: Plain(page).mark() != before)
    assert page.find_element(By.NAME, "step").get_attribute("value") == "1"
    assert recorded(live_app, asked) == [] and not page.find_elements(By.ID, "errors")


def loaded(page) -> None:
    page.execute_script("document.getElementById('exercise').dispatchEvent("
                        "new Event('pointerdown', {bubbles: true}))")  # fmt: skip
    WebDriverWait(page, PATIENCE).until(lambda d: d.execute_script(LOADED))


def test_an_answer_never_overtakes_an_action_on_its_way(page, live_app, asked):
    loaded(page)
    page.execute_script(
        "const real = window.fetch; window.fetch = (...all) =>"
        " new Promise((go) => { window.release = () => go(real(...all)); })"
    )
    before = Plain(page).mark()
    act_then_finish(page, first_action(live_app, asked))
    WebDriverWait(page, PATIENCE).until(lambda d: d.execute_script("return !!window.release"))
    page.execute_script("window.release()")
    WebDriverWait(page, PATIENCE).until(lambda _d: Plain(page).mark() != before)
    assert page.execute_script(KEPT) and recorded(live_app, asked) == []
    Plain(page).press("answer")
    assert len(recorded(live_app, asked)) == 1


def test_a_network_that_dies_is_said_and_the_action_can_be_done_again(page, live_app, asked):
    loaded(page)
    page.execute_script(
        "window.real = window.fetch; window.fetch = () => Promise.reject(new TypeError('away'))"
    )
    action = first_action(live_app, asked)
    page.execute_script("arguments[0].click()", Plain(page).button(action["act"][0]))
    away = page.find_element(By.CSS_SELECTOR, "[data-away]").get_attribute("data-away")
    WebDriverWait(page, PATIENCE).until(lambda d: d.find_element(By.ID, "status").text == away)
    page.execute_script("window.fetch = window.real")
    Plain(page).do(action)
    assert page.execute_script(KEPT)
    assert page.find_element(By.ID, "status").text != away
    page.get_log("browser")


def test_injected_attributes_never_act(page, live_app, asked):
    """The guard arrives with htmx, never after it: what was injected before is stripped."""
    page.execute_script(
        "const t = document.createElement('div'); t.id = 'injected';"
        "t.setAttribute('hx-get', '/aide'); t.setAttribute('hx-trigger', 'load');"
        "document.getElementById('exercise').append(t)"
    )
    loaded(page)
    WebDriverWait(page, PATIENCE).until(
        lambda d: not d.find_element(By.ID, "injected").get_attribute("hx-get")
    )
    assert page.find_element(By.ID, "injected").text == ""
    page.get_log("browser")


@pytest.mark.parametrize(
    "network", ["{saveData: true}", "{effectiveType: '3g'}", "{type: 'cellular'}"]
)
def test_to_save_data_or_time_it_is_never_asked_for(page, live_app, address, simulation, network):
    script = f"Object.defineProperty(navigator, 'connection', {{value: {network}}})"
    added = page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        question = give(live_app, page, address, simulation)
        for form in forms(live_app, question):
            Plain(page).do(form)
            assert not page.execute_script(LOADED)
    finally:
        page.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
    assert recorded(live_app, question)[0].right
