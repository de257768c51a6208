"""Where the sentences of an exercise are: the one list used to show, translate and check them.

A place is dotted and names parts by their ``id``, so that it survives a change of order:
``world.thread.messages.m1.text``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from webapp.content.item import Item
from webapp.content.schema.item import Param, PoolName, RowSet
from webapp.exercises import room

PROSE_KEYS = frozenset(
    {"text", "label", "title", "caption", "head", "rows", "body", "subject", "hint", "error"}
    | {"warning", "alt", "question", "service", "day", "when", "description", "page_title"}
    | {"when_on", "when_off", "shown", "page_text", "price", "columns", "submit", "app", "query"}
    | {"walk", "labels", "say"}
)
OPEN_KEYS = frozenset({"labels"})
"""Lists whose keys are the author's own identifiers: each value is prose."""
ADDRESS_KEYS = frozenset({"url", "target", "address"})
SILENT = frozenset({"voice", "answer"})
"""Kinds that nobody reads on the page: said by a voice, or typed."""
HOUR_KEYS = frozenset({"time", "start", "end", "walk"})
"""Hours and lengths: the same in every language, but never cut at the end of a line."""
PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
WORDS = re.compile(r"[^\W\d_]{2,}")
LOOKS_LIKE_CODE = re.compile(r"^\S+[.@/_]\S*$|^(?=\S*\d)\S+-\S*$|^[A-Z][\w!-]*\d\S*$")
"""« Soleil-42 » and « CV_Ali.pdf », not « après-midi »."""
ADDRESS = re.compile(r"\S*(?:@|\.example)\S*")
HOST = re.compile(r"[^\s/@]+\.example")
WAYS = " | "
"""Between the writings a translator accepts for one accepted French answer."""

Kind = Literal["instruction", "feedback", "stimulus", "voice", "param", "answer"]
Change = Callable[[str, str], str]


@dataclass(frozen=True)
class Sentence:
    """One string of an exercise, with its place and what it is for."""

    place: str
    text: str
    kind: Kind


@lru_cache(maxsize=1024)
def sentences(item: Item) -> tuple[Sentence, ...]:
    """Every string that a person reads, hears or types, in the order of the page.

    Kept: every page in another language asks whether all of them are translated.
    """
    return tuple(_sentences(item))


def _sentences(item: Item) -> Iterator[Sentence]:
    yield from _described("text", item.text, "instruction")
    yield from stimulus(item)
    yield from _feedback(item)
    yield from accepted(item)
    yield from params(item)


def stimulus(item: Item) -> Iterator[Sentence]:
    """The strings of the world that are language (not addresses, names or codes)."""
    found: list[Sentence] = []

    def note(place: str, text: str) -> str:
        if has_words(text) and not is_verbatim(item, place):
            kind: Kind = "voice" if place.endswith(".say") else "stimulus"
            found.append(Sentence(place, text, kind))
        return text

    change_prose(item.world, "world", note, keys=prose_keys(item))
    yield from found


def accepted(item: Item) -> Iterator[Sentence]:
    """What may be typed, when it has words: another language has its own writings."""
    for index, text in enumerate(item.answer.get("accept", ())):
        if has_words(text):
            yield Sentence(f"answer.accept.{index}", text, "answer")


def prose_keys(item: Item) -> frozenset[str]:
    """The keys of the world that are language, in this type."""
    return PROSE_KEYS | room(item.type).prose_keys


def is_verbatim(item: Item, place: str) -> bool:
    """Shown exactly as written, in every language: a password to judge."""
    return room(item.type).verbatim(item.world, place)


def params(item: Item) -> Iterator[Sentence]:
    """Drawn values that are language."""
    fixed = _fixed_values(item)
    read, heard = (said - fixed for said in _said_values(item))
    for (name, param), options in zip(item.vary.params.items(), item.draws, strict=True):
        for index, values in enumerate(options):
            for given, value in values.items():
                if given in read | heard and _is_language(param, value):
                    kind: Kind = "param" if given in read else "voice"
                    yield Sentence(drawn_place(name, param, index, given), value, kind)


def drawn_place(name: str, param: Param, index: int, given: str) -> str:
    """The place in the file of one drawn value."""
    if isinstance(param, RowSet):
        return f"vary.params.{name}.rows.{index}.{given}"
    return f"vary.params.{name}.{'pool' if isinstance(param, PoolName) else 'values'}.{index}"


def _said_values(item: Item) -> tuple[frozenset[str], frozenset[str]]:
    """The values that another language writes or types, and those that a voice says.

    Inside an address, they are no words.
    """
    said = [*_described("text", item.text, "instruction"), *_feedback(item)]
    read = [*(sentence.text for sentence in said), *item.answer.get("accept", ())]
    read += item.feedback.by
    heard: list[str] = []

    def note(place: str, text: str) -> str:
        (heard if place.endswith(".say") else read).append(text)
        return text

    if item.meta.stimulus != "fixed_fr":
        change_prose(item.world, "world", note, keys=prose_keys(item))
    return _names_in(ADDRESS.sub("", text) for text in read), _names_in(heard)


def _fixed_values(item: Item) -> frozenset[str]:
    """The values that stay French everywhere: the page must agree with itself.

    What an answer compares, what names a site, an application, a file or a person, and what is
    copied from a French document. A typed answer is accepted in each language.
    """

    def silent(place: str, text: str) -> str:
        return text if place == "world.app" and not has_words(text) else ""

    answer = {name: part for name, part in item.answer.items() if name != "accept"}
    names = change_prose(item.world, "world", silent, keys=prose_keys(item) | ADDRESS_KEYS)
    fixed = _names_in([f"{answer} {names}", *HOST.findall(str(item.world))])
    if item.meta.stimulus == "fixed_fr":
        fixed |= _names_in(item.answer.get("accept", ())) & _names_in([str(item.world)])
    return fixed


def _names_in(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(name for text in texts for name in PLACEHOLDER.findall(text))


def change_prose(
    data: Any, place: str, change: Change, key: str = "", *, keys: frozenset[str] = PROSE_KEYS
) -> Any:
    """A copy of a world where every sentence went through ``change(place, text)``."""
    if isinstance(data, Mapping):
        return {
            name: change_prose(
                part, f"{place}.{name}", change, key if key in OPEN_KEYS else name, keys=keys
            )
            for name, part in data.items()
        }
    if isinstance(data, list | tuple):
        return [
            change_prose(part, f"{place}.{_name(part, n)}", change, key, keys=keys)
            for n, part in enumerate(data)
        ]
    return change(place, data) if isinstance(data, str) and key in keys else data


def has_words(text: str) -> bool:
    """Whether anything is left to read once the drawn values are removed."""
    return bool(WORDS.search(PLACEHOLDER.sub("", text)))


def _name(part: Any, index: int) -> str:
    return str(part["id"]) if isinstance(part, Mapping) and "id" in part else str(index)


def _described(place: str, model: Any, kind: Kind) -> Iterator[Sentence]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, str):
            yield Sentence(f"{place}.{name}", value, kind)


def _feedback(item: Item) -> Iterator[Sentence]:
    yield from _described("feedback", item.feedback, "feedback")
    for key, text in item.feedback.by.items():
        yield Sentence(f"feedback.by.{key}", text, "feedback")
    for index, clue in enumerate(item.feedback.clues):
        yield Sentence(f"feedback.clues.{index}.text", clue.text, "feedback")
    for harm, text in harms(item.answer).items():
        yield Sentence(f"answer.harm.{harm}.text", text, "feedback")


def harms(answer: Mapping[str, Any]) -> dict[str, str]:
    """Sentences written with a dangerous end state, by its id; an answer may only name choices."""
    written = (harm for harm in answer.get("harm", ()) if isinstance(harm, Mapping))
    return {str(harm["id"]): harm["text"] for harm in written}


def _is_language(param: Param, value: Any) -> bool:
    """Words, not a code. In a shared list, what has a capital is a name."""
    if not isinstance(value, str) or (isinstance(param, PoolName) and not value[:1].islower()):
        return False
    return has_words(value) and not LOOKS_LIKE_CODE.match(value)
