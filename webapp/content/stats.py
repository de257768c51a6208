"""What the bank covers: families by skill, band and type, variants, ease of reading, languages,
readings, and how far all this is from what the bank promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median
from typing import Any

from webapp.content.catalogue import Catalogue, Language
from webapp.content.item import Item
from webapp.content.lint.bank import texts_of
from webapp.content.lint.language import kandel_moles, split_sentences, words
from webapp.content.lint.rules_form import VARIANTS, VARIANTS_SEC
from webapp.content.presentation import is_translated, missing, stimulus_is_translated
from webapp.content.reviewing import lesson_readings_of, readings_of
from webapp.content.schema.base import BANDS
from webapp.content.schema.reviews import READERS, kinds
from webapp.content.typography import counted
from webapp.content.variants import count_variants
from webapp.exercises import room
from webapp.exercises.contract import Nature

FAMILIES, PER_SKILL = 160, 2
MOST_CHOICE, LEAST_LIVED = 0.25, 0.45
BAND_SHARES = {"N1": 0.21, "N2": 0.39, "N3": 0.30, "N4": 0.10}
"""What the bank promises: families, families a skill, at most of plain choice, at least of
simulations and stories, and the share of each band at launch (50, 93, 72 and 25 of 240)."""

NO_ONE = "none"


LIVED = (Nature.SIMULATION, Nature.STORY)
"""What is done rather than told."""


@dataclass(frozen=True)
class Family:
    """One exercise in figures."""

    id: str
    skill: str
    level: str
    type: str
    status: str
    variants: int
    ease: float
    words_per_sentence: float
    readings: tuple[str, ...]

    @property
    def nature(self) -> Nature:
        """What its type asks of a person."""
        return room(self.type).nature


@dataclass(frozen=True)
class SkillCoverage:
    """One skill: how many families in each band it spans, of which types, and the lessons about it."""

    code: str
    label: str
    bands: Mapping[str, int]
    types: tuple[str, ...]
    variants: int
    lessons: tuple[str, ...]

    @property
    def families(self) -> int:
        """Every family of the skill."""
        return sum(self.bands.values())


@dataclass(frozen=True)
class Translated:
    """One language: exercises whose instructions, then whose document too, are translated."""

    code: str
    reviewed: bool
    exercises: int
    with_document: int
    sentences_left: int


@dataclass(frozen=True)
class Coverage:
    """The whole bank in figures. ``readings`` counts exercises by kind of reader, ``none`` those that
    nobody read, and ``lesson_readings`` lessons; ``blind`` and ``disagreements`` count readings;
    ``not_blind`` names the exercises whose present version has no blind answer that was executed."""

    families: tuple[Family, ...]
    skills: tuple[SkillCoverage, ...]
    types: Mapping[str, int]
    bands: Mapping[str, int]
    domains: Mapping[str, int]
    statuses: Mapping[str, int]
    readings: Mapping[str, int]
    blind: int
    disagreements: int
    not_blind: tuple[str, ...]
    lesson_readings: Mapping[str, int]
    languages: tuple[Translated, ...]

    @property
    def size(self) -> int:
        """How many families there are."""
        return len(self.families)

    @property
    def choice_share(self) -> float:
        """The share of plain choices."""
        return self._share(lambda family: family.nature is Nature.PLAIN_CHOICE)

    @property
    def lived_share(self) -> float:
        """The share of simulations and stories: what is done rather than told."""
        return self._share(lambda family: family.nature in LIVED)

    def band_share(self, band: str) -> float:
        """The share of one band."""
        return self._share(lambda family: family.level == band)

    def _share(self, kept: Callable[[Family], bool]) -> float:
        return sum(map(kept, self.families)) / max(1, self.size)

    @property
    def variants(self) -> tuple[int, float, int]:
        """The fewest, the middle and the sum of the variants of a family."""
        counts = [family.variants for family in self.families] or [0]
        return min(counts), median(counts), sum(counts)

    def reading_of_band(self, band: str) -> tuple[float, float]:
        """Mean ease of reading and mean words in a sentence, for one band."""
        kept = [family for family in self.families if family.level == band]
        if not kept:
            return 0.0, 0.0
        return mean(f.ease for f in kept), mean(f.words_per_sentence for f in kept)

    def as_json(self) -> dict[str, Any]:
        """Everything, made of JSON."""
        fewest, middle, total = self.variants
        return asdict(self) | {
            "size": self.size,
            "choice_share": round(self.choice_share, 3),
            "simulation_or_scenario_share": round(self.lived_share, 3),
            "variants": {"fewest": fewest, "median": middle, "total": total},
            "band_shares": {band: round(self.band_share(band), 3) for band in BANDS},
            "shortfalls": shortfalls(self),
        }


def coverage(catalogue: Catalogue, types: Iterable[str]) -> Coverage:
    """The figures of a catalogue; ``types`` are all the types there are, used or not."""
    families = tuple(_family(catalogue, item) for item in catalogue.items.values())
    said = [
        reading for item in catalogue.items.values() for reading in readings_of(catalogue, item)
    ]
    return Coverage(
        families=families,
        skills=tuple(_skills(catalogue, families)),
        types=_counted((f.type for f in families), sorted(types)),
        bands=_counted((f.level for f in families), BANDS),
        domains=_counted(
            (f.skill.split("-", 1)[0] for f in families),
            [domain.code for domain in catalogue.framework.domains],
        ),
        statuses=_counted((f.status for f in families), ()),
        readings=_counted(
            (kind for f in families for kind in f.readings or (NO_ONE,)), (*READERS, NO_ONE)
        ),
        blind=sum(reading.blind for reading in said),
        disagreements=sum(reading.agrees is False for reading in said),
        not_blind=tuple(
            item.id
            for item in catalogue.items.values()
            if all(reading.agrees is None for reading in readings_of(catalogue, item))
        ),
        lesson_readings=_lesson_readings(catalogue),
        languages=tuple(_translated(catalogue, each) for each in catalogue.languages.values()),
    )


def _lesson_readings(catalogue: Catalogue) -> dict[str, int]:
    """Lessons by kind of reader of their present version."""
    by = (kinds(lesson_readings_of(catalogue, module)) for module in catalogue.modules.values())
    return _counted((kind for found in by for kind in found or (NO_ONE,)), (*READERS, NO_ONE))


def _family(catalogue: Catalogue, item: Item) -> Family:
    said = " ".join(t.text for t in texts_of(item) if t.kind in ("instruction", "feedback"))
    per_sentence = len(words(said)) / max(1, len(split_sentences(said)))
    return Family(
        item.id,
        item.skill,
        item.level,
        item.type,
        item.status,
        count_variants(item),
        round(kandel_moles(said), 1),
        round(per_sentence, 1),
        tuple(dict.fromkeys(reading.by for reading in readings_of(catalogue, item))),
    )


def _skills(catalogue: Catalogue, families: Sequence[Family]) -> Iterable[SkillCoverage]:
    for skill in catalogue.framework.skills.values():
        own = [family for family in families if family.skill == skill.code]
        yield SkillCoverage(
            skill.code,
            skill.label,
            _counted((family.level for family in own), skill.bands),
            tuple(sorted({family.type for family in own})),
            sum(family.variants for family in own),
            tuple(module.id for module in catalogue.modules_teaching(skill.code)),
        )


def _translated(catalogue: Catalogue, language: Language) -> Translated:
    items, messages = catalogue.items.values(), language.messages
    whole = [item for item in items if is_translated(item, messages)]
    return Translated(
        language.code,
        language.reviewed,
        len(whole),
        sum(stimulus_is_translated(item, messages, language.code) for item in whole),
        sum(len(missing(item, messages)) for item in items),
    )


def _counted(found: Iterable[str], order: Iterable[str]) -> dict[str, int]:
    counts = Counter(found)
    return {name: counts[name] for name in dict.fromkeys([*order, *sorted(counts)])}


def shortfalls(seen: Coverage) -> list[str]:
    """What the bank promises and does not keep, in French; empty when it keeps everything."""
    said = [
        (seen.size < FAMILIES, f"{seen.size} exercices, il en faut {FAMILIES}."),
        (seen.choice_share > MOST_CHOICE, f"Choix simples : {seen.choice_share:.0%}."),
        (seen.lived_share < LEAST_LIVED, f"Simulations et histoires : {seen.lived_share:.0%}."),
    ]
    found = [message for wrong, message in said if wrong]
    found += [f"{s.code} : {counted(s.families, 'exercice')}." for s in thin_skills(seen)]
    found += [f"{s.code} : aucune leçon." for s in seen.skills if not s.lessons]
    found += [f"Aucun exercice {name}." for name, count in seen.types.items() if not count]
    found += [f"{f.id} : {f.variants} variantes." for f in seen.families if _too_few(f)]
    return found


def thin_skills(seen: Coverage) -> list[SkillCoverage]:
    """Skills that cannot be proven yet: fewer than two families."""
    return [skill for skill in seen.skills if skill.families < PER_SKILL]


def _too_few(family: Family) -> bool:
    return family.variants < (VARIANTS_SEC if family.skill.startswith("SEC-") else VARIANTS)
