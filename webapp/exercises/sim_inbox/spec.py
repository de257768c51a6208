"""What an author writes for a ``sim_inbox`` exercise: the box, its mails, what may be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict
from webapp.exercises.options import Option

Verb = Literal[
    "open",
    "show_link",
    "open_link",
    "report",
    "delete",
    "archive",
    "reply",
    "reply_all",
    "forward",
    "write",
    "attach",
    "detach",
    "send",
]


class Person(Strict):
    """Somebody with an address, always written in full."""

    name: str = Field(min_length=1)
    address: str = Field(min_length=1)

    @property
    def id(self) -> str:
        """People are told apart by their address."""
        return self.address

    @property
    def text(self) -> str:
        """The name every option carries its words under."""
        return self.name


class Link(Strict):
    """A link of a mail: the words shown, and where it really goes. It never navigates."""

    id: str
    shown: str = Field(min_length=1)
    target: str = Field(min_length=1)
    say: str | None = None


class File(Strict):
    """A file received or to send; its name ends with its kind."""

    id: str
    name: str = Field(min_length=1)

    @property
    def text(self) -> str:
        """The name every option carries its words under."""
        return self.name


class Mail(Strict):
    """A mail received. ``to``: the other people who received it."""

    id: str
    sender: Person = Field(alias="from")
    to: tuple[Person, ...] = ()
    known_contact: bool = False
    subject: str = Field(min_length=1)
    when: str
    body: str = Field(min_length=1)
    links: tuple[Link, ...] = ()
    attachments: tuple[File, ...] = ()


class Prefilled(Strict):
    """The words already written in the person's own mail."""

    subject: str = ""
    body: str = ""


class World(Strict):
    """A box. ``subjects`` and ``bodies``: texts to choose from instead of the prefilled one."""

    me: Person
    mails: tuple[Mail, ...] = Field(min_length=1, max_length=8)
    files: tuple[File, ...] = Field((), max_length=8)
    contacts: tuple[Person, ...] = Field((), max_length=8)
    subjects: tuple[Option, ...] = Field((), max_length=5)
    bodies: tuple[Option, ...] = Field((), max_length=5)
    actions: tuple[Verb, ...] = Field(min_length=1)
    prefilled: Prefilled = Prefilled()

    def mail(self, name: str) -> Mail | None:
        """A mail by id."""
        return next((mail for mail in self.mails if mail.id == name), None)

    def links(self) -> dict[str, Mail]:
        """The mail of each link."""
        return {link.id: mail for mail in self.mails for link in mail.links}

    def recipients(self) -> list[Person]:
        """The people a new mail can go to: the contacts, else whoever wrote."""
        people = self.contacts or tuple(mail.sender for mail in self.mails)
        return list({person.address: person for person in people}.values())

    def person(self, address: str) -> str:
        """The name behind an address, else the address."""
        return next((p.name for p in self.people() if p.address == address), address)

    def people(self) -> Iterator[Person]:
        """Everybody named in the box."""
        yield from self.contacts
        for mail in self.mails:
            yield from (mail.sender, *mail.to)


Answer = GoalAnswer
