"""The published tables, rerun from a seed: one module a family, ``EXPERIMENTS`` names them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulation.experiments import answers, head_to_head, lengths, said
from simulation.worlds import StudyFrame
from webapp.reports.findings import ExperimentOutcome

__all__ = ["EXPERIMENTS"]

EXPERIMENTS: Mapping[str, Callable[[StudyFrame, int, int], ExperimentOutcome]] = {
    "lengths": lengths.lengths,
    "head-to-head": head_to_head.head_to_head,
    "competences": head_to_head.competences,
    "statements": said.statements,
    "screening": said.screening,
    "comfort": lengths.comfort,
    "dont-know": said.dont_know,
    "exams": said.exams,
    "robustness": lengths.robustness,
    "calibration": answers.calibration,
    "fairness": answers.fairness,
}
