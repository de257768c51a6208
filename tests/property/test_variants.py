"""Whatever the key: a draw is stable, readable back, fair, and rarely seen twice."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.content import (
    Item,
    all_rows,
    count_variants,
    draw,
    load_catalogue,
    present,
    restore,
    variants,
)

ITEMS = load_catalogue(Path(__file__).parents[2] / "content").items

an_item = st.sampled_from(sorted(ITEMS)).map(ITEMS.__getitem__)
a_key = st.binary(min_size=1, max_size=40)


@given(an_item, a_key)
def test_the_same_key_gives_the_same_page(item: Item, key: bytes) -> None:
    assert draw(item, key) == draw(item, key)


@given(an_item, a_key)
def test_an_id_gives_back_its_variant(item: Item, key: bytes) -> None:
    variant = draw(item, key)
    assert restore(item, variant.id) == variant
    assert len(variant.id) <= 32


@given(an_item, a_key)
def test_shuffling_keeps_every_part(item: Item, key: bytes) -> None:
    variant = draw(item, key)
    for size, order in zip(item.shuffled, variant.orders, strict=True):
        assert sorted(order) == list(range(size))


@given(an_item, st.lists(a_key, min_size=4, max_size=8))
def test_the_last_three_pages_do_not_come_back(item: Item, keys: list[bytes]) -> None:
    seen: list[str] = []
    for key in keys:
        variant = draw(item, key, avoid=seen[-3:])
        if count_variants(item) > 3:
            assert variant.surface not in {old.split("-")[0] for old in seen[-3:]}
        seen.append(variant.id)
    if count_variants(item) > 1:
        assert all(left != right for left, right in pairwise(seen))


@given(an_item, a_key)
def test_even_bad_luck_gives_a_new_page(item: Item, key: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(variants, "TRIES", 1)
        first = draw(item, key)
        again = draw(item, key, avoid=[first.id])
    assert again.surface != first.surface or count_variants(item) == 1


@given(an_item, a_key)
def test_params_come_from_the_declared_rows(item: Item, key: bytes) -> None:
    variant = draw(item, key)
    for options in item.draws:
        assert any(
            all(variant.params[name] == value for name, value in row.items()) for row in options
        )


@pytest.mark.parametrize("id_", ["SEC-2-SMS-001", "COM-2-AGENDA-001", "BUR-3-LIRE-001"])
def test_every_value_comes_as_often(id_: str) -> None:
    """3,000 draws: each value within five standard deviations of its share."""
    item, draws = ITEMS[id_], 3000
    drawn = [draw(item, number.to_bytes(4, "big")).surface for number in range(draws)]
    for place, options in enumerate(item.draws):
        counts = Counter(surface.removeprefix("v").split(".")[place] for surface in drawn)
        share = 1 / len(options)
        spread = 5 * (draws * share * (1 - share)) ** 0.5
        assert len(counts) == len(options)
        assert all(abs(count - draws * share) < spread for count in counts.values())


def test_every_order_comes_as_often() -> None:
    item, draws = ITEMS["ADM-3-AIDE-001"], 4800
    counts = Counter(draw(item, n.to_bytes(4, "big")).orders[0] for n in range(draws))
    assert len(counts) == 24
    assert all(130 < count < 270 for count in counts.values())


def test_a_draw_never_changes_with_time() -> None:
    """Written once: an old page must be found again years later."""
    assert draw(ITEMS["SEC-2-SMS-001"], b"person/attempt").id == "v9.1.2-m"


def test_all_rows_meet_every_value() -> None:
    for item in ITEMS.values():
        seen = [present(item, variant).variant.params for variant in all_rows(item, 30)]
        for options in item.draws:
            for row in options:
                assert any(row.items() <= params.items() for params in seen), item.id


@pytest.mark.parametrize("text", ["", "v", "v9999-", "v0.0.0-zzzz", "v0.0.0.0-0", "v0.0.0", "x!-1"])
def test_an_unknown_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"variante|invalid"):
        restore(ITEMS["SEC-2-SMS-001"], text)
