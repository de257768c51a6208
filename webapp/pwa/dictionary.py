"""The page every other page is told apart from: made of the product's own templates.

It holds the frame, the style and the words that come back on each page of an exercise, before and
after the answer. Nothing in it belongs to anyone, and every process of a version makes it alike.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Flask, g, render_template, request

from webapp.assessment.sample_pages import question_html, sample_feedback
from webapp.content import Item, Presented, draw
from webapp.exercises import room
from webapp.exercises.contract import Probe
from webapp.web.exercise_views import question_view
from webapp.web.house import house
from webapp.web.locale import COOKIE as LANGUAGE
from webapp.web.locale import content_locale
from webapp.web.render import core_css_cookie

NOBODY = UUID(int=0)
TYPES = ("choice", "sim_sms")
"""A plain exercise and a simulation: between them, all the controls of a page."""

UNNAMED = "-"
"""Stands where a page names its dictionary: a text cannot hold its own hash."""


def sample_text(app: Flask, language: str) -> str:
    """The text of the dictionary of one language."""
    # A context of its own: this can happen while somebody's request is being answered.
    with app.app_context():
        plain, simulation = map(_shortest, TYPES)
        samples = ((_feedback, plain), (_question, plain), (_question, simulation))
        return "".join(
            _rendered(app, partial(page, item), language, styled=not rank)
            for rank, (page, item) in enumerate(samples)
        )


def _shortest(type_: str) -> Item:
    """An exercise with few words of its own: those help no other page."""
    items = (item for item in house().catalogue.items.values() if item.type == type_)
    return min(items, key=lambda item: (len(str(item.world)), item.id))


def _rendered(app: Flask, page: Callable[[], str], language: str, *, styled: bool) -> str:
    """A page as someone would get it, with the style inside the first one only."""
    cookies = f"{LANGUAGE}={language}" + ("" if styled else f"; {core_css_cookie()}")
    with app.test_request_context(f"/exercice/{NOBODY}", headers={"Cookie": cookies}):
        g.learner_id, g.csp_nonce, g.dictionary = NOBODY, "", UNNAMED
        return page()


def _shown(item: Item) -> Presented:
    return house().catalogue.present(item, draw(item, b""), content_locale())


def _question(item: Item) -> str:
    return question_html(_shown(item), here=request.path)


def _feedback(item: Item) -> str:
    shown, played = _shown(item), room(item.type)
    response = played.parse(shown.spec, played.sample(shown.spec, Probe.CORRECT)[-1], {})
    grade = played.grade(shown.spec, response)
    view = question_view(shown, played, shown.spec, response=response, grade=grade)
    answered = sample_feedback(view, shown.feedback, right=True, keys=grade.keys, away=request.path)
    return render_template("assessment/feedback.html", page=answered)
