"""Settings, read once from the environment. Every one has a default that is safe on a laptop."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from webapp.mailing import MailRelay

ROOT = Path(__file__).resolve().parent.parent
OWNER_ONLY = 0o700
SHORTEST_KEY = 32


class ConfigError(ValueError):
    """A setting cannot be used; the message says which and why, in French."""


@dataclass(frozen=True)
class Settings:
    """What an operator may change. The table in docs/operations.md is made from this class.

    database_url   DATABASE_URL    SQLite file by default; ``postgresql://…`` when it grows
    secret_key     SECRET_KEY      or SECRET_KEY_FILE; made once in ``var/secret_key`` when absent
    old_secret_keys SECRET_KEY_FALLBACKS  comma separated, for rotation
    host, port     HOST, PORT      address served
    base_url       BASE_URL        public address printed on cards and links
    workers        WORKERS         processes of the production server
    var            VAR_DIR         where files that change live (database, key, logs)
    content        CONTENT_DIR     the exercise bank
    slowest_request_s SLOWEST_REQUEST_S  seconds to arrive whole; 60 let 256 kB in at 35 kbit/s
    trusted_proxies TRUSTED_PROXIES number of reverse proxies whose forwarded headers are believed
    mail           SMTP_URL        server that mails leave by; nothing is asked nor sent without it
    time_zone      TIME_ZONE       where people read dates; what is stored stays UTC
    development    MARCHEPIED_DEV  gallery, reload, no long cache
    """

    database_url: str
    secret_key: str
    old_secret_keys: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    workers: int = 2
    var: Path = ROOT / "var"
    content: Path = ROOT / "content"
    translations: Path = ROOT / "translations"
    static: Path = ROOT / "static"
    slowest_request_s: int = 60
    trusted_proxies: int = 0
    mail: MailRelay | None = None
    time_zone: str = "Europe/Paris"
    development: bool = False

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the dates shown to people."""
        return ZoneInfo(self.time_zone)

    @property
    def signing_keys(self) -> list[str]:
        """Oldest first, as itsdangerous takes them: the last one signs, all of them are read."""
        return [*self.old_secret_keys, self.secret_key]

    @property
    def secure(self) -> bool:
        """True when the public address is https: cookies are Secure and HSTS is sent."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read the settings. Raises ``ConfigError``; makes ``var/`` and the key when needed."""
        var = _private_folder(Path(env.get("VAR_DIR") or ROOT / "var"))
        host, port = env.get("HOST") or "127.0.0.1", _integer(env, "PORT", 8000)
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 (read, not bound)
        return cls(
            database_url=_database_url(env.get("DATABASE_URL") or "", var),
            secret_key=_secret(env, var),
            old_secret_keys=tuple(filter(None, env.get("SECRET_KEY_FALLBACKS", "").split(","))),
            host=host,
            port=port,
            base_url=(env.get("BASE_URL") or f"http://{shown}:{port}").rstrip("/"),
            workers=_integer(env, "WORKERS", 2),
            var=var,
            content=Path(env.get("CONTENT_DIR") or ROOT / "content"),
            slowest_request_s=_integer(env, "SLOWEST_REQUEST_S", 60),
            trusted_proxies=_integer(env, "TRUSTED_PROXIES", 0),
            mail=_mail(env.get("SMTP_URL") or ""),
            time_zone=_time_zone(env.get("TIME_ZONE") or "Europe/Paris"),
            development=env.get("MARCHEPIED_DEV", "") not in ("", "0"),
        )


def _integer(env: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(env.get(name) or default)
    except ValueError:
        raise ConfigError(f"{name} doit être un nombre entier.") from None


def _mail(url: str) -> MailRelay | None:
    try:
        return MailRelay.from_url(url) if url else None
    except ValueError:
        example = "smtps://nom:motdepasse@serveur:465/?from=bonjour@exemple.fr"
        raise ConfigError(f"SMTP_URL doit ressembler à {example}.") from None


def _time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (LookupError, ValueError, OSError):
        raise ConfigError(f"TIME_ZONE : « {name} » n’est pas un fuseau horaire.") from None


def _private_folder(var: Path) -> Path:
    """Where people's data and the key live: readable by its owner only."""
    try:
        var.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
        status = var.stat()
        if status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX:  # never /tmp
            var.chmod(OWNER_ONLY)
    except OSError:
        raise ConfigError(f"Le dossier {var} ne peut pas être écrit.") from None
    return var


def _database_url(url: str, var: Path) -> str:
    """SQLite under ``var/`` by default; PostgreSQL always through psycopg."""
    if not url:
        return f"sqlite:///{var / 'marchepied.sqlite'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if url.startswith(("sqlite:", "postgresql+psycopg:")):
        return url
    raise ConfigError("DATABASE_URL doit commencer par « sqlite: » ou « postgresql: ».")


def _secret(env: Mapping[str, str], var: Path) -> str:
    """The key of the environment or of its file, else the one made at the first start: sessions
    survive a restart.
    """
    file = env.get("SECRET_KEY_FILE") or ""
    name, key = "SECRET_KEY", env.get("SECRET_KEY") or ""
    if not key:
        name = file or str(var / "secret_key")
        key = _read_key(Path(file)) if file else _kept_secret(var / "secret_key")
    if len(key) < SHORTEST_KEY:
        raise ConfigError(
            f"La clé {name} est vide ou trop courte : {SHORTEST_KEY} signes au moins."
        )
    return key


def _kept_secret(path: Path) -> str:
    try:
        if not path.exists():
            _keep(path, secrets.token_urlsafe(48))
    except OSError:
        raise ConfigError(f"La clé {path} ne peut pas être lue.") from None
    return _read_key(path)


def _read_key(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"La clé {path} ne peut pas être lue.") from None


def _keep(path: Path, key: str) -> None:
    """Whole or not at all, and never over a key that another process has just made."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(key)
            out.flush()
            os.fsync(handle)
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()
