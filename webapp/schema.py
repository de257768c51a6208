"""The database schema: brought up to date before serving, checked while serving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic is imported where it works: a process that only serves pages starts a tenth of a second sooner.
MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def config(engine: Engine) -> Config:
    """Alembic's configuration, without a file: everything it needs is here."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["engine"] = engine
    return settings


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply the migrations that are missing."""
    from alembic import command

    command.upgrade(config(engine), revision)


def at_head(engine: Engine) -> bool:
    """True when every migration has been applied."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(config(engine)).get_current_head()
