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
from webapp.content.schema.reviews import Reader, Reading, kinds

LINE = re.compile(r"^  readings:.*\n", re.MULTILINE)
META = re.compile(r"^meta:[ \t]*(?:#.*)?\n", re.MULTILINE)


def readings_of(catalogue: Catalogue, item: Item) -> tuple[Reading, ...]:
    """The readings of the exercise as it is: one of an older version says nothing of this one."""
    return tuple(
        reading
        for reading in chain.from_iterable(catalogue.reviews.values())
        if (reading.item, reading.version) == (item.id, item.version)
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


def _write(file: Path, item: Item, said: tuple[Reader, ...]) -> None:
    text = LINE.sub("", file.read_text("utf-8"), count=1)
    start = META.search(text)
    if start is None:
        message = "« meta: » doit être seul sur sa ligne."
        raise ContentError([Problem(item.path, 1, message)])
    line = f"  readings: [{', '.join(said)}]\n" if said else ""
    file.write_text(text[: start.end()] + line + text[start.end() :], encoding="utf-8")
