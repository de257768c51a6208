"""``marchepied content …``: what people who write and read exercises type."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import click

from webapp.content import Catalogue, ContentError, load_catalogue

Folder = Callable[[], Path]


def add_to(group: click.Group, folder: Folder) -> None:
    """Put the commands in a group; ``folder`` tells where the content is when one runs."""
    for command in (read, readings, stats):
        group.add_command(command)
    group.context_settings["obj"] = folder


def add_rules_to(group: click.Group, folder: Folder) -> None:
    """The same for ``marchepied rules …``."""
    group.add_command(try_rules)
    group.context_settings["obj"] = folder


def _catalogue(folder: Folder) -> Catalogue:
    try:
        return load_catalogue(folder())
    except ContentError as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--draw", "number", default=0, help="Un autre tirage : 1, 2, 3…")
@click.pass_obj
def read(folder: Folder, names: tuple[str, ...], number: int) -> None:
    """Montre des exercices sans leur réponse, pour une relecture à l'aveugle (« read SEC »)."""
    from webapp.content.loading import Loader
    from webapp.content.reading import blind_page, wanted

    loader = Loader(folder())
    catalogue = loader.read()
    for problem in loader.problems:
        click.echo(problem, err=True)
    found = wanted(catalogue.items.values(), names) if catalogue else []
    if not found:
        raise click.ClickException(f"Aucun exercice ne s'appelle {', '.join(names)}.")
    for item in found:
        click.echo(blind_page(item, number=number))


@click.command()
@click.pass_obj
def readings(folder: Folder) -> None:
    """Rejoue les réponses de content/reviews/, puis écrit dans chaque exercice par qui il a été relu."""
    from webapp.content.reviewing import note_agreements, note_readings

    try:
        again = note_agreements(_catalogue(folder))
        changed = note_readings(_catalogue(folder))
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Accords récrits : {sum(again.values())}")
    click.echo(f"Exercices mis à jour : {len(changed)}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
@click.option("--parcours", default="PAR-0-BILAN", help="Le bilan simulé.")
@click.pass_obj
def stats(folder: Folder, *, as_json: bool, parcours: str) -> None:
    """Dit ce que couvre la banque d'exercices, et ce qui manque."""
    from webapp.assessment.measuring.exposure import expected_exposure
    from webapp.content.stats import coverage
    from webapp.content.stats_text import as_text
    from webapp.exercises import rooms

    catalogue = _catalogue(folder)
    if parcours not in catalogue.parcours:
        raise click.ClickException(f"Le parcours {parcours} n'existe pas.")
    seen, exposed = coverage(catalogue, rooms()), expected_exposure(catalogue, parcours)
    if as_json:
        click.echo(json.dumps(seen.as_json() | {"exposure": exposed.as_json()}, ensure_ascii=False))
    else:
        click.echo(as_text(seen, exposed.shares, exposed.people))


@click.command("try")
@click.argument("profile", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
@click.pass_obj
def try_rules(folder: Folder, profile: TextIO, *, as_json: bool) -> None:
    """Dit ce que les règles proposent à la personne d'un fichier PROFIL (YAML ou JSON), et pourquoi."""
    from webapp.guidance.profiles import read_profile, try_profile

    catalogue = _catalogue(folder)
    try:
        wanted = read_profile(catalogue, profile.read(), Path(profile.name).name)
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    found = try_profile(catalogue, wanted)
    if as_json:
        click.echo(json.dumps([asdict(offer) for offer in found], ensure_ascii=False, indent=1))
        return
    for number, offer in enumerate(found, 1):
        click.echo(f"{number}. {offer.rule} : {offer.kind} {offer.target} {offer.title}".rstrip())
        click.echo(f"   {offer.why}")
        click.echo(f"   Preuves : {', '.join(offer.evidence)}")
    if not found:
        click.echo("Rien n’est proposé : cette personne n’a encore rien fait.")
