"""« Je m'entraîne »: five exercises made at once from the bank, after a test or instead of the cards of a
lesson.

Which skills comes from the result of the test, or from the lesson, and from nothing else: the same
test gives the same practice, whenever it is opened. Nothing is stored but the questions themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from uuid import UUID

from sqlmodel import Session

from webapp.assessment.measuring import results
from webapp.assessment.measuring.results import Result
from webapp.assessment.measuring.skills import SkillStanding
from webapp.assessment.sitting import history, lifecycle, reading
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue
from webapp.content.schema.base import BANDS, Band
from webapp.content.schema.framework import Skill
from webapp.content.schema.module import Module, Pick
from webapp.psychometrics import Kind
from webapp.training import lessons
from webapp.training.exercise_choice import choose, families_of, open_families

PRACTICE = "practice"
COUNT = 5
HIGH: tuple[Band, ...] = ("N3", "N4")
AT_EASE = BANDS.index(HIGH[0])


def picks(catalogue: Catalogue, result: Result) -> Sequence[Pick]:
    """Five exercises: what did not work, else more difficult ones, else easy ones.

    What did not work is practised at its easiest; somebody at ease meets the highest level there is.
    """
    skills = weak(catalogue, result)
    hard = not skills and at_ease(result)
    chosen = skills or _others(catalogue, result, hardest=hard)
    return [_pick(catalogue, skill, hardest=hard) for skill in islice(cycle(chosen), COUNT)]


def at_ease(result: Result) -> bool:
    """Whether every band that is said of the whole is « Autonome » or above."""
    return result.overall.kind is not Kind.UNSURE and result.overall.low >= AT_EASE


def weak(catalogue: Catalogue, result: Result) -> Sequence[str]:
    """Skills met without a full success, the weakest domain first, what never worked before the rest."""
    order = [SkillStanding.NOT_YET, SkillStanding.WITH_HELP, SkillStanding.SOMETIMES]
    found = [
        (order.index(skill.standing), domain.mean, n, skill.code)
        for domain in result.domains
        for n, skill in enumerate(domain.skills)
        if skill.standing in order and _possible(catalogue, skill.code)
    ]
    return [code for *_, code in sorted(found)]


def _others(catalogue: Catalogue, result: Result, *, hardest: bool) -> Sequence[str]:
    """Skills of the parcours, those that were not done first, the weakest domain first."""
    done = {skill.code for skill in result.skills if skill.standing is SkillStanding.DONE}
    means = {domain.id: domain.mean for domain in result.domains}
    here = [
        skill
        for skill in catalogue.framework.skills.values()
        if skill.domain in means and _possible(catalogue, skill.code)
    ]

    def order(skill: Skill) -> tuple[int, bool, float]:
        levels = [BANDS.index(item.level) for item in open_families(catalogue, skill.code)]
        return -max(levels) if hardest else min(levels), skill.code in done, means[skill.domain]

    return [skill.code for skill in sorted(here, key=order)]


def _possible(catalogue: Catalogue, skill: str) -> bool:
    return bool(open_families(catalogue, skill))


def _pick(catalogue: Catalogue, skill: str, *, hardest: bool) -> Pick:
    levels = sorted({item.level for item in open_families(catalogue, skill)})
    return Pick(skill=skill, level=(levels[-1 if hardest else 0],), count=1)


def lesson_picks(module: Module) -> Sequence[Pick]:
    """Five exercises of the skills of a lesson, for somebody at ease: the highest levels first."""
    skills = islice(cycle(module.skills), COUNT)
    return [Pick(skill=skill, level=HIGH, count=1) for skill in skills]


def start(session: Session, catalogue: Catalogue, *, learner_id: UUID, sitting_id: UUID) -> UUID:
    """Open the practice that follows a test, or take up the one already open. Raises ``NotFound``."""
    reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
    return _open(session, catalogue, learner_id=learner_id, rules=str(sitting_id))


def start_lesson(
    session: Session, catalogue: Catalogue, *, learner_id: UUID, module_id: str
) -> UUID:
    """Open the exercises of a lesson without its cards, or take them up. Raises ``NotFound``."""
    module = lessons.module_of(catalogue, module_id)
    return _open(session, catalogue, learner_id=learner_id, rules=module.id)


def _open(session: Session, catalogue: Catalogue, *, learner_id: UUID, rules: str) -> UUID:
    return lessons.take_up(
        session, catalogue, learner_id=learner_id, purpose=PRACTICE, rules=rules, advance=advance
    )


def advance(session: Session, catalogue: Catalogue, run: SittingView) -> None:
    """The next exercise of the practice, or its end. One that is impossible here is passed over."""
    if run.current is not None:
        return
    left = _picks_of(session, catalogue, run)[len(run.asked) :]
    if not left:
        lifecycle.end(session, run, reason=lessons.FINISHED)
        return
    past = history.of_learner(session, learner_id=run.learner_id)
    met = {entry.item_id: entry.recorded_at for entry in past}
    item = choose(run, families_of(catalogue, left[0]), met, wished=left[0].level)
    lifecycle.ask(
        session,
        catalogue,
        run,
        item_id=item.id,
        purpose=PRACTICE,
        variant=lifecycle.new_page(session, catalogue, run, item.id),
    )


def _picks_of(session: Session, catalogue: Catalogue, run: SittingView) -> Sequence[Pick]:
    module = catalogue.modules.get(run.rules)
    if module is not None:
        return lesson_picks(module)
    test = results.result(session, catalogue, learner_id=run.learner_id, sitting_id=UUID(run.rules))
    return picks(catalogue, test)


lifecycle.register_follower(PRACTICE, advance)
