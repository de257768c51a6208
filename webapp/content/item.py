"""An exercise, frozen, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from webapp.content.schema.base import freeze
from webapp.content.schema.item import (
    A11y,
    Feedback,
    IntRange,
    ItemFile,
    ItemText,
    Meta,
    Param,
    PoolName,
    RowSet,
    Vary,
)

Options = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, eq=False)
class Item:
    """One exercise family.

    ``world`` and ``answer`` are as the author wrote them, with ``{x}`` inside; show an exercise
    only through ``present``. ``draws`` holds, for each parameter, the values it may take;
    ``shuffled`` the size of each list to shuffle, in the order of ``shuffle_places``.
    """

    id: str
    version: int
    status: str
    type: str
    skill: str
    level: str
    use: tuple[str, ...]
    lang: str
    text: ItemText
    world: Mapping[str, Any]
    answer: Mapping[str, Any]
    feedback: Feedback
    vary: Vary
    a11y: A11y
    meta: Meta
    hash: str
    measured: str
    path: PurePath
    draws: tuple[Options, ...]
    shuffle_places: tuple[tuple[str | int, ...], ...]
    shuffled: tuple[int, ...]

    @property
    def competence(self) -> str:
        """Code of the competence."""
        return self.skill.rsplit("-", 1)[0]

    @property
    def domain(self) -> str:
        """Code of the domain."""
        return self.skill.split("-", 1)[0]

    @property
    def doubtful(self) -> bool:
        """True while one of its facts is still to be checked: practised perhaps, never counted."""
        return any(fact.evidence == "to_verify" for fact in self.meta.facts)

    @property
    def family(self) -> str:
        """All variants of an exercise are one family, calibrated together."""
        return self.id


def build_item(
    file: ItemFile,
    *,
    hash: str,
    measured: str,
    path: PurePath,
    pools: Mapping[str, Sequence[str]],
) -> Item:
    """Freeze a validated file. Raises ``LookupError`` for an unknown pool or list to shuffle."""
    places = tuple(_shuffle_places(file))
    lists = [value_at(file.world, place[1:]) for place in places]
    kept = {name: getattr(file, name) for name in ItemFile.model_fields if name != "schema_"}
    return Item(
        **kept | {"world": freeze(file.world), "answer": freeze(file.answer)},
        hash=hash,
        measured=measured,
        path=path,
        draws=tuple(_options(name, param, pools) for name, param in file.vary.params.items()),
        shuffle_places=places,
        shuffled=tuple(len(found) for found in lists),
    )


def value_at(data: Any, place: Sequence[str | int]) -> Any:
    """The part of the data at a place. Raises ``LookupError``."""
    for step in place:
        data = data[step]
    return data


def _options(name: str, param: Param, pools: Mapping[str, Sequence[str]]) -> Options:
    if isinstance(param, RowSet):
        return param.rows
    if isinstance(param, PoolName):
        return tuple({name: value} for value in pools[param.pool])
    if isinstance(param, IntRange):
        first, last = param.int
        return tuple({name: value} for value in range(first, last + 1, param.step))
    return tuple({name: value} for value in param.values)


def _shuffle_places(file: ItemFile) -> Iterator[tuple[str | int, ...]]:
    for path in file.vary.shuffle:
        yield from _expand(file.model_dump(include={"world"}), (), path.split("."))


def _expand(
    data: Any, done: tuple[str | int, ...], left: Sequence[str]
) -> Iterator[tuple[str | int, ...]]:
    """``world.steps.options`` is one place for each step: lists on the way are entered."""
    if not left:
        if not isinstance(data, list):
            raise LookupError(f"« {'.'.join(map(str, done))} » n'est pas une liste")
        yield done
    elif isinstance(data, list):
        for index, part in enumerate(data):
            yield from _expand(part, (*done, index), left)
    elif isinstance(data, Mapping) and left[0] in data:
        yield from _expand(data[left[0]], (*done, left[0]), left[1:])
    else:
        raise LookupError(f"« {left[0]} » n'existe pas dans l'exercice")
