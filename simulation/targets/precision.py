"""T1–T4: how many questions, and how good the competence levels are, beside the anchors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation import metrics
from simulation.anchor import by_competence
from simulation.banks import Bank, thresholds, with_tasks
from simulation.exams import Exam, flash
from simulation.methods import Tree
from simulation.people import People
from simulation.sittings import sit
from simulation.targets.measure import Measure
from simulation.worlds import PRECISION, StudyFrame
from webapp.psychometrics.tree import TraitTree

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
GOAL_SD = 0.45


def lengths(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T1. Questions to a domain SD of .45 everywhere; the anchor is one posterior per domain."""
    folks, bank = frame.people(people, seed), frame.bank()
    ours, alone = (
        metrics.questions_to(
            sit(frame.setting(bank, borrowing=b), folks, Tree(PRECISION), n, seed).domain_sd,
            GOAL_SD,
        )
        for b, n in ((True, 45), (False, 75))
    )
    rich = with_tasks(frame.bank(clones=4))
    best = metrics.questions_to(
        sit(frame.setting(rich), folks, Tree(PRECISION), 30, seed).domain_sd, GOAL_SD
    )
    name = "une mesure par domaine"
    return [
        Measure(
            "T1",
            "médiane des questions, 400 items",
            *_median(ours, seed),
            24,
            at_most=True,
            anchor=float(np.median(alone)),
            anchor_name=name,
        ),
        Measure(
            "T1",
            "neuvième décile des questions, 400 items",
            *_ninth(ours, seed),
            31,
            at_most=True,
            anchor=float(np.percentile(alone, 90)),
            anchor_name=name,
        ),
        Measure(
            "T1",
            "médiane, 1 600 items et tâches graduées",
            *_median(best, seed),
            24,
            at_most=True,
            moonshot=17,
        ),
    ]


def against_positioning(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T2 and T3. Questions to the correlation the positioning rule has at its own natural end."""
    folks, bank = frame.people(people, seed), frame.bank()
    run = by_competence(bank, folks.answers(bank), seed)
    goal = positioned_domains(frame.tree, run.scores(len(frame.tree.competences))[:, -1])
    trace = sit(frame.setting(bank), folks, Tree(PRECISION), 60, seed)
    domain = _crossing(folks.domain, trace.domain_mean, goal, seed)

    fine, deep = frame.people(people, seed, flat=False), frame.bank(flat=False)
    other = by_competence(deep, fine.answers(deep), seed)
    reached = other.scores(len(frame.tree.competences))[:, -1]
    trace = sit(frame.setting(deep), fine, Exam(30), 30, seed)
    leaf = _crossing(fine.competence, trace.leaf_mean, reached, seed)
    name = "règle de positionnement, jusqu'à sa fin"
    return [
        Measure(
            "T2",
            "questions pour la même corrélation par domaine",
            *domain,
            40,
            at_most=True,
            moonshot=24,
            anchor=float(run.lengths.mean()),
            anchor_name=name,
        ),
        Measure(
            "T3",
            "questions pour la même corrélation par compétence",
            *leaf,
            16,
            at_most=True,
            moonshot=12,
            anchor=float(other.lengths.mean()),
            anchor_name=name,
        ),
    ]


def levels(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T4. Competence level within one of the truth, after two questions per competence."""
    folks = frame.people(people, seed, flat=False)
    measured = []
    for clones, what in ((1, "400 items"), (2, "800 items"), (4, "1 600 items")):
        bank = frame.bank(clones=clones, flat=False)
        length = 2 * len(frame.tree.competences)
        trace = sit(frame.setting(bank), folks, Exam(length), length, seed)
        near = level_hits(bank, folks, trace.leaf_mean[:, -1], 1)
        rule = flash(bank, folks.answers(bank), length, seed)
        theirs = level_hits(bank, folks, rule.capacity[:, None], 1)
        measured.append(
            Measure(
                "T4",
                f"niveau à un près, deux questions par compétence, {what}",
                float(near.mean()),
                float(near.mean(axis=1).std() / np.sqrt(people)),
                0.91,
                at_most=False,
                moonshot=0.95,
                anchor=float(theirs.mean()),
                anchor_name="examen à une dimension",
            )
        )
    return measured


def level_hits(bank: Bank, folks: People, estimate: Floats, within: int) -> NDArray[np.bool_]:
    """Whether each competence level, 0 to 8, is at most ``within`` away from the true one."""
    cuts = thresholds(bank)
    gap = metrics.bands(folks.competence, cuts) - metrics.bands(estimate, cuts)
    return np.asarray(np.abs(gap) <= within)


def positioned_domains(tree: TraitTree, scores: Floats) -> Floats:
    """Mean points of the competences of each domain, (people, competences) → (people, domains)."""
    sizes = np.bincount(tree.domain_of)
    return np.asarray(np.add.reduceat(scores, tree.first_competence, axis=1) / sizes)


def _crossing(truth: Floats, estimates: Floats, theirs: Floats, seed: int) -> tuple[float, float]:
    """First length whose correlation reaches that of ``theirs``, and its bootstrap error."""

    def first(rows: Whole) -> float:
        goal = metrics.correlation(truth[rows], theirs[rows])
        curve = metrics.correlations(truth[rows], estimates[rows])
        return float(min(metrics.first_length(curve, goal), estimates.shape[1] + 1))

    return first(np.arange(len(truth))), metrics.bootstrap(first, len(truth), seed, 60)


def _median(questions: Whole, seed: int) -> tuple[float, float]:
    return _quantile(questions, 50, seed)


def _ninth(questions: Whole, seed: int) -> tuple[float, float]:
    return _quantile(questions, 90, seed)


def _quantile(questions: Whole, share: float, seed: int) -> tuple[float, float]:
    """A quantile of whole numbers has a jumpy bootstrap: its error is at least a quarter of one."""

    def statistic(rows: Whole) -> float:
        return float(np.percentile(questions[rows], share))

    error = metrics.bootstrap(statistic, questions.size, seed)
    return float(np.percentile(questions, share)), max(error, 0.25)
