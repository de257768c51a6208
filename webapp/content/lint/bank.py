"""What the rules look at: the catalogue, its files, and all its sentences with their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from webapp.content.catalogue import Catalogue
from webapp.content.item import Item
from webapp.content.lint.language import words
from webapp.content.presentation import Presented, present
from webapp.content.prose import SILENT, sentences
from webapp.content.schema.framework import Framework
from webapp.content.schema.module import (
    AdviserNote,
    ExampleStep,
    LessonStep,
    Module,
    RecapStep,
)
from webapp.content.source import Source
from webapp.content.variants import all_rows

ROWS = 24
"""An exercise with fewer variants has them all played."""


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
class LintBank:
    """The content under examination. ``today`` decides whether a fact is stale.

    ``render`` makes the page of a drawn exercise; without it, rules on pages say nothing.
    """

    catalogue: Catalogue
    sources: Mapping[str, Source]
    today: date
    render: Callable[[Presented], str] | None = None

    @property
    def translations(self) -> Path:
        """Where the translated catalogues are."""
        return self.catalogue.root.parent / "translations" / "content"

    @cached_property
    def explained(self) -> frozenset[str]:
        """Every word that the glossary explains, in small letters."""
        return frozenset(w for entry in self.catalogue.glossary for w in words(entry.lower()))

    @cached_property
    def registered(self) -> frozenset[str]:
        """Every word of an invented name of a person or a place, in small letters."""
        names = self.catalogue.registry.names
        listed = (*names.places, *names.surnames, *names.first_names)
        return frozenset(word.lower() for name in listed for word in words(name))

    @cached_property
    def brands(self) -> re.Pattern[str]:
        """Any real brand that is never named."""
        brands = self.catalogue.registry.names.forbidden_brands
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, brands))})(?!\w)")

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Every word that may have a capital inside a sentence: registered names, explained words."""
        registry, catalogue = self.catalogue.registry, self.catalogue
        names = registry.names
        listed = (
            *registry.organisations.fictional,
            *registry.organisations.public,
            *names.places,
            *names.surnames,
            *names.first_names,
            *catalogue.glossary,
        )
        return frozenset(word.lower() for name in listed for word in words(name))

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
        yield from self._labels()
        catalogue = self.catalogue
        for n, band in enumerate(catalogue.bands.bands):
            place = ("bands", str(n))
            yield Text("bands.yaml", (*place, "name"), band.name, "label", band.code)
            yield Text("bands.yaml", (*place, "can_do"), band.can_do, "message", band.code)
            yield Text("bands.yaml", (*place, "result"), band.result, "message", "N1")
            yield Text("bands.yaml", (*place, "about"), band.about, "message", "N2")
        for key, message in catalogue.bands.messages.items():
            yield Text("bands.yaml", ("messages", key), message, "message", "N2")
        for n, rule in enumerate(catalogue.rules.reco.rules):
            yield Text("rules/reco.yaml", ("rules", str(n), "why"), rule.why, "message", "N2")
            if rule.about is not None:
                where = ("rules", str(n), "about")
                yield Text("rules/reco.yaml", where, rule.about, "message", "N2")
        for word, meaning in catalogue.glossary.items():
            yield Text("glossary/fr.yaml", ("words", word), meaning, "message", "N2")

    def _labels(self) -> Iterator[Text]:
        yield from _framework_labels(self.catalogue.framework)
        for parcours in self.catalogue.parcours.values():
            file = f"parcours/{parcours.id}.yaml"
            yield Text(file, ("title",), parcours.title, "label", "N2")
            yield Text(file, ("for",), parcours.for_, "label", "N2")


def _framework_labels(framework: Framework) -> Iterator[Text]:
    def label(value: str, *place: str) -> Text:
        return Text("framework.yaml", (*place, "label"), value, "label", "N2")

    for domain in framework.domains:
        place = ("domains", domain.code)
        yield label(domain.label, *place)
        for competence in domain.competences:
            inside = (*place, "competences", competence.code)
            yield label(competence.label, *inside)
            for skill in competence.skills:
                yield label(skill.label, *inside, "skills", skill.code)


def texts_of(item: Item) -> Iterator[Text]:
    """The strings that are read in one exercise."""
    for sentence in sentences(item):
        if sentence.kind in SILENT:
            continue
        loc = tuple(sentence.place.split("."))
        yield Text(str(item.path), loc, sentence.text, sentence.kind, item.level, item)


def _module_texts(module: Module) -> Iterator[Text]:
    file = f"modules/{module.id}.yaml"

    def text(value: str, *loc: str) -> Text:
        return Text(file, loc, value, "lesson", module.level)

    yield text(module.title, "title")
    yield text(module.goal, "goal")
    for n, step in enumerate(module.steps):
        yield from (text(value, "steps", str(n), *place) for value, *place in step_texts(step))
    yield text(module.paper.title, "paper", "title")
    for n, line in enumerate(module.paper.lines):
        yield text(line, "paper", "lines", str(n))
    for place, value in _session_texts(module.adviser):
        yield Text(file, ("adviser", *place), value, "session", "N3")


def step_texts(step: object) -> Iterator[tuple[str, ...]]:
    """Each sentence a step says by itself, then where it stands in the step."""
    if isinstance(step, LessonStep):
        for n, card in enumerate(step.cards):
            yield card.title, "cards", str(n), "title"
            yield card.text, "cards", str(n), "text"
    if isinstance(step, ExampleStep):
        yield step.explain, "explain"
    if isinstance(step, RecapStep):
        for n, line in enumerate(step.remember):
            yield line, "remember", str(n)


def _session_texts(note: AdviserNote) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a trainer reads."""
    for name in ("say", "ask", "phone", "without_phone"):
        yield (name,), getattr(note, name)
    for n, line in enumerate(note.material):
        yield ("material", str(n)), line
    for n, line in enumerate(note.watch):
        yield ("watch", str(n)), line
    for n, moment in enumerate(note.plan):
        yield ("plan", str(n), "do"), moment.do


@lru_cache(maxsize=2)
def rows(item: Item) -> tuple[Presented, ...]:
    """Unshuffled pages of an exercise, as the grader receives them.

    All of them up to ``ROWS``; beyond, enough to meet each drawn value and each line of ``rows``.
    """
    return tuple(present(item, variant) for variant in all_rows(item, ROWS))


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
