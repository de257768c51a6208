"""Every sheet as a file in a folder: what ``marchepied content pdf`` writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from webapp.content import Catalogue
from webapp.content.schema.module import Module
from webapp.printing import pdf, sheets

Made = tuple[str, bytes]


class NothingToPrint(LookupError):
    """Neither an exercise nor a lesson has this name."""


def write(
    catalogue: Catalogue, names: Sequence[str], out: Path, *, key: bool, big: bool
) -> Iterator[tuple[str, bool]]:
    """Write the sheets of each name, or of everything; gives each name, and whether it has paper.

    Raises ``NothingToPrint``, before anything is written.
    """
    known = {*catalogue.items, *catalogue.modules}
    if unknown := [name for name in names if name not in known]:
        raise NothingToPrint(unknown[0])
    out.mkdir(parents=True, exist_ok=True)
    for name in names or sorted(known):
        made = list(_made(catalogue, name, key=key, big=big))
        for file, body in made:
            (out / file).write_bytes(body)
        yield name, bool(made)


def _made(catalogue: Catalogue, name: str, *, key: bool, big: bool) -> Iterator[Made]:
    if name in catalogue.modules:
        yield from _module(catalogue, catalogue.modules[name], key=key, big=big)
        return
    drawn = sheets.drawn(catalogue, catalogue.items[name])
    sheet, answers = sheets.exercise_sheet(drawn), sheets.key_sheet(drawn)
    if sheet:
        yield f"{name}.pdf", pdf.make("exercise", sheets.data_of(sheet), big=big)
    if answers and key:
        yield f"{name}-corrige.pdf", pdf.make("key", sheets.data_of(answers), big=big)


def _module(catalogue: Catalogue, module: Module, *, key: bool, big: bool) -> Iterator[Made]:
    cards = sheets.data_of(sheets.module_sheet(catalogue, module))
    yield f"{module.id}.pdf", pdf.make("module", cards, big=big)
    yield f"{module.id}-memo.pdf", pdf.make("memo", sheets.memo_data(module), big=big)
    if key:
        group = sheets.data_of(sheets.group_sheet(module))
        yield f"{module.id}-animer.pdf", pdf.make("group", group, big=big)
