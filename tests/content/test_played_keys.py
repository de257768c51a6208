"""Keys are executed: what a page invites to do earns the answer, on every variant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webapp.assessment.correcting.regrade import with_key
from webapp.content import Catalogue, Item
from webapp.content.lint.bank import rows
from webapp.content.lint.playing import play_problems
from webapp.content.lint.rule import RULES

HOURS = "BUR-3-CALCULER-002"


@pytest.fixture
def wrong(catalogue: Catalogue) -> Item:
    """The version whose value « h1 » was read as the cell H1: every right answer was refused."""
    return catalogue.archive[HOURS, 1]


def test_a_sum_that_the_task_names_is_played_on_every_variant(wrong: Item) -> None:
    for page in rows(wrong):
        problems = list(play_problems(page))
        assert any("sum:C5" in problem for problem in problems)
        assert any("SOMME(C2:C4)" in problem for problem in problems)


def test_l14c_a_value_of_a_sheet_is_not_named_like_a_cell(
    catalogue: Catalogue, wrong: Item
) -> None:
    said = [hit.message for hit in RULES["L14c"].check(wrong, None)]
    assert len(said) == 3
    assert "h1" in said[0]
    assert not list(RULES["L14c"].check(catalogue.items[HOURS], None))


@pytest.mark.parametrize("name", ["B", "somme", "is", "rows"])
def test_l14c_nor_like_a_column_a_function_or_a_word_of_the_language(
    wrong: Item, name: str
) -> None:
    draws = ({name: 3},)
    goal = {"rule": "goal", "goal": {"at": "cells.C5.value", "is": f"= {name} + 1"}}
    item = replace(wrong, draws=(draws,), answer=goal)
    assert list(RULES["L14c"].check(item, None))


def test_the_old_answers_can_be_graded_with_the_new_key(catalogue: Catalogue, wrong: Item) -> None:
    """Values that were only renamed are found in the old pages."""
    for page in rows(with_key(wrong, catalogue.items[HOURS])):
        assert not list(play_problems(page))
