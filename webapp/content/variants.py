"""Drawing one page of an exercise: the same after a reload, another one next time.

A draw is HMAC-SHA256 of the caller's key (person, exercise, attempt) turned into whole numbers by
rejection, so that no library version can ever change an old page. A variant is written
``v1.0.3-k.2``: the row of each parameter, then the order of each shuffled list (rank of the
permutation, base 36). ``restore`` reads it back.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from math import factorial, prod
from operator import attrgetter
from string import ascii_lowercase, digits
from types import MappingProxyType
from typing import Any

from webapp.content.item import Item

ALPHABET = digits + ascii_lowercase
TRIES = 64
ROWS_SEEN_BY_LINT = 200


@dataclass(frozen=True)
class Variant:
    """One drawn page. ``params`` are the values; ``orders`` the place of each shuffled part."""

    id: str
    params: Mapping[str, Any]
    orders: tuple[tuple[int, ...], ...]

    @property
    def surface(self) -> str:
        """The drawn values without the order: two pages with one surface look alike."""
        return self.id.split("-")[0]


def draw(item: Item, key: bytes, *, avoid: Sequence[str] = ()) -> Variant:
    """The variant of a key.

    ``avoid`` holds the ids seen before, oldest first: none of them comes back while another page
    exists, then the oldest may come back first. Should luck miss the page that is left, every page
    is looked at: never means never.
    """
    numbers = _Numbers(key, f"{item.id}/{item.version}")
    drawn = [_draw_once(item, numbers) for _ in range(TRIES if avoid else 1)]
    looks = attrgetter("surface" if count_variants(item) > 1 else "id")
    seen = [looks(restore(item, id_)) for id_ in avoid if _fits(item, id_)]
    for start in range(len(seen) + 1):
        for variant in chain(drawn, all_rows(item)):
            if looks(variant) not in seen[start:]:
                return variant
    return drawn[0]


def restore(item: Item, variant_id: str) -> Variant:
    """The variant of an id written earlier. Raises ``ValueError`` when it fits no page."""
    rows, _, ranks = variant_id.removeprefix("v").partition("-")
    picks = [_number(part) for part in rows.split(".") if part]
    orders = [_number(part) for part in ranks.split(".") if part]
    if len(picks) != len(item.draws) or len(orders) != len(item.shuffled):
        raise ValueError(f"variante inconnue de {item.id} : {variant_id}")
    try:
        return _variant(item, picks, orders)
    except IndexError:
        raise ValueError(f"variante inconnue de {item.id} : {variant_id}") from None


def count_variants(item: Item) -> int:
    """How many pages look different, order aside."""
    return prod(len(options) for options in item.draws)


def all_rows(item: Item, limit: int = ROWS_SEEN_BY_LINT) -> Iterator[Variant]:
    """Unshuffled variants: all of them up to ``limit``, else enough to meet each value once."""
    sizes = [len(options) for options in item.draws]
    if prod(sizes) <= limit:
        rows: Iterator[Sequence[int]] = product(*map(range, sizes))
    else:
        rows = ([n % size for size in sizes] for n in range(max(sizes)))
    for picks in rows:
        yield _variant(item, picks, [0] * len(item.shuffled))


def _fits(item: Item, variant_id: str) -> bool:
    """False for an id written by an older version of the exercise."""
    try:
        restore(item, variant_id)
    except ValueError:
        return False
    return True


def _draw_once(item: Item, numbers: _Numbers) -> Variant:
    picks = [numbers.below(len(options)) for options in item.draws]
    ranks = [numbers.below(factorial(size)) for size in item.shuffled]
    return _variant(item, picks, ranks)


def _variant(item: Item, picks: Sequence[int], ranks: Sequence[int]) -> Variant:
    params: dict[str, Any] = {}
    for options, pick in zip(item.draws, picks, strict=True):
        params |= options[pick]
    orders = tuple(_order(size, rank) for size, rank in zip(item.shuffled, ranks, strict=True))
    written = f"v{'.'.join(map(_text, picks))}-{'.'.join(map(_text, ranks))}"
    return Variant(written, MappingProxyType(params), orders)


def _order(size: int, rank: int) -> tuple[int, ...]:
    """The permutation of a rank (factorial number system); rank 0 keeps the author's order."""
    left = list(range(size))
    if rank >= factorial(size):
        raise IndexError(rank)
    order = []
    for places in range(size, 0, -1):
        index, rank = divmod(rank, factorial(places - 1))
        order.append(left.pop(index))
    return tuple(order)


def _text(number: int) -> str:
    written = ""
    while number >= len(ALPHABET):
        number, digit = divmod(number, len(ALPHABET))
        written = ALPHABET[digit] + written
    return ALPHABET[number] + written


def _number(text: str) -> int:
    return int(text, len(ALPHABET))


class _Numbers:
    """An endless deterministic source of fair whole numbers."""

    def __init__(self, key: bytes, label: str) -> None:
        self._key, self._label, self._count = key, label, 0

    def below(self, bound: int) -> int:
        """A number from 0 to ``bound``, not included, each as likely."""
        limit = 2**64 - 2**64 % bound
        while (number := self._next()) >= limit:
            continue
        return number % bound

    def _next(self) -> int:
        self._count += 1
        message = f"{self._label}/{self._count}".encode()
        return int.from_bytes(hmac.digest(self._key, message, "sha256")[:8], "big")
