"""Measuring an ability from answers, honestly: pure, NumPy only.

    tree = TraitTree({"SEC": ["SEC-1", "SEC-2"], "COM": ["COM-1"]})
    known = posterior(tree, [Evidence(item, Outcome.RIGHT)], prior_mean=-0.5)
    choice = select(ItemBank(tree, items), known, administered=[item.id], seed=42)
    said = statement(known, cuts=(-1.5, -0.15, 1.1), trait="SEC")

Rooms: item response (``irt``), one-trait estimates (``estimation``), the exact posterior of a tree of
traits (``tree``, ``evidence``), ``selection``, ``stopping``, what may be said (``statements``),
item parameters from answers (``calibration``) and fairness between groups (``dif``).
"""

from webapp.psychometrics.calibration import calibrate
from webapp.psychometrics.dif import logistic_dif, mantel_haenszel
from webapp.psychometrics.estimation import eap, maximum_likelihood, warm
from webapp.psychometrics.evidence import (
    Evidence,
    Item,
    Outcome,
    TwoLevels,
    guessing_propensity,
    posterior,
    two_levels,
)
from webapp.psychometrics.irt import graded, graded_information, information, probability
from webapp.psychometrics.selection import Choice, ItemBank, SelectionRules, select
from webapp.psychometrics.statements import Kind, Statement, band_set, statement
from webapp.psychometrics.stopping import Decision, StoppingRules, decide
from webapp.psychometrics.tree import ROOT, Posterior, TraitTree, propagate

__all__ = [
    "ROOT",
    "Choice",
    "Decision",
    "Evidence",
    "Item",
    "ItemBank",
    "Kind",
    "Outcome",
    "Posterior",
    "SelectionRules",
    "Statement",
    "StoppingRules",
    "TraitTree",
    "TwoLevels",
    "band_set",
    "calibrate",
    "decide",
    "eap",
    "graded",
    "graded_information",
    "guessing_propensity",
    "information",
    "logistic_dif",
    "mantel_haenszel",
    "maximum_likelihood",
    "posterior",
    "probability",
    "propagate",
    "select",
    "statement",
    "two_levels",
    "warm",
]
