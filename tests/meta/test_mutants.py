"""The list of planted mistakes stays true: each one still applies, and names tests that exist."""

import ast

import pytest

from tests.mutants.planting import mutants
from webapp.config import ROOT

ALL = mutants()


@pytest.mark.parametrize("mutant", ALL, ids=[mutant.name for mutant in ALL])
def test_each_still_applies_and_makes_a_program(mutant):
    source = (ROOT / mutant.file).read_text(encoding="utf-8")
    changed = mutant.planted_in(source)
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))


@pytest.mark.parametrize("mutant", ALL, ids=[mutant.name for mutant in ALL])
def test_each_names_tests_that_exist(mutant):
    assert mutant.tests
    for name in mutant.tests:
        file, _, function = name.partition("::")
        source = (ROOT / file).read_text(encoding="utf-8")
        assert not function or f"def {function}(" in source


def test_each_has_its_own_name():
    assert len({mutant.name for mutant in ALL}) == len(ALL)
