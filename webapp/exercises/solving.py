"""Reads a goal backwards: which values, at which paths, would satisfy it.

A room uses it to play its own exercises (``sample``), and to refuse a goal that no action reaches.
``not`` asks for nothing in particular: the room checks the end state it obtained anyway.

It also uses it to explain a mistake: against the way nearest to what the person did, so that an accepted
value is never named as the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, product
from typing import Any

from webapp.exercises.conditions import MISSING, Condition, GoalAnswer, same, value_at
from webapp.exercises.contract import State

Wanted = dict[str, Any]
MAX_WAYS = 64
"""A goal written by hand has one or two ways; a product of alternatives must not explode."""


def asks_to_send(answer: GoalAnswer) -> bool:
    """Whether every way to the goal sends something: then sending is the answer."""
    return all(any(path.startswith("sent.") for path in way) for way in ways(answer.goal))


def ways(condition: Condition) -> list[Wanted]:
    """The ways to satisfy a condition, as ``path → value``, the author's first one first."""
    return list(islice(_ways(condition), MAX_WAYS))


def asked(answer: GoalAnswer) -> Wanted:
    """Every value some way asks for, by path."""
    return {at: value for way in reversed(ways(answer.goal)) for at, value in way.items()}


def certain(answer: GoalAnswer) -> Wanted:
    """The values that every way asks for: what is always right there explains no mistake."""
    first_way, *others = ways(answer.goal)
    return {at: v for at, v in first_way.items() if all(way.get(at) == v for way in others)}


def nearest(answer: GoalAnswer, state: State) -> Wanted:
    """The way with the fewest parts that this end state misses; the author's first one when equal."""
    return min(ways(answer.goal), key=lambda way: _missed(way, state, answer))


def _missed(way: Wanted, state: State, answer: GoalAnswer) -> int:
    return sum(not _has(value_at(state, at), value, answer) for at, value in way.items())


def _has(found: Any, value: Any, answer: GoalAnswer) -> bool:
    if isinstance(value, list) and isinstance(found, list):
        return all(any(same(one, part, answer.text_rule) for one in found) for part in value)
    return found is not MISSING and same(found, value, answer.text_rule)


def _ways(condition: Condition) -> Iterator[Wanted]:
    if condition.any is not None:
        yield from chain.from_iterable(map(_ways, condition.any))
    elif condition.all is not None:
        for parts in product(*(ways(child) for child in condition.all)):
            yield _merged(parts)
    else:
        yield from _leaf(condition)


def _leaf(condition: Condition) -> Iterator[Wanted]:
    path = condition.at or ""
    if condition.is_ is not MISSING:
        yield {path: condition.is_}
    elif condition.in_ is not MISSING:
        yield from ({path: value} for value in condition.in_)
    elif condition.contains is not MISSING:
        yield {path: [condition.contains]}
    else:
        yield {}


def _merged(parts: Sequence[Mapping[str, Any]]) -> Wanted:
    wanted: Wanted = {}
    for part in parts:
        for path, value in part.items():
            known = wanted.get(path)
            if isinstance(known, list) and isinstance(value, list):
                wanted[path] = [*known, *(item for item in value if item not in known)]
            else:
                wanted[path] = value
    return wanted
