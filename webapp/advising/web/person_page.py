"""The page of one person: where they stand, what changed, one thing the adviser can do from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from webapp.advising import following
from webapp.advising.follow_up import Change, FollowUp
from webapp.advising.following import INVITE, NextAction
from webapp.assessment.measuring.results import Result
from webapp.content import Catalogue
from webapp.guidance.recommending import HUMAN, MODULE, NEXT, PRACTICE, QUESTIONS
from webapp.guidance.web.result_pages import ResultPage, result_page
from webapp.guidance.web.voices import about_the_person
from webapp.guidance.web.zones import zone


@dataclass(frozen=True)
class ActionView:
    """What to do, and the page where it is done; no button where there is none."""

    sentence: str
    url: str = ""
    button: str = ""


@dataclass(frozen=True)
class ChangeView:
    """The level before and now, in words, and what is learned since."""

    since: datetime
    at: datetime
    before: str
    after: str
    learned: tuple[str, ...]


@dataclass(frozen=True)
class PersonPage:
    """Everything the adviser reads of one person."""

    name: str
    line: str
    action: ActionView
    result: ResultPage | None
    change: ChangeView | None
    lessons: tuple[str, ...]
    proven: tuple[str, ...]
    back: str
    certainty: str
    card_url: str


def person_page(
    catalogue: Catalogue,
    result: Result,
    after: FollowUp,
    *,
    name: str,
    prescription_id: UUID,
    card_url: str,
) -> PersonPage:
    """The page, from the shared result and what came after it."""
    action = following.next_action(catalogue, result, following.state_of(result))
    return PersonPage(
        name=name,
        line=following.line(catalogue, result) if result.answered else "",
        action=_action(action, prescription_id),
        result=result_page(catalogue, result, about=True) if result.answered else None,
        change=_change(catalogue, after.change) if after.change else None,
        lessons=after.lessons,
        proven=after.proven,
        back=url_for("advising.show", prescription_id=prescription_id),
        certainty=following.certainty(catalogue, result) if result.answered else "",
        card_url=card_url,
    )


def _action(action: NextAction, prescription_id: UUID) -> ActionView:
    place = _PLACES.get(action.kind)
    if place is None:
        return ActionView(action.sentence)
    url, button = place(action, prescription_id)
    return ActionView(action.sentence, url, button)


Place = Callable[[NextAction, UUID], tuple[str, str]]
_PLACES: Mapping[str, Place] = {
    INVITE: lambda _action, prescription_id: (
        url_for("advising.card", prescription_id=prescription_id),
        _("Imprimer la carte"),
    ),
    MODULE: lambda action, _id: (
        url_for("printing.module", module_id=action.target),
        _("Imprimer la leçon"),
    ),
    HUMAN: lambda _action, _id: (
        url_for("places.search"),
        _("Voir où orienter"),
    ),
    PRACTICE: lambda _action, _id: (url_for("printing.index"), _("Choisir un exercice sur papier")),
    QUESTIONS: lambda _action, _id: (
        url_for("printing.index"),
        _("Choisir un exercice sur papier"),
    ),
    NEXT: lambda _action, _id: (url_for("guidance.further"), _("Lire la suite possible")),
}


def _change(catalogue: Catalogue, change: Change) -> ChangeView:
    voice = about_the_person()
    before, after = (zone(catalogue, one.overall, voice) for one in (change.before, change.after))
    return ChangeView(
        since=change.before.ended_at or change.before.started_at,
        at=change.after.ended_at or change.after.started_at,
        before=before.words,
        after=after.words,
        learned=change.learned,
    )
