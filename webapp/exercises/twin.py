"""What another tool can ask of an exercise: a choice, an association, an order, a word to type.

Simulations are reduced to their decision when they have a single one; a room that has none is not
exported. The words are those of the sheet of paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from webapp.exercises.paper import Block, Paper, Ticks


class Ask(Enum):
    """The four questions every test tool knows."""

    CHOICE = "choice"
    MATCH = "match"
    ORDER = "order"
    TEXT = "text"


@dataclass(frozen=True)
class Twin:
    """One question.

    options  id and words of what is chosen, ordered or associated; empty for a word to type
    targets  id and words of what things are associated with
    correct  the ids chosen; one target for each option, in their order; the ids in order
    also     other answers that are right: other orders, other writings
    pass_at  share of right associations that is enough
    """

    ask: Ask
    correct: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    also: tuple[tuple[str, ...], ...] = ()
    pass_at: float = 1.0
    label: str = ""
    shown: tuple[Block, ...] = ()


def from_paper(paper: Paper | None) -> Twin | None:
    """A sheet of boxes to tick, one of which is right, is a single choice."""
    groups = [asked for asked in (paper.asked if paper else ()) if isinstance(asked, Ticks)]
    if paper is None or len(groups) < len(paper.asked) or len(paper.right) != 1:
        return None
    chosen = [name for name, text in paper.names.items() if text in paper.right]
    if len(chosen) != 1 or len(paper.names) != sum(len(group.options) for group in groups):
        return None
    return Twin(Ask.CHOICE, tuple(chosen), paper.names, shown=paper.shown)
