"""What answers teach about the items: difficulties found, unfair questions found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulation import metrics
from simulation.banks import LOG_A_MEAN, Bank
from simulation.experiments import tables
from simulation.methods import Tree
from simulation.sittings import Setting, sit
from simulation.targets import fairness as unfair
from simulation.targets.learning import from_trace
from simulation.worlds import PRECISION, StudyFrame
from webapp.psychometrics.bank import ItemBank
from webapp.psychometrics.calibration import calibrate
from webapp.reports.findings import Cell, ExperimentOutcome, Plot, ReportTable, rounded

SESSIONS, QUESTIONS, AMONG, OFTEN = (200, 500, 1000), 30, 10, 30
EXPERT_ERROR = 0.5
GROUPS, EACH = (50, 100, 150, 200, 300), (5, 8, 15)


def calibration(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """Error on difficulties, and on the next people, after more and more sessions."""
    bank = frame.bank()
    noise = np.random.default_rng([seed, 61]).normal(0, EXPERT_ERROR, bank.size)
    experts = [
        replace(item, a=float(np.exp(LOG_A_MEAN)), b=item.b + float(error), b_se=EXPERT_ERROR)
        for item, error in zip(bank.items.items, noise, strict=True)
    ]
    judged = replace(bank, items=ItemBank(bank.items.tree, experts))
    rows: list[list[Cell]] = [
        [
            "experts seuls",
            0,
            rounded(np.sqrt(np.mean(noise**2))),
            *_next(frame, judged, bank, people, seed),
        ]
    ]
    method = Tree(replace(PRECISION, randomesque=AMONG))
    for sessions in SESSIONS:
        folks = frame.people(sessions, seed + 2)
        setting = Setting(bank.items.tree, judged, bank, frame.cuts, frame.mean)
        taken = from_trace(sit(setting, folks, method, QUESTIONS, seed), bank, frame.mean)
        found = calibrate(taken, experts, tree=bank.items.tree)
        often = np.array([fit.answers >= OFTEN for fit in found.items])
        gap = np.array([fit.b for fit in found.items]) - bank.items.b
        learnt = replace(bank, items=ItemBank(bank.items.tree, found.applied(experts)))
        rows.append(
            [
                f"{sessions} tests",
                int(np.median([fit.answers for fit in found.items])),
                rounded(np.sqrt(np.mean(gap[often] ** 2))) if often.any() else "—",
                *_next(frame, learnt, bank, people, seed),
            ]
        )
    rows.append(
        ["difficultés parfaitement connues", "—", 0.0, *_next(frame, bank, bank, people, seed)]
    )
    head = (
        "difficultés",
        "réponses par item (médiane)",
        f"erreur sur b, items répondus {OFTEN} fois",
        "erreur sur les personnes suivantes",
        "intervalles à 90 % vrais",
    )
    return ExperimentOutcome(
        "calibration",
        "Des experts aux réponses",
        frame.name,
        people,
        seed,
        f"Experts faux d'un demi-point ; tests de {QUESTIONS} questions, une des {AMONG}"
        " meilleures à chaque fois.",
        [ReportTable("Ce que les réponses apprennent", head, rows)],
    )


def _next(frame: StudyFrame, believed: Bank, truth: Bank, people: int, seed: int) -> list[Cell]:
    folks = frame.people(people, seed + 1)
    setting = Setting(truth.items.tree, believed, truth, frame.cuts, frame.mean)
    trace = sit(setting, folks, Tree(PRECISION), QUESTIONS, seed)
    mean, sd = trace.domain_mean[:, -1], trace.domain_sd[:, -1]
    return [
        rounded(metrics.rmse(folks.domain, mean)),
        rounded(metrics.coverage(folks.domain, mean, sd)),
    ]


def fairness(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """How often an unfair question is found, by number of answers of the group; ``people`` questions."""
    everyone, rng = unfair.groups(frame, seed), np.random.default_rng([seed, 67])
    rows: list[list[Cell]] = []
    found, false = [], []
    for count in GROUPS:
        bad, good = (
            np.mean(
                np.array([everyone.judged(rng, count, effect) for _ in range(people)])
                < unfair.LEVEL,
                axis=0,
            )
            for effect in (unfair.EFFECT, 0.0)
        )
        found.append(float(bad[1]))
        false.append(float(good[1]))
        rows.append([count, rounded(float(bad[0]), 2), found[-1], false[-1]])
    features = max(people // 10, 10)
    shared: list[list[Cell]] = [
        [each, *(_pooled(everyone, rng, each, effect, features) for effect in (unfair.EFFECT, 0.0))]
        for each in EACH
    ]
    plot = Plot(
        "Exercices injustes trouvés",
        "Il faut environ cent cinquante réponses d'un groupe pour juger un exercice seul.",
        "réponses du groupe",
        "part des exercices",
        [
            tables.share_curve("injustes, trouvés", GROUPS, found, people),
            tables.share_curve("justes, accusés", GROUPS, false, people),
        ],
    )
    return ExperimentOutcome(
        "fairness",
        "Trouver un exercice injuste",
        frame.name,
        people,
        seed,
        "Un exercice injuste divise les chances du groupe par e^0,64. Seuil : 1 %.",
        [
            ReportTable(
                "Un exercice seul",
                (
                    "réponses du groupe",
                    "trouvés (Mantel-Haenszel)",
                    "trouvés (régression)",
                    "accusés à tort",
                ),
                rows,
            ),
            ReportTable(
                f"Un trait partagé par {unfair.SHARED} exercices",
                ("réponses par exercice", "trouvés", "accusés à tort"),
                shared,
            ),
        ],
        [plot],
    )


def _pooled(
    everyone: unfair.Groups, rng: np.random.Generator, each: int, effect: float, features: int
) -> Cell:
    """Share of features found."""
    p = [everyone.pooled(rng, each, effect) for _ in range(features)]
    return rounded(float(np.mean(np.array(p) < unfair.LEVEL)), 2)
