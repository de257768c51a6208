"""Reading a sitting back: one statement gives everything that was asked and answered.

There is no stored state to keep in step: where a person stands is what the rows say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, case, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from webapp.assessment.models import Answer, Correction, Question, Sitting
from webapp.assessment.sitting.answer_joins import CORRECTION_OF_ANSWER, QUESTION_OF_ANSWER
from webapp.errors import NotFound

ANSWERED = "answered"
DONT_KNOW = "dont_know"
CANNOT = "cannot"
WITHDRAWN = "withdrawn"
COUNTED = frozenset({ANSWERED, DONT_KNOW})
"""Outcomes that say something about the person; the two others say something about the exercise."""

PHASE, ENTRY, EXIT = ":", "entry", "exit"
"""The rules of a test are ``PAR-3-PRUDENCE`` at the door, ``PAR-3-PRUDENCE:exit`` after training."""

STARTED_AGAIN = "again"
"""Why a test ended: the person began another in its place. What was answered in it counts no more."""

TEST = "test"
TRAINING = "training"
REVIEW = "review"

GUIDED = "guided"
"""How the question of a lesson whose hint is open from the start is marked."""

ALONE, ADVICE, TOGETHER, DONE_FOR = "alone", "advice", "together", "done_for"
HELP = (ALONE, ADVICE, TOGETHER, DONE_FOR)
"""Degrees of help. The second and third speak of the helped level; the last one says nothing of the
person, since somebody else did it."""


@dataclass(frozen=True)
class RecordedAnswer:
    """An answer as it was recorded, or as it was graded again (``corrected`` says why)."""

    outcome: str
    response: dict[str, Any] | None
    score: float | None
    right: bool | None
    keys: tuple[str, ...]
    harms: tuple[str, ...]
    hint: bool
    help: str
    recorded_at: datetime
    heard: bool = False
    reason: str | None = None
    corrected: str | None = None

    @property
    def counted(self) -> bool:
        """False for « je ne peux pas » and for an exercise withdrawn meanwhile."""
        return self.outcome in COUNTED

    @property
    def helped(self) -> bool:
        """Whether somebody helped, however little."""
        return self.help != ALONE


@dataclass(frozen=True)
class AskedQuestion:
    """One question of a sitting, with its answer when there is one."""

    id: UUID
    position: int
    item_id: str
    item_version: int
    item_hash: str
    variant: str
    purpose: str
    _: KW_ONLY
    draft: dict[str, Any] | None = None
    answer: RecordedAnswer | None = None


@dataclass(frozen=True)
class SittingView:
    """A sitting and all its questions, in the order they were asked.

    ``returning`` when this person has another sitting: pages they met must not come back soon.
    ``help`` is that of the next answer; ``before``, what earlier tests say, as a text (``returning``).
    """

    learner_id: UUID
    sitting_id: UUID
    purpose: str
    rules: str
    channel: str
    started_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    help: str = ALONE
    asked: tuple[AskedQuestion, ...] = ()
    returning: bool = False
    before: str | None = None

    @property
    def parcours_id(self) -> str:
        """The parcours of a test."""
        return self.rules.partition(PHASE)[0]

    @property
    def phase(self) -> str:
        """``entry``, or ``exit`` for the test after training."""
        return self.rules.partition(PHASE)[2] or ENTRY

    @property
    def current(self) -> AskedQuestion | None:
        """The question waiting for an answer."""
        return next((asked for asked in reversed(self.asked) if asked.answer is None), None)

    @property
    def answered(self) -> tuple[AskedQuestion, ...]:
        """Questions whose answer counts."""
        return tuple(a for a in self.asked if a.answer is not None and a.answer.counted)

    @property
    def with_help(self) -> bool:
        """Whether the latest answer was given with help: the next question then suits two."""
        latest = next((a.answer for a in reversed(self.answered) if a.answer), None)
        return latest is not None and latest.helped

    def question(self, question_id: UUID) -> AskedQuestion:
        """One question of this sitting. Raises ``NotFound``."""
        for asked in self.asked:
            if asked.id == question_id:
                return asked
        raise NotFound("Cette question n’existe pas.")

    def rank(self, question_id: UUID) -> int:
        """The number shown to the person: replaced exercises do not count."""
        before = (a for a in self.asked if a.position < self.question(question_id).position)
        return 1 + sum(1 for a in before if a.answer is None or a.answer.counted)

    def with_answer(self, question_id: UUID, recorded: RecordedAnswer) -> SittingView:
        """This run once that answer is in."""
        asked = tuple(replace(a, answer=recorded) if a.id == question_id else a for a in self.asked)
        return replace(self, asked=asked)


SITTING_COLUMNS = (
    Sitting.learner_id,
    Sitting.id,
    Sitting.purpose,
    Sitting.rules,
    Sitting.channel,
    Sitting.started_at,
    Sitting.ended_at,
    Sitting.end_reason,
    Sitting.help,
)
QUESTION_COLUMNS = (
    Question.id,
    Question.position,
    Question.item_id,
    Question.item_version,
    Question.item_hash,
    Question.variant,
    Question.purpose,
    Question.draft,
)
ANSWER_COLUMNS = (
    Answer.outcome,
    Answer.response,
    Answer.score,
    Answer.right,
    Answer.keys,
    Answer.harms,
    Answer.hint,
    Answer.help,
    Answer.recorded_at,
    Answer.display,
    Answer.reason,
    Correction.score,
    Correction.right,
    Correction.keys,
    Correction.harms,
    Correction.reason,
)
FIRST_QUESTION = len(SITTING_COLUMNS)
FIRST_ANSWER = FIRST_QUESTION + len(QUESTION_COLUMNS)
AFTER_ANSWER = FIRST_ANSWER + len(ANSWER_COLUMNS)


def _whole_run(sitting: Any) -> Any:
    same_sitting = and_(
        col(Question.learner_id) == col(Sitting.learner_id),
        col(Question.sitting_id) == col(Sitting.id),
    )
    other = aliased(Sitting)
    returning = (
        exists()
        .where(col(other.learner_id) == col(Sitting.learner_id), col(other.id) != col(Sitting.id))
        .correlate(Sitting)
    )
    # With the first row only: a few kB, that must not come back with each question.
    first = col(Question.position).is_(None) | (col(Question.position) == 1)
    before = case((first, col(Sitting.before)))
    return (
        select(*SITTING_COLUMNS, *QUESTION_COLUMNS, *ANSWER_COLUMNS, before, returning)  # type: ignore[call-overload]
        .select_from(Sitting)
        .outerjoin(Question, same_sitting)
        .outerjoin(Answer, QUESTION_OF_ANSWER)
        .outerjoin(Correction, CORRECTION_OF_ANSWER)
        .where(col(Sitting.learner_id) == bindparam("learner"), col(Sitting.id) == sitting)
        .order_by(col(Question.position))
    )


# Written once: building these expressions at each request cost more than running them.
OF_SITTING = _whole_run(bindparam("sitting"))
OF_QUESTION = _whole_run(
    select(Question.sitting_id)  # type: ignore[call-overload]
    .where(
        col(Question.learner_id) == bindparam("learner"), col(Question.id) == bindparam("question")
    )
    .scalar_subquery()
)


def of_question(session: Session, *, learner_id: UUID, question_id: UUID) -> SittingView:
    """The whole run a question belongs to. Raises ``NotFound`` for another person's question."""
    return _one(session, OF_QUESTION, {"learner": learner_id, "question": question_id})


def of_sitting(session: Session, *, learner_id: UUID, sitting_id: UUID) -> SittingView:
    """One run. Raises ``NotFound`` when this person has no such sitting."""
    return _one(session, OF_SITTING, {"learner": learner_id, "sitting": sitting_id})


def of_learner(session: Session, *, learner_id: UUID, limit: int = 50) -> Sequence[SittingView]:
    """The latest runs of a person, newest first, without their questions."""
    statement = (
        select(*SITTING_COLUMNS)  # type: ignore[call-overload]
        .where(col(Sitting.learner_id) == learner_id)
        .order_by(col(Sitting.started_at).desc(), col(Sitting.id).desc())
        .limit(limit)
    )
    return [SittingView(*row) for row in session.connection().execute(statement)]


def latest_open(session: Session, *, learner_id: UUID) -> SittingView | None:
    """The unfinished test a person would want to resume, None when there is none."""
    statement = (
        select(Sitting.id)  # type: ignore[call-overload]
        .where(
            col(Sitting.learner_id) == learner_id,
            col(Sitting.purpose) == TEST,
            col(Sitting.ended_at).is_(None),
        )
        .order_by(col(Sitting.started_at).desc(), col(Sitting.id).desc())
        .limit(1)
    )
    found = session.connection().execute(statement).scalar()
    return None if found is None else of_sitting(session, learner_id=learner_id, sitting_id=found)


def _one(session: Session, statement: Any, values: dict[str, UUID]) -> SittingView:
    rows = session.connection().execute(statement, values).all()
    if not rows:
        raise NotFound("Cette page n’existe pas.")
    return _run(rows)


def _run(rows: Sequence[Row[Any]]) -> SittingView:
    sitting: Sequence[Any] = rows[0][:FIRST_QUESTION]
    before, returning = rows[0][AFTER_ANSWER:]
    return replace(
        SittingView(*sitting),
        asked=tuple(_questions(rows)),
        returning=bool(returning),
        before=before,
    )


def _questions(rows: Sequence[Row[Any]]) -> Iterable[AskedQuestion]:
    for row in rows:
        if row[FIRST_QUESTION] is not None:
            *question, draft = row[FIRST_QUESTION:FIRST_ANSWER]
            answer = _recorded(row[FIRST_ANSWER:AFTER_ANSWER])
            yield AskedQuestion(*question, draft=draft, answer=answer)


def _recorded(values: Sequence[Any]) -> RecordedAnswer | None:
    outcome, response, score, right, keys, harms, hint, help_, at, display, why, *again = values
    if outcome is None:
        return None
    corrected = again[-1]
    if corrected is not None:
        score, right, keys, harms = again[:-1]
    return RecordedAnswer(
        outcome,
        response,
        score,
        right,
        tuple(keys or ()),
        tuple(harms or ()),
        hint,
        help_,
        at,
        heard="heard" in (display or ()),
        reason=why,
        corrected=corrected,
    )
