"""The proven-skill rule: repeated success, on different exercises, on different days.

A skill is proven by ``need`` right among the last ``of`` answers, on at least ``min_families``
exercises, with right answers at least ``min_days`` days apart, and a mean chance of guessing of at
most ``max_mean_c``. Only what was done alone counts; an answer given with somebody's help is neither
a success nor a miss. With 4 of 5 and a guessing chance of 0.2, someone who guesses ten times is believed
about once in forty times, someone who masters the skill (p = 0.9) nine times in ten; a plain « 2 of 2 »
would let one guesser in eight through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from webapp.assessment.sitting.history import Past
from webapp.assessment.sitting.reading import ALONE
from webapp.content import Catalogue
from webapp.content.schema.module import Mastery
from webapp.content.typography import french

DEFAULT = Mastery(need=4, of=5, min_families=2, min_days=2, max_mean_c=0.2)
UNCOUNTED = ("try", "guided", "example")
"""Before the lesson, or with the help open: learning, not proof."""


class Missing(Enum):
    """What still separates the person from the proof."""

    SUCCESSES = "successes"
    FAMILIES = "families"
    DAYS = "days"
    OPEN_ANSWERS = "open_answers"


@dataclass(frozen=True)
class Proof:
    """One skill. ``missing`` is empty when it is proven; ``rights`` are among the last answers."""

    skill: str
    label: str
    rights: int
    considered: int
    families: int
    missing: tuple[Missing, ...]
    more: int
    since: object

    @property
    def proven(self) -> bool:
        """True when nothing is missing."""
        return not self.missing


def proofs(catalogue: Catalogue, past: Sequence[Past]) -> list[Proof]:
    """Every skill with at least one success, in framework order."""
    rules = _rules(catalogue)
    found = []
    for skill, entries in _by_skill(catalogue, past).items():
        proof = judge(catalogue, skill, entries, rules.get(skill, DEFAULT))
        if proof.rights:
            found.append(proof)
    return found


def judge(catalogue: Catalogue, skill: str, entries: Sequence[Past], rule: Mastery) -> Proof:
    """Apply the rule to the answers of one skill, oldest first."""
    last = entries[-rule.of :]
    right = [entry for entry in last if entry.right and entry.alone]
    families = {entry.item_id for entry in right}
    return Proof(
        skill=skill,
        label=french(catalogue.framework.skills[skill].label),
        rights=len(right),
        considered=len(last),
        families=len(families),
        missing=tuple(_missing(catalogue, right, len(families), rule)),
        more=max(0, rule.need - len(right)),
        since=right[-1].recorded_at if right else None,
    )


def _missing(
    catalogue: Catalogue, right: Sequence[Past], families: int, rule: Mastery
) -> Iterable[Missing]:
    if len(right) < rule.need:
        yield Missing.SUCCESSES
    if families < rule.min_families:
        yield Missing.FAMILIES
    if not right or right[-1].recorded_at - right[0].recorded_at < timedelta(days=rule.min_days):
        yield Missing.DAYS
    chances = [catalogue.items[entry.item_id].meta.c for entry in right]
    if chances and sum(chances) / len(chances) > rule.max_mean_c:
        yield Missing.OPEN_ANSWERS


def _by_skill(catalogue: Catalogue, past: Sequence[Past]) -> Mapping[str, list[Past]]:
    groups: dict[str, list[Past]] = {code: [] for code in catalogue.framework.skills}
    for entry in past:
        item = catalogue.items.get(entry.item_id)
        kind = entry.purpose.split(":")[0]
        shown = entry.counted and entry.help == ALONE and kind not in UNCOUNTED
        if item and shown and not item.doubtful:
            groups[item.skill].append(entry)
    return {code: entries for code, entries in groups.items() if entries}


def _rules(catalogue: Catalogue) -> Mapping[str, Mastery]:
    return {skill: m.mastery for m in catalogue.modules.values() for skill in m.skills}
