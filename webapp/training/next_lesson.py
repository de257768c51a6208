"""The lesson that comes next, from what a person has just shown, not from a list.

What did not work in this lesson comes first, then what did not work lately; when all of it worked, one
more step on the same theme. Pure: rows come in, a proposal and its reason come out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from webapp.assessment.sitting.history import Past
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue
from webapp.content.schema.base import BANDS
from webapp.content.schema.module import Module


class Why(Enum):
    """The reason of a proposal."""

    NOT_YET = "not_yet"
    MORE_PRACTICE = "more_practice"
    FURTHER = "further"


@dataclass(frozen=True)
class Proposal:
    """A lesson and the skill it is proposed for; ``MORE_PRACTICE`` is the practice of the same one."""

    module: Module
    skill: str
    why: Why


def after_lesson(
    catalogue: Catalogue,
    run: SittingView,
    past: Sequence[Past],
    done: Collection[str],
    goal: str | None = None,
) -> Proposal | None:
    """What follows this lesson. ``past``: oldest first; ``done``: the lessons finished."""
    module = catalogue.modules[run.rules]
    missed = missed_in(catalogue, run)
    known = {*done, module.id}
    new = _teaching(catalogue, missed, known)
    if new is not None:
        return new
    if missed:
        return Proposal(module, missed[0], Why.MORE_PRACTICE)
    return from_past(catalogue, past, known, goal) or _further(catalogue, module, past, known)


def from_past(
    catalogue: Catalogue, past: Sequence[Past], done: Collection[str], goal: str | None = None
) -> Proposal | None:
    """The lesson of what did not work the last time it was met: what serves the person's goal first, then
    the easiest skill.
    """
    latest = _latest(catalogue, past)
    missed = [skill for skill, right in latest.items() if not right]
    skills = catalogue.framework.skills
    wanted = catalogue.rules.reco.goals.get(goal or "")

    def order(code: str) -> tuple[bool, int]:
        skill = skills[code]
        return wanted is None or not wanted.serves(skill), BANDS.index(skill.level)

    missed.sort(key=order)
    return _teaching(catalogue, missed, done)


def missed_in(catalogue: Catalogue, run: SittingView) -> Sequence[str]:
    """Skills of a sitting whose last exercise did not work."""
    last: dict[str, bool] = {}
    for asked in run.answered:
        item = catalogue.items.get(asked.item_id)
        if item is not None and asked.answer is not None:
            last[item.skill] = bool(asked.answer.right)
    return [skill for skill, right in last.items() if not right]


def _teaching(
    catalogue: Catalogue, skills: Iterable[str], done: Collection[str]
) -> Proposal | None:
    for skill in skills:
        for module in sorted(catalogue.modules_teaching(skill), key=_rank):
            if module.id not in done:
                return Proposal(module, skill, Why.NOT_YET)
    return None


def _further(
    catalogue: Catalogue, module: Module, past: Sequence[Past], done: Collection[str]
) -> Proposal | None:
    """The easiest lesson of the theme that has something this person has not shown."""
    latest = _latest(catalogue, past)
    same_theme = [m for m in catalogue.modules.values() if m.domain == module.domain]
    for other in sorted(same_theme, key=_rank):
        new = next((skill for skill in other.skills if not latest.get(skill)), None)
        if other.id not in done and new is not None:
            return Proposal(other, new, Why.FURTHER)
    return None


def _latest(catalogue: Catalogue, past: Iterable[Past]) -> Mapping[str, bool]:
    """Whether each skill worked the last time."""
    last: dict[str, bool] = {}
    for entry in past:
        item = catalogue.items.get(entry.item_id)
        if item is not None and entry.counted:
            last[item.skill] = entry.right
    return last


def _rank(module: Module) -> tuple[int, int, str]:
    return BANDS.index(module.level), module.minutes, module.id
