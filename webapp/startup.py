"""What would stop the service from serving, said in one French sentence before it starts."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy.exc import ArgumentError, DBAPIError

from webapp.config import ConfigError, Settings
from webapp.database import Database
from webapp.schema import upgrade

MIN_FREE_BYTES = 50 * 1024 * 1024
POSTGRESQL_AWAY = "La base PostgreSQL ne répond pas. Vérifiez DATABASE_URL."
NOT_AN_ADDRESS = "DATABASE_URL n’est pas l’adresse d’une base."
TOO_RECENT = "La base vient d’une version plus récente du service. Installez cette version."
REFUSALS = {
    "SQLITE_NOTADB": "La base {path} est abîmée. Remettez une copie de sauvegarde.",
    "SQLITE_CORRUPT": "La base {path} est abîmée. Remettez une copie de sauvegarde.",
    "SQLITE_FULL": "Le disque de {path} est plein. Faites de la place.",
    "SQLITE_READONLY": "La base {path} ne peut pas être écrite. Vérifiez à qui est le fichier.",
    "SQLITE_BUSY": "La base {path} est occupée par un autre programme. Arrêtez-le.",
}
"""By the start of SQLite's own name of the error."""

UNOPENED = "La base {path} ne peut pas être ouverte. Vérifiez DATABASE_URL et le fichier."


def enough_disk(folder: Path) -> bool:
    """Whether answers can still be written down for a while."""
    return shutil.disk_usage(folder).free >= MIN_FREE_BYTES


def open_database(settings: Settings) -> Database:
    """The database, whole and up to date. Raises ``ConfigError`` with what to do."""
    from alembic.util.exc import CommandError

    if not enough_disk(settings.var):
        raise ConfigError(f"Le disque de {settings.var} est plein. Faites de la place.")
    try:
        database = Database(settings.database_url)
    except (ArgumentError, ValueError, ImportError):
        raise ConfigError(NOT_AN_ADDRESS) from None
    except OSError:
        raise ConfigError(UNOPENED.format(path=settings.database_url)) from None
    try:
        _check(database)
        upgrade(database.engine)
    except CommandError:
        raise ConfigError(TOO_RECENT) from None
    except DBAPIError as error:
        raise ConfigError(_refusal(database, error)) from None
    return database


def _check(database: Database) -> None:
    """A writer can begin; every page of a file can be read."""
    with database.session(writing=True) as session:
        connection = session.connection()
        if database.file is None:
            return
        said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if said != "ok":
        raise ConfigError(REFUSALS["SQLITE_CORRUPT"].format(path=database.file))


def _refusal(database: Database, error: DBAPIError) -> str:
    if database.file is None:
        return POSTGRESQL_AWAY
    name = getattr(error.orig, "sqlite_errorname", "")
    found = (text for start, text in REFUSALS.items() if name.startswith(start))
    return next(found, UNOPENED).format(path=database.file)
