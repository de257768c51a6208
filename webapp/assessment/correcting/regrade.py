"""A wrong key is corrected: every answer to that version is graded again, and people are told.

The old page is drawn again from the archive and graded with the new key. The answer a person gave is
never touched: a ``Correction`` stands beside it, and replaces its grade wherever it is read.

Questions are read slice after slice of their key, so that no statement is long, no answer stays in
memory after its slice, and no lock is held while reading: people go on answering meanwhile. An index
on the exercise would make this rare command quicker, and every question shown dearer to write
(``docs/decisions/0019``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import and_, literal, select, tuple_
from sqlmodel import Session, col

from webapp.accounts import sessions
from webapp.assessment.measuring import prior
from webapp.assessment.models import Answer, Correction, Question
from webapp.assessment.sitting import lifecycle, reading
from webapp.assessment.sitting.answer_joins import (
    CORRECTION_OF_ANSWER,
    QUESTION_OF_ANSWER,
    RIGHT,
    SCORE,
)
from webapp.assessment.sitting.reading import ANSWERED
from webapp.content import Catalogue, Item, restore
from webapp.content.prose import PLACEHOLDER
from webapp.database import CompactUuid, Database, now, replace_rows
from webapp.errors import Invalid, NotFound
from webapp.exercises import room
from webapp.exercises.contract import Grade, Spec

Key = tuple[UUID, UUID]
Slice = tuple[Key, Key]

LONGEST_REASON = 200
SLICE = 10_000
"""Questions looked at by one statement, whatever they ask: some hundredths of a second."""
BEFORE_ALL, AFTER_ALL = (UUID(int=0),) * 2, (UUID(int=2**128 - 1),) * 2


@dataclass(frozen=True)
class Regraded:
    """``read`` answers were graded again; ``changed`` are now right or no longer so; ``people``."""

    read: int
    changed: int
    people: int


def regrade(
    database: Database, catalogue: Catalogue, *, item_id: str, version: int, reason: str
) -> Regraded:
    """Grade every answer to a version with the key of the exercise as it is now.

    What later tests started from is made again too. Done twice, it changes nothing more; stopped
    half-way, it can be done again. Raises ``NotFound`` for a version that is not kept, and ``Invalid``,
    before anything is written, when there is no reason or the new key does not fit an old page.
    """
    old, current = catalogue.at(item_id, version), catalogue.items.get(item_id)
    if old is None or current is None:
        raise NotFound(f"La version {version} de {item_id} n’est pas gardée.")
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Invalid(f"Écrivez la raison, en {LONGEST_REASON} caractères au plus.", field="reason")
    pages = _Pages(catalogue, with_key(old, current))
    for rows in _slices(database, old, Question.variant, Answer.locale):
        for variant, locale in rows:
            pages[variant, locale]
    read, changed, people = 0, 0, set[UUID]()
    for rows in _slices(database, old, *COLUMNS):
        found = [_Row(**row._asdict()) for row in rows]
        graded = [(row, pages.grade(row)) for row in found]
        again = [(row, grade) for row, grade in graded if not row.has(grade)]
        _store(database, again, version=current.version, reason=reason)
        read, changed = read + len(found), changed + len(again)
        people |= {row.learner_id for row, _grade in again}
    for learner_id in sorted(people):
        database.run(partial(_read_again, catalogue=catalogue, learner_id=learner_id))
    return Regraded(read, changed, len(people))


def _read_again(session: Session, *, catalogue: Catalogue, learner_id: UUID) -> None:
    """What was worked out from the old grades of a person: starts of later tests, where they stand."""
    prior.reread(session, catalogue=catalogue, learner_id=learner_id)
    for run in reading.of_learner(session, learner_id=learner_id):
        lifecycle.tell(session, catalogue, run)


def with_key(old: Item, current: Item) -> Item:
    """The old page with the key, and the words said after it, of the exercise as it is now.

    A drawn value that has a new name has both: the old page keeps its words, the key its sums.
    """
    draws = old.draws
    if _values(old) == _values(current):
        draws = tuple(
            tuple({**new, **kept} for kept, new in zip(was, now_, strict=True))
            for was, now_ in zip(old.draws, current.draws, strict=True)
        )
    return replace(old, answer=current.answer, feedback=current.feedback, draws=draws)


def _values(item: Item) -> list[list[list[Any]]]:
    """What may be drawn, whatever it is called: a value that only changed its name is the same."""
    return [[list(option.values()) for option in options] for options in item.draws]


@dataclass(frozen=True)
class _Row:
    """An answer, with the grade that stands today."""

    learner_id: UUID
    id: UUID
    variant: str
    locale: str
    response: dict[str, Any]
    score: float
    right: bool

    def has(self, grade: Grade) -> bool:
        """Whether this grade is the one that stands."""
        return (grade.score, grade.right) == (self.score, self.right)


COLUMNS = (
    Answer.learner_id,
    Answer.id,
    Question.variant,
    Answer.locale,
    Answer.response,
    SCORE.label("score"),
    RIGHT.label("right"),
)


class _Pages(dict[tuple[str, str], Spec]):
    """The old pages with the new key, by variant and language: few pages, many answers.

    What was typed is read in the language it was typed in.
    """

    def __init__(self, catalogue: Catalogue, item: Item) -> None:
        super().__init__()
        self.catalogue, self.item = catalogue, item

    def __missing__(self, page: tuple[str, str]) -> Spec:
        """Makes one page. Raises ``Invalid`` when the key does not fit it."""
        self[page] = made = self._made(*page)
        return made

    def _made(self, variant: str, locale: str) -> Spec:
        try:
            presented = self.catalogue.present(self.item, restore(self.item, variant), locale)
            if left := PLACEHOLDER.findall(str(presented.answer)):
                raise ValueError(f"l’ancienne page n’a pas de valeur « {left[0]} ».")
            return presented.spec
        except ValueError as error:
            raise Invalid(f"La nouvelle réponse ne va pas avec l’ancienne page : {error}") from None

    def grade(self, row: _Row) -> Grade:
        """An answer graded with the new key."""
        return room(self.item.type).grade(self[row.variant, row.locale], row.response)


def _slices(database: Database, item: Item, *columns: Any) -> Iterator[Sequence[Any]]:
    """These columns of the answers to an exercise, one list for each slice of the questions."""
    after = BEFORE_ALL
    while after != AFTER_ALL:
        with database.reading() as session:
            connection = session.connection()
            end = connection.execute(_end(after)).first()
            upto = AFTER_ALL if end is None else (end[0], end[1])
            rows = connection.execute(_answers(item, (after, upto), columns)).all()
        yield rows
        after = upto


def _end(after: Key) -> Any:
    """The last key of a slice; no row when fewer questions are left."""
    return (
        select(Question.learner_id, Question.id)  # type: ignore[call-overload]
        .where(_keys(Question) > _bound(after))
        .order_by(col(Question.learner_id), col(Question.id))
        .offset(SLICE - 1)
        .limit(1)
    )


def _answers(item: Item, piece: Slice, columns: Sequence[Any]) -> Any:
    return (
        select(*columns)
        .select_from(Answer)
        .join(Question, QUESTION_OF_ANSWER)
        .outerjoin(Correction, CORRECTION_OF_ANSWER)
        .where(
            # Said of both tables: neither is read whole, whichever the database starts with.
            _within(Question, piece),
            _within(Answer, piece),
            col(Question.item_id) == item.id,
            col(Question.item_version) == item.version,
            col(Answer.outcome) == ANSWERED,
        )
    )


def _within(table: Any, piece: Slice) -> Any:
    after, upto = piece
    return and_(_keys(table) > _bound(after), _keys(table) <= _bound(upto))


def _keys(table: Any) -> Any:
    return tuple_(col(table.learner_id), col(table.id))


def _bound(key: Key) -> Any:
    # Bound as the columns are: a bare UUID is another type for SQLite.
    return tuple_(*(literal(part, CompactUuid) for part in key))


def _store(
    database: Database, graded: Sequence[tuple[_Row, Grade]], *, version: int, reason: str
) -> None:
    """One correction an answer, the latest one, in a short transaction."""
    if not graded:
        return
    at = now()
    rows = [
        {
            "learner_id": row.learner_id,
            "id": row.id,
            "key_version": version,
            "score": grade.score,
            "right": grade.right,
            "keys": list(grade.keys),
            "harms": list(grade.harms),
            "reason": reason,
            "corrected_at": at,
        }
        for row, grade in graded
    ]

    def store(session: Session) -> None:
        there = sessions.hold(session, (row.learner_id for row, _grade in graded))
        replace_rows(session, Correction, [row for row in rows if row["learner_id"] in there])

    database.run(store)
