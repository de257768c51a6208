"""The calibration in words, tables and plots, and the file that someone may commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from webapp.content import Catalogue
from webapp.observatory.study import FEWEST_FOR_FILE, Fairness, ItemReport, Study
from webapp.psychometrics.calibration.drift import STEADY
from webapp.psychometrics.dif import FEWEST_PEOPLE, Examined
from webapp.reports import ReportSection, page
from webapp.reports.findings import Cell, Curve, Plot, ReportTable, number, rounded

HEAD = """# Difficultés trouvées à partir des réponses. Écrit par « marchepied calibrate ».
# À relire avant de l'adopter.
# Une autre version d'un exercice ne reprend pas ces nombres.
"""


def written(found: Study, catalogue: Catalogue, made: date) -> str:
    """``calibration.yaml``: the exercises with enough answers, in order."""
    lines = [
        HEAD.rstrip(),
        "schema: calibration/2",
        f"made: {made.isoformat()}",
        f"sessions: {found.sessions}",
        f"answers: {found.answers}",
        "items:" if found.kept else "items: {}",
    ]
    for line in sorted(found.kept, key=lambda one: one.fit.id):
        fit = line.fit
        lines.append(
            f"  {fit.id}: {{version: {catalogue.items[fit.id].version}, a: {fit.a:.4f}, b: {fit.b:.4f}, "
            f"b_se: {fit.b_se:.4f}, slope_se: {fit.slope_se:.4f}, slope_b: {fit.slope_b:.4f}, "
            f"answers: {fit.answers}}}"
        )
    return "\n".join(lines) + "\n"


def report(found: Study, made: date) -> str:
    """The page to read before adopting the file."""
    lead = [
        f"Étude du {made.isoformat()} : {found.answers} réponses comptées, {found.sessions} tests.",
        "Rien n'est appliqué : le fichier calibration.yaml se relit, puis se range dans content/.",
    ]
    if found.cold:
        lead.append(
            "Aucune réponse de test pour l'instant : les difficultés sont celles des experts."
        )
    elif not found.converged:
        lead.append("Le calcul ne s'est pas stabilisé : n'adoptez pas ce fichier.")
    return page("Ce que les réponses disent des exercices", lead, list(_sections(found)))


def _sections(found: Study) -> Iterator[ReportSection]:
    yield _parameters(found)
    yield _levels(found)
    yield _drift(found)
    for group in found.fairness:
        yield _fair(group)


def _parameters(found: Study) -> ReportSection:
    head = (
        "exercice",
        "réponses",
        "b des experts",
        "b trouvé",
        "erreur type",
        "a",
        "résidu",
        "rôle",
    )
    rows: list[list[Cell]] = [
        [
            line.fit.id,
            line.fit.answers,
            rounded(line.expert.b, 2),
            rounded(line.fit.b, 2),
            rounded(line.fit.b_se, 2),
            rounded(line.fit.a, 2),
            rounded(line.fit.residual, 1),
            _role(line, found),
        ]
        for line in found.lines
    ]
    return ReportSection(
        "Difficultés",
        [
            "b est la difficulté, a la pente.",
            f"À partir de {number(STEADY)}, un résidu demande de relire l'exercice.",
            f"Sous {FEWEST_FOR_FILE} réponses, l'exercice garde la difficulté des experts.",
        ],
        [ReportTable("Paramètres de chaque exercice", head, rows)],
        [_moves(found.kept)] if found.kept else [],
    )


def _role(line: ItemReport, found: Study) -> str:
    if line.fit.id in found.anchors:
        return "ancre"
    if abs(line.fit.residual) >= STEADY:
        return "à relire"
    return "trouvé" if line.fit.answers >= FEWEST_FOR_FILE else "experts"


def _moves(kept: Sequence[ItemReport]) -> Plot:
    ordered = sorted(kept, key=lambda line: (line.expert.b, line.fit.id))
    return Plot(
        "Difficulté supposée, difficulté trouvée",
        "Du plus facile au plus difficile selon les experts ; la bande dit ce que les réponses permettent"
        " d'affirmer.",
        "rang selon les experts",
        "difficulté b",
        [
            Curve(
                "experts", list(range(1, len(ordered) + 1)), [rounded(o.expert.b) for o in ordered]
            ),
            Curve(
                "réponses",
                list(range(1, len(ordered) + 1)),
                [rounded(o.fit.b) for o in ordered],
                [rounded(o.fit.b_se) for o in ordered],
            ),
        ],
    )


def _levels(found: Study) -> ReportSection:
    places = found.thresholds
    rows: list[list[Cell]] = [
        [f"N{level}", rounded(value, 2), rounded(error, 2)]
        for level, value, error in zip(places.levels, places.values, places.errors, strict=True)
    ]
    return ReportSection(
        "Où commence chaque niveau",
        [
            "Capacité à laquelle un exercice ordinaire du niveau est su 65 fois sur 100.",
            "L'ordre des niveaux est tenu par construction.",
            "Les seuils en service ne changent qu'avec une version annoncée.",
        ],
        [ReportTable("Seuils", ("niveau", "seuil", "erreur type"), rows)],
    )


def _drift(found: Study) -> ReportSection:
    rows: list[list[Cell]] = [
        [
            line.fit.id,
            "—" if line.drift is None else f"semaine {line.drift + 1}",
            "oui" if line.moved else "non",
        ]
        for line in found.lines
        if line.drift is not None or line.moved
    ]
    text = [
        "Alarme : somme cumulée des résidus de chaque semaine (CUSUM, k = 0,5, h = 5).",
        "« A bougé » : plus de 0,3, et l'intervalle à 95 % du changement ne contient pas zéro.",
    ]
    if not rows:
        return ReportSection("Dérive", [*text, "Aucun exercice n'est en alarme."])
    return ReportSection(
        "Dérive",
        text,
        [ReportTable("À retirer ou à remesurer", ("exercice", "première alarme", "a bougé"), rows)],
    )


def _fair(group: Fairness) -> ReportSection:
    title = f"Équité : {group.group}"
    if group.refused:
        return ReportSection(
            title,
            [
                f"{group.people} personnes dans ce groupe.",
                f"Il en faut {FEWEST_PEOPLE} de chaque côté : rien n'est dit.",
            ],
        )
    head = (
        "",
        "réponses du groupe",
        "Δ",
        "Δ resserré",
        "chance d'un écart fort",
        "classe",
        "p",
        "à relire",
    )
    return ReportSection(
        title,
        [
            f"{group.people} personnes dans ce groupe, comparées aux autres à capacité égale.",
            "Δ négatif : plus difficile pour le groupe. Classes A (négligeable), B, C (fort).",
        ],
        [
            ReportTable(
                f"Types d'exercice, {group.group}", ("type", *head[1:]), _judged(group.features)
            ),
            ReportTable(f"Exercices, {group.group}", ("exercice", *head[1:]), _judged(group.items)),
        ],
    )


def _judged(found: Sequence[Examined]) -> list[list[Cell]]:
    return [
        [
            one.name,
            one.result.focal,
            rounded(one.result.delta, 2),
            "—" if one.shrunken is None else rounded(one.shrunken.mean, 2),
            "—" if one.shrunken is None else rounded(one.shrunken.c, 2),
            one.result.category,
            rounded(one.result.p),
            "oui" if one.suspect else "non",
        ]
        for one in found
    ]
