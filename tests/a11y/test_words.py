"""What is measured is read as it is written: addresses on a narrow screen, tables wider than it."""

from __future__ import annotations

import pytest

from tests.a11y.words import broken_addresses
from tests.browser import resize
from webapp.config import ROOT
from webapp.content import load_catalogue
from webapp.web.wording import ADDRESS

pytestmark = pytest.mark.a11y
CUE = "const s = getComputedStyle(document.querySelector('.scroll')); return [s.direction, s.backgroundPositionX]"


def with_addresses() -> list[str]:
    """The exercises whose world has an address."""
    items = load_catalogue(ROOT / "content").items.values()
    return sorted(item.id for item in items if ADDRESS.search(str(item.world) + str(item.vary)))


def test_an_address_is_cut_after_a_bar_or_before_a_sign_only(page, address):
    bad = []
    for key in with_addresses():
        for state in ("depart", "action"):
            page.get(f"{address}/dev/exercices/{key}/{state}")
            page.execute_script(
                "document.querySelectorAll('details').forEach((d) => { d.open = 1; })"
            )
            for width in (320, 390):
                resize(page, width)
                bad += [f"{key} {state} {width} {found}" for found in broken_addresses(page)]
    assert bad == []


@pytest.mark.parametrize(("language", "cue"), [("fr", ["ltr", "100%"]), ("ar", ["rtl", "0%"])])
def test_a_table_that_goes_on_shows_where(page, address, language, cue):
    """The shadow stands at the end of the line, which is on the left in Arabic."""
    page.add_cookie({"name": "langue", "value": language})
    page.get(address + "/dev/exercices/sim_sheet:total/depart")
    page.execute_script("document.querySelector('main').classList.add('scroll')")
    direction, places = page.execute_script(CUE)
    assert [direction, *set(places.split(", "))] == cue


def test_a_sheet_starts_with_its_first_column(page, address):
    """Words of a sheet in French go from left to right in a page in Arabic: so does its frame."""
    page.add_cookie({"name": "langue", "value": "ar"})
    page.get(address + "/dev/exercices/sim_sheet:total/depart")
    same = "const t = document.querySelector('.grid'); return [t, t.parentElement].map((e) => getComputedStyle(e).direction)"
    frame, table = page.execute_script(same)
    assert frame == table
