"""One door where a code is tried: a wrong one counts, many are slowed down, nobody is shut out.

Opening a link is a GET, which writes nothing and so says nothing: without the sign that a QR code
carries (an *invitation*), it only fills the field where a code is tried. With it, it opens at once: a
sign cannot be guessed. Tries are counted in the database, by session, or by network for a device that
has none. After ``CODE.free`` of them the same code is tried again after a wait, always; so that
one prankster makes a room wait a moment, and closes it to nobody (``docs/decisions/0007``).
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from hashlib import sha256

from flask import g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.accounts import limits
from webapp.advising import codes, prescribing
from webapp.advising.prescribing import Door
from webapp.database import now
from webapp.errors import NotFound, TooMany
from webapp.web.house import house
from webapp.web.transaction import db

SIGN_LENGTH = 12
WAITS = ((300, 60), (100, 30), (0, 10))
"""Seconds to wait by the tries beyond the free ones."""

PASS_LASTS = 900
NO_SUCH_CODE = "Ce code n’ouvre rien. Vérifiez chaque signe sur votre carte."


def sign(code: str, key: str = "") -> str:
    """What makes a link an invitation: sixty bits that only this service can make."""
    made = hmac.digest(
        (key or house().settings.secret_key).encode(), b"invitation:" + code.encode(), sha256
    )
    return b32encode(made).decode()[:SIGN_LENGTH].lower()


def invited(code: str) -> bool:
    """True when the link of this request carries its sign, made with this key or an old one."""
    shown, keys = request.args.get("i", "").lower().encode(), house().settings.signing_keys
    return any(hmac.compare_digest(sign(code, key).encode(), shown) for key in keys)


def try_code(typed: str) -> Door:
    """What a code opens, for whoever was invited, or may try now.

    Raises ``NotFound`` for a wrong code, ``TooMany`` when the same code has to wait.
    """
    code = codes.read(typed) or ""
    if invited(code):
        return prescribing.opened_by(db(), code)
    key = _who_tries()
    over = limits.excess(db(), limits.CODE, key)
    if over >= 0 and not _waited(code):
        wait = next(seconds for least, seconds in WAITS if over >= least)
        raise TooMany("Beaucoup d’essais. Attendez %(wait)s secondes, puis appuyez sur « Continuer ».",
                      field="code", retry_after=wait, wait=str(wait))  # fmt: skip
    try:
        return prescribing.opened_by(db(), code)
    except NotFound:
        limits.failed(db(), limits.CODE, key)
        raise


def wait_pass(typed: str, seconds: int) -> str:
    """For the form: this very code may be tried after so many seconds, whatever others do."""
    return _signer().dumps([codes.read(typed) or "", seconds])


def _waited(code: str) -> bool:
    try:
        (meant, seconds), since = _signer().loads(
            request.form.get("pass", ""), max_age=PASS_LASTS, return_timestamp=True
        )
    except (BadSignature, ValueError):
        return False
    waited: float = now().timestamp() - since.timestamp()
    return bool(meant == code and waited >= seconds - 1)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house().settings.secret_key, salt="code")


def _who_tries() -> str:
    who = g.learner_id or limits.network(request.remote_addr or "")
    return limits.CODE.key(house().settings.secret_key, str(who))
