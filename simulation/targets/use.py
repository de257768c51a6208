"""T7, T14 and T17: screening, comfort and exams."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation import metrics
from simulation.banks import with_tasks
from simulation.exams import Exam, flash
from simulation.methods import Random, Screening, Tree
from simulation.people import People
from simulation.sittings import Trace, sit
from simulation.targets.measure import Measure
from simulation.worlds import PRECISION, StudyFrame
from webapp.psychometrics.selection import SelectionRules

Floats = NDArray[np.float64]
# Under .92, decisions are right a little less than 985 times in 1,000.
SCREENING_CUT, SURE = -0.75, 0.92
COMFORT = SelectionRules(
    comfort_first=0.75, comfort=0.60, family_gap=1, randomesque=1, balance_slack=99
)


def screening(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T7. Ten questions, two per domain: who is far from digital tools?"""
    folks, bank = frame.people(people, seed), frame.bank()
    length, cut = 2 * len(frame.tree.domains), SCREENING_CUT + frame.mean
    trace = sit(frame.setting(bank), folks, Screening(cut), length, seed)
    chance = sit(frame.setting(bank), folks, Random(), length, seed)
    rich = with_tasks(frame.bank(clones=4))
    best = sit(frame.setting(rich), folks, Screening(cut), length, seed)
    ours, theirs, most = (screened(t, folks, cut, length) for t in (trace, chance, best))

    def error(taken: Trace, key: str) -> float:
        def one(rows: NDArray[np.intp]) -> float:
            return screened(taken, folks, cut, length, rows)[key]

        return metrics.bootstrap(one, people, seed, 60)

    gates = {
        "AUC": (0.955, 0.97),
        "corrélation": (0.90, 0.94),
        "part décidée": (0.65, 0.80),
        "décisions justes": (0.985, None),
    }
    return [
        Measure(
            "T7",
            f"{key}, {length} questions",
            ours[key],
            error(trace, key),
            gate,
            at_most=False,
            moonshot=moonshot,
            anchor=theirs[key],
            anchor_name="questions au hasard",
        )
        for key, (gate, moonshot) in gates.items()
    ] + [
        Measure(
            "T7",
            f"{key}, {length} questions, 1 600 items et tâches graduées",
            most[key],
            error(best, key),
            None,
            at_most=False,
            moonshot=moonshot,
        )
        for key, (_gate, moonshot) in gates.items()
    ]


def screened(
    trace: Trace, folks: People, cut: float, length: int, rows: NDArray[np.intp] | None = None
) -> dict[str, float]:
    """Quality of « is the total under the cut? » after ``length`` questions."""
    rows = np.arange(folks.count) if rows is None else rows
    mean, sd = trace.total_mean[rows, length - 1], trace.total_sd[rows, length - 1]
    below, truth = metrics.normal_below(cut, mean, sd), folks.total[rows] < cut
    decided = np.maximum(below, 1 - below) >= SURE
    right = (below > 0.5) == truth
    return {
        "AUC": metrics.auc(truth, below),
        "corrélation": float(np.corrcoef(folks.total[rows], mean)[0, 1]),
        "part décidée": float(decided.mean()),
        "décisions justes": float(right[decided].mean()),
    }


def comfort(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T14. Longest run of failures over 30 questions, and what sparing people costs."""
    folks, bank = frame.people(people, seed), frame.bank()
    spared, hard = (
        sit(frame.setting(bank), folks, Tree(rules), 60, seed) for rules in (COMFORT, PRECISION)
    )
    runs, others = (metrics.longest_failures(t.right[:, :30]) for t in (spared, hard))
    needed, without = (metrics.questions_to(t.domain_sd, 0.45) for t in (spared, hard))

    def extra(rows: NDArray[np.intp]) -> float:
        return float(np.median(needed[rows]) - np.median(without[rows]))

    everyone = np.arange(people)
    return [
        Measure(
            "T14",
            "plus longue suite d'échecs, 30 questions",
            float(runs.mean()),
            float(runs.std() / np.sqrt(people)),
            2.7,
            at_most=True,
            moonshot=2.0,
            anchor=float(others.mean()),
            anchor_name="sans confort",
        ),
        Measure(
            "T14",
            "questions en plus",
            extra(everyone),
            max(metrics.bootstrap(extra, people, seed), 0.25),
            9,
            at_most=True,
            moonshot=6,
            anchor=0.0,
            anchor_name="sans confort",
        ),
    ]


def exam(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T17. Exam of two questions per competence among 1,600 items, exposure capped at .20."""
    folks, bank = frame.people(people, seed), frame.bank(clones=4)
    length = 2 * len(frame.tree.competences)
    rule = Exam(length, progressive=True, cap=0.20)
    trace = sit(frame.setting(bank), folks, rule, length, seed, room=25)
    error = trace.total_mean[:, -1] - folks.total
    theirs = flash(bank, folks.answers(bank), length, seed)
    name = "examen à une dimension"
    # Overlap rests on every pair of people: ten shares of the room tell how much it moves.
    parts = [metrics.overlap(part, bank.size) for part in np.array_split(trace.asked, 10)]
    return [
        Measure(
            "T17",
            "erreur sur le total",
            float(np.sqrt(np.mean(error**2))),
            float((error**2).std() / np.sqrt(people) / (2 * np.sqrt(np.mean(error**2)))),
            0.27,
            at_most=True,
            moonshot=0.23,
            anchor=metrics.rmse(folks.total, theirs.capacity),
            anchor_name=name,
        ),
        Measure(
            "T17",
            "part d'items communs à deux personnes",
            metrics.overlap(trace.asked, bank.size),
            float(np.std(parts, ddof=1) / np.sqrt(10)),
            0.10,
            at_most=True,
            moonshot=0.08,
            anchor=metrics.overlap(theirs.asked, bank.size),
            anchor_name=name,
        ),
        Measure(
            "T17",
            "exposition la plus forte",
            float(metrics.exposure(trace.asked, bank.size).max()),
            25 / people,
            0.25,
            at_most=True,
            anchor=float(metrics.exposure(theirs.asked, bank.size).max()),
            anchor_name=name,
        ),
    ]
