"""What each page of a lesson shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from webapp.assessment.measuring import results
from webapp.assessment.sitting import reading
from webapp.assessment.sitting.reading import TRAINING, Run
from webapp.content import Catalogue, draw
from webapp.content.schema.module import ExampleStep, LessonStep, Module, RecapStep
from webapp.content.typography import french
from webapp.exercises import room
from webapp.training import lessons, reviews
from webapp.training.lessons import Place
from webapp.training.web.review_pages import ReviewCard, review_card
from webapp.web.exercise_views import question_view
from webapp.web.questions import QuestionView


@dataclass(frozen=True)
class LessonLine:
    """One lesson in the list."""

    id: str
    title: str
    goal: str
    minutes: str
    state: str
    button: str


@dataclass(frozen=True)
class IndexPage:
    """Every lesson, and what is due."""

    review: ReviewCard | None
    lessons: tuple[LessonLine, ...]
    planned: tuple[str, ...]


@dataclass(frozen=True)
class ModulePage:
    """The door of a lesson."""

    title: str
    goal: str
    minutes: str
    button: str
    start_url: str
    memo_url: str
    sheet_url: str


@dataclass(frozen=True)
class StepPage:
    """A card, an example or a recap. ``next_url`` is None on the last part: the form goes on."""

    kind: str
    module_title: str
    title: str
    progress: str
    done_url: str
    next_url: str | None
    back_url: str | None
    text: str = ""
    picture: str | None = None
    alt: str | None = None
    remember: tuple[str, ...] = ()
    clues: tuple[str, ...] = ()
    q: QuestionView | None = None
    answer: str = ""


@dataclass(frozen=True)
class EndPage:
    """The end of a lesson. ``review_at`` is the day the first of its skills comes back."""

    title: str
    done: str
    remember: tuple[str, ...]
    review_at: datetime | None
    memo_url: str
    corrected: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MemoPage:
    """The memo, A5."""

    title: str
    lines: tuple[str, ...]
    pdf_url: str


def _minutes(count: int) -> str:
    return ngettext("%(num)d minute", "%(num)d minutes", count)


def index_page(session: Session, catalogue: Catalogue, *, learner_id: UUID | None) -> IndexPage:
    """What is due for a review, then lessons by state: started, new, done."""
    past = reading.of_learner(session, learner_id=learner_id) if learner_id else ()
    planned = [
        french(m.title) for m in catalogue.module_plan.values() if m.id not in catalogue.modules
    ]
    return IndexPage(
        review=review_card(session, catalogue, learner_id=learner_id),
        lessons=tuple(_line(module, _state(module, past)) for module in catalogue.modules.values()),
        planned=tuple(planned),
    )


def _state(module: Module, past: Sequence[Run]) -> str:
    mine = [run for run in past if (run.purpose, run.rules) == (TRAINING, module.id)]
    if any(run.ended_at is None for run in mine):
        return "started"
    return "done" if mine else "new"


def _line(module: Module, state: str) -> LessonLine:
    button = {"started": _("Reprendre"), "done": _("Refaire")}.get(state, _("Commencer"))
    return LessonLine(module.id, french(module.title), french(module.goal),
                      _minutes(module.minutes), state, button)  # fmt: skip


def module_page(session: Session, module: Module, *, learner_id: UUID | None) -> ModulePage:
    """What the lesson is for; the button says whether it starts or goes on."""
    past = reading.of_learner(session, learner_id=learner_id) if learner_id else ()
    line = _line(module, _state(module, past))
    return ModulePage(
        line.title, line.goal, line.minutes, line.button,
        url_for("training.start", module_id=module.id),
        url_for("training.memo", module_id=module.id),
        url_for("printing.module", module_id=module.id),
    )  # fmt: skip


def step_page(catalogue: Catalogue, here: Place, *, number: int, part: int) -> StepPage | None:
    """One part of one step; None when this step is not a page, or is still to come."""
    steps = here.module.steps
    reached = here.step if here.step is not None else len(steps) - 1
    if not 0 <= number <= reached:
        return None
    step = steps[number]
    if isinstance(step, LessonStep):
        return _card(here, number, step, part)
    if isinstance(step, ExampleStep):
        return _example(catalogue, here, number, step, part)
    return _recap(here, number, step) if isinstance(step, RecapStep) else None


def _frame(
    here: Place, number: int, part: int, parts: int, title: str, at: str | None = None
) -> dict[str, Any]:
    """What every page of a step has. ``at``: where the next part and the one before open."""

    def url(n: int) -> str:
        sitting = here.run.sitting_id
        return url_for("training.step", sitting_id=sitting, number=number, n=n, _anchor=at)

    return {
        "module_title": french(here.module.title),
        "title": title,
        "progress": _("Étape %(n)s sur %(total)s", n=number + 1, total=here.total),
        "done_url": url_for("training.read", sitting_id=here.run.sitting_id, number=number),
        "next_url": url(part + 1) if part < parts else None,
        "back_url": url(part - 1) if part > 1 else None,
    }


def _card(here: Place, number: int, step: LessonStep, part: int) -> StepPage:
    count = len(step.cards)
    part = min(max(part, 1), count)
    card = step.cards[part - 1]
    title = _("À savoir, carte %(n)s sur %(total)s", n=part, total=count)
    frame = _frame(here, number, part, count, title)
    return StepPage("card", text=french(card.text), picture=card.picture,
                    alt=french(card.alt) if card.alt else None, **frame)  # fmt: skip


def _example(
    catalogue: Catalogue, here: Place, number: int, step: ExampleStep, part: int
) -> StepPage:
    """The solved exercise: each press shows one clue more, the last shows the answer."""
    item = catalogue.items[step.item]
    variant = draw(item, f"example/{here.module.id}".encode())
    presented = catalogue.present(item, variant)
    clues = [clue["text"] for clue in presented.feedback["clues"]]
    parts = len(clues) + 1
    part = min(max(part, 1), parts)
    title = _("Exemple : %(title)s", title=presented.text["title"])
    frame = _frame(here, number, part, parts, title, at="clues")
    view = question_view(presented, room(item.type), presented.spec)
    answer = presented.feedback["right"] if part == parts else ""
    return StepPage(
        "example",
        clues=tuple(clues[:part]),
        q=view,
        answer=answer,
        remember=(presented.feedback["remember"],),
        **frame,
    )


def _recap(here: Place, number: int, step: RecapStep) -> StepPage:
    frame = _frame(here, number, 1, 1, _("À garder"))
    return StepPage("recap", remember=tuple(french(line) for line in step.remember), **frame)


def end_page(session: Session, catalogue: Catalogue, run: Run) -> EndPage:
    """What was done, said without counting misses."""
    module = lessons.module_of(catalogue, run.rules)
    recap = next((s for s in module.steps if isinstance(s, RecapStep)), None)
    done = len(run.answered)
    return EndPage(
        title=french(module.title),
        done=ngettext(
            "Vous avez fait %(num)d exercice.", "Vous avez fait %(num)d exercices.", done
        ),
        remember=tuple(french(line) for line in recap.remember) if recap else (),
        review_at=reviews.next_day(
            session, catalogue, learner_id=run.learner_id, skills=module.skills
        ),
        memo_url=url_for("training.memo", module_id=module.id),
        corrected=tuple(results.corrected(catalogue, run)),
    )


def memo_page(module: Module) -> MemoPage:
    """The lines of the memo."""
    lines = tuple(french(line) for line in module.paper.lines)
    return MemoPage(french(module.paper.title), lines,
                    url_for("printing.memo_pdf", module_id=module.id))  # fmt: skip
