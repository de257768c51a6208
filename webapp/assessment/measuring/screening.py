"""What a screening says: is a person's help useful to begin with? On a screen and on paper, one rule."""

from __future__ import annotations

from webapp import psychometrics as psy
from webapp.assessment.measuring.model import plan_of
from webapp.content import Catalogue

BELOW, RATHER_BELOW, UNSURE = "below", "rather_below", "unsure"
RATHER_ABOVE, ABOVE = "rather_above", "above"
FEWEST = 5
"""Answers under which nothing is said."""
LIKELY = frozenset({RATHER_BELOW, RATHER_ABOVE})


def verdict(catalogue: Catalogue, known: psy.Posterior, cut: float) -> str:
    """Under the cut or not, in the words of a result: said when it is sure, « sans doute » when it is
    likely, ``UNSURE`` otherwise.
    """
    below = float(known.masses((cut,))[0])
    claim = catalogue.rules.assessment.band_claim
    chance = max(below, 1 - below)
    if chance < claim.rather:
        return UNSURE
    if below >= 0.5:
        return BELOW if chance >= claim.sure else RATHER_BELOW
    return ABOVE if chance >= claim.sure else RATHER_ABOVE


def verdict_of(
    catalogue: Catalogue, parcours_id: str, known: psy.Posterior, *, answered: int
) -> str | None:
    """The verdict of a test that is a screening; None for any other, and with too few answers."""
    parcours = catalogue.parcours.get(parcours_id)
    screening = plan_of(catalogue, parcours).screening if parcours else None
    enough = answered >= FEWEST
    return verdict(catalogue, known, screening[0]) if screening and enough else None


def errors_in_twenty(catalogue: Catalogue, said: str) -> int | None:
    """How many times in twenty the words are wrong at most, by the mass that they ask for."""
    if said == UNSURE:
        return None
    claim = catalogue.rules.assessment.band_claim
    return round(20 * (1 - (claim.rather if said in LIKELY else claim.sure)))
