"""What a test saw of each skill: in which acts, and with which success. Every page is a view of this.

A skill has one standing, so that no page says of it that it is done and still to discover.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from webapp.assessment.sitting.reading import DONE_FOR, AskedQuestion
from webapp.content import Catalogue
from webapp.content.typography import french


@dataclass(frozen=True)
class SkillEvidence:
    """One thing the person did, or met for the first time."""

    skill: str
    label: str
    exercise: str
    right: bool
    heard: bool = False
    helped: bool = False


class SkillStanding(Enum):
    """What may be said of a skill after a test."""

    DONE = "done"
    SOMETIMES = "sometimes"
    WITH_HELP = "with_help"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class SeenSkill:
    """One skill and everything that was done of it in a test, oldest first."""

    code: str
    label: str
    acts: tuple[SkillEvidence, ...]

    @property
    def standing(self) -> SkillStanding:
        """Done: every act alone worked. Sometimes: some did. With help: only those worked."""
        alone = [act.right for act in self.acts if not act.helped]
        if alone and any(alone):
            return SkillStanding.DONE if all(alone) else SkillStanding.SOMETIMES
        helped = any(act.right for act in self.acts if act.helped)
        return SkillStanding.WITH_HELP if helped else SkillStanding.NOT_YET


def seen_skills(evidence: Iterable[SkillEvidence]) -> tuple[SeenSkill, ...]:
    """Each skill once, in the order it was first met."""
    acts: dict[str, list[SkillEvidence]] = {}
    for piece in evidence:
        acts.setdefault(piece.skill, []).append(piece)
    return tuple(SeenSkill(code, done[0].label, tuple(done)) for code, done in acts.items())


def evidence_by_domain(
    catalogue: Catalogue, answered: Sequence[AskedQuestion]
) -> Mapping[str, tuple[SkillEvidence, ...]]:
    """What was done, domain by domain, in the order it was done; not what somebody else did."""
    found: dict[str, list[SkillEvidence]] = {}
    for asked in answered:
        item = catalogue.as_asked(asked.item_id, asked.item_version)
        if item is None or asked.answer is None or asked.answer.help == DONE_FOR:
            continue
        skill = catalogue.framework.skills[item.skill]
        piece = SkillEvidence(
            item.skill,
            french(skill.label),
            french(item.text.title),
            bool(asked.answer.right),
            asked.answer.heard,
            asked.answer.helped,
        )
        found.setdefault(item.domain, []).append(piece)
    return {domain: tuple(pieces) for domain, pieces in found.items()}
