"""What the ear was promised, checked at each change without a screen reader: focus, titles, roles."""

import pytest
from selenium.webdriver.common.by import By

from tests.a11y.test_hands import one_item_a_form
from tests.acting import Plain, forms, give
from webapp.exercises.contract import Probe

pytestmark = pytest.mark.a11y
ITEMS = dict(one_item_a_form())
FOCUSED = "return document.activeElement.id"


@pytest.fixture
def asked(page, live_app, address):
    page.add_cookie({"name": "langue", "value": "fr"})
    return lambda kind: give(live_app, page, address, ITEMS[kind])


@pytest.mark.parametrize(
    ("kind", "act"), [("choice", "answer"), ("sim_doc-played", "tool:underline")]
)
def test_what_is_missing_takes_the_focus(page, asked, kind, act):
    """A live region too would say it a second time."""
    asked(kind)
    Plain(page).press(act)
    assert page.execute_script(FOCUSED) == "errors"
    assert page.find_element(By.ID, "errors").get_attribute("aria-live") == "off"


@pytest.mark.parametrize(
    ("kind", "act", "group"),
    [("choice", "answer", "choice"), ("sim_doc-played", "tool:underline", "block")],
)
def test_its_link_leads_to_the_group(page, asked, kind, act, group):
    asked(kind)
    Plain(page).press(act)
    page.find_element(By.CSS_SELECTOR, "#errors a").click()
    assert page.execute_script(FOCUSED) == group


def test_the_outcome_opens_the_title(page, live_app, asked):
    (form,) = forms(live_app, asked("choice"), Probe.WRONG)
    Plain(page).do(form)
    assert page.title.startswith("Pas encore")
    assert page.find_element(By.TAG_NAME, "h1").text.startswith("Pas encore")


def test_the_page_does_not_listen_to_clicks(page, asked):
    """Screen readers would say « clickable » of everything that takes the focus."""
    asked("sim_doc-played")
    Plain(page).press("tool:underline")
    listening = {}
    for name in (
        "document",
        "document.documentElement",
        "document.body",
        "document.getElementById('exercise')",
    ):
        found = page.execute_cdp_cmd("Runtime.evaluate", {"expression": name})["result"]
        events = page.execute_cdp_cmd(
            "DOMDebugger.getEventListeners", {"objectId": found["objectId"]}
        )["listeners"]
        listening[name] = {e["type"] for e in events} & {
            "click",
            "mousedown",
            "mouseup",
            "dblclick",
        }
    assert not any(listening.values()), listening
