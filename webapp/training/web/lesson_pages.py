"""What each page of a lesson shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from webapp.assessment.measuring import results
from webapp.assessment.sitting.reading import SittingView
from webapp.assessment.web.ending_page import exercises_done
from webapp.content import Catalogue, Presented, draw
from webapp.content.drawings import scene
from webapp.content.schema.module import ExampleStep, LessonStep, Module, PracticeStep, RecapStep
from webapp.content.typography import french
from webapp.exercises import room
from webapp.exercises.contract import Action, Probe
from webapp.training.lessons import LessonPlace
from webapp.training.next_lesson import Proposal, Why
from webapp.training.overview import LessonEnd
from webapp.training.web import lesson_parts
from webapp.training.web.lesson_parts import Part
from webapp.web.exercise_views import question_view
from webapp.web.questions import QuestionView


@dataclass(frozen=True)
class StepPage:
    """A card, an example, a recap, or the door of exercises. ``next_url`` is None on the last part: the
    form goes on. ``name`` is that of the part, in the page's language; ``title`` may be in French.
    """

    kind: str
    module_title: str
    title: str
    name: str
    progress: str
    parts: tuple[Part, ...]
    done_url: str
    next_url: str | None
    back_url: str | None
    card: Card | None = None
    remember: tuple[str, ...] = ()
    clues: tuple[str, ...] = ()
    q: QuestionView | None = None
    answer: str = ""
    count: int = 1


@dataclass(frozen=True)
class Card:
    """One card, its drawing as SVG."""

    title: str
    text: str
    picture: str
    alt: str


@dataclass(frozen=True)
class NextLesson:
    """The lesson proposed next, why, and where it opens; ``post`` when a button opens it."""

    title: str
    skill: str
    reason: str
    url: str
    post: bool


@dataclass(frozen=True)
class EndPage:
    """The end of a lesson. ``review_at`` is the day the first of its skills comes back; ``first_at`` the
    day it was done first, when it was done again.
    """

    title: str
    done: str
    remember: tuple[str, ...]
    review_at: datetime | None
    first_at: datetime | None
    first_url: str
    next: NextLesson | None
    memo_url: str
    corrected: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MemoPage:
    """The memo, A5."""

    title: str
    lines: tuple[str, ...]
    pdf_url: str


def step_page(
    catalogue: Catalogue, here: LessonPlace, *, number: int, part: int
) -> StepPage | None:
    """One part of one step, in any order; None when there is no such step."""
    if not 0 <= number < here.total:
        return None
    step = here.module.steps[number]
    if isinstance(step, LessonStep):
        return _card(catalogue, here, number, step, part)
    if isinstance(step, ExampleStep):
        return _example(catalogue, here, number, step, part)
    if isinstance(step, RecapStep):
        frame = _frame(catalogue, here, number, 1, 1)
        return StepPage("recap", remember=tuple(map(french, step.remember)), **frame)
    count = step.pick.count if isinstance(step, PracticeStep) else 1
    return StepPage("exercises", count=count, **_frame(catalogue, here, number, 1, 1))


def _frame(
    catalogue: Catalogue,
    here: LessonPlace,
    number: int,
    part: int,
    parts: int,
    at: str | None = None,
) -> dict[str, Any]:
    """What every page of a step has. ``at``: where the next part and the one before open."""

    def url(n: int) -> str:
        sitting = here.run.sitting_id
        return url_for("training.step", sitting_id=sitting, number=number, n=n, _anchor=at)

    name = lesson_parts.names()[here.module.steps[number].kind]
    return {
        "module_title": french(here.module.title),
        "title": name,
        "name": name,
        "progress": _("Partie %(n)s sur %(total)s", n=number + 1, total=here.total),
        "parts": lesson_parts.parts_of(catalogue, here, number),
        "done_url": url_for("training.read", sitting_id=here.run.sitting_id, number=number),
        "next_url": url(part + 1) if part < parts else None,
        "back_url": url(part - 1) if part > 1 else None,
    }


def _card(
    catalogue: Catalogue, here: LessonPlace, number: int, step: LessonStep, part: int
) -> StepPage:
    count = len(step.cards)
    part = min(max(part, 1), count)
    card = step.cards[part - 1]
    frame = _frame(catalogue, here, number, part, count)
    frame["progress"] += " – " + _("carte %(n)s sur %(total)s", n=part, total=count)
    frame["title"] = french(card.title)
    picture = scene(card.picture, catalogue.pictures)
    return StepPage(
        "card", card=Card(frame["title"], french(card.text), picture, french(card.alt)), **frame
    )


def _example(
    catalogue: Catalogue, here: LessonPlace, number: int, step: ExampleStep, part: int
) -> StepPage:
    """The solved exercise: each press shows one clue more, the last says what is done and why."""
    item = catalogue.items[step.item]
    variant = draw(item, f"example/{here.module.id}".encode())
    presented = catalogue.present(item, variant)
    clues = [clue["text"] for clue in presented.feedback["clues"]]
    parts = len(clues) + 1
    part = min(max(part, 1), parts)
    frame = _frame(catalogue, here, number, part, parts, at="clues")
    return StepPage(
        "example",
        clues=tuple(clues[:part]),
        q=_solved(presented, end=part == parts),
        answer=french(step.explain) if part == parts else "",
        remember=(presented.feedback["remember"],),
        **frame,
    )


def _solved(presented: Presented, *, end: bool) -> QuestionView:
    """The exercise already answered; a simulation shows its start, and its end with the last clue."""
    exercise = room(presented.item.type)
    *actions, final = exercise.sample(presented.spec, Probe.CORRECT)
    log = [Action.from_form(form).as_json() for form in actions] if end else []
    return question_view(presented, exercise, presented.spec, log=log, form=final)


def end_page(catalogue: Catalogue, run: SittingView, end: LessonEnd) -> EndPage:
    """What was done, said without counting misses."""
    again = end.first.first_sitting not in (None, run.sitting_id)
    recap = next((s for s in end.module.steps if isinstance(s, RecapStep)), None)
    return EndPage(
        title=french(end.module.title),
        done=exercises_done(len(run.answered)),
        remember=tuple(french(line) for line in recap.remember) if recap else (),
        review_at=end.review_at,
        first_at=end.first.first_done if again else None,
        first_url=url_for("training.finished", sitting_id=end.first.first_sitting) if again else "",
        next=_next(catalogue, end.proposal) if end.proposal else None,
        memo_url=url_for("training.memo", module_id=end.module.id),
        corrected=tuple(results.corrected(catalogue, run)),
    )


def _next(catalogue: Catalogue, proposal: Proposal) -> NextLesson:
    reasons = {
        Why.NOT_YET: _("Cette leçon vous aide pour la suite."),
        Why.MORE_PRACTICE: _("Encore quelques exercices, sans les cartes."),
        Why.FURTHER: _("Un pas de plus sur le même thème."),
    }
    same = proposal.why is Why.MORE_PRACTICE
    return NextLesson(
        french(proposal.module.title),
        french(catalogue.framework.skills[proposal.skill].label),
        reasons[proposal.why],
        url_for("training.train" if same else "training.module", module_id=proposal.module.id),
        same,
    )


def memo_page(module: Module) -> MemoPage:
    """The lines of the memo."""
    lines = tuple(french(line) for line in module.paper.lines)
    return MemoPage(
        french(module.paper.title), lines, url_for("printing.memo_pdf", module_id=module.id)
    )
