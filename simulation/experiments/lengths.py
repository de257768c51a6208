"""How many questions: every way of choosing, side by side; the comfort filter; wrong beliefs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulation import metrics, peers
from simulation.banks import misjudged
from simulation.experiments import tables
from simulation.methods import AOptimal, Method, Random, RoundRobinInformation, Tree
from simulation.sittings import sit
from simulation.worlds import PRECISION, StudyFrame
from webapp.psychometrics.selection import SelectionRules
from webapp.reports.findings import Cell, ExperimentOutcome, Plot, ReportTable, count, rounded

Floats = NDArray[np.float64]
LONGEST = 140
GOALS = (0.55, 0.45, 0.35)
LENGTHS = (15, 30, 60)
METHODS: tuple[tuple[str, Method, bool], ...] = (
    ("au hasard, une mesure par domaine", Random(), False),
    ("au hasard, arbre", Random(), True),
    ("information maximale, domaines à tour de rôle", RoundRobinInformation(), False),
    ("variance attendue, une mesure par domaine", Tree(PRECISION), False),
    ("variance attendue, arbre (Marchepied)", Tree(PRECISION), True),
    ("somme des variances, arbre", AOptimal(), True),
)
CATSIM_PEOPLE, CATSIM_LENGTH = 40, 24
HEAD = (
    "méthode",
    "corrélation ≥ 0,90",
    "bonne bande ≥ 70 %",
    "à une bande près ≥ 99,5 %",
    *(f"tous les domaines à {goal} : médiane (9e décile)".replace(".", ",") for goal in GOALS),
    *(f"erreur à {n} questions" for n in LENGTHS),
)


def lengths(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """Questions needed by each method, on the same people and the same luck."""
    folks, bank = frame.people(people, seed), frame.bank()
    longest = min(LONGEST, bank.size)
    traces = {
        name: sit(frame.setting(bank, borrowing=link), folks, method, longest, seed)
        for name, method, link in METHODS
    }
    rows = []
    for name, trace in traces.items():
        reached = metrics.correlations(folks.domain, trace.domain_mean)
        exact, near = (tables.exact_bands(trace, folks, frame.cuts, n) for n in (0, 1))
        rows.append(
            [
                name,
                _first(reached, 0.90),
                _first(exact, 0.70),
                _first(near, 0.995),
                *tables.precision(trace, GOALS),
                *tables.errors(trace, folks, [min(n, longest) for n in LENGTHS]),
            ]
        )
    curves = [tables.error_curve(name, trace, folks) for name, trace in traces.items()]
    plot = Plot(
        "Erreur après chaque question",
        "L'erreur baisse le plus vite quand l'arbre emprunte aux domaines voisins et choisit la question"
        " qui laisse le moins de doute.",
        "questions",
        "erreur (écarts-types)",
        curves,
    )
    return ExperimentOutcome(
        "lengths",
        "Combien de questions ?",
        frame.name,
        people,
        seed,
        "Mêmes personnes et même chance pour toutes les méthodes. « jamais » : pas atteint en"
        f" {longest} questions.",
        [ReportTable("Questions nécessaires, par méthode", HEAD, rows), _catsim(frame, seed)],
        [plot],
    )


def _first(values: Floats, goal: float) -> Cell:
    return count(metrics.first_length(values, goal), metrics.NEVER)


def _catsim(frame: StudyFrame, seed: int) -> ReportTable:
    """The real library, one test per domain, on fewer people: a step of it costs milliseconds."""
    folks, bank = frame.people(CATSIM_PEOPLE, seed), frame.bank()
    found = peers.catsim_errors(bank, folks, CATSIM_LENGTH)
    caption = "catsim, un test par domaine (information maximale, maximum de vraisemblance)"
    if found is None:
        return ReportTable(caption, ("remarque",), [["catsim n'est pas installé ici"]])
    rows: list[list[Cell]] = []
    for goal in GOALS:
        each = np.where((found <= goal).any(axis=1), (found <= goal).argmax(axis=1) + 1, np.inf)
        total = float(np.median(each.sum(axis=1)))
        rows.append(
            [str(goal).replace(".", ","), "jamais" if np.isinf(total) else rounded(total, 1)]
        )
    return ReportTable(
        f"{caption}, {CATSIM_PEOPLE} personnes",
        ("erreur type visée", "questions en tout (médiane)"),
        rows,
    )


def comfort(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """What sparing people costs, at each level of the filter."""
    filters = {str(p).replace(".", ","): (p, p) for p in (0.0, 0.5, 0.6, 0.7, 0.8)}
    filters["0,75 puis 0,6 (Marchepied)"] = (0.75, 0.60)
    rows = [
        _spared(name, replace(PRECISION, comfort_first=first, comfort=then), frame, people, seed)
        for name, (first, then) in filters.items()
    ]
    head = (
        "chance de réussir, au moins",
        "réussites, 5 premières",
        "réussites, 30 premières",
        "plus longue suite de questions manquées (9e décile)",
        *(f"à {goal} : médiane (9e décile)".replace(".", ",") for goal in GOALS[:2]),
    )
    return ExperimentOutcome(
        "comfort",
        "Ce que coûte le confort",
        frame.name,
        people,
        seed,
        "Le filtre écarte les questions trop dures pour la personne, d'après ses réponses.",
        [ReportTable("Le filtre de confort", head, rows)],
    )


def _spared(
    name: str, rules: SelectionRules, frame: StudyFrame, people: int, seed: int
) -> list[Cell]:
    folks, bank = frame.people(people, seed), frame.bank()
    trace = sit(frame.setting(bank), folks, Tree(rules), min(70, bank.size), seed)
    runs = metrics.longest_failures(trace.right[:, :30])
    late = int(np.percentile(runs, 90))
    return [
        name,
        rounded(trace.right[:, :5].mean(), 2),
        rounded(trace.right[:, :30].mean(), 2),
        f"{rounded(runs.mean(), 1)} ({late})".replace(".", ","),
        *tables.precision(trace, GOALS[:2]),
    ]


def robustness(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """When the world is not what the engine believes."""
    rows = []
    for what, world, believed, error in _worlds(frame):
        folks, truth, bank = world.people(people, seed), frame.bank(), believed.bank()
        bank = misjudged(bank, error, seed) if error else bank
        alone, tree = (
            sit(
                replace(believed.setting(bank, borrowing=link), truth=truth),
                folks,
                Tree(PRECISION),
                min(60, bank.size),
                seed,
            )
            for link in (False, True)
        )
        covered = metrics.coverage(folks.domain, tree.domain_mean[:, 29], tree.domain_sd[:, 29])
        rows.append(
            [
                what,
                *tables.precision(alone, (0.45,)),
                *tables.precision(tree, (0.45,)),
                rounded(covered),
                *tables.errors(tree, folks, (30,)),
                *tables.errors(alone, folks, (30,)),
            ]
        )
    head = (
        "monde",
        "une mesure par domaine, à 0,45",
        "arbre, à 0,45",
        "intervalles à 90 % vrais, 30 questions",
        "erreur de l'arbre, 30 questions",
        "erreur sans emprunt, 30 questions",
    )
    return ExperimentOutcome(
        "robustness",
        "Quand le modèle se trompe",
        frame.name,
        people,
        seed,
        "Emprunter aux voisins reste utile quand la corrélation est mal crue, mais les"
        " intervalles deviennent trop étroits.",
        [ReportTable("Mondes différents de ce que croit le moteur", head, rows)],
    )


def _worlds(frame: StudyFrame) -> list[tuple[str, StudyFrame, StudyFrame, float]]:
    """What it is called, the people's world, what the scoring believes, error on difficulties."""
    half, high = frame.correlated(0.5), frame.correlated(0.85)
    believed = str(round(frame.tree.domain_loading**2, 2)).replace(".", ",")
    return [
        ("corrélation 0,5, crue 0,5", half, half, 0.0),
        ("corrélation 0,85, crue 0,85", high, high, 0.0),
        (f"corrélation 0,5, crue {believed}", half, frame, 0.0),
        (f"corrélation 0,85, crue {believed}", high, frame, 0.0),
        ("difficultés fausses de 0,3", frame, frame, 0.3),
        (
            "population un écart-type plus bas, crue moyenne",
            replace(frame, mean=frame.mean - 1),
            frame,
            0.0,
        ),
    ]
