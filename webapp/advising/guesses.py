"""Slows down who tries one link of a code after another.

Opening a link is a GET, which writes nothing: wrong links are counted in this process only, by the
opaque key of an address. The form where a code is typed has its own count, in the database.
"""

from __future__ import annotations

from datetime import datetime

from webapp.accounts.limits import CODE
from webapp.errors import TooMany

MOST_KEYS = 5000
"""Beyond it the oldest are forgotten: memory does not grow with who comes by."""


class Guesses:
    """As many wrong links as wrong typed codes; then the rest of the hour."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, datetime]] = {}

    def check(self, key: str, *, at: datetime) -> None:
        """Raises ``TooMany`` when there were too many, even for a right link."""
        count, since = self._counts.get(key, (0, at))
        left = since + CODE.window - at
        if count >= CODE.free and left.total_seconds() > 0:
            raise TooMany(
                "Beaucoup d’essais. Recommencez dans une heure.",
                retry_after=int(left.total_seconds()) + 1,
            )

    def failed(self, key: str, *, at: datetime) -> None:
        """One more wrong link."""
        count, since = self._counts.pop(key, (0, at))
        if at - since > CODE.window:
            count, since = 0, at
        self._counts[key] = (count + 1, since)
        if len(self._counts) > MOST_KEYS:
            del self._counts[next(iter(self._counts))]
