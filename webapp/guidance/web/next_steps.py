"""What a result page proposes: one next step, the others folded, and a person in every case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.assessment.measuring.results import Result
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.guidance.recommending import (
    HUMAN,
    MODULE,
    NEXT,
    PRACTICE,
    PROOFS,
    QUESTIONS,
    Offer,
    offers,
)
from webapp.guidance.web.voices import Voice
from webapp.training.web.lesson_index import minutes_of
from webapp.web.locale import french_words

USUAL_PERSON = "conseiller_numerique"


@dataclass(frozen=True)
class StepView:
    """One next step, and why; ``why`` comes from the rules, in French."""

    title: str
    why: str
    url: str
    button: str
    minutes: str | None = None
    post: bool = False


@dataclass(frozen=True)
class NextSteps:
    """``person`` is None where a person is the first step already. ``proposed`` is what rules say."""

    first: StepView
    others: tuple[StepView, ...]
    person: StepView | None
    proposed: tuple[StepView, ...]


def next_steps(
    catalogue: Catalogue, result: Result, voice: Voice, goal: str | None = None
) -> NextSteps:
    """The offers of the rules in their order; a person alone when nothing was done yet."""
    found = offers(catalogue, result, goal=goal, about=voice.about)
    human = next((offer for offer in found if offer.kind == HUMAN), None)
    person = step_view(result, human or Offer("", HUMAN, USUAL_PERSON, "", ()), voice)
    proposed = tuple(step_view(result, offer, voice) for offer in found)
    if not found or found[0] is human:
        return NextSteps(person, proposed[1:], None, proposed)
    first, *others = (step for step in proposed if step != person)
    return NextSteps(first, tuple(others), person, proposed)


def step_view(result: Result, offer: Offer, voice: Voice) -> StepView:
    """An offer in words."""
    return _VIEWS[PROOFS if offer.target == PROOFS else offer.kind](result, offer, voice)


def _module(_result: Result, offer: Offer, _voice: Voice) -> StepView:
    minutes = minutes_of(offer.minutes) if offer.minutes else None
    url = url_for("training.module", module_id=offer.target)
    title = french_words(french(offer.title))
    return StepView(title, french(offer.why), url, _("Voir la leçon"), minutes)


def _human(_result: Result, offer: Offer, voice: Voice) -> StepView:
    url = url_for("places.search")
    return StepView(voice.help, french(offer.why), url, _("Trouver une aide"))


def _practice(result: Result, offer: Offer, _voice: Voice) -> StepView:
    title = ngettext(
        "S’entraîner : %(num)d exercice", "S’entraîner : %(num)d exercices", int(offer.target)
    )
    url = url_for("training.practise", sitting_id=result.sitting_id)
    return StepView(title, french(offer.why), url, _("M’entraîner"), post=True)


def _questions(result: Result, offer: Offer, _voice: Voice) -> StepView:
    url = url_for("guidance.more_questions", sitting_id=result.sitting_id)
    return StepView(
        _("Quelques questions de plus"), french(offer.why), url, _("Continuer"), post=True
    )


def _proofs(_result: Result, offer: Offer, voice: Voice) -> StepView:
    mine, theirs = _("Prouver ce que vous savez faire"), _("Prouver ses savoir-faire")
    title = theirs if voice.about else mine
    return StepView(title, french(offer.why), url_for("recognition.sheet"), _("Voir comment"))


def _certification(_result: Result, offer: Offer, _voice: Voice) -> StepView:
    title = _("La certification Pix")
    return StepView(title, french(offer.why), url_for("guidance.further"), _("En savoir plus"))


_VIEWS: Mapping[str, Callable[[Result, Offer, Voice], StepView]] = {
    MODULE: _module,
    HUMAN: _human,
    PRACTICE: _practice,
    QUESTIONS: _questions,
    PROOFS: _proofs,
    NEXT: _certification,
}
