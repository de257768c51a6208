"""A result is read from one screen and a little more; on paper it is one page. Seen in a browser."""

from __future__ import annotations

import base64
import re

import pytest

from tests.browser import resize
from tests.web.driving import answer, begin, following
from webapp.exercises.contract import Probe

pytestmark = pytest.mark.a11y
PHONE, LONGEST = 390, 1_700


@pytest.fixture(scope="module", params=[Probe.CORRECT, Probe.WRONG], ids=["able", "beginner"])
def finished(request, live_app):
    """A whole test: the cookie of the person, and the address of the result."""
    client = live_app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    url, count = begin(client), 0
    while "/exercice/" in url:
        probe = request.param if count % 4 else Probe.CORRECT
        url, count = following(client, answer(live_app, client, url, probe)), count + 1
    return client.get_cookie("sid").value, url


@pytest.fixture
def opened(page, finished, address):
    """The browser of that person, and a way to open a page of the result."""
    sid, url = finished
    page.add_cookie({"name": "sid", "value": sid})
    page.add_cookie({"name": "langue", "value": "fr"})
    resize(page, PHONE)
    return lambda tail="": (page.get(address + url + tail), page)[1]


def test_everything_that_counts_is_before_the_details(opened):
    driver = opened()
    top = "return document.querySelector(arguments[0]).getBoundingClientRect().%s + scrollY"
    assert driver.execute_script(top % "top", "main details") <= LONGEST
    assert driver.execute_script(top % "bottom", ".stair") <= 844
    assert driver.execute_script(top % "bottom", "main .btn.main") <= LONGEST


def test_the_paper_is_one_page(opened):
    printed = opened("/imprimer").execute_cdp_cmd(
        "Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69}
    )
    assert len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"]))) == 1


@pytest.mark.parametrize("height", [844, 640])
def test_what_keeps_the_settings_is_in_sight(page, address, height):
    resize(page, PHONE, height)
    page.get(address + "/affichage")
    bottom = page.execute_script(
        "return document.querySelector('main .btn.main').getBoundingClientRect().bottom"
    )
    assert bottom <= height
