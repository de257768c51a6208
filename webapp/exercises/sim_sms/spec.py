"""What an author writes for a ``sim_sms`` exercise, in one of two forms.

A thread and the possible reactions, one of which is right; or a phone with several people, and a goal:
write to the right one, send the right photo, report, delete.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

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


class Sender(Strict):
    """Who writes, and whether this phone knows them."""

    sender: str = Field(alias="from", min_length=1)
    known_contact: bool = False

    @property
    def is_number(self) -> bool:
        """True for a bare number, false for a name."""
        return not any(char.isalpha() for char in self.sender)


class Thread(Sender):
    """The messages received from somebody."""

    messages: tuple[Message, ...] = Field(min_length=1, max_length=6)


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


class Talk(Sender):
    """A conversation of the phone. Without messages it is a contact nobody wrote to yet.

    ``description`` tells apart two people with nearly the same name.
    """

    id: str
    description: str = ""
    messages: tuple[Message, ...] = Field((), max_length=6)

    @property
    def preview(self) -> str:
        """How the last message begins, as a phone shows it in its list."""
        return short(self.messages[-1].text, 8) if self.messages else ""


class Part(Strict):
    """A photo of the phone, said in words, or a text ready to be sent."""

    id: str
    text: str = Field(min_length=1)


class Phone(Strict):
    """The phone of the second form. ``texts``: messages ready to be chosen, never typed."""

    talks: tuple[Talk, ...] = Field(min_length=2, max_length=7)
    photos: tuple[Part, ...] = Field((), max_length=6)
    texts: tuple[Part, ...] = Field((), max_length=4)
    actions: tuple[Literal["send", "report", "delete"], ...] = Field(min_length=1)

    def talk(self, name: str) -> Talk | None:
        """A conversation by id."""
        return next((talk for talk in self.talks if talk.id == name), None)

    def links(self) -> dict[str, Talk]:
        """The conversation of each link."""
        return {
            link.id: talk for talk in self.talks for part in talk.messages for link in part.links
        }

    def names(self) -> list[str]:
        """Every id an author gave."""
        messages = [part for talk in self.talks for part in talk.messages]
        return [
            *(talk.id for talk in self.talks),
            *(message.id for message in messages),
            *(link.id for message in messages for link in message.links),
            *(part.id for part in (*self.photos, *self.texts)),
        ]

    def words(self, names: Sequence[str]) -> list[str]:
        """Photos and texts in words, in the order of the phone."""
        return [part.text for part in (*self.texts, *self.photos) if part.id in names]


def short(text: str, words: int) -> str:
    """The first words of a text."""
    parts = text.split()
    kept = " ".join(parts[:words])
    return f"{kept.rstrip(' .,:;!?')}…" if len(parts) > words else kept


def unwritten_links(messages: Iterable[Message]) -> Iterator[str]:
    """For the author: a link is some words of its message."""
    for message in messages:
        for link in message.links:
            if link.shown not in message.text:
                yield f"Le lien « {link.id} » n'est pas écrit dans son message."


def same_names(names: Iterable[str]) -> Iterator[str]:
    """For the author: an id that names two things."""
    for name, count in Counter(names).items():
        if count > 1:
            yield f"L'identifiant « {name} » sert deux fois."
