"""What is shown of a review: the card that proposes it, and its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.assessment.sitting.reading import SittingView
from webapp.assessment.web.ending_page import exercises_done
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.training import reviews
from webapp.training.memory import Memory
from webapp.training.practising import PRACTICE


@dataclass(frozen=True)
class ReviewCard:
    """What is due today. ``count`` says it in words; ``skills`` names it."""

    count: str
    skills: tuple[str, ...]


@dataclass(frozen=True)
class ReviewEnd:
    """What was reviewed or practised, and the day of the next review if there is one."""

    title: str
    done: str
    skills: tuple[str, ...]
    next_at: datetime | None


def review_card(catalogue: Catalogue, due: Sequence[Memory]) -> ReviewCard | None:
    """The card of the lessons page; None when nothing is due."""
    if not due:
        return None
    return ReviewCard(
        ngettext(
            "%(num)d question pour ne pas oublier.",
            "%(num)d questions pour ne pas oublier.",
            len(due),
        ),
        labels(catalogue, (memory.skill for memory in due)),
    )


def review_end(catalogue: Catalogue, run: SittingView, next_at: datetime | None) -> ReviewEnd:
    """The end of a review or of a practice, said without counting misses."""
    practice = run.purpose == PRACTICE
    return ReviewEnd(
        _("C’est fini, bravo") if practice else _("Révision finie, bravo"),
        exercises_done(len(run.answered)) if practice else _reviewed(run),
        labels(catalogue, reviews.skills_of(catalogue, run)),
        next_at,
    )


def _reviewed(run: SittingView) -> str:
    return ngettext(
        "Vous avez revu %(num)d savoir-faire.",
        "Vous avez revu %(num)d savoir-faire.",
        len(run.answered),
    )


def labels(catalogue: Catalogue, skills: Iterable[str]) -> tuple[str, ...]:
    """Skills in the words of the framework, each once."""
    return tuple(french(catalogue.framework.skills[skill].label) for skill in dict.fromkeys(skills))
