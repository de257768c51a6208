"""What an exercise becomes on a sheet of paper: things to read, things to write, and the key.

A room says it in these few blocks; the printable page and the PDF draw them. A room that measures a
gesture no pen can make gives no paper at all: the exercise is done on a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any, ClassVar

ANOTHER = "Une autre réponse peut aller aussi."
"""On the key, when the exercise accepts more than what the key says."""


@dataclass(frozen=True)
class Block:
    """One thing on the sheet. ``kind`` chooses how it is drawn."""

    kind: ClassVar[str]

    def plain(self) -> dict[str, Any]:
        """The same as plain data, for the drawing of the PDF."""
        return {"kind": self.kind, **plain_parts(self)}


def plain_parts(whole: object) -> dict[str, Any]:
    """Each part of a block or of a whole sheet as plain data."""
    return {name: _plain(part) for name, part in vars(whole).items()}


def _plain(part: Any) -> Any:
    if isinstance(part, Block):
        return part.plain()
    return [_plain(each) for each in part] if isinstance(part, tuple) else part


@dataclass(frozen=True)
class Words(Block):
    """A paragraph; ``strong`` for a warning or the name of something."""

    kind = "words"
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bubble(Block):
    """A message, and who wrote it."""

    kind = "bubble"
    who: str
    text: str
    mine: bool = False


@dataclass(frozen=True)
class PaperTable(Block):
    """A real table. With ``ticks``, each row starts with a box to tick; with ``letters``, the
    headings and the lines are those of a spreadsheet."""

    kind = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ticks: bool = False
    letters: bool = False


@dataclass(frozen=True)
class Facts(Block):
    """Names and values."""

    kind = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Frame(Block):
    """A phone, a mail, a page: what it is, and what is on it."""

    kind = "frame"
    title: str
    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Tick(Block):
    """A box to tick and its words; ``picture`` names a drawing, ``note`` is a second line."""

    kind = "tick"
    text: str
    note: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Ticks(Block):
    """Boxes to tick."""

    kind = "ticks"
    legend: str
    options: tuple[Tick, ...]


@dataclass(frozen=True)
class Grid(Block):
    """One box to tick a line, among a few columns."""

    kind = "grid"
    legend: str
    things: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Boxes(Block):
    """A small box to write a number or a letter in, before each line."""

    kind = "boxes"
    legend: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Blank(Block):
    """A line to write on. ``held`` is what the field holds already."""

    kind = "blank"
    label: str
    note: str = ""
    held: str = ""


@dataclass(frozen=True)
class Paper:
    """A sheet. ``right`` goes on the adviser's key only; ``names`` say the options by id there."""

    asked: tuple[Block, ...]
    right: tuple[str, ...]
    shown: tuple[Block, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def ticks(legend: str, texts: Iterable[str]) -> Ticks:
    """Boxes to tick before plain words."""
    return Ticks(legend, tuple(Tick(text) for text in texts))


def lettered(texts: Iterable[str]) -> tuple[str, ...]:
    """« A. Répondre », « B. Transférer »…"""
    return tuple(f"{letter}. {text}" for letter, text in zip(ascii_uppercase, texts, strict=False))
