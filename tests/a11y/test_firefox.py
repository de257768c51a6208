"""In Firefox too, what happens is in the accessibility tree, the first time as the second.

A live region that is out of the tree when it fills is silent: the region must be there while it is
empty. Chromium forgives it, Firefox does not.
"""

from __future__ import annotations

import pytest

from tests.a11y.firefox import Firefox, firefox_path
from tests.acting import ask_someone, forms

pytestmark = [pytest.mark.a11y, pytest.mark.xdist_group("firefox")]
SAID = "document.getElementById('status').textContent.trim()"
NO_NETWORK = "window.fetch = () => Promise.reject(new TypeError('away')); 1"


@pytest.fixture(scope="module")
def firefox():
    """One Firefox for the file: it takes seconds to start."""
    if firefox_path() is None:
        pytest.skip("no Firefox on this machine (scripts/browser installs Debian's firefox-esr)")
    made = Firefox()
    yield made
    made.close()


@pytest.fixture
def ask(firefox, live_app, address):
    """Put an exercise of one type before somebody new, in Firefox."""

    def asked(kind: str):
        items = live_app.extensions["marchepied"].catalogue.items.values()
        item_id = next(item.id for item in items if item.type == kind)
        question, token = ask_someone(live_app, item_id)
        firefox.set_cookie(address, "sid", token)
        firefox.open(f"{address}/exercice/{question}")
        return question

    return asked


def press(firefox, act: str) -> None:
    firefox.run(f"document.querySelector('[name=act][value=\"{act}\"]').click()")


def first_act(app, question) -> str:
    return next(form["act"][0] for form in forms(app, question) if form["act"] != ["answer"])


def told(firefox, before: str = "") -> str:
    """What the kept region says next; it was in the tree before it was filled, and still is."""
    firefox.until(f"{SAID} !== '' && {SAID} !== `{before}`")
    assert "status" in firefox.in_tree("status")
    return firefox.run(SAID)


def test_the_region_is_there_before_anything_happens_and_takes_no_place(firefox, ask):
    ask("sim_phone")
    assert firefox.run(SAID) == ""
    assert "status" in firefox.in_tree("status"), "filled, it would be silent"
    assert firefox.run("document.getElementById('status').getBoundingClientRect().height") == 0


def test_the_first_action_is_said_like_the_second(firefox, live_app, ask):
    act = first_act(live_app, ask("sim_phone"))
    press(firefox, act)
    first = told(firefox)
    press(firefox, act)
    assert told(firefox, first) != first
    assert firefox.run("document.activeElement.closest('#exercise') !== null")


def test_no_network_is_said(firefox, live_app, ask):
    act = first_act(live_app, ask("sim_phone"))
    firefox.run(NO_NETWORK)
    press(firefox, act)
    assert told(firefox) == firefox.run("document.querySelector('[data-away]').dataset.away")


@pytest.mark.parametrize("kind", ["choice", "sim_doc"])
def test_what_is_missing_takes_the_focus(firefox, ask, kind):
    """An alert that was not there before is not always said: the focus always is."""
    ask(kind)
    press(firefox, "answer" if kind == "choice" else "tool:underline")
    firefox.until("document.activeElement.id === 'errors'")
    assert "errors" in firefox.in_tree("alert")
