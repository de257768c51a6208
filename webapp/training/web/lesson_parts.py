"""The parts of a lesson: their names, which are done, and the address of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from webapp.content import Catalogue
from webapp.content.schema.module import PracticeStep
from webapp.content.typography import french
from webapp.training.lessons import LessonPlace, open_question


@dataclass(frozen=True)
class Part:
    """One part. ``skill`` names it in French when two parts have the same name."""

    name: str
    skill: str
    url: str
    here: bool
    done: bool


def names() -> Mapping[str, str]:
    """The name of each kind of step."""
    return {
        "try": _("Essayer"),
        "lesson": _("Découvrir"),
        "example": _("Voir un exemple"),
        "guided": _("Faire avec un indice"),
        "practice": _("S’entraîner"),
        "recap": _("À garder"),
    }


def parts_of(catalogue: Catalogue, place: LessonPlace, here: int | None = None) -> tuple[Part, ...]:
    """Every part, in order; ``here`` is the one on the screen."""
    return tuple(_part(catalogue, place, number, here) for number in range(place.total))


def _part(catalogue: Catalogue, place: LessonPlace, number: int, here: int | None) -> Part:
    step = place.module.steps[number]
    several = sum(isinstance(s, PracticeStep) for s in place.module.steps) > 1
    skill = ""
    if isinstance(step, PracticeStep) and several:
        skill = french(catalogue.framework.skills[step.pick.skill].label)
    return Part(names()[step.kind], skill, _url(place, number), number == here, place.done(number))


def _url(place: LessonPlace, number: int) -> str:
    waiting = open_question(place.run, number)
    if waiting is not None:
        return url_for("assessment.question", question_id=waiting.id)
    return url_for("training.step", sitting_id=place.run.sitting_id, number=number)
