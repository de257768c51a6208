"""Alembic's entry: the engine and the tables come from the application, no file to keep in step."""

from typing import Any, Literal

from alembic import context

from webapp.accounts import models as _accounts  # noqa: F401
from webapp.advising import models as _advising  # noqa: F401
from webapp.assessment import models as _assessment  # noqa: F401
from webapp.database import CompactUuid, Json, Table, UtcDateTime, unhurried
from webapp.places import models as _places  # noqa: F401
from webapp.training import models as _training  # noqa: F401
from webapp.workshops import models as _workshops  # noqa: F401


def render_item(kind: str, obj: Any, autogen_context: Any) -> str | Literal[False]:
    """Our column types, by their own names."""
    if kind == "type" and isinstance(obj, CompactUuid | Json | UtcDateTime):
        autogen_context.imports.add("from webapp.database import CompactUuid, Json, UtcDateTime")
        return f"{type(obj).__name__}()"
    return False


def run() -> None:
    """Apply migrations on the engine that was handed over."""
    with context.config.attributes["engine"].connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Table.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=False,
        )
        with context.begin_transaction():
            unhurried(connection)
            context.run_migrations()


run()
