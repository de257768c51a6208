"""Measuring an ability from answers, honestly: pure, NumPy only.

    tree = TraitTree({"SEC": ["SEC-1", "SEC-2"], "COM": ["COM-1"]})
    known = posterior(tree, [Evidence(item, Outcome.RIGHT)], prior_mean=-0.5)
    choice = select(ItemBank(tree, items), known, administered=[item.id], seed=42)
    said = statement(known, cuts=(-1.5, -0.15, 1.1), trait="SEC")

Rooms: item response (``irt``), one-trait estimates (``estimation``), the exact posterior of a tree of
traits (``tree``, ``evidence``; ``beliefs`` for many people at once), ``selection``, ``exams`` and
``exam_exposure``, ``forms`` for paper, ``stopping``, what may be said (``statements``), a session as text
(``state``), what is left of it later (``forgetting``), item parameters from answers (``calibration``) and
fairness between groups (``dif``).

What the product calls stands here; what a study or a test calls is imported from its module.
"""

from __future__ import annotations

from webapp.psychometrics.bank import ItemBank
from webapp.psychometrics.evidence import (
    SLOPE_SE,
    CalibratedItem,
    Evidence,
    Outcome,
    guessing_propensity,
    posterior,
    two_levels,
)
from webapp.psychometrics.forgetting import ForgettingRules, faded
from webapp.psychometrics.irt import probability
from webapp.psychometrics.selection import SelectionRules, select
from webapp.psychometrics.state import SessionState, UnreadableState, decode, encode
from webapp.psychometrics.statements import Kind, Statement, overall, stands_apart, statement
from webapp.psychometrics.stopping import StoppingRules, decide
from webapp.psychometrics.tree import Posterior, TraitTree

__all__ = [
    "SLOPE_SE",
    "CalibratedItem",
    "Evidence",
    "ForgettingRules",
    "ItemBank",
    "Kind",
    "Outcome",
    "Posterior",
    "SelectionRules",
    "SessionState",
    "Statement",
    "StoppingRules",
    "TraitTree",
    "UnreadableState",
    "decide",
    "decode",
    "encode",
    "faded",
    "guessing_propensity",
    "overall",
    "posterior",
    "probability",
    "select",
    "stands_apart",
    "statement",
    "two_levels",
]
