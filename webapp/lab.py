"""``marchepied simulate`` and ``calibrate``: what a psychometrician types."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from simulation.experiments import EXPERIMENTS
from simulation.targets import TARGETS, Measure
from simulation.worlds import StudyFrame, reference
from webapp.config import Settings
from webapp.content import Catalogue
from webapp.reports import ReportSection, page
from webapp.reports.findings import ExperimentOutcome, ReportTable, number, rounded

MOST_PEOPLE = 5000
REFERENCE, PRODUCT, BOTH = "reference", "product", "both"
TARGETS_TABLE = "targets"
ONLY_GENERATED = frozenset({"head-to-head", TARGETS_TABLE, "dont-know", "fairness"})
"""What needs ladders of skills, or a bank of its own: the reference frame only."""


def product_frame(catalogue: Catalogue) -> StudyFrame:
    """The product's own framework, bank and bands, as the people of the public door meet them."""
    from simulation.banks import given
    from webapp.assessment.measuring.model import measurement_model

    made = measurement_model(catalogue)
    levels = {item.id: int(item.level[1]) for item in catalogue.items.values()}
    bank = given(made.tree, list(made.items.values()), levels)
    mean = catalogue.rules.assessment.prior.default
    return StudyFrame("Marchepied", made.tree, tuple(catalogue.bands.cuts), mean, own=bank)


@click.command()
@click.option(
    "--table",
    "tables",
    multiple=True,
    type=click.Choice([*EXPERIMENTS, TARGETS_TABLE]),
    help="Un tableau seulement (plusieurs fois si besoin). Tous sinon.",
)
@click.option("--people", type=click.IntRange(20, MOST_PEOPLE), default=300, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--frame", type=click.Choice([REFERENCE, PRODUCT, BOTH]), default=BOTH, show_default=True
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
def simulate(*, tables: tuple[str, ...], people: int, seed: int, frame: str, out: Path) -> None:
    """Refait les tableaux publiés avec des personnes inventées : JSON et page à lire."""
    if frame == PRODUCT and tables and ONLY_GENERATED.issuperset(tables):
        raise click.UsageError(
            f"Ces tableaux demandent un cadre de référence : --frame {REFERENCE}."
        )
    findings = list(_run(tables or (TARGETS_TABLE, *EXPERIMENTS), _frames(frame), people, seed))
    out.mkdir(parents=True, exist_ok=True)
    plain = json.dumps([f.as_json() for f in findings], indent=1, ensure_ascii=False)
    (out / "simulations.json").write_text(plain + "\n", encoding="utf-8")
    (out / "index.html").write_text(report(findings), encoding="utf-8")
    click.echo(f"Écrit : {out / 'simulations.json'}, {out / 'index.html'}")


def _frames(name: str) -> Iterator[StudyFrame]:
    if name in (REFERENCE, BOTH):
        yield reference()
    if name in (PRODUCT, BOTH):
        from webapp.content import load_catalogue

        yield product_frame(load_catalogue(Settings.from_env(os.environ).content))


def _run(
    tables: Sequence[str], frames: Iterator[StudyFrame], people: int, seed: int
) -> Iterator[ExperimentOutcome]:
    for frame in frames:
        for name in tables:
            if name in ONLY_GENERATED and frame.own is not None:
                continue
            click.echo(f"{frame.name} : {name}", err=True)
            run = target_table if name == TARGETS_TABLE else EXPERIMENTS[name]
            yield run(frame, people, seed)


def target_table(frame: StudyFrame, people: int, seed: int) -> ExperimentOutcome:
    """The targets T1–T17 that are simulated, each with its gate and the anchor of the same run."""
    measures = [measure for run in TARGETS.values() for measure in run(frame, people, seed)]
    head = (
        "cible",
        "mesure",
        "valeur",
        "erreur type",
        "limite",
        "tenue",
        "ambition",
        "référence du même essai",
        "référence",
    )
    return ExperimentOutcome(
        "targets",
        "Cibles du moteur",
        frame.name,
        people,
        seed,
        "Une limite est tenue ou non sur cet essai ; peu de personnes, grande erreur type.",
        [ReportTable("Cibles", head, [_target_row(m) for m in measures])],
    )


def _target_row(measure: Measure) -> list[str | float]:
    sign = "≤ " if measure.at_most else "≥ "

    def limit(value: float | None) -> str:
        return "—" if value is None else f"{sign}{number(value)}"

    return [
        measure.target,
        measure.what,
        rounded(measure.value),
        rounded(measure.standard_error, 4),
        limit(measure.gate),
        "—" if measure.gate is None else "oui" if measure.met else "non",
        limit(measure.moonshot),
        "—" if measure.anchor is None else rounded(measure.anchor),
        measure.anchor_name or "—",
    ]


def report(findings: Sequence[ExperimentOutcome]) -> str:
    """The page of a simulation."""
    lead = [
        "Personnes inventées, tirées d'une graine : relancer la commande redonne les mêmes nombres.",
        "Ces nombres disent ce que vaut la méthode si le modèle est vrai.",
        "Ils ne disent pas encore ce que valent les exercices auprès de vraies personnes.",
    ]
    sections = [
        ReportSection(
            f"{finding.title} ({finding.frame})",
            [finding.note, f"{finding.people} personnes, graine {finding.seed}."],
            finding.tables,
            finding.plots,
        )
        for finding in findings
    ]
    return page("Le banc de mesure de Marchepied", lead, sections)


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
def calibrate(*, out: Path) -> None:
    """Difficultés trouvées à partir des réponses, dérive, équité : un rapport et un fichier à relire."""
    from webapp.content import load_catalogue
    from webapp.database import now
    from webapp.observatory import answers, study
    from webapp.observatory import report as words
    from webapp.startup import open_database

    settings = Settings.from_env(os.environ)
    catalogue = load_catalogue(settings.content)
    database = open_database(settings)
    with database.reading() as session:
        taken = answers.tests(session, catalogue)
    found, today = study.study(catalogue, taken), now().astimezone(settings.zone).date()
    out.mkdir(parents=True, exist_ok=True)
    (out / "calibration.yaml").write_text(words.written(found, catalogue, today), encoding="utf-8")
    (out / "index.html").write_text(words.report(found, today), encoding="utf-8")
    click.echo(f"Réponses lues : {found.answers}. Exercices mesurés : {len(found.kept)}.")
    if found.cold:
        click.echo("Aucune réponse de test : les difficultés restent celles des experts.")
    click.echo(f"À relire : {out / 'index.html'}. À adopter ensuite : {out / 'calibration.yaml'}.")
