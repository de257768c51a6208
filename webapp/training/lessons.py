"""Where a person stands in a lesson, and what comes next.

Steps are those of the module file. Pages (cards, example, recap) are done when read; exercises are
done when answered. Everything is derived from rows, so a lesson can be left and taken up anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from webapp.assessment.sitting import history, lifecycle, reading
from webapp.assessment.sitting.reading import TRAINING, Run
from webapp.content import Catalogue, Item
from webapp.content.schema.base import BANDS
from webapp.content.schema.module import (
    ExampleStep,
    GuidedStep,
    Module,
    Pick,
    PracticeStep,
    TryStep,
)
from webapp.database import insert_new, now
from webapp.errors import NotFound
from webapp.training.models import StepRead

FINISHED = "finished"
CHANNEL = "lesson"
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """The first step not done yet; ``step`` is None when the lesson is finished."""

    module: Module
    run: Run
    step: int | None
    read: frozenset[int]

    @property
    def total(self) -> int:
        """Steps the person meets."""
        return len(self.module.steps)


def module_of(catalogue: Catalogue, module_id: str) -> Module:
    """An open lesson. Raises ``NotFound``."""
    module = catalogue.modules.get(module_id)
    if module is None:
        raise NotFound("Cette leçon n’existe pas.")
    return module


def start(session: Session, catalogue: Catalogue, *, learner_id: UUID, module_id: str) -> UUID:
    """Open a lesson, or take up the one already open."""
    module = module_of(catalogue, module_id)
    for run in reading.of_learner(session, learner_id=learner_id):
        if (run.purpose, run.rules, run.ended_at) == (TRAINING, module.id, None):
            return run.sitting_id
    sitting_id = lifecycle.open_sitting(
        session, catalogue, learner_id=learner_id, purpose=TRAINING, rules=module.id,
        channel=CHANNEL,
    )  # fmt: skip
    advance(session, catalogue, reading.of_sitting(session, learner_id=learner_id,
                                                sitting_id=sitting_id))  # fmt: skip
    return sitting_id


def place(session: Session, catalogue: Catalogue, run: Run) -> Place:
    """Where this lesson stands."""
    module = module_of(catalogue, run.rules)
    read = _read(session, run)
    steps = module.steps
    waiting = (n for n, step in enumerate(steps) if not _done(run, read, n, step))
    return Place(module, run, next(waiting, None), read)


def read_step(session: Session, catalogue: Catalogue, run: Run, step: int) -> None:
    """A page of the lesson was read to its end; reading it twice changes nothing."""
    values = {
        "learner_id": run.learner_id, "sitting_id": run.sitting_id, "step": step, "read_at": now(),
    }  # fmt: skip
    insert_new(session, StepRead, values)
    advance(session, catalogue, run)


def advance(session: Session, catalogue: Catalogue, run: Run) -> None:
    """Prepare the exercise of the step now reached, or end the lesson."""
    here = place(session, catalogue, run)
    if here.step is None:
        lifecycle.end(session, run, reason=FINISHED)
        return
    step = here.module.steps[here.step]
    if run.current is not None or not isinstance(step, TryStep | GuidedStep | PracticeStep):
        return
    item = _exercise(session, catalogue, run, step)
    lifecycle.ask(
        session, catalogue, run, item_id=item.id, purpose=purpose(step.kind, here.step),
        variant=lifecycle.new_page(session, catalogue, run, item.id),
    )  # fmt: skip


def purpose(kind: str, step: int) -> str:
    """How a question of a lesson is marked: ``practice:4``."""
    return f"{kind}:{step}"


def _read(session: Session, run: Run) -> frozenset[int]:
    statement = select(StepRead.step).where(  # type: ignore[call-overload]
        col(StepRead.learner_id) == run.learner_id, col(StepRead.sitting_id) == run.sitting_id
    )
    return frozenset(session.connection().execute(statement).scalars())


def _done(run: Run, read: frozenset[int], number: int, step: object) -> bool:
    if not isinstance(step, TryStep | GuidedStep | PracticeStep):
        return number in read
    wanted = step.pick.count if isinstance(step, PracticeStep) else 1
    mark = purpose(step.kind, number)
    asked = [asked for asked in run.asked if asked.purpose == mark and asked.answer is not None]
    counted = sum(1 for a in asked if a.answer is not None and a.answer.counted)
    # An exercise that is impossible here must never lock a lesson: two refusals are enough.
    return counted >= wanted or len(asked) >= wanted + 2


def _exercise(
    session: Session, catalogue: Catalogue, run: Run, step: TryStep | GuidedStep | PracticeStep
) -> Item:
    if not isinstance(step, PracticeStep):
        return catalogue.items[step.item]
    families = families_of(catalogue, step.pick)
    names = [item.id for item in families]
    met = history.last_met(session, learner_id=run.learner_id, items=names)
    used = used_in(module_of(catalogue, run.rules))
    return choose(run, families, met, wished=step.pick.level, used=used)


def used_in(module: Module) -> frozenset[str]:
    """The exercises a lesson shows or asks for before its practice."""
    steps = (TryStep, ExampleStep, GuidedStep)
    return frozenset(step.item for step in module.steps if isinstance(step, steps))


def open_families(catalogue: Catalogue, skill: str) -> Sequence[Item]:
    """What may be drawn for somebody who trains. Retired and paused exercises never come back."""
    every = [i for i in catalogue.items_of(skill) if i.status not in ("paused", "retired")]
    return [item for item in every if "entrainement" in item.use] or every


def families_of(catalogue: Catalogue, pick: Pick) -> Sequence[Item]:
    """What may be practised: a band around the levels wished, every exercise of the skill otherwise."""
    every = open_families(catalogue, pick.skill)
    return [i for i in every if not pick.level or _away(i, pick.level) <= 1] or every


def _away(item: Item, wished: Sequence[str]) -> int:
    """How many bands between an exercise and the levels wished."""
    level = BANDS.index(item.level)
    return min((abs(level - BANDS.index(band)) for band in wished), default=0)


def choose(
    run: Run,
    families: Sequence[Item],
    met: Mapping[str, datetime],
    *,
    wished: Sequence[str] = (),
    used: frozenset[str] = frozenset(),
) -> Item:
    """What was not seen in this sitting first, then the level wished, then what was met least recently.

    A lesson has few exercises of a level: before it shows the same ones again, it takes those beside.
    """
    refused = {a.item_id for a in run.asked if a.answer and not a.answer.counted}
    seen = Counter(a.item_id for a in run.asked) + Counter(used)
    possible = [item for item in families if item.id not in refused] or families

    last = {asked.item_id: asked.position for asked in run.asked}

    def order(item: Item) -> tuple[int, int, int, datetime, str]:
        again = seen[item.id], last.get(item.id, -1)
        return *again, _away(item, wished), met.get(item.id, NEVER), item.id

    return min(possible, key=order)


lifecycle.register_follower(TRAINING, advance)
