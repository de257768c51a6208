"""A screening answers one question, on the screen as on paper, and says how far to trust it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.simulated import a_result
from webapp import psychometrics as psy
from webapp.advising import following
from webapp.assessment.measuring import model, screening
from webapp.printing import screening as on_paper

REPERAGE = "PAR-8-REPERAGE"


def answers(catalogue, outcome, count=10):
    made = model.measurement_model(catalogue)
    eligible = model.plan_of(catalogue, catalogue.parcours[REPERAGE]).eligible
    return [psy.Evidence(made.items[name], outcome) for name in list(eligible)[:count]]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (psy.Outcome.RIGHT, {screening.ABOVE, screening.RATHER_ABOVE}),
        (psy.Outcome.DONT_KNOW, {screening.BELOW, screening.RATHER_BELOW}),
    ],
)
def test_the_screen_says_what_the_paper_says(catalogue, outcome, said):
    made = model.measurement_model(catalogue)
    given = answers(catalogue, outcome)
    known = psy.posterior(made.tree, given, catalogue.rules.assessment.prior.default)
    word = {psy.Outcome.RIGHT: on_paper.RIGHT, psy.Outcome.DONT_KNOW: on_paper.UNKNOWN}[outcome]
    parcours = catalogue.parcours[REPERAGE]
    paper = on_paper.read(catalogue, parcours, [(one.item.id, word) for one in given])
    assert screening.verdict_of(catalogue, REPERAGE, known, answered=10) == paper.verdict
    assert paper.verdict in said


def test_only_a_screening_has_a_verdict(catalogue):
    made = model.measurement_model(catalogue)
    known = psy.posterior(made.tree, [], catalogue.rules.assessment.prior.default)
    assert screening.verdict_of(catalogue, "PAR-0-BILAN", known, answered=10) is None
    assert screening.verdict_of(catalogue, REPERAGE, known, answered=4) is None


def test_each_verdict_is_said_with_its_error(catalogue):
    another = a_result(catalogue, 0)
    for verdict, word in following.HELP_USEFUL.items():
        found = replace(another, screening=verdict)
        said = re.sub(r"[\u00a0\u202f]", " ", following.certainty(catalogue, found))
        assert (f"« {word} » se trompe" in said) == (verdict != screening.UNSURE)
        assert following.line(catalogue, found).startswith("Aide utile")
    assert following.certainty(catalogue, another) == ""
    assert "Aide utile" not in following.line(catalogue, another)
