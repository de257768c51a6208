"""Where a person stands in a lesson, and what comes next.

Steps are those of the module file. Pages (cards, example, recap) are done when read; exercises are
done when answered. Everything is derived from rows, so a lesson can be left and taken up anywhere, and
its steps taken in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from webapp.assessment.sitting import history, lifecycle, reading
from webapp.assessment.sitting.reading import TRAINING, AskedQuestion, SittingView
from webapp.content import Catalogue, Item
from webapp.content.schema.module import GuidedStep, Module, PracticeStep, TryStep
from webapp.database import insert_new, now
from webapp.errors import NotFound
from webapp.training.exercise_choice import choose, families_of, unmet, used_in
from webapp.training.models import StepRead

Advance = Callable[[Session, Catalogue, SittingView], None]
"""Prepares what comes next in a sitting, or ends it."""

FINISHED = "finished"
CHANNEL = "lesson"
EVERY_RUN = 1000
"""More sittings than anybody has: the first time a lesson was done is never out of sight."""


@dataclass(frozen=True)
class LessonPlace:
    """The step that comes now; ``step`` is None when the lesson is finished."""

    module: Module
    run: SittingView
    step: int | None
    read: frozenset[int]

    @property
    def total(self) -> int:
        """Steps the person meets."""
        return len(self.module.steps)

    @property
    def question(self) -> AskedQuestion | None:
        """The exercise of this step that waits for an answer."""
        return None if self.step is None else open_question(self.run, self.step)

    def done(self, number: int) -> bool:
        """Whether this step was read or answered to its end."""
        return _done(self.run, self.read, number, self.module.steps[number])


@dataclass(frozen=True)
class Standing:
    """A lesson among those of a person: since when it is done, whether it is open now."""

    first_done: datetime | None = None
    first_sitting: UUID | None = None
    open: bool = False


def standing(past: Sequence[SittingView], module_id: str) -> Standing:
    """Doing a lesson again changes nothing of the first time. ``past``: newest first."""
    mine = [run for run in past if (run.purpose, run.rules) == (TRAINING, module_id)]
    done = [run for run in mine if run.ended_at is not None]
    first = done[-1] if done else None
    still_open = len(done) < len(mine)
    if first is None:
        return Standing(open=still_open)
    return Standing(first.ended_at, first.sitting_id, still_open)


def past_of(session: Session, learner_id: UUID | None) -> Sequence[SittingView]:
    """Every sitting of a person, newest first; none for somebody unknown."""
    return reading.of_learner(session, learner_id=learner_id, limit=EVERY_RUN) if learner_id else ()


def module_of(catalogue: Catalogue, module_id: str) -> Module:
    """An open lesson. Raises ``NotFound``."""
    module = catalogue.modules.get(module_id)
    if module is None:
        raise NotFound("Cette leçon n’existe pas.")
    return module


def start(session: Session, catalogue: Catalogue, *, learner_id: UUID, module_id: str) -> UUID:
    """Open a lesson, or take up the one already open."""
    module = module_of(catalogue, module_id)
    return take_up(
        session,
        catalogue,
        learner_id=learner_id,
        purpose=TRAINING,
        rules=module.id,
        advance=advance,
    )


def take_up(
    session: Session,
    catalogue: Catalogue,
    *,
    learner_id: UUID,
    purpose: str,
    rules: str,
    advance: Advance,
) -> UUID:
    """The sitting of this purpose and these rules that is open, or a new one."""
    known = open_run(reading.of_learner(session, learner_id=learner_id), purpose, rules)
    if known is not None:
        return known.sitting_id
    return begin(
        session, catalogue, learner_id=learner_id, purpose=purpose, rules=rules, advance=advance
    )


def open_run(runs: Iterable[SittingView], purpose: str, rules: str) -> SittingView | None:
    """The one that is still open, the latest first."""
    wanted = (purpose, rules, None)
    return next((run for run in runs if (run.purpose, run.rules, run.ended_at) == wanted), None)


def begin(
    session: Session,
    catalogue: Catalogue,
    *,
    learner_id: UUID,
    purpose: str,
    rules: str,
    advance: Advance,
) -> UUID:
    """A new sitting, and what it starts with."""
    sitting_id = lifecycle.open_sitting(
        session, catalogue, learner_id=learner_id, purpose=purpose, rules=rules, channel=CHANNEL
    )
    run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
    advance(session, catalogue, run)
    return sitting_id


def place(
    session: Session, catalogue: Catalogue, run: SittingView, *, after: int | None = None
) -> LessonPlace:
    """Where this lesson stands: the first step not done after this one, else the first of all."""
    module = module_of(catalogue, run.rules)
    read = _read(session, run)
    left = [n for n, step in enumerate(module.steps) if not _done(run, read, n, step)]
    here = latest_step(run) if after is None else after
    # An exercise step goes on until it is done; a page is left once it is read.
    ahead = [n for n in left if n >= here]
    return LessonPlace(module, run, next(iter(ahead or left), None), read)


def latest_step(run: SittingView) -> int:
    """The step of the question asked last; -1 before any."""
    return max(((a.position, _step(a)) for a in run.asked), default=(0, -1))[1]


def read_step(session: Session, catalogue: Catalogue, run: SittingView, number: int) -> None:
    """A page of the lesson was read to its end; reading it twice changes nothing."""
    values = {
        "learner_id": run.learner_id,
        "sitting_id": run.sitting_id,
        "step": number,
        "read_at": now(),
    }
    insert_new(session, StepRead, values)
    advance(session, catalogue, run, after=number)


def advance(
    session: Session, catalogue: Catalogue, run: SittingView, *, after: int | None = None
) -> None:
    """Prepare the exercise of the step now reached, or end the lesson."""
    here = place(session, catalogue, run, after=after)
    if here.step is None:
        lifecycle.end(session, run, reason=FINISHED)
    else:
        ask(session, catalogue, run, here.step)


def ask(session: Session, catalogue: Catalogue, run: SittingView, number: int) -> None:
    """Ask the exercise of a step, unless one of it waits already, or the step is a page."""
    step = module_of(catalogue, run.rules).steps[number]
    if not isinstance(step, EXERCISES) or open_question(run, number) is not None:
        return
    item = _exercise(session, catalogue, run, step)
    lifecycle.ask(
        session,
        catalogue,
        run,
        item_id=item.id,
        purpose=purpose(step.kind, number),
        variant=lifecycle.new_page(session, catalogue, run, item.id),
    )


EXERCISES = (TryStep, GuidedStep, PracticeStep)
"""Steps where something is answered."""


def open_question(run: SittingView, number: int) -> AskedQuestion | None:
    """The exercise of a step that waits for an answer."""
    return next((a for a in run.asked if a.answer is None and _step(a) == number), None)


def purpose(kind: str, step: int) -> str:
    """How a question of a lesson is marked: ``practice:4``."""
    return f"{kind}:{step}"


def _step(asked: AskedQuestion) -> int:
    return int(asked.purpose.partition(":")[2] or 0)


def _read(session: Session, run: SittingView) -> frozenset[int]:
    statement = select(StepRead.step).where(  # type: ignore[call-overload]
        col(StepRead.learner_id) == run.learner_id, col(StepRead.sitting_id) == run.sitting_id
    )
    return frozenset(session.connection().execute(statement).scalars())


def _done(run: SittingView, read: frozenset[int], number: int, step: object) -> bool:
    if not isinstance(step, EXERCISES):
        return number in read
    wanted = step.pick.count if isinstance(step, PracticeStep) else 1
    mark = purpose(step.kind, number)
    asked = [asked for asked in run.asked if asked.purpose == mark and asked.answer is not None]
    counted = sum(1 for a in asked if a.answer is not None and a.answer.counted)
    # An exercise that is impossible here must never lock a lesson: two refusals are enough.
    return counted >= wanted or len(asked) >= wanted + 2


def _exercise(
    session: Session,
    catalogue: Catalogue,
    run: SittingView,
    step: TryStep | GuidedStep | PracticeStep,
) -> Item:
    if not isinstance(step, PracticeStep):
        return catalogue.items[step.item]
    module = module_of(catalogue, run.rules)
    names = [item.id for item in catalogue.items.values() if item.skill in module.skills]
    met = history.last_met(session, learner_id=run.learner_id, items=names)
    used = used_in(module)
    new = unmet(catalogue, module, step.pick, used | met.keys())
    families = new or families_of(catalogue, step.pick)
    return choose(run, families, met, wished=step.pick.level, used=used)


lifecycle.register_follower(TRAINING, advance)
