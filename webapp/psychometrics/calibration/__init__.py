"""From answers to item parameters, and what watches over them.

    taken = sittings(items, sessions)                    # the engine's own evidence
    found = calibrate(taken, items, tree=tree, anchors=steady(last))
    found.cold, found.converged                          # nothing learnt? settled?
    found.applied(items)                                 # the bank the engine will use
    calibrate(taken, items, tree=tree, anchors=every_id) # nothing moves: this week's residuals
    cusum(weekly_residuals).alarm                        # drift

    thresholds(level, b, a, b_se)                        # where each level begins, always rising

Nothing here is applied by itself: a calibration is read by someone, then committed.
"""

from webapp.psychometrics.calibration.columns import Sittings, from_matrix, sittings
from webapp.psychometrics.calibration.drift import (
    Cusum,
    cusum,
    moved,
    standardised_residual,
    steady,
)
from webapp.psychometrics.calibration.fit import Calibration, ItemFit
from webapp.psychometrics.calibration.fitting import FLAT, GRID, Priors, calibrate
from webapp.psychometrics.calibration.levels import Thresholds, isotonic, thresholds

__all__ = [
    "FLAT",
    "GRID",
    "Calibration",
    "Cusum",
    "ItemFit",
    "Priors",
    "Sittings",
    "Thresholds",
    "calibrate",
    "cusum",
    "from_matrix",
    "isotonic",
    "moved",
    "sittings",
    "standardised_residual",
    "steady",
    "thresholds",
]
