"""Measuring an ability from answers, honestly: pure, NumPy only.

    tree = TraitTree({"SEC": ["SEC-1", "SEC-2"], "COM": ["COM-1"]})
    known = posterior(tree, [Evidence(item, Outcome.RIGHT)], prior_mean=-0.5)
    choice = select(ItemBank(tree, items), known, administered=[item.id], seed=42)
    said = statement(known, cuts=(-1.5, -0.15, 1.1), trait="SEC")

Rooms: item response (``irt``), one-trait estimates (``estimation``), the exact posterior of a tree of
traits (``tree``, ``evidence``; ``beliefs`` for many people at once), ``selection``, ``exams`` and
``exposure``, ``forms`` for paper, ``stopping``, what may be said (``statements``), a session as text
(``state``), what is left of it later (``returning``), item parameters from answers (``calibration``) and
fairness between groups (``dif``).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from webapp.psychometrics.bank import ItemBank
from webapp.psychometrics.estimation import eap, maximum_likelihood, warm
from webapp.psychometrics.evidence import (
    SLOPE_SE,
    Evidence,
    Item,
    Outcome,
    TwoLevels,
    guessing_propensity,
    posterior,
    two_levels,
)
from webapp.psychometrics.exams import ExamRules, Exposure, exam_length, select_exam
from webapp.psychometrics.forms import fixed_form
from webapp.psychometrics.irt import graded, graded_information, information, probability
from webapp.psychometrics.returning import ForgettingRules, faded
from webapp.psychometrics.selection import Choice, SelectionRules, select
from webapp.psychometrics.state import SessionState, UnreadableState, decode, encode
from webapp.psychometrics.statements import (
    Kind,
    Statement,
    band_set,
    overall,
    stands_apart,
    statement,
)
from webapp.psychometrics.stopping import Decision, StoppingRules, decide
from webapp.psychometrics.tree import ROOT, Posterior, TraitTree, propagate

if TYPE_CHECKING:
    from webapp.psychometrics.calibration import calibrate
    from webapp.psychometrics.dif import logistic_dif, mantel_haenszel

__all__ = [
    "ROOT",
    "SLOPE_SE",
    "Choice",
    "Decision",
    "Evidence",
    "ExamRules",
    "Exposure",
    "ForgettingRules",
    "Item",
    "ItemBank",
    "Kind",
    "Outcome",
    "Posterior",
    "SelectionRules",
    "SessionState",
    "Statement",
    "StoppingRules",
    "TraitTree",
    "TwoLevels",
    "UnreadableState",
    "band_set",
    "calibrate",
    "decide",
    "decode",
    "eap",
    "encode",
    "exam_length",
    "faded",
    "fixed_form",
    "graded",
    "graded_information",
    "guessing_propensity",
    "information",
    "logistic_dif",
    "mantel_haenszel",
    "maximum_likelihood",
    "overall",
    "posterior",
    "probability",
    "propagate",
    "select",
    "select_exam",
    "stands_apart",
    "statement",
    "two_levels",
    "warm",
]

# What a night needs and no turn does: half of what the engine adds to NumPy when a worker starts.
_LATER = {"calibrate": "calibration", "logistic_dif": "dif", "mantel_haenszel": "dif"}


def __getattr__(name: str) -> object:
    """A name of ``calibration`` or ``dif``, imported the first time it is asked for."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
