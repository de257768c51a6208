"""What cannot be used is refused at start, in one French sentence; what changes later is noticed."""

import os
import stat

import pytest
from click.testing import CliRunner

from webapp import startup
from webapp.cli import main
from webapp.config import ConfigError, Settings
from webapp.database import Database
from webapp.startup import open_database

KEY = "for tests only" * 4


def settings_in(folder, **env):
    return Settings.from_env({"VAR_DIR": str(folder), "SECRET_KEY": KEY} | env)


@pytest.mark.parametrize("text", ["", " \n", "short", "x" * 31])
def test_a_key_that_protects_nothing_is_refused(tmp_path, text):
    (tmp_path / "secret_key").write_text(text)
    with pytest.raises(ConfigError, match="trop courte"):
        Settings.from_env({"VAR_DIR": str(tmp_path)})
    with pytest.raises(ConfigError, match="trop courte"):
        Settings.from_env({"VAR_DIR": str(tmp_path), "SECRET_KEY": text or " "})


def test_a_key_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "secret_key").write_bytes(b"\xff" * 64)
    with pytest.raises(ConfigError, match="ne peut pas être lue"):
        Settings.from_env({"VAR_DIR": str(tmp_path)})


def test_the_key_can_be_in_a_file_that_only_the_service_reads(tmp_path):
    file = tmp_path / "key"
    env = {"VAR_DIR": str(tmp_path / "var"), "SECRET_KEY_FILE": str(file)}
    with pytest.raises(ConfigError, match="ne peut pas être lue"):
        Settings.from_env(env)
    file.write_text(KEY + "\n")
    assert Settings.from_env(env).secret_key == KEY
    assert list((tmp_path / "var").iterdir()) == []
    file.write_text("court")
    with pytest.raises(ConfigError, match="trop courte"):
        Settings.from_env(env)


def test_the_key_made_at_the_first_start_stays(tmp_path):
    first = Settings.from_env({"VAR_DIR": str(tmp_path / "var")})
    assert first.secret_key == Settings.from_env({"VAR_DIR": str(tmp_path / "var")}).secret_key
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["secret_key"]


def spoil(file, start, size):
    with file.open("r+b") as opened:
        opened.seek(start)
        opened.write(b"\x5a" * size)


def full(file):
    file.mkdir()


def garbage(file):
    file.write_bytes(b"not a database" * 1000)


def broken_inside(file):
    _made(file)
    spoil(file, 4096 * 3, 4096 * 8)


def later_version(file):
    database = _made(file)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")


def _made(file):
    database = open_database(settings_in(file.parent))
    database.engine.dispose()
    return database


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (full, "ne peut pas être ouverte"),
        (garbage, "abîmée"),
        (broken_inside, "abîmée"),
        (later_version, "plus récente"),
    ],
)
def test_a_file_that_is_no_database_is_refused(tmp_path, fault, words):
    fault(tmp_path / "marchepied.sqlite")
    with pytest.raises(ConfigError, match=words):
        open_database(settings_in(tmp_path))


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/at/all.sqlite",
        "postgresql://u:secret@127.0.0.1:1/x",
        "mysql://x",
        "postgresql://host:notaport/x",
        "sqlite:nonsense",
        "x",
    ],
)
def test_a_wrong_address_is_one_sentence_without_the_password(tmp_path, url):
    env = {"VAR_DIR": str(tmp_path), "SECRET_KEY": KEY, "DATABASE_URL": url}
    found = CliRunner().invoke(main, ["run"], env=env)
    assert found.exit_code == 1 and found.output.startswith("Error: ")
    assert len(found.output.splitlines()) == 1 and "Traceback" not in found.output
    assert "secret" not in found.output


def test_a_full_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(startup, "MIN_FREE_BYTES", 2**62)
    with pytest.raises(ConfigError, match="plein"):
        open_database(settings_in(tmp_path))


def replaced(file):
    file.rename(file.with_suffix(".old"))
    file.write_bytes(file.with_suffix(".old").read_bytes())


def removed(file):
    file.unlink()


def overwritten(file):
    for journal in ("-wal", "-shm"):
        file.with_name(file.name + journal).unlink(missing_ok=True)
    file.write_bytes(b"\x5a" * 9000)


@pytest.mark.parametrize("fault", [replaced, removed, overwritten])
def test_readyz_notices_a_file_that_changed_under_the_service(app, client, settings, fault):
    assert client.get("/readyz").status_code == 200
    fault(settings.var / "marchepied.sqlite")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["checks"]["database"]) == (503, False)


def test_what_people_said_is_for_the_owner_only(tmp_path):
    var = tmp_path / "var"
    var.mkdir(mode=0o755)
    old = os.umask(0)
    try:
        database = open_database(settings_in(var))
        with database.writing() as session:
            session.connection().exec_driver_sql("create table x (y)")
            modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in var.iterdir()}
    finally:
        os.umask(old)
    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}, modes


def test_what_is_erased_is_overwritten(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with database.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA secure_delete").scalar_one() == 1
