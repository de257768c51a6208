"""What the log of readings says of each exercise, written into the exercise itself.

The log is the source; ``meta.readings`` repeats the kinds of readers so that a person who opens one
file knows what its reading is worth. ``marchepied content readings`` writes it, the lint compares.
Readings are no part of what is measured: they can be added to a frozen version.
"""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from webapp.content.catalogue import Catalogue
from webapp.content.errors import ContentError, Problem
from webapp.content.item import Item
from webapp.content.replaying import agreement
from webapp.content.schema.module import Module
from webapp.content.schema.reviews import LessonReading, Reader, Reading, kinds

READING = re.compile(r"(?m)^(?=  - )")
AGREES = re.compile(r"(?m)^    agrees:.*\n")
ANSWER = re.compile(r"(?m)^    answer:.*\n")
LINE = re.compile(r"^  readings:.*\n", re.MULTILINE)
META = re.compile(r"^meta:[ \t]*(?:#.*)?\n", re.MULTILINE)


def readings_of(catalogue: Catalogue, item: Item) -> tuple[Reading, ...]:
    """The readings of the exercise as it is: one of an older version says nothing of this one."""
    return tuple(
        reading
        for reading in chain.from_iterable(catalogue.reviews.values())
        if (reading.item, reading.version) == (item.id, item.version)
    )


def lesson_readings_of(catalogue: Catalogue, module: Module) -> tuple[LessonReading, ...]:
    """The readings of the lesson as it is."""
    return tuple(
        reading
        for reading in chain.from_iterable(catalogue.lesson_reviews.values())
        if (reading.module, reading.version) == (module.id, module.version)
    )


def note_readings(catalogue: Catalogue) -> list[Path]:
    """Make every exercise say its kinds of readings; the files that changed."""
    changed = []
    for item in catalogue.items.values():
        said = kinds(readings_of(catalogue, item))
        if said != item.meta.readings:
            changed.append(catalogue.root / item.path)
            _write(changed[-1], item, said)
    return changed


def note_agreements(catalogue: Catalogue) -> dict[str, int]:
    """Execute every answer of the log and write what the grader said; how many lines changed, by file."""
    changed = {}
    for file, logged in catalogue.reviews.items():
        said = [executed(catalogue, reading) for reading in logged]
        count = sum(reading.agrees != now for reading, now in zip(logged, said, strict=True))
        if count:
            _write_agreements(catalogue.root / file, said)
            changed[file] = count
    return changed


def executed(catalogue: Catalogue, reading: Reading) -> bool | None:
    """What the grader of the version that was read says of an answer."""
    item = catalogue.items.get(reading.item)
    if item is not None and item.version != reading.version:
        item = catalogue.archive.get((reading.item, reading.version))
    return agreement(item, reading) if item is not None else None


def _write_agreements(file: Path, said: list[bool | None]) -> None:
    text = file.read_text("utf-8")
    start = text.index("\nreadings:")
    head, *blocks = READING.split(text[start:])
    head = text[:start] + head
    for n, now in enumerate(said):
        blocks[n] = AGREES.sub("", blocks[n])
        if now is not None:
            line = f"    agrees: {str(now).lower()}\n"
            blocks[n] = ANSWER.sub(lambda found: found.group() + line, blocks[n], count=1)  # noqa: B023
    file.write_text(head + "".join(blocks), encoding="utf-8")


def _write(file: Path, item: Item, said: tuple[Reader, ...]) -> None:
    text = LINE.sub("", file.read_text("utf-8"), count=1)
    start = META.search(text)
    if start is None:
        message = "« meta: » doit être seul sur sa ligne."
        raise ContentError([Problem(item.path, 1, message)])
    line = f"  readings: [{', '.join(said)}]\n" if said else ""
    file.write_text(text[: start.end()] + line + text[start.end() :], encoding="utf-8")
