"""Acting inside a page: htmx saves the reload, nothing needs it, and its failures lose nothing."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.acting import PATIENCE, Keyboard, Plain, forms, give, recorded
from webapp.exercises.contract import Probe

pytestmark = pytest.mark.a11y

MARK = "window.samePage = true"
KEPT = "return window.samePage === true"
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


def test_an_action_stays_in_the_page(page, live_app, asked):
    Plain(page).do(first_action(live_app, asked))
    assert page.execute_script(KEPT), "the page was loaded again"
    assert page.find_element(By.ID, "status").text
    severe = [e["message"] for e in page.get_log("browser") if e["level"] == "SEVERE"]
    assert severe == []


def test_an_answer_leaves_the_page(page, live_app, asked):
    Plain(page).press("dont_know")
    assert not page.execute_script(KEPT)
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
    for active in (True, False):
        hand.press(act)
        WebDriverWait(page, PATIENCE).until(
            lambda d: d.switch_to.active_element.get_attribute("value") == act
        )
        assert ("active" in page.switch_to.active_element.get_attribute("class").split()) is active
        assert page.execute_script(KEPT)


def act_then_finish(page, action) -> None:
    """Two taps in a row, the second before anything could happen."""
    first, last = Plain(page).button(action["act"][0]), Plain(page).button("answer")
    page.execute_script("arguments[0].click(); arguments[1].click()", first, last)


def test_an_answer_never_overtakes_an_action_on_its_way(page, live_app, asked):
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
    """The guard arrives with htmx: what carries no nonce is stripped when htmx meets it."""
    page.execute_script(
        "const t = document.createElement('div'); t.id = 'injected';"
        "t.setAttribute('data-hx-get', '/aide'); t.setAttribute('data-hx-trigger', 'load');"
        "document.getElementById('exercise').append(t); htmx.process(t)"
    )
    WebDriverWait(page, PATIENCE).until(
        lambda d: not d.find_element(By.ID, "injected").get_attribute("data-hx-get")
    )
    assert page.find_element(By.ID, "injected").text == ""
    page.get_log("browser")


def from_now_on(page, script):
    """Run before anything of the pages that follow; the caller takes it back."""
    return page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})


def press_first(page, live_app, asked):
    action = first_action(live_app, asked)
    page.execute_script("arguments[0].click()", Plain(page).button(action["act"][0]))
    return action


REFUSES_SELECTOR = """
const all = Document.prototype.querySelector;
Document.prototype.querySelector = function (selector) {
  if (/:not\\(\\w+ /.test(selector)) throw new SyntaxError(selector);
  return all.call(this, selector);
};
"""


@pytest.fixture(
    params=[
        "delete Element.prototype.replaceChildren",  # Chromium 85
        "delete String.prototype.replaceAll",
        REFUSES_SELECTOR,  # Chromium 86 to 88
    ]
)
def old_engine(page, request):
    """A browser where htmx loads, and could not put an answer in its place."""
    added = from_now_on(page, request.param)
    yield
    page.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
    page.get_log("browser")


def test_where_htmx_could_not_act_forms_send_themselves(
    page, live_app, address, simulation, old_engine
):
    question = give(live_app, page, address, simulation)
    for form in forms(live_app, question):
        page.execute_script(MARK)
        Plain(page).do(form)
        assert not page.execute_script(KEPT)
    assert recorded(live_app, question)[0].right


def test_an_answer_that_cannot_be_shown_is_shown_by_the_page_itself(page, live_app, asked):
    """The server kept the action: the screen may not stand still, nor blame the network."""
    page.execute_script("Element.prototype.replaceChildren = () => { throw new Error('old'); }")
    press_first(page, live_app, asked)
    WebDriverWait(page, PATIENCE).until(lambda d: not d.execute_script(KEPT))
    assert page.find_element(By.NAME, "step").get_attribute("value") == "1"
    page.get_log("browser")


def answer_with(page, status):
    page.execute_script(
        "window.real = window.fetch; window.fetch = () => Promise.resolve("
        f"new Response('<h1>Panne</h1>', {{status: {status}}}))"
    )


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_rests_never_takes_the_place_of_the_work(page, live_app, asked, status):
    answer_with(page, status)
    action = press_first(page, live_app, asked)
    busy = page.find_element(By.CSS_SELECTOR, "[data-busy]").get_attribute("data-busy")
    WebDriverWait(page, PATIENCE).until(lambda d: d.find_element(By.ID, "status").text == busy)
    assert page.execute_script(KEPT)
    page.execute_script("window.fetch = window.real")
    Plain(page).do(action)
    assert page.execute_script(KEPT)
    page.get_log("browser")


def test_a_refusal_shows_what_the_server_knows(page, live_app, asked):
    answer_with(page, 404)
    press_first(page, live_app, asked)
    WebDriverWait(page, PATIENCE).until(lambda d: not d.execute_script(KEPT))
    assert page.find_element(By.ID, "exercise")
    page.get_log("browser")


OFFLINE = "Object.defineProperty(navigator, 'onLine', {get: () => false})"


def test_a_browser_that_thinks_it_is_offline_is_not_believed(page, live_app, asked):
    page.execute_script(OFFLINE)
    Plain(page).press("dont_know")
    assert len(recorded(live_app, asked)) == 1


def test_without_a_network_it_is_said_and_nothing_is_lost(page, live_app, asked):
    page.execute_script(OFFLINE)
    page.execute_script("window.fetch = () => Promise.reject(new TypeError('away'))")
    page.execute_script("arguments[0].click()", Plain(page).button("dont_know"))
    away = page.find_element(By.CSS_SELECTOR, "[data-away]").get_attribute("data-away")
    WebDriverWait(page, PATIENCE).until(lambda d: d.find_element(By.ID, "status").text == away)
    assert page.execute_script(KEPT) and recorded(live_app, asked) == []


MISSING = [
    "Object.defineProperty(window, 'speechSynthesis', {value: {}})",
    "Object.defineProperty(window, 'speechSynthesis', {value: {getVoices: () => [{}, {lang: null}]}})",
    "window.print = undefined",
    "Element.prototype.append = Document.prototype.append = undefined",
    "Object.defineProperty(navigator, 'serviceWorker', {get() { throw new Error('no'); }})",
]


@pytest.mark.parametrize("missing", MISSING)
def test_a_feature_that_is_missing_stops_no_other(page, live_app, address, simulation, missing):
    added = from_now_on(page, missing)
    try:
        question = give(live_app, page, address, simulation)
        page.execute_script(MARK)
        Plain(page).do(first_action(live_app, question))
        assert page.execute_script(KEPT)
    finally:
        page.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
        page.get_log("browser")


@pytest.fixture(scope="module")
def typed_exercise(live_app):
    """An exercise where something is written, in one form."""
    items = live_app.extensions["marchepied"].catalogue.items.values()
    return next(item.id for item in items if item.type == "short_text")


OPENED_IN_PLACE = """return ['aid', 'hint'].some(
    id => document.getElementById(id)?.textContent.trim());"""


def write(page, words):
    field = page.find_element(By.CSS_SELECTOR, "#answer input[type=text]")
    field.send_keys(words)
    return field


@pytest.mark.parametrize("way", ["indice", "avec-aide", "affichage", "langue"])
def test_our_ways_out_bring_back_what_was_typed(page, live_app, address, typed_exercise, way):
    question = give(live_app, page, address, typed_exercise)
    write(page, "à moit")
    page.execute_script(
        "arguments[0].click()", page.find_element(By.CSS_SELECTOR, f"[formaction*='/garder/{way}']")
    )
    here = f"{address}/exercice/{question}"
    WebDriverWait(page, PATIENCE).until(
        lambda d: not d.current_url.startswith(here) or d.execute_script(OPENED_IN_PLACE)
    )
    page.get(here)
    field = page.find_element(By.CSS_SELECTOR, "#answer input[type=text]")
    assert field.get_attribute("value") == "à moit"


def test_a_road_of_the_browser_brings_it_back_too(page, live_app, address, typed_exercise):
    question = give(live_app, page, address, typed_exercise)
    write(page, "presque")
    page.get(address + "/aide")
    WebDriverWait(page, PATIENCE).until(
        lambda d: (
            d.get(f"{address}/exercice/{question}")
            or d.find_element(By.CSS_SELECTOR, "#answer input[type=text]").get_attribute("value")
            == "presque"
        )
    )


def test_enter_in_a_field_answers(page, live_app, address, typed_exercise):
    question = give(live_app, page, address, typed_exercise)
    write(page, "zzz").send_keys("\n")
    WebDriverWait(page, PATIENCE).until(
        lambda d: recorded(live_app, question) or d.find_elements(By.ID, "errors")
    )


@pytest.fixture(scope="module")
def renaming(live_app):
    """Files, one of which takes a new name."""
    items = live_app.extensions["marchepied"].catalogue.items.values()
    return next(i.id for i in items if i.type == "sim_files" and "rename" in i.world["actions"])


def test_a_name_written_and_not_given_is_said_before_the_answer(page, live_app, address, renaming):
    question = give(live_app, page, address, renaming)
    page.execute_script("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    field = page.find_element(By.CSS_SELECTOR, "#exercise input[type=text]")
    field.clear()
    field.send_keys("Nouveau nom")
    button = Plain(page).button("answer")
    page.execute_script("arguments[0].click()", button)
    words = page.find_element(By.CSS_SELECTOR, "[data-unapplied]").get_attribute("data-unapplied")
    WebDriverWait(page, PATIENCE).until(lambda d: d.find_element(By.ID, "status").text == words)
    assert page.switch_to.active_element == field and field.get_attribute("value") == "Nouveau nom"
    assert recorded(live_app, question) == []
    page.execute_script("arguments[0].click()", button)
    WebDriverWait(page, PATIENCE).until(
        lambda d: d.find_elements(By.ID, "errors") or recorded(live_app, question)
    )


AIDS = {"indice": "hint", "impossible": "aid", "pourquoi": "aid", "avec-aide": "aid"}


@pytest.mark.parametrize("way", AIDS)
def test_an_aid_opens_in_its_place(page, live_app, address, typed_exercise, way):
    """What is typed stays, the focus is where the aid is, or where it was."""
    question = give(live_app, page, address, typed_exercise)
    page.execute_script(MARK)
    write(page, "à moit")
    if AIDS[way] == "aid":
        page.find_element(By.CSS_SELECTOR, ".ways summary").click()
    button = page.find_element(By.CSS_SELECTOR, f"[formaction*='/garder/{way}']")
    button.send_keys("\n")
    place = page.find_element(By.ID, AIDS[way])
    WebDriverWait(page, PATIENCE).until(lambda _d: place.text)
    assert page.execute_script(KEPT), "the page was loaded again"
    WebDriverWait(page, PATIENCE).until(
        lambda d: d.switch_to.active_element == (place if AIDS[way] == "aid" else button)
    )
    field = page.find_element(By.CSS_SELECTOR, "#answer input[type=text]")
    assert field.get_attribute("value") == "à moit"
    assert recorded(live_app, question) == []
    assert [e for e in page.get_log("browser") if e["level"] == "SEVERE"] == []


def test_help_is_said_without_leaving(page, live_app, address, typed_exercise):
    give(live_app, page, address, typed_exercise)
    page.execute_script(MARK)
    page.find_element(By.CSS_SELECTOR, ".ways summary").click()
    page.find_element(By.CSS_SELECTOR, "[formaction*='/garder/avec-aide']").click()
    WebDriverWait(page, PATIENCE).until(
        lambda d: d.find_elements(By.CSS_SELECTOR, "#aid [value=together]")
    )
    page.find_element(By.CSS_SELECTOR, "#aid [value=together]").click()
    WebDriverWait(page, PATIENCE).until(lambda d: d.find_element(By.ID, "helped").text)
    assert page.execute_script(KEPT)
    assert page.switch_to.active_element.get_attribute("id") == "aid"
