"""What the rules look at: the catalogue, its files, and all its sentences with their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from webapp.content.catalogue import Catalogue
from webapp.content.item import Item
from webapp.content.presentation import Presented, present
from webapp.content.prose import sentences
from webapp.content.schema.module import LessonStep, Module, RecapStep
from webapp.content.source import Source
from webapp.content.variants import all_rows
from webapp.exercises import room, rooms
from webapp.exercises.contract import Exercise

ROWS = 24
"""Rows tried in each exercise by the rules that play it."""


@dataclass(frozen=True)
class Text:
    """One string a person reads: in which file, where, in what role, for which band."""

    file: str
    loc: tuple[str, ...]
    text: str
    kind: str
    level: str
    item: Item | None = None


@dataclass(frozen=True)
class Bank:
    """The content under examination. ``today`` decides whether a fact is stale."""

    catalogue: Catalogue
    sources: Mapping[str, Source]
    today: date

    @property
    def translations(self) -> Path:
        """Where the translated catalogues are."""
        return self.catalogue.root.parent / "translations" / "content"

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every string of exercises, lessons, results and rules."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[Text]:
        for item in self.catalogue.items.values():
            yield from texts_of(item)
        for module in self.catalogue.modules.values():
            yield from _module_texts(module)
        yield from self._other_texts()

    def _other_texts(self) -> Iterator[Text]:
        catalogue = self.catalogue
        for n, band in enumerate(catalogue.bands.bands):
            yield Text("bands.yaml", ("bands", str(n), "result"), band.result, "message", "N1")
        for key, message in catalogue.bands.messages.items():
            yield Text("bands.yaml", ("messages", key), message, "message", "N2")
        for n, rule in enumerate(catalogue.rules.reco.rules):
            yield Text("rules/reco.yaml", ("rules", str(n), "why"), rule.why, "message", "N2")
        for word, meaning in catalogue.glossary.items():
            yield Text("glossary/fr.yaml", ("words", word), meaning, "message", "N2")


def texts_of(item: Item) -> Iterator[Text]:
    """The strings of one exercise."""
    for sentence in sentences(item):
        loc = tuple(sentence.place.split("."))
        yield Text(str(item.path), loc, sentence.text, sentence.kind, item.level, item)


def _module_texts(module: Module) -> Iterator[Text]:
    file = f"modules/{module.id}.yaml"

    def text(value: str, *loc: str) -> Text:
        return Text(file, loc, value, "lesson", module.level)

    yield text(module.title, "title")
    yield text(module.goal, "goal")
    for n, step in enumerate(module.steps):
        if isinstance(step, LessonStep):
            for m, card in enumerate(step.cards):
                yield text(card.text, "steps", str(n), "cards", str(m), "text")
        if isinstance(step, RecapStep):
            for m, line in enumerate(step.remember):
                yield text(line, "steps", str(n), "remember", str(m))
    for n, line in enumerate(module.paper.lines):
        yield text(line, "paper", "lines", str(n))


def room_of(item: Item) -> Exercise | None:
    """The room that plays this exercise."""
    return room(item.type) if item.type in rooms() else None


def rows(item: Item) -> Iterator[Presented]:
    """Unshuffled pages of an exercise, as the grader receives them."""
    for count, variant in enumerate(all_rows(item)):
        if count == ROWS:
            return
        yield present(item, variant)


def options(item: Item) -> dict[str, str]:
    """Closed choices by id: whichever list of the world holds them."""
    for key, name in (("options", "text"), ("actions", "label"), ("reply", "text")):
        listed = item.world.get(key, ())
        if listed and all(hasattr(part, "keys") and name in part for part in listed):
            return {part["id"]: str(part[name]) for part in listed}
    return {}


def right_ids(item: Item) -> frozenset[str]:
    """The ids the answer names, for closed choices."""
    return frozenset(map(str, item.answer.get("correct", ())))
