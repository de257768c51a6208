"""Wrong codes count, many are slowed down, nobody is shut out.

Tries are counted in the database, by session, or by network for a device that has none. After the free
ones the same code is tried again after a wait, always; so that one prankster makes a room wait a
moment, and closes it to nobody (``docs/decisions/0007``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.accounts import limits
from webapp.accounts.limits import Limit
from webapp.database import now
from webapp.errors import TooMany
from webapp.web.resources import resources
from webapp.web.transaction import db

WAITS = ((300, 60), (100, 30), (0, 10))
"""Seconds to wait by the tries beyond the free ones."""

PASS_LASTS = 900
PASS_FIELD = "pass"  # noqa: S105 (the name of a field of the form)


@dataclass(frozen=True)
class SlowTries:
    """Tries of one kind of code. ``read`` gives the code, the same whatever way it was typed."""

    limit: Limit
    read: Callable[[str], str | None]

    def check(self, typed: str) -> None:
        """Raises ``TooMany`` when this code has to wait before it is tried."""
        over = limits.excess(db(), self.limit, self._who())
        if over >= 0 and not self._waited(self.read(typed) or ""):
            wait = next(seconds for least, seconds in WAITS if over >= least)
            raise TooMany(
                "Beaucoup d’essais. Attendez %(wait)s secondes, puis appuyez sur « Continuer ».",
                field="code",
                retry_after=wait,
                wait=str(wait),
            )

    def failed(self) -> None:
        """One more wrong code from here."""
        limits.failed(db(), self.limit, self._who())

    def wait_pass(self, typed: str, seconds: int) -> str:
        """For the form: this very code may be tried after so many seconds, whatever others do."""
        return self._signer().dumps([self.read(typed) or "", seconds])

    def _waited(self, code: str) -> bool:
        try:
            (meant, seconds), since = self._signer().loads(
                request.form.get(PASS_FIELD, ""), max_age=PASS_LASTS, return_timestamp=True
            )
        except (BadSignature, ValueError):
            return False
        waited: float = now().timestamp() - since.timestamp()
        return bool(meant == code and waited >= seconds - 1)

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(resources().settings.secret_key, salt=self.limit.name)

    def _who(self) -> str:
        who = g.learner_id or limits.network(request.remote_addr or "")
        return self.limit.key(resources().settings.secret_key, str(who))
