"""Where the sentences of an exercise are: the one list used to show, translate and check them.

A place is dotted and names parts by their ``id``, so that it survives a change of order:
``world.thread.messages.m1.text``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from webapp.content.item import Item
from webapp.content.schema.item import RowSet, Values

PROSE_KEYS = frozenset(
    {"text", "label", "title", "caption", "head", "rows", "body", "subject", "hint", "error"}
    | {"warning", "alt", "question", "service", "day", "when", "description", "page_title"}
    | {"when_on", "when_off"}
)
HOUR_KEYS = frozenset({"time", "start", "end", "walk"})
"""Hours and lengths: the same in every language, but never cut at the end of a line."""
PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
WORDS = re.compile(r"[^\W\d_]{2,}")
LOOKS_LIKE_CODE = re.compile(r"^\S+[.@/_-]\S*$|^[A-Z][\w!-]*\d\S*$")

Kind = Literal["instruction", "feedback", "stimulus", "param"]
Change = Callable[[str, str], str]


@dataclass(frozen=True)
class Sentence:
    """One string of an exercise, with its place and what it is for."""

    place: str
    text: str
    kind: Kind


def sentences(item: Item) -> Iterator[Sentence]:
    """Every string that a person reads, in the order of the page."""
    yield from _described("text", item.text, "instruction")
    yield from stimulus(item)
    yield from _feedback(item)
    yield from params(item)


def stimulus(item: Item) -> Iterator[Sentence]:
    """The strings of the world that are language (not addresses, names or codes)."""
    found: list[Sentence] = []

    def note(place: str, text: str) -> str:
        if has_words(text) and not is_password(item, place):
            found.append(Sentence(place, text, "stimulus"))
        return text

    change_prose(item.world, "world", note)
    yield from found


def is_password(item: Item, place: str) -> bool:
    """A password to judge: shown exactly as written, in every language. A habit is a sentence."""
    kind = item.world.get("kind", "passwords") if item.type == "sim_password" else None
    return kind == "passwords" and place.startswith("world.options")


def params(item: Item) -> Iterator[Sentence]:
    """Drawn values that are language.

    A value the answer compares, or that also appears where nothing is translated (a name, a file,
    an address), keeps its French form everywhere: the page must agree with itself.
    """
    fixed = set(PLACEHOLDER.findall(f"{item.answer} {_not_prose(item.world)}"))
    for name, param in item.vary.params.items():
        for place, value in _values(name, param):
            given = name if isinstance(param, Values) else place.split(".")[-1]
            if given not in fixed and _is_language(value):
                yield Sentence(f"vary.params.{place}", value, "param")


def _not_prose(world: Mapping[str, Any]) -> Any:
    return change_prose(world, "world", lambda *_: "")


def change_prose(
    data: Any, place: str, change: Change, key: str = "", *, keys: frozenset[str] = PROSE_KEYS
) -> Any:
    """A copy of a world where every sentence went through ``change(place, text)``."""
    if isinstance(data, Mapping):
        return {
            name: change_prose(part, f"{place}.{name}", change, name, keys=keys)
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


def _values(name: str, param: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(param, Values):
        yield from ((f"{name}.values.{n}", value) for n, value in enumerate(param.values))
    if isinstance(param, RowSet):
        for n, row in enumerate(param.rows):
            yield from ((f"{name}.rows.{n}.{key}", value) for key, value in row.items())


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and has_words(value) and not LOOKS_LIKE_CODE.match(value)
