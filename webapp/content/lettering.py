"""Neutral names for the parts of an exercise: what a blind reader is shown instead of identifiers.

An author names parts « bonne » or « piege »: true, and it gives the key away. Each part gets a letter
that says nothing, always the same for one exercise whatever is drawn, so that the log of readings can
be written with letters as well as with identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from string import ascii_uppercase
from typing import Any

from webapp.content.item import Item
from webapp.content.prose import PROSE_KEYS

ONLY_LETTERS = re.compile(r"[A-Z]\d*(?:\s*(?:[,;:=→/]|puis|et)\s*[A-Z]\d*)*\.?")
LETTER = re.compile(r"\b[A-Z]\d*\b")
POSTED = re.compile(r"((?:[a-z_]+[-:])?)([A-Z]\d*)")
"""What a form posts for a part: « A », « open:A », « f-A »."""


def letters(item: Item) -> dict[str, str]:
    """The letter of each identifier: parts of one list follow each other, in no telling order."""
    names = dict.fromkeys(_names(item.world, item.id))
    return {name: _letter(rank) for rank, name in enumerate(names)}


def lettered(part: Any, known: Mapping[str, str], key: str = "") -> Any:
    """A copy of a world where identifiers, and what refers to them, are letters."""
    if isinstance(part, Mapping):
        return {name: lettered(value, known, name) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [lettered(value, known, key) for value in part]
    named = isinstance(part, str) and key not in PROSE_KEYS
    return known.get(part, part) if named else part


def in_letters(answer: str) -> bool:
    """Whether an answer of the log is written with letters and nothing else."""
    return bool(ONLY_LETTERS.fullmatch(answer.strip()))


def unknown_letters(item: Item, answer: str) -> list[str]:
    """The letters of such an answer that name nothing."""
    known = set(letters(item).values())
    found = LETTER.findall(answer) if in_letters(answer) else []
    return [letter for letter in found if letter not in known]


def with_names(item: Item, answer: str) -> str:
    """An answer of the log with identifiers in place of letters; any other answer as it is."""
    names = {letter: name for name, letter in letters(item).items()}
    if not in_letters(answer):
        return answer
    return LETTER.sub(lambda found: names.get(found.group(), found.group()), answer)


def posted_names(item: Item) -> Callable[[str], str]:
    """What turns a letter of a posted form into the identifier it stands for; anything else stays."""
    names = {letter: name for name, letter in letters(item).items()}

    def named(text: str) -> str:
        found = POSTED.fullmatch(text)
        return found[1] + names[found[2]] if found and found[2] in names else text

    return named


def _names(part: Any, seed: str) -> Iterator[str]:
    if isinstance(part, Mapping):
        for value in part.values():
            yield from _names(value, seed)
    elif isinstance(part, list | tuple):
        own = [str(one["id"]) for one in part if isinstance(one, Mapping) and "id" in one]
        yield from sorted(own, key=lambda name: sha256(f"{seed}:{name}".encode()).digest())
        for value in part:
            yield from _names(value, seed)


def _letter(rank: int) -> str:
    turn, place = divmod(rank, len(ascii_uppercase))
    return f"{ascii_uppercase[place]}{turn or ''}"
