"""The result as the words of a PDF: those of the page, without anything to press."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from webapp.guidance.web.result_pages import ResultPage, ResultTheme
from webapp.web.locale import colon, day, page_language


def result_paper(page: ResultPage) -> dict[str, Any]:
    """The data of ``paper/result.typ``. Only sentences: a paper carries no language of its parts."""
    return {
        "lang": page_language(),
        "title": plain(page.heading),
        "about": f"{page.title} – {day(page.at)}",
        "levels": [f"{label}{plain(text)}" for label, text in _levels(page)],
        "stairs": list(page.drawn.steps) if page.drawn.known else [],
        "strength": page.strength_line or "",
        "known_title": page.voice.shown,
        "known": list(page.gestures),
        "themes_title": _("Thème par thème"),
        "together": _together(page),
        "themes": [_theme(theme) for theme in page.themes.lines],
        "others": [
            f"{label}{colon()} {', '.join(names)}." for label, names in _others(page) if names
        ],
        "next_title": _("La suite pour vous"),
        "next": [plain(page.steps.first.title), page.steps.first.why],
        "not_a_mark": page.not_a_mark,
        "foot": f"{_('La suite pour vous')}{colon()} {plain(page.steps.first.title)}",
    }


def plain(words: str) -> str:
    """Words without the marks of their language."""
    return words.striptags() if isinstance(words, Markup) else words


def _alone() -> str:
    return _("Sans aide") + colon() + " "


def _with_help() -> str:
    return _("Avec de l’aide") + colon() + " "


def _levels(page: ResultPage) -> list[tuple[str, str]]:
    if page.helped:
        return [(_alone(), page.overall.sentence), (_with_help(), page.helped.sentence)]
    return [("", line) for line in (page.where, page.message) if line]


def _theme(theme: ResultTheme) -> dict[str, Any]:
    words = plain(theme.zone.words)
    if theme.helped:
        words = f"{_alone()}{words}. {_with_help()}{plain(theme.helped.words)}"
    return {"label": theme.label, "words": words, "stairs": list(theme.drawn.steps)}


def _together(page: ResultPage) -> str:
    together = page.themes.together
    if together is None:
        return ""
    return _("Tous les thèmes vus sont à la même marche") + f"{colon()} {plain(together.words)}."


def _others(page: ResultPage) -> tuple[tuple[str, tuple[str, ...]], ...]:
    themes = page.themes
    return (
        (_("Pas encore assez de réponses"), themes.unknown),
        (_("Pas encore vu"), themes.not_met),
        (_("Laissé de côté, faute d’exercice possible ici"), themes.set_aside),
    )
