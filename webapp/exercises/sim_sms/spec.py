"""What an author writes for a ``sim_sms`` exercise: a thread, and the possible reactions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from webapp.exercises.contract import Strict

Piece = tuple[str, "Link | None"]


class Link(Strict):
    """A link of a message: what is written, where it really goes. It never navigates."""

    id: str
    shown: str = Field(min_length=1)
    target: str = Field(min_length=1)
    say: str | None = None


class Message(Strict):
    """One bubble. ``mine`` when the person holding the phone wrote it."""

    id: str
    text: str = Field(min_length=1)
    when: str | None = None
    mine: bool = False
    links: tuple[Link, ...] = ()

    def pieces(self) -> Sequence[Piece]:
        """The text in reading order, each link apart, so that its words can be marked."""
        pieces: list[Piece] = [(self.text, None)]
        for link in self.links:
            pieces = [part for piece in pieces for part in _cut(piece, link)]
        return pieces


def _cut(piece: Piece, link: Link) -> Iterator[Piece]:
    text, taken = piece
    before, found, after = text.partition(link.shown)
    if taken or not found:
        yield piece
        return
    yield from ((before, None), (found, link), (after, None))


class Thread(Strict):
    """Who writes, whether this phone knows them, and the messages received."""

    sender: str = Field(alias="from", min_length=1)
    known_contact: bool = False
    messages: tuple[Message, ...] = Field(min_length=1, max_length=6)

    @property
    def is_number(self) -> bool:
        """True for a bare number, false for a name."""
        return not any(char.isalpha() for char in self.sender)


class Reaction(Strict):
    """One thing the person may do."""

    id: str
    label: str = Field(min_length=1)
    say: str | None = None

    @property
    def text(self) -> str:
        """The name every other option carries its words under."""
        return self.label


class World(Strict):
    """A thread and three to six reactions."""

    thread: Thread
    actions: tuple[Reaction, ...] = Field(min_length=3, max_length=6)

    @property
    def options(self) -> tuple[Reaction, ...]:
        """What the shared single-choice room reads."""
        return self.actions
