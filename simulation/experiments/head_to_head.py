"""Against the anchor's positioning rule: same people, same luck, each to its own natural end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation import metrics
from simulation.anchor import Positioning, by_competence, campaign
from simulation.banks import Bank
from simulation.exams import Exam
from simulation.methods import Tree
from simulation.people import People
from simulation.sittings import sit
from simulation.targets.precision import level_hits, positioned_domains
from simulation.worlds import PRECISION, StudyFrame
from webapp.reports.findings import Cell, ExperimentOutcome, ReportTable, count, rounded

Floats = NDArray[np.float64]
LONGEST = 90
RULES = (
    ("une compétence après l'autre", by_competence),
    ("un seul parcours", campaign),
)


def head_to_head(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """Questions the tree needs to do as well as the rule does at its own end."""
    tables = []
    for guessing, what in (
        (True, "hasard réaliste"),
        (False, "sans hasard, le meilleur cas de Pix"),
    ):
        folks, bank = frame.people(people, seed), frame.bank(guessing=guessing)
        tuned = frame.people(people, seed + 1)
        trace = sit(frame.setting(bank), folks, Tree(PRECISION), min(LONGEST, bank.size), seed)
        reached = metrics.correlations(folks.domain, trace.domain_mean)
        rows = []
        for name, rule in RULES:
            run = rule(bank, folks.answers(bank), seed)
            other = rule(bank, tuned.answers(bank), seed)
            rows.append(_row(name, frame, run, other, folks, tuned, reached))
        head = (
            "règle de positionnement",
            "questions (1er et 9e déciles)",
            "bonne bande",
            "à une bande près",
            "corrélation",
            "questions de l'arbre pour la même corrélation",
            "rapport",
        )
        tables.append(ReportTable(f"Bilan par domaine, {what}", head, rows))
    return ExperimentOutcome(
        "head-to-head",
        "Face à la règle de positionnement de Pix",
        frame.name,
        people,
        seed,
        "La règle est réécrite d'après sa description publique. Ses bandes viennent de seuils réglés"
        " sur d'autres personnes ; elle ne donne ni longueur fixe ni intervalle.",
        tables,
    )


def _row(
    name: str,
    frame: StudyFrame,
    run: Positioning,
    other: Positioning,
    folks: People,
    tuned: People,
    reached: Floats,
) -> list[Cell]:
    scores, before = (_domains(frame, r) for r in (run, other))
    bands = np.stack(
        [
            _placed(scores[:, d], before[:, d], tuned.domain[:, d], frame.cuts)
            for d in range(scores.shape[1])
        ],
        axis=1,
    )
    truth, goal = metrics.bands(folks.domain, frame.cuts), metrics.correlation(folks.domain, scores)
    ours = metrics.first_length(reached, goal)
    spent = float(run.lengths.mean())
    low, high = np.percentile(run.lengths, (10, 90))
    return [
        name,
        f"{rounded(spent, 1)} ({low:.0f}–{high:.0f})".replace(".", ","),
        rounded(metrics.agreement(truth, bands)),
        rounded(metrics.agreement(truth, bands, 1)),
        rounded(goal),
        count(ours, metrics.NEVER),
        "—" if ours >= metrics.NEVER else rounded(spent / ours, 1),
    ]


def _domains(frame: StudyFrame, run: Positioning) -> Floats:
    return positioned_domains(frame.tree, run.scores(len(frame.tree.competences))[:, -1])


def _placed(
    scores: Floats, before: Floats, ability: Floats, cuts: tuple[float, ...]
) -> NDArray[np.intp]:
    """Bands from points: thresholds giving, on other people, as many in each band as in truth."""
    shares = [float((ability < cut).mean()) for cut in cuts]
    return metrics.bands(scores, np.quantile(before, shares))


def competences(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """Competence levels after each number of questions, with and without the tree."""
    folks, bank = frame.people(people, seed, flat=False), frame.bank(flat=False)
    asked = [n for n in (8, 16, 24, 32, 48, 80) if n <= bank.size]
    rows: list[list[Cell]] = []
    for link, name in ((False, "sans lien entre domaines"), (True, "arbre (Marchepied)")):
        trace = sit(frame.setting(bank, borrowing=link), folks, Exam(asked[-1]), asked[-1], seed)
        for n in asked:
            mean, sd = trace.leaf_mean[:, n - 1], trace.leaf_sd[:, n - 1]
            rows.append(
                [
                    name,
                    n,
                    rounded(metrics.correlation(folks.competence, mean)),
                    *_levels(bank, folks, mean),
                    rounded(metrics.coverage(folks.competence, mean, sd)),
                ]
            )
    head = (
        "mesure",
        "questions",
        "corrélation",
        "niveau à un près",
        "niveau exact",
        "intervalles à 90 % vrais",
    )
    return ExperimentOutcome(
        "competences",
        "Niveau de chaque compétence",
        frame.name,
        people,
        seed,
        "Les questions vont d'abord aux compétences les moins interrogées.",
        [ReportTable("Compétences", head, rows)],
    )


def _levels(bank: Bank, folks: People, mean: Floats) -> list[Cell]:
    return [rounded(level_hits(bank, folks, mean, n).mean()) for n in (1, 0)]
