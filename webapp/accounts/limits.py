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
from ipaddress import IPv4Address, ip_address, ip_network

from sqlalchemy import case, delete, select, update
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
DEVICE = Limit("device", free=5)
"""A browser that this adviser signed in with before: counted apart, so that nobody locks them out."""
ADDRESS = Limit("address", free=60, window=timedelta(hours=1))
CODE = Limit("code", free=30, window=timedelta(hours=1))
MAIL = Limit("mail", free=3)
"""Asks for mails to one address."""
MAILING = Limit("mailing", free=30, window=timedelta(hours=1))
"""Asks for mails from one network."""
CARD = Limit("card", free=30, window=timedelta(hours=1))


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
        raise TooMany(
            "Beaucoup d’essais. Attendez %(minutes)s min.",
            retry_after=seconds,
            minutes=str(minutes),
        )


def failed(session: Session, limit: Limit, key: str) -> None:
    """One more failed try; the pause grows with their number."""
    at = now()
    fresh = {"key": key, "count": 1, "first_at": at, "locked_until": None}
    if insert_new(session, Tries, fresh):
        return
    # Counted where the count is: two guesses at once are two.
    old = col(Tries.first_at) < at - limit.window
    counted = session.connection().execute(
        update(Tries)
        .where(col(Tries.key) == key)
        .values(
            count=case((old, 1), else_=col(Tries.count) + 1),
            first_at=case((old, at), else_=col(Tries.first_at)),
        )
        .returning(col(Tries.count))
    )
    until = _until(limit, counted.scalar_one(), at)
    session.connection().execute(
        update(Tries).where(col(Tries.key) == key).values(locked_until=until)
    )


def excess(session: Session, limit: Limit, key: str) -> int:
    """Failed tries of this window beyond the free ones; negative while some are left."""
    statement = select(Tries.count).where(  # type: ignore[call-overload]
        col(Tries.key) == key, col(Tries.first_at) > now() - limit.window
    )
    count: int = session.connection().execute(statement).scalar() or 0
    return count - limit.free


def network(address: str) -> str:
    """What one subscriber holds: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    mapped = found.ipv4_mapped
    return str(mapped or ip_network((found, 64), strict=False))


def _until(limit: Limit, count: int, at: datetime) -> datetime | None:
    over = count - limit.free
    if over < 0:
        return None
    return at + min(FIRST_PAUSE * (1 << min(over, 16)), LONGEST_PAUSE)


def succeeded(session: Session, key: str) -> None:
    """The right code was given: the key is clean again."""
    session.connection().execute(delete(Tries).where(col(Tries.key) == key))
