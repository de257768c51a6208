"""Every page of a learner can be heard: « Écouter » is in it, and says the buttons of a simulation too."""

import re

import pytest

from webapp.config import ROOT

TEMPLATES = ROOT / "webapp/templates"
INCLUDED = re.compile(r'{% (?:include|from) "([^"]+)"')
OF_AUTHORS = "gallery/"
PAGES = [
    path
    for path in sorted(TEMPLATES.rglob("*.html"))
    if 'extends "layouts/page.html"' in path.read_text(encoding="utf-8")
    and not str(path.relative_to(TEMPLATES)).startswith(OF_AUTHORS)
]


def parts(path):
    """The template and all it includes by name."""
    yield path.read_text(encoding="utf-8")
    for name in INCLUDED.findall(path.read_text(encoding="utf-8")):
        if (TEMPLATES / name).exists():
            yield from parts(TEMPLATES / name)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_page_can_be_heard(path):
    assert any("data-listen" in part for part in parts(path))


def test_the_buttons_of_a_setting_are_said():
    """« Plus » and « Moins » are in a form of the class « tools »: only the tools of the page are silent."""
    silent = re.search(r'SILENT = "([^"]+)"', (ROOT / "static/js/listen.js").read_text())[1]
    assert "div.tools" in silent.split(",") and ".tools" not in silent.split(",")
