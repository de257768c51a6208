"""Everything the content folder says, in memory, impossible to change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from webapp.content.item import Item
from webapp.content.presentation import FRENCH, NO_MESSAGES, Messages, Presented, present
from webapp.content.schema.calibration import CalibrationFile
from webapp.content.schema.framework import Bands, Framework
from webapp.content.schema.module import Module
from webapp.content.schema.parcours import Parcours
from webapp.content.schema.registry import Registry
from webapp.content.schema.reviews import LessonReading, Reading
from webapp.content.schema.rules import Rules
from webapp.content.schema.versions import Versions
from webapp.content.variants import Variant


@dataclass(frozen=True)
class Language:
    """The content in one language. ``reviewed`` is false until a native reader signed it."""

    code: str
    reviewed: bool
    messages: Messages


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The content of one moment. ``version`` changes when any file does.

    ``archive`` holds old versions that people answered; ``pictures`` the signs that drawings of lessons
    are made of, as SVG, by name; ``reviews`` the readings of exercises and ``lesson_reviews`` those of
    lessons, by file of the log; ``calibration`` the
    difficulties found from answers, empty until some were committed.
    """

    root: Path
    version: str
    framework: Framework
    bands: Bands
    items: Mapping[str, Item]
    modules: Mapping[str, Module]
    parcours: Mapping[str, Parcours]
    rules: Rules
    glossary: Mapping[str, str]
    registry: Registry
    pictures: Mapping[str, str]
    versions: Versions
    archive: Mapping[tuple[str, int], Item]
    reviews: Mapping[str, tuple[Reading, ...]]
    lesson_reviews: Mapping[str, tuple[LessonReading, ...]]
    calibration: CalibrationFile
    languages: Mapping[str, Language] = field(default_factory=lambda: MappingProxyType({}))

    def at(self, item_id: str, version: int) -> Item | None:
        """An exercise as it was at a version; None when it is not kept."""
        item = self.items.get(item_id)
        if item is not None and item.version == version:
            return item
        return self.archive.get((item_id, version))

    def as_asked(self, item_id: str, version: int) -> Item | None:
        """An exercise as it was when somebody met it, else as it is now."""
        return self.at(item_id, version) or self.items.get(item_id)

    def items_of(self, skill: str, *, use: str | None = None) -> tuple[Item, ...]:
        """The families of a skill, by id; only those of one use when it is given."""
        found = self._items_by_skill.get(skill, ())
        return found if use is None else tuple(item for item in found if use in item.use)

    @cached_property
    def _items_by_skill(self) -> Mapping[str, tuple[Item, ...]]:
        """Read for every skill of a person: a walk through the bank each time would be felt."""
        found: dict[str, tuple[Item, ...]] = {}
        for item in self.items.values():
            found[item.skill] = (*found.get(item.skill, ()), item)
        return found

    def items_for(self, parcours: Parcours) -> tuple[Item, ...]:
        """The families the assessment of a parcours may ask."""
        skills = {skill.code for skill in self.framework.matching(parcours.entry.skills)}
        longest = parcours.entry.seconds or math.inf
        return tuple(
            item
            for item in self.items.values()
            if item.skill in skills
            and "bilan" in item.use
            and not item.doubtful
            and item.meta.seconds <= longest
        )

    def modules_teaching(self, skill: str) -> tuple[Module, ...]:
        """The open lessons of a skill."""
        return self._modules_by_skill.get(skill, ())

    @cached_property
    def _modules_by_skill(self) -> Mapping[str, tuple[Module, ...]]:
        found: dict[str, tuple[Module, ...]] = {}
        for module in self.modules.values():
            for skill in dict.fromkeys(module.skills):
                found[skill] = (*found.get(skill, ()), module)
        return found

    def present(self, item: Item, variant: Variant, locale: str = FRENCH) -> Presented:
        """One page of an exercise in a language, or in French when it is not complete."""
        language = self.languages.get(locale)
        return present(item, variant, locale, language.messages if language else NO_MESSAGES)
