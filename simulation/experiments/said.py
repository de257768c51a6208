"""What may be said: bands, a screening, people who say they do not know, exams."""

from __future__ import annotations

import numpy as np

from simulation import metrics
from simulation.exams import Exam, flash
from simulation.experiments import tables
from simulation.methods import Method, Random, Screening, Tree
from simulation.sittings import sit
from simulation.targets.truth import answered, choices, said
from simulation.targets.use import screened
from simulation.worlds import PRECISION, StudyFrame
from webapp.reports.findings import Cell, ExperimentOutcome, Plot, ReportTable, rounded


def statements(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """The right band, or a set of bands that holds the truth."""
    folks, bank = frame.people(people, seed), frame.bank()
    asked = [n for n in (5, 10, 15, 20, 30, 45, 60) if n <= bank.size]
    trace = sit(frame.setting(bank), folks, Tree(PRECISION), asked[-1], seed)
    exact = tables.exact_bands(trace, folks, frame.cuts, 0)
    rows: list[list[Cell]] = []
    narrow_at: list[float] = []
    held_at: list[float] = []
    for n in asked:
        short = type(trace)(*(getattr(trace, f)[:, :n] for f in trace.__dataclass_fields__))
        narrow, held = said(short, folks, frame.cuts)
        narrow_at.append(float(narrow.mean()))
        held_at.append(float(held.mean()))
        rows.append([n, rounded(exact[n - 1]), rounded(narrow_at[-1]), rounded(held_at[-1])])
    head = (
        "questions",
        "bonne bande, une seule nommée",
        "au plus deux bandes nommées",
        "ce qui est dit est vrai",
    )
    plot = Plot(
        "Ce que l'on peut dire, selon le nombre de questions",
        "Après vingt questions, presque tous les domaines tiennent en deux bandes, et ce qui est dit"
        " reste vrai plus de neuf fois sur dix.",
        "questions",
        "part des domaines",
        [
            tables.share_curve("au plus deux bandes", asked, narrow_at, people),
            tables.share_curve("ce qui est dit est vrai", asked, held_at, people),
        ],
    )
    return ExperimentOutcome(
        "statements",
        "Ce que l'on peut dire",
        frame.name,
        people,
        seed,
        "Nommer une seule bande se trompe souvent ; nommer la plus courte suite de bandes"
        " qui porte 90 % de la probabilité dit vrai.",
        [ReportTable("Bandes", head, rows)],
        [plot],
    )


def screening(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """« Loin du numérique ? » in a few questions."""
    folks, bank = frame.people(people, seed), frame.bank()
    cut, per_domain = frame.cuts[0], len(frame.tree.domains)
    ways: list[tuple[str, Method, int]] = [
        *(
            (f"adaptatif, {n} questions", Screening(cut), n)
            for n in (per_domain, 2 * per_domain, 3 * per_domain)
        ),
        (f"au hasard, {2 * per_domain} questions", Random(), 2 * per_domain),
    ]
    rows: list[list[Cell]] = []
    for name, method, length in ways:
        trace = sit(frame.setting(bank), folks, method, length, seed)
        found = screened(trace, folks, cut, length)
        sd = float(trace.total_sd[:, -1].mean())
        rows.append([name, rounded(sd), *(rounded(found[key]) for key in found)])
    head = ("test", "écart-type a posteriori", *found)
    return ExperimentOutcome(
        "screening",
        "Repérage rapide",
        frame.name,
        people,
        seed,
        "Une réponse n'est donnée que si elle est assez sûre ; sinon le test continue.",
        [ReportTable("Sous le seuil, ou non ?", head, rows)],
    )


def dont_know(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """Same ability, three ways of answering what one does not know."""
    rows: list[list[Cell]] = []
    for style, name in (
        (0.0, "répond toujours au hasard"),
        (0.5, "une fois sur deux"),
        (1.0, "dit toujours « je ne sais pas »"),
    ):
        folks, bank = choices(people, seed, style)
        for honest, model in ((True, "Marchepied"), (False, "3PL, compté faux")):
            known = answered(bank, folks, honest=honest).beliefs()
            mean, sd = (moment[:, 0] for moment in known.moments(known.domains))
            truth = folks.domain[:, 0]
            rows.append(
                [
                    name,
                    model,
                    rounded((mean - truth).mean()),
                    rounded(metrics.rmse(truth, mean)),
                    rounded(metrics.coverage(truth, mean, sd)),
                ]
            )
    head = ("comportement", "modèle", "biais", "erreur", "intervalles à 90 % vrais")
    return ExperimentOutcome(
        "dont-know",
        "« Je ne sais pas »",
        frame.name,
        people,
        seed,
        "Vingt questions à quatre choix, un seul domaine.",
        [ReportTable("Biais selon le comportement", head, rows)],
    )


def exams(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """Exposure rules of an exam of two questions per competence, beside the one-dimensional exam."""
    length = 2 * len(frame.tree.competences)
    every = []
    for clones in (1, 4) if frame.own is None else (1,):
        bank, folks = frame.bank(clones=clones), frame.people(people, seed)
        rules = (
            ("information maximale", Exam(length)),
            ("parmi les 5 meilleures", Exam(length, randomesque=5)),
            ("progressif", Exam(length, progressive=True)),
            ("progressif, plafond 0,20 (Marchepied)", Exam(length, progressive=True, cap=0.20)),
        )
        rows: list[list[Cell]] = []
        for name, rule in rules:
            trace = sit(frame.setting(bank), folks, rule, length, seed, room=25)
            rows.append(
                [
                    name,
                    rounded(metrics.rmse(folks.total, trace.total_mean[:, -1])),
                    *_wear(trace.asked, bank.size),
                ]
            )
        theirs = flash(bank, folks.answers(bank), length, seed)
        rows.append(
            [
                "examen à une dimension",
                rounded(metrics.rmse(folks.total, theirs.capacity)),
                *_wear(theirs.asked, bank.size),
            ]
        )
        head = (
            "règle",
            "erreur sur le total",
            "exposition la plus forte",
            "jamais montrés",
            "items communs à deux personnes",
        )
        every.append(
            ReportTable(f"Examen de {length} questions parmi {bank.size} items", head, rows)
        )
    return ExperimentOutcome(
        "exams",
        "Examens et usure des questions",
        frame.name,
        people,
        seed,
        "Un item montré à plus d'une personne sur cinq finit par être connu.",
        every,
    )


def _wear(asked: np.ndarray[tuple[int, ...], np.dtype[np.intp]], items: int) -> list[float]:
    rates = metrics.exposure(asked, items)
    return [
        rounded(rates.max(), 2),
        rounded((rates == 0).mean(), 2),
        rounded(metrics.overlap(asked, items), 2),
    ]
