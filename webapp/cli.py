"""``marchepied …``: every command an operator or an author types."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from webapp.config import ConfigError, Settings


def _settings() -> Settings:
    try:
        return Settings.from_env(os.environ)
    except ConfigError as error:
        raise click.ClickException(str(error)) from None


@click.group()
def main() -> None:
    """Marchepied : mesurer, former, faire reconnaître."""


@main.command()
@click.option("--reload", is_flag=True, help="Recharge à chaque changement (développement).")
@click.option("--demo", is_flag=True, help="Ajoute des personnes inventées pour une démonstration.")
def run(*, reload: bool, demo: bool) -> None:
    """Sert le site : base mise à jour, adresse et lien d'installation affichés."""
    if reload:
        os.environ["MARCHEPIED_DEV"] = "1"
    settings = _settings()
    _prepare(settings, demo=demo)
    _serve(settings, reload=reload)


def _prepare(settings: Settings, *, demo: bool) -> None:
    from webapp.accounts.setup import setup_link_if_needed
    from webapp.database import Database
    from webapp.web.schema import upgrade

    database = Database(settings.database_url)
    upgrade(database.engine)
    if demo:
        from webapp.demo import fill

        for line in fill(settings, database):
            click.echo(line)
    with database.writing() as session:
        link = setup_link_if_needed(session, settings.base_url)
    database.engine.dispose()
    click.echo(f"Marchepied : {settings.base_url}")
    if link:
        click.echo("Première installation : ouvrez ce lien, une seule fois, avant demain :")
        click.echo(link)
    sys.stdout.flush()


def _serve(settings: Settings, *, reload: bool) -> None:
    from granian import Granian
    from granian.constants import Interfaces, RuntimeModes
    from granian.log import LogLevels

    Granian(
        "webapp.wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1 if reload else settings.workers,
        blocking_threads=1,
        # With the multi-threaded runtime an idle worker ignores a polite stop until it is killed.
        runtime_mode=RuntimeModes.st,
        workers_kill_timeout=20,
        respawn_failed_workers=True,
        reload=reload,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


@main.command()
def migrate() -> None:
    """Met la base de données à jour."""
    from webapp.database import Database
    from webapp.web.schema import upgrade

    upgrade(Database(_settings().database_url).engine)
    click.echo("La base est à jour.")


@main.command()
def purge() -> None:
    """Efface ce que plus personne ne peut retrouver (voir docs/privacy.md)."""
    import webapp.advising.sharing
    import webapp.training.models  # noqa: F401 (declares what is erased)
    from webapp.accounts.privacy import purge as purge_once
    from webapp.database import Database, now

    database, total = Database(_settings().database_url), 0
    while done := database.run(lambda session: purge_once(session, at=now())):
        total += done
    click.echo(f"Personnes effacées : {total}")


@main.group()
def content() -> None:
    """Les exercices : vérifier, extraire les textes à traduire."""


@content.command()
@click.argument("root", required=False, type=click.Path(exists=True, path_type=Path))
def lint(root: Path | None) -> None:
    """Dit en français ce qui ne va pas dans les fichiers d'exercices."""
    from webapp.content import Memory
    from webapp.content.lint import run_lint

    settings = _settings()
    memory = Memory(settings.var / "lint.json")
    sys.exit(run_lint(root or settings.content, sys.stdout, memory=memory))


@content.command()
def extract() -> None:
    """Met à jour les catalogues de traduction des exercices."""
    from webapp.content.translation import extract_all

    settings = _settings()
    for path in extract_all(settings.content, settings.translations):
        click.echo(path)
