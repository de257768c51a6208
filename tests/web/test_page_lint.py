"""L35: the page of an exercise is light, in order, and keeps people inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from webapp.config import Settings
from webapp.content import Catalogue, Presented
from webapp.content.lint import RULES
from webapp.content.lint.bank import LintBank, rows
from webapp.content.lint.rules_page import MOST_PHRASES, page_problems, read_page
from webapp.gallery.web.rendering import page_renderer

PAGE = (
    '<title>Un SMS</title><main><h1>Un SMS</h1><p id="task">Que faites-vous ?</p>'
    '<div id="exercise">{}</div></main>'
)
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def render(
    catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Presented], str]:
    var = tmp_path_factory.mktemp("var")
    settings = Settings.from_env({"VAR_DIR": str(var), "SECRET_KEY": "for tests only" * 4})
    return page_renderer(settings)(catalogue)


def test_the_page_of_every_exercise_passes(
    catalogue: Catalogue, render: Callable[[Presented], str]
) -> None:
    bank = LintBank(catalogue, {}, TODAY, render)
    found = {i.id: list(RULES["L35"].check(i, bank)) for i in catalogue.items.values()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_the_real_page_is_read(catalogue: Catalogue, render: Callable[[Presented], str]) -> None:
    page = rows(catalogue.items["SEC-2-SMS-001"])[0]
    reader = read_page(render(page))
    assert reader.task_first
    assert len(page.world["actions"]) < reader.phrases < MOST_PHRASES
    assert not list(page_problems(render(page)))


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<p>Bonjour.</p>" * 120, "à écouter"),
        ("".join(f'<p id="x{n}">{hash(str(n))}</p>' for n in range(900)), "octets"),
        ('<a href="https://colis.example">Payer</a>', "quitte l'exercice"),
        ('<p id="task">Encore.</p>', "deux fois"),
    ],
)
def test_a_bad_page_is_stopped(inside: str, words: str) -> None:
    assert not list(page_problems(PAGE.format("<p>Bonjour.</p>")))
    assert words in " ".join(page_problems(PAGE.format(inside)))


def test_the_task_comes_first() -> None:
    late = '<main><div id="exercise"><p>Bonjour.</p></div><p id="task">Que faites-vous ?</p></main>'
    assert "consigne" in " ".join(page_problems(late))


def test_a_bad_page_is_told_on_its_exercise(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-2-SMS-001"]
    link = PAGE.format('<a href="/ailleurs">Payer</a>')
    bank = LintBank(catalogue, {}, TODAY, lambda _page: link)
    assert [hit.message for hit in RULES["L35"].check(item, bank)]
    assert not list(RULES["L35"].check(item, replace(bank, render=None)))
