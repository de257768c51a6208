"""``marchepied …``: every command an operator or an author types."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from webapp import cli_authors, cli_places
from webapp.config import ConfigError, Settings

if TYPE_CHECKING:
    from webapp.database import Database


def _settings() -> Settings:
    return Settings.from_env(os.environ)


def _database(settings: Settings) -> Database:
    from webapp.startup import open_database

    return open_database(settings)


class PlainErrors(click.Group):
    """What an operator or an author must mend is one sentence, never a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        from webapp.content import ContentError

        try:
            return super().invoke(ctx)
        except (ConfigError, ContentError) as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=PlainErrors)
def main() -> None:
    """Marchepied : mesurer, former, faire reconnaître."""


@main.command()
@click.option("--reload", is_flag=True, help="Recharge à chaque changement (développement).")
@click.option("--demo", is_flag=True, help="Ajoute des personnes inventées pour une démonstration.")
def run(*, reload: bool, demo: bool) -> None:
    """Sert le site : base mise à jour, adresse et lien d'installation affichés."""
    from webapp.serving import serve

    if reload:
        os.environ["MARCHEPIED_DEV"] = "1"
    settings = _settings()
    _prepare(settings, demo=demo)
    serve(settings, reload=reload)


def _prepare(settings: Settings, *, demo: bool) -> None:
    from webapp.accounts.setup import setup_link_if_needed

    database = _database(settings)
    _keep_standings(settings, database)
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


def _keep_standings(settings: Settings, database: Database, *, again: bool = False) -> None:
    """Where people stand in the lists of advisers: what is missing, or everything for a new bank."""
    from webapp.advising import standing
    from webapp.content import compiled_catalogue

    standing.keep_all(
        database, lambda: compiled_catalogue(settings.content, settings.var), again=again
    )


@main.command()
def migrate() -> None:
    """Met la base de données à jour."""
    settings = _settings()
    _keep_standings(settings, _database(settings), again=True)
    click.echo("La base est à jour.")


@main.command()
def purge() -> None:
    """Efface ce que plus personne ne peut retrouver (voir docs/privacy.md)."""
    import webapp.advising.sharing
    import webapp.training.models
    import webapp.workshops.registering  # noqa: F401 (declares what is erased)
    from webapp.accounts.privacy import purge as purge_once
    from webapp.database import now

    database, total = _database(_settings()), 0
    while done := database.run(lambda session: purge_once(session, at=now())):
        total += done
    click.echo(f"Personnes effacées : {total}")


@main.command()
@click.option("--most", default=500, show_default=True, help="Mails envoyés au plus.")
def remind(*, most: int) -> None:
    """Envoie les mails demandés : adresses à confirmer, révisions qui attendent (SMTP_URL)."""
    from webapp.content import compiled_catalogue
    from webapp.training.reminding import Reminding, run

    settings = _settings()
    if settings.mail is None:
        raise click.ClickException("SMTP_URL n’est pas réglé : aucun mail ne part.")
    catalogue = compiled_catalogue(settings.content, settings.var)
    keys = settings.signing_keys
    job = Reminding(_database(settings), catalogue, settings.mail, settings.base_url, keys)
    done = run(job, most=most)
    click.echo(f"À confirmer : {done.confirmations}. Rappels : {done.reminders}.")
    if done.refused:
        click.echo(f"Adresses refusées : {done.refused}.")
    if done.stopped:
        raise click.ClickException("Le serveur de mails ne prend plus rien. Relancez plus tard.")


@main.group()
def admin() -> None:
    """Les comptes qui administrent."""


@admin.command()
@click.argument("email", default="")
def link(email: str) -> None:
    """Donne un lien de nouveau mot de passe à qui administre (toutes les personnes sans EMAIL)."""
    from webapp.accounts.recovery import admin_links
    from webapp.database import Database

    settings = _settings()
    with Database(settings.database_url).writing() as session:
        links = admin_links(session, settings.base_url, email)
    if not links:
        raise click.ClickException("Aucun compte qui administre n’a cette adresse.")
    click.echo("Chaque lien marche une seule fois, avant demain :")
    for mail, url in links:
        click.echo(f"{mail} : {url}")


cli_places.add_to(main, lambda: _database(_settings()))


@main.group()
def content() -> None:
    """Les exercices : vérifier, extraire les textes à traduire."""


cli_authors.add_to(content, lambda: _settings().content)


@main.group()
def rules() -> None:
    """Les règles d'orientation : essayer."""


cli_authors.add_rules_to(rules, lambda: _settings().content)


@content.command()
@click.argument("root", required=False, type=click.Path(exists=True, path_type=Path))
def lint(root: Path | None) -> None:
    """Dit en français ce qui ne va pas dans les fichiers d'exercices."""
    from webapp.content import WorkCache
    from webapp.content.lint import run_lint
    from webapp.gallery.web.rendering import page_renderer

    settings = _settings()
    memory, renderer = WorkCache(settings.var / "lint.json"), page_renderer(settings)
    sys.exit(run_lint(root or settings.content, sys.stdout, memory=memory, renderer=renderer))


@content.command()
def freeze() -> None:
    """Note ce que mesure chaque version : un changement oublié se verra."""
    from webapp.content import ContentError, load_catalogue
    from webapp.content.versions import freeze_versions

    try:
        added = freeze_versions(load_catalogue(_settings().content))
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Versions gelées : {len(added)}")


@content.command()
@click.argument("item_id")
def bump(item_id: str) -> None:
    """Garde l'exercice tel qu'il est et ouvre sa version suivante."""
    from webapp.content import ContentError, load_catalogue
    from webapp.content.versions import bump as next_version

    try:
        click.echo(
            f"À modifier maintenant : {next_version(load_catalogue(_settings().content), item_id)}"
        )
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    except LookupError:
        raise click.ClickException(f"L'exercice {item_id} n'existe pas.") from None


@content.command()
@click.argument("item_id")
@click.option("--version", type=int, required=True, help="Version dont la réponse était fausse.")
@click.option("--reason", required=True, help="Dit aux personnes, en français simple.")
def regrade(item_id: str, version: int, reason: str) -> None:
    """Corrige les réponses déjà données quand la bonne réponse était fausse."""
    import webapp.advising.standing  # noqa: F401 (is told what changes)
    from webapp.assessment.correcting.regrade import regrade as grade_again
    from webapp.content import load_catalogue
    from webapp.errors import Refused

    settings = _settings()
    catalogue = load_catalogue(settings.content)
    try:
        done = grade_again(
            _database(settings),
            catalogue,
            item_id=item_id,
            version=version,
            reason=reason,
        )
    except Refused as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Relues : {done.read}. Corrigées : {done.changed}. Personnes : {done.people}.")


@content.command()
@click.argument("names", metavar="[EXERCICE|LEÇON]…", nargs=-1)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Dossier où écrire.",
)
@click.option("--key", is_flag=True, help="Écrit aussi les corrigés et les notes d’animation.")
@click.option("--big", is_flag=True, help="En gros caractères.")
def pdf(names: tuple[str, ...], out: Path, *, key: bool, big: bool) -> None:
    """Écrit les exercices, les leçons et les mémos en PDF à imprimer."""
    from webapp.content import load_catalogue
    from webapp.printing.files import NothingToPrint, write

    try:
        done = list(write(load_catalogue(_settings().content), names, out, key=key, big=big))
    except NothingToPrint as error:
        raise click.ClickException(f"Rien ne s’appelle {error}.") from None
    for name in (name for name, on_paper in done if not on_paper):
        click.echo(f"À faire à l’écran : {name}")
    click.echo(f"Sur papier : {sum(on_paper for _name, on_paper in done)}, dans {out}")


@content.command()
@click.argument("names", metavar="[EXERCICE]…", nargs=-1)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Dossier où écrire.",
)
def qti(names: tuple[str, ...], out: Path) -> None:
    """Écrit les exercices au format QTI 3.0, pour un autre outil."""
    from webapp.content import load_catalogue
    from webapp.content.interchange.package import NAME, make_package

    try:
        package = make_package(load_catalogue(_settings().content), names)
    except KeyError as error:
        raise click.ClickException(f"L’exercice {error.args[0]} n’existe pas.") from None
    out.mkdir(parents=True, exist_ok=True)
    (out / NAME).write_bytes(package.body)
    for name in package.left_out:
        click.echo(f"Pas de jumeau QTI : {name}")
    click.echo(f"Exportés : {len(package.exported)}, dans {out / NAME}")


@content.command()
def extract() -> None:
    """Met à jour les catalogues de traduction des exercices."""
    from webapp.content.translation import extract_all

    settings = _settings()
    for path in extract_all(settings.content, settings.translations):
        click.echo(path)


RAW = {"ignore_unknown_options": True, "help_option_names": []}


@main.command(context_settings=RAW)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def simulate(words: tuple[str, ...]) -> None:
    """Refait les tableaux publiés avec des personnes inventées (--help dit les options)."""
    from webapp.lab import simulate as command

    command.main(list(words), prog_name="marchepied simulate")


@main.command(context_settings=RAW)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def calibrate(words: tuple[str, ...]) -> None:
    """Ce que les réponses disent des exercices : rapport et fichier à relire (--help dit les options)."""
    from webapp.lab import calibrate as command

    command.main(list(words), prog_name="marchepied calibrate")
