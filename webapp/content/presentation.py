"""One drawn page, ready to show: values put in, lists shuffled, language chosen, typography set.

An exercise is shown in a language only when all its instructions, feedback and drawn words are
translated; otherwise it is wholly in French and says so. What is tested may stay French
(``fixed_fr``): reading a French form is the skill, reading the instruction is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from webapp.content.isolating import isolated
from webapp.content.item import Item, value_at
from webapp.content.prose import (
    HOUR_KEYS,
    PLACEHOLDER,
    WAYS,
    Sentence,
    change_prose,
    drawn_place,
    harms,
    is_verbatim,
    prose_keys,
    sentences,
)
from webapp.content.typography import NO_BREAK, french
from webapp.content.variants import Variant
from webapp.exercises import room
from webapp.exercises.contract import Spec

FRENCH = "fr"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})
OF_DOCUMENT = frozenset({"stimulus", "voice"})
"""The kinds of sentences of what is shown, not of what is asked."""

ALONE = (".say", ".shown")
"""A voice needs no sign of direction; the words of a link are looked for in the message."""

Messages = Mapping[str, str]
"""Translations of one language: ``ITEM-ID:place`` → text."""
NO_MESSAGES: Messages = {}


@dataclass(frozen=True)
class Presented:
    """What the page shows and what the room grades.

    ``text`` and ``feedback`` have the keys of the item file. ``lang`` and ``dir`` are those of
    instructions and feedback; the stimulus has its own.
    """

    item: Item
    variant: Variant
    text: Mapping[str, str]
    world: dict[str, Any] = field(repr=False)
    answer: dict[str, Any] = field(repr=False)
    feedback: Mapping[str, Any] = field(repr=False)
    lang: str = FRENCH
    stimulus_lang: str = FRENCH

    @property
    def dir(self) -> str:
        """Writing direction of instructions and feedback."""
        return direction(self.lang)

    @property
    def stimulus_dir(self) -> str:
        """Writing direction of the stimulus."""
        return direction(self.stimulus_lang)

    @cached_property
    def spec(self) -> Spec:
        """The world and answer, validated by the room of the type."""
        return room(self.item.type).spec(self.world, self.answer, self.variant.params)


def direction(lang: str) -> str:
    """``rtl`` or ``ltr``, from the primary language subtag."""
    return "rtl" if lang.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


def present(
    item: Item, variant: Variant, locale: str = FRENCH, messages: Messages = NO_MESSAGES
) -> Presented:
    """One page in one language, or in French when that language is not complete."""
    lang = locale if is_translated(item, messages) else FRENCH
    outside = lang if stimulus_is_translated(item, messages, lang) else FRENCH
    say = _speaker(item, variant, lang, messages)
    show = _speaker(item, variant, outside, messages)
    plain = _Filler(variant.params)
    typed = plain if lang == FRENCH else _Filler(_translated_params(item, variant, messages))
    world = change_prose(_shuffled(item, variant), "world", show, keys=prose_keys(item))
    return Presented(
        item=item,
        variant=variant,
        text=_said(item.text, "text", say),
        world=_hours(plain.fill(world), outside),
        answer=_answer(item, plain, say) | _accepted(item, plain, typed, messages),
        feedback=_feedback(item, (plain, typed), say),
        lang=lang,
        stimulus_lang=outside,
    )


def is_translated(item: Item, messages: Messages) -> bool:
    """Whether every instruction, feedback and drawn word has its translation."""
    needed = (s for s in sentences(item) if s.kind not in OF_DOCUMENT)
    return bool(messages) and _all_there(item, needed, messages)


def stimulus_is_translated(item: Item, messages: Messages, lang: str) -> bool:
    """Whether the stimulus may and can be shown in this language."""
    if lang == FRENCH or item.meta.stimulus == "fixed_fr":
        return False
    needed = (s for s in sentences(item) if s.kind in OF_DOCUMENT)
    return _all_there(item, needed, messages)


def _all_there(item: Item, needed: Any, messages: Messages) -> bool:
    return all(f"{item.id}:{sentence.place}" in messages for sentence in needed)


def _said(model: Any, place: str, say: Callable[[str, str], str]) -> dict[str, str]:
    names = type(model).model_fields
    texts = {name: getattr(model, name) for name in names}
    return {
        name: say(f"{place}.{name}", text) for name, text in texts.items() if isinstance(text, str)
    }


def _feedback(
    item: Item, fillers: Iterable[_Filler], say: Callable[[str, str], str]
) -> dict[str, Any]:
    """A reason may be named by what was typed, in French or in the language shown."""
    feedback, plain = item.feedback, next(iter(fillers))
    return {
        **_said(feedback, "feedback", say),
        "by": {
            fill(key): say(f"feedback.by.{key}", text)
            for fill in fillers
            for key, text in feedback.by.items()
        },
        "clues": [
            {"at": plain(clue.at), "text": say(f"feedback.clues.{n}.text", clue.text)}
            for n, clue in enumerate(feedback.clues)
        ],
        "next": {"module": feedback.next.module},
    }


def _answer(item: Item, plain: _Filler, say: Callable[[str, str], str]) -> Any:
    """The answer with its values; what it says to a person, in their language."""
    answer, said = plain.fill(item.answer), harms(item.answer)
    for harm in answer.get("harm", ()) if said else ():
        harm["text"] = say(f"answer.harm.{harm['id']}.text", said[harm["id"]])
    return answer


def _accepted(
    item: Item, plain: _Filler, typed: _Filler, messages: Messages
) -> dict[str, list[str]]:
    """What may be typed: in the language shown first, then in French."""
    accept: Sequence[str] = item.answer.get("accept", ())
    if plain is typed or not accept:
        return {}
    ways = (messages.get(f"{item.id}:answer.accept.{n}", t) for n, t in enumerate(accept))
    here = (typed(way) for written in ways for way in written.split(WAYS))
    return {"accept": list(dict.fromkeys((*here, *map(plain, accept))))}


def _hours(world: dict[str, Any], lang: str) -> Any:
    """« 15 h » is neither cut at the end of a line nor turned round, in any language."""

    def hour(_place: str, text: str) -> str:
        shown = french(text)
        return isolated(shown) if direction(lang) == "rtl" and NO_BREAK in shown else shown

    return change_prose(world, "world", hour, keys=HOUR_KEYS)


def _shuffled(item: Item, variant: Variant) -> Any:
    data = {"world": _thaw(item.world)}
    for place, order in zip(item.shuffle_places, variant.orders, strict=True):
        parts = value_at(data, place)
        parts[:] = [parts[index] for index in order]
    return data["world"]


def _thaw(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _thaw(part) for key, part in value.items()}
    return [_thaw(part) for part in value] if isinstance(value, tuple) else value


class _Filler:
    """Puts drawn values in place of ``{x}``, everywhere in a structure."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __call__(self, text: str) -> str:
        return PLACEHOLDER.sub(self._value, text)

    def fill(self, data: Any) -> Any:
        """A plain copy with every string filled."""
        if isinstance(data, Mapping):
            return {key: self.fill(part) for key, part in data.items()}
        if isinstance(data, list | tuple):
            return [self.fill(part) for part in data]
        return self(data) if isinstance(data, str) else data

    def _value(self, found: Any) -> str:
        name = found.group(1)
        return str(self._values.get(name, found.group()))


def _speaker(
    item: Item, variant: Variant, lang: str, messages: Messages
) -> Callable[[str, str], str]:
    """How one sentence is said in a language."""
    if lang == FRENCH:
        fill = _Filler(variant.params)
        return lambda place, text: fill(text) if is_verbatim(item, place) else french(fill(text))
    fill = _Filler(_translated_params(item, variant, messages))
    keep = isolated if direction(lang) == "rtl" else str

    def said(place: str, text: str) -> str:
        filled = fill(messages.get(f"{item.id}:{place}", text))
        return filled if place.endswith(ALONE) else keep(filled)

    return said


def _translated_params(item: Item, variant: Variant, messages: Messages) -> dict[str, Any]:
    spoken = {sentence.place for sentence in sentences(item)}
    values = dict(variant.params)
    for (name, param), options in zip(item.vary.params.items(), item.draws, strict=True):
        index = next(n for n, drawn in enumerate(options) if drawn.items() <= values.items())
        for given in options[index]:
            place = drawn_place(name, param, index, given)
            if place in spoken:
                values[given] = messages.get(f"{item.id}:{place}", values[given])
    return values


def missing(item: Item, messages: Messages) -> list[Sentence]:
    """What is left to translate before this exercise can be shown in the language."""
    return [s for s in sentences(item) if f"{item.id}:{s.place}" not in messages]
