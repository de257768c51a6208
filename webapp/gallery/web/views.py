"""Development only: the gallery is where a room is looked at before a person meets it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for

from webapp.accounts.web.guards import for_developer
from webapp.assessment.web.exercise_page import Choice
from webapp.assessment.web.sample_page import sample_feedback, sample_question
from webapp.exercises import rooms
from webapp.exercises.contract import FieldError
from webapp.gallery.web.subjects import STATES, Subject, example_keys, show, subject
from webapp.web.locale import content_locale
from webapp.web.questions import FormOnly
from webapp.web.render import render_page
from webapp.web.resources import resources

blueprint = Blueprint("gallery", __name__, url_prefix="/dev")
LIST = "/dev/exercices"


@dataclass(frozen=True)
class StatesRow:
    """One exercise of the list, with a link for each state."""

    key: str
    title: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ComponentsPage:
    """A form with and without something missing."""

    empty: FormOnly
    wrong: FormOnly
    choices: tuple[Choice, ...]
    signs: tuple[str, ...]


@blueprint.get("/composants")
@for_developer
def components() -> Response:
    """Every component, in every state."""
    errors = (FieldError("one", "Choisissez une réponse."), FieldError("word", "Écrivez un mot."))
    page = ComponentsPage(
        empty=FormOnly(form={"one-ok": ["b"]}),
        wrong=FormOnly(errors=errors),
        choices=(Choice("a", "Je réponds."), Choice("b", "J’attends."), Choice("c", "Je demande.")),
        signs=tuple(sorted(resources().catalogue.pictures)),
    )
    return render_page("gallery/components.html", page=page)


@blueprint.get("/exercices")
@for_developer
def index() -> Response:
    """Every exercise of the bank, then every example of the rooms."""
    known = (key for key, item in resources().catalogue.items.items() if item.type in rooms())
    bank = [_line(_subject(key)) for key in known]
    examples = [_line(_subject(key)) for key in example_keys()]
    return render_page("gallery/index.html", page={"bank": bank, "examples": examples})


@blueprint.get("/exercices/<key>/<state>")
@for_developer
def exercise(key: str, state: str) -> Response:
    """One exercise in one state, with the product's own templates. ``?v=2``: another draw."""
    found = _subject(key)
    here = url_for("gallery.exercise", key=key, state=state)
    shown = show(found, state, action_url=here)
    if shown.right is None:
        status = 422 if shown.view.errors else 200
        page = sample_question(shown.view, away=LIST)
        return render_page("assessment/question.html", page=page, status=status)
    answered = sample_feedback(
        shown.view, found.feedback, right=shown.right, keys=shown.keys, away=LIST
    )
    return render_page("assessment/feedback.html", page=answered)


def _subject(key: str) -> Subject:
    number = request.args.get("v", 0, type=int)
    return subject(resources().catalogue, key, locale=content_locale(), number=number)


def _line(found: Subject) -> StatesRow:
    links = tuple(
        (url_for("gallery.exercise", key=found.key, state=state), STATES[state])
        for state in found.states
    )
    return StatesRow(found.key, found.title, links)
