"""Slowing guesses down, on one machine or many, in the database that is already there.

Five free tries for an account, then a pause that doubles from two minutes; after fifty an
administrator has to act. A whole mission locale shares one address, so an address has far more room.
While a key is locked even the right code is refused, or the lock would tell which guess was right.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from webapp.accounts.models import Tries
from webapp.database import insert_new, now
from webapp.errors import TooMany

FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=24)


@dataclass(frozen=True)
class Limit:
    """``free`` tries within ``window``, then pauses that double."""

    name: str
    free: int
    window: timedelta = timedelta(hours=24)

    def key(self, secret: str, value: str) -> str:
        """An opaque key: neither an e-mail nor an address is kept."""
        text = f"{self.name}:{value.casefold()}".encode()
        return f"{self.name}:{hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()[:32]}"


SIGN_IN = Limit("account", free=5)
ADDRESS = Limit("address", free=60, window=timedelta(hours=1))
CODE = Limit("code", free=30, window=timedelta(hours=1))


def check(session: Session, key: str) -> None:
    """Raises ``TooMany`` while the key is locked."""
    until = (
        session.connection()
        .execute(
            select(Tries.locked_until).where(col(Tries.key) == key)  # type: ignore[call-overload]
        )
        .scalar()
    )
    if until is not None and until > now():
        seconds = int((until - now()).total_seconds()) + 1
        minutes = -(-seconds // 60)
        unit = "minute" if minutes == 1 else "minutes"
        raise TooMany(f"Beaucoup d’essais. Attendez {minutes} {unit}.", retry_after=seconds)


def failed(session: Session, limit: Limit, key: str) -> None:
    """One more failed try; the pause grows with their number."""
    at = now()
    fresh = {"key": key, "count": 1, "first_at": at, "locked_until": None}
    if insert_new(session, Tries, fresh):
        return
    count, first_at = (
        session.connection()
        .execute(
            select(Tries.count, Tries.first_at).where(col(Tries.key) == key)  # type: ignore[call-overload]
        )
        .one()
    )
    if at - first_at > limit.window:
        count, first_at = 0, at
    session.connection().execute(
        update(Tries)
        .where(col(Tries.key) == key)
        .values(count=count + 1, first_at=first_at, locked_until=_until(limit, count + 1, at))
    )


def _until(limit: Limit, count: int, at: datetime) -> datetime | None:
    over = count - limit.free
    if over < 0:
        return None
    return at + min(FIRST_PAUSE * (1 << min(over, 16)), LONGEST_PAUSE)


def succeeded(session: Session, key: str) -> None:
    """The right code was given: the key is clean again."""
    session.connection().execute(delete(Tries).where(col(Tries.key) == key))
