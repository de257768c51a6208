"""Engine, session and column types. The same code runs on SQLite and PostgreSQL.

Rules that keep distribution a deployment choice: hot tables are keyed ``(learner_id, id)``, ``id``
is a UUIDv7 that is also the idempotency key, no sequence, no trigger, no session state. Writes are
insert-if-absent (``insert_new``); nothing is read before being written.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import uuid_utils
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Engine,
    MetaData,
    TypeDecorator,
    Uuid,
    event,
    types,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session, SQLModel, create_engine

Result = TypeVar("Result")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
RETRIED_STATES = frozenset({"40001", "40P01"})
TRIES = 3
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
)
"""``secure_delete``: what is erased is overwritten with zeros."""

OWNER_ONLY = 0o600
ERASED = "erased"
"""Mark of a session (``Session.info``) that removed a person."""


class Table(SQLModel):
    """Base of every table: one metadata, constraint names that migrations can find again."""

    metadata = MetaData(naming_convention=NAMING)


class CompactUuid(TypeDecorator[UUID]):
    """Native UUID on PostgreSQL, 16 bytes on SQLite (a third of the default text form)."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(types.LargeBinary(16))
        return dialect.type_descriptor(Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Any) -> Any:
        return value.bytes if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Any) -> UUID | None:
        return UUID(bytes=value) if isinstance(value, bytes) else value


class UtcDateTime(TypeDecorator[datetime]):
    """Always UTC and aware in Python, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """JSONB on PostgreSQL, JSON text on SQLite. None is NULL, never the JSON word ``null``."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        """The type of this database."""
        kind = postgresql.JSONB if dialect.name == "postgresql" else JSON
        return dialect.type_descriptor(kind(none_as_null=True))


def new_id() -> UUID:
    """A UUIDv7: sorts by time, so inserts stay at the end of the index."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def now() -> datetime:
    """The present instant, aware."""
    return datetime.now(UTC)


def make_engine(url: str) -> Engine:
    """An engine whose acknowledged commits survive a power cut."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 5, "check_same_thread": False})
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    timeouts = "-c statement_timeout=5000 -c lock_timeout=3000"
    return create_engine(
        url,
        pool_size=4,
        max_overflow=4,
        pool_timeout=5,
        pool_pre_ping=True,
        # PgBouncer in transaction mode has no server-side prepared statements.
        connect_args={"prepare_threshold": None, "connect_timeout": 3, "options": timeouts},
    )


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """A writer takes the lock at once: upgrading a read lock later could fail half-way."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


class Database:
    """The one door to the tables. ``reading`` never commits, ``writing`` commits once."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.file = _private_file(self.engine)
        self._identity = _identity(self.file)
        self._writer = self.engine.execution_options(writing=True)

    def session(self, *, writing: bool = False) -> Session:
        """A session; nothing is expired at commit, so pages can use what they hold."""
        bind = self._writer if writing else self.engine
        return Session(bind, expire_on_commit=False, autoflush=writing)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read only."""
        with self.session() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Commit at the end, roll back on any exception."""
        with self.session(writing=True) as session:
            yield session
            session.commit()
        if session.info.pop(ERASED, False):
            self._empty_log()

    def _empty_log(self) -> None:
        """What was erased leaves SQLite's log too: it would stay there until it is written over."""
        if self.engine.dialect.name == "sqlite":
            connection = self.engine.raw_connection()
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()

    def same_file(self) -> bool:
        """False when the file was taken away, replaced or spoilt since it was opened."""
        if self.file is None:
            return True
        return self._identity == _identity(self.file) and _readable(self.file)

    def run(self, work: Callable[[Session], Result]) -> Result:
        """Run a whole idempotent transaction, again when the database asks for it."""
        for attempt in range(1, TRIES + 1):
            try:
                with self.writing() as session:
                    return work(session)
            except DBAPIError as error:
                if attempt == TRIES or not may_retry(error):
                    raise
        raise AssertionError("unreachable")


def _private_file(engine: Engine) -> Path | None:
    """The file of a SQLite database, for its owner only. SQLite gives its journals the same rights."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    file = Path(name)
    file.touch(OWNER_ONLY)
    if not file.is_file():
        raise OSError(f"{file} is not a file")
    if file.stat().st_uid == os.geteuid():
        for kept in (file, Path(f"{name}-wal"), Path(f"{name}-shm")):
            if kept.exists():
                kept.chmod(OWNER_ONLY)
    return file


def _identity(file: Path | None) -> tuple[int, int] | None:
    try:
        return (file.stat().st_dev, file.stat().st_ino) if file else None
    except OSError:
        return None


def _readable(file: Path) -> bool:
    """Through SQLite only: closing the file ourselves would drop the locks of this process."""
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        with closing(connection):
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error:
        return False
    return True


def unhurried(connection: Connection) -> Connection:
    """No limit on the time of a statement until the end of this transaction: for a study of every answer
    or a migration, that nobody waits for. The limit on locks stays.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    return connection


def may_retry(error: DBAPIError) -> bool:
    """True for a serialisation failure, a deadlock or a lost connection."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError) and state in RETRIED_STATES


def insert_new(session: Session, table: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is already there. True when this call inserted it.

    One statement, no read: the database decides, so two identical posts cannot both win.
    """
    statement = _insert(table, session.get_bind().dialect.name)
    return session.connection().execute(statement, dict(values)).first() is not None


def replace_rows(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows, each in the place of the one that has its key: for what is worked out, never
    for what somebody did.
    """
    if rows:
        statement = _replace(table, session.get_bind().dialect.name)
        session.connection().execute(statement, [dict(row) for row in rows])


# Both written once per table: building them again cost more than running them.
@cache
def _insert(table: type[SQLModel], dialect: str) -> Any:
    statement = _insert_into(table, dialect)
    key = next(iter(statement.table.primary_key))
    # RETURNING says which it was; a row count does not mean the same thing on every driver.
    return statement.on_conflict_do_nothing().returning(key)


@cache
def _replace(table: type[SQLModel], dialect: str) -> Any:
    statement = _insert_into(table, dialect)
    key = statement.table.primary_key
    said = {name: new for name, new in statement.excluded.items() if name not in key.columns}
    return statement.on_conflict_do_update(index_elements=list(key), set_=said)


def _insert_into(table: type[SQLModel], dialect: str) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
