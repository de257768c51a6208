"""The engine's simulated targets, one function each; all seeded, all with the anchor beside.

``all_targets(frame, people, seed)`` runs them in order; a function may be run alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from simulation.targets import fairness, learning, precision, truth, use
from simulation.targets.measure import Measure
from simulation.worlds import StudyFrame

__all__ = ["MEASURED_ONLY", "TARGETS", "Measure", "all_targets"]

TARGETS: Mapping[str, Callable[[StudyFrame, int, int], list[Measure]]] = {
    "T1": precision.lengths,
    "T2-T3": precision.against_positioning,
    "T4": precision.levels,
    "T5": truth.statements,
    "T6": truth.intervals,
    "T7": use.screening,
    "T12": truth.invariance,
    "T13": lambda _frame, people, seed: truth.honesty(people, seed),
    "T14": use.comfort,
    "T17": use.exam,
    "T18": fairness.fairness,
}
# Minutes long: apart from the others in the benchmarks and in the slow tests.
MEASURED_ONLY: Mapping[str, Callable[[StudyFrame, int, int], list[Measure]]] = {
    "T15": learning.calibration_gap,
}


def all_targets(frame: StudyFrame, people: int, seed: int) -> Iterator[Measure]:
    """Every measure, in order."""
    for run in TARGETS.values():
        yield from run(frame, people, seed)
