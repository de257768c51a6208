"""``marchepied places …``: what an operator types to fill the directory of places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from webapp.database import Database
    from webapp.places.importing import ImportReport

OpenedDatabase = Callable[[], "Database"]
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def add_to(main: click.Group, database: OpenedDatabase) -> None:
    """Put the commands in a group; ``database`` opens it when one runs."""
    places.context_settings["obj"] = database
    main.add_command(places)


@click.group()
def places() -> None:
    """L’annuaire des lieux d’aide, près des personnes."""


@places.command("import")
@FILE
@click.option(
    "--directory",
    required=True,
    help="Nom de la liste, dit aux personnes. Le même nom met à jour la même liste.",
)
@click.option("--retire-many", is_flag=True, help="Retire même plus de la moitié des lieux.")
@click.pass_obj
def import_places(
    database: OpenedDatabase, file: Path, directory: str, *, retire_many: bool
) -> None:
    """Lit un fichier de lieux : médiation numérique ou data.inclusion, CSV ou JSON."""
    from webapp.places.files import UnreadableFile
    from webapp.places.importing import import_file

    try:
        report = import_file(
            database(), file, directory=directory, retire_many=retire_many, progress=_progress
        )
    except UnreadableFile as error:
        raise click.ClickException(str(error)) from None
    for line in _said(report):
        click.echo(line)


def _progress(read: int) -> None:
    click.echo(f"{read} fiches lues…", err=True)


def _said(report: ImportReport) -> list[str]:
    lines = [
        f"Fiches lues : {report.read}. Lieux gardés : {report.kept}.",
        f"Sans position : {report.without_position}. Lieux retirés : {report.retired}.",
    ]
    lines += [f"Laissés de côté, {reason} : {count}" for reason, count in report.aside.items()]
    lines += [f"Fiche {fault.number} : {fault.reason}." for fault in report.faults]
    unsaid = report.faulty - len(report.faults)
    if unsaid:
        lines.append(f"Et {unsaid} autres fiches qui n’ont pas été comprises.")
    if report.held_back:
        lines.append(
            f"{report.held_back} lieux ne sont plus dans le fichier : c’est beaucoup, rien n’est retiré. "
            "Si c’est voulu, recommencez avec --retire-many."
        )
    return lines


@places.command()
@FILE
@click.pass_obj
def communes(database: OpenedDatabase, file: Path) -> None:
    """Lit une liste publique de communes et leur centre (JSON de geo.api.gouv.fr)."""
    from webapp.places.communes import import_official
    from webapp.places.files import UnreadableFile

    try:
        count = import_official(database(), file)
    except UnreadableFile as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Codes postaux de communes gardés : {count}.")
