"""The list of lessons by theme, and the two doors of one lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from webapp.assessment.sitting import history, reading
from webapp.assessment.sitting.reading import TRAINING, Run
from webapp.content import Catalogue
from webapp.content.schema.module import Module
from webapp.content.typography import french
from webapp.training import lessons, next_lesson
from webapp.training.lessons import Standing
from webapp.training.web.lesson_parts import Part, parts_of
from webapp.training.web.review_pages import ReviewCard, review_card


@dataclass(frozen=True)
class LessonLine:
    """One lesson in the list."""

    id: str
    title: str
    goal: str
    minutes: str
    done: bool


@dataclass(frozen=True)
class Theme:
    """The lessons of one domain."""

    label: str
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True)
class IndexPage:
    """What is due, what was started, the lesson proposed, then every lesson by theme."""

    review: ReviewCard | None
    open: tuple[LessonLine, ...]
    proposed: LessonLine | None
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class ModulePage:
    """The doors of a lesson. ``parts`` once it is started, ``done_at`` once it was finished."""

    title: str
    goal: str
    minutes: str
    button: str
    start_url: str
    train_url: str
    memo_url: str
    sheet_url: str
    done_at: datetime | None
    parts: tuple[Part, ...]


def minutes_of(count: int) -> str:
    """« 8 minutes »."""
    return ngettext("%(num)d minute", "%(num)d minutes", count)


def index_page(session: Session, catalogue: Catalogue, *, learner_id: UUID | None) -> IndexPage:
    """The page of every lesson."""
    past = lessons.past_of(session, learner_id)
    return IndexPage(
        review=review_card(session, catalogue, learner_id=learner_id),
        open=tuple(
            _line(module, lessons.standing(past, module.id))
            for module in catalogue.modules.values()
            if lessons.standing(past, module.id).open
        ),
        proposed=_proposed(session, catalogue, learner_id, past),
        themes=tuple(_themes(catalogue, past)),
    )


def _proposed(
    session: Session, catalogue: Catalogue, learner_id: UUID | None, past: Sequence[Run]
) -> LessonLine | None:
    if learner_id is None:
        return None
    known = [run.rules for run in past if run.purpose == TRAINING]
    answers = history.of_learner(session, learner_id=learner_id)
    proposal = next_lesson.from_past(catalogue, answers, known)
    return _line(proposal.module, Standing()) if proposal else None


def _themes(catalogue: Catalogue, past: Sequence[Run]) -> Iterator[Theme]:
    for domain in catalogue.framework.domains:
        mine = [module for module in catalogue.modules.values() if module.domain == domain.code]
        lines = [_line(module, lessons.standing(past, module.id)) for module in mine]
        if lines:
            yield Theme(french(domain.label), tuple(lines))


def _line(module: Module, here: Standing) -> LessonLine:
    return LessonLine(module.id, french(module.title), french(module.goal),
                      minutes_of(module.minutes), here.first_done is not None)  # fmt: skip


def module_page(
    session: Session, catalogue: Catalogue, module: Module, *, learner_id: UUID | None
) -> ModulePage:
    """What the lesson is for; the button says whether it starts or goes on."""
    past = lessons.past_of(session, learner_id)
    here = lessons.standing(past, module.id)
    line = _line(module, here)
    return ModulePage(
        line.title, line.goal, line.minutes,
        _("Reprendre") if here.open else _("Refaire") if here.first_done else _("Je découvre"),
        url_for("training.start", module_id=module.id),
        url_for("training.train", module_id=module.id),
        url_for("training.memo", module_id=module.id),
        url_for("printing.module", module_id=module.id),
        here.first_done,
        _parts(session, catalogue, module, past),
    )  # fmt: skip


def _parts(
    session: Session, catalogue: Catalogue, module: Module, past: Sequence[Run]
) -> tuple[Part, ...]:
    """The parts of the lesson that is open now."""
    mine = (r for r in past if (r.purpose, r.rules, r.ended_at) == (TRAINING, module.id, None))
    known = next(mine, None)
    if known is None:
        return ()
    run = reading.of_sitting(session, learner_id=known.learner_id, sitting_id=known.sitting_id)
    return parts_of(catalogue, lessons.place(session, catalogue, run))
