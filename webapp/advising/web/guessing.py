"""One door where a code is tried: a wrong one counts, an invitation opens at once.

Opening a link is a GET, which writes nothing and so says nothing: without the sign that a QR code
carries (an *invitation*), it only fills the field where a code is tried. With it, it opens at once: a
sign cannot be guessed. Other tries are slowed down (``accounts.web.slow_tries``).
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from hashlib import sha256

from flask import request

from webapp.accounts import limits
from webapp.accounts.web.slow_tries import SlowTries
from webapp.advising import codes, prescribing
from webapp.advising.prescribing import Door
from webapp.errors import NotFound
from webapp.web.resources import resources
from webapp.web.transaction import db

SIGN_LENGTH = 12
TRIES = SlowTries(limits.CODE, codes.read)


def sign(code: str, key: str = "") -> str:
    """What makes a link an invitation: sixty bits that only this service can make."""
    made = hmac.digest(
        (key or resources().settings.secret_key).encode(), b"invitation:" + code.encode(), sha256
    )
    return b32encode(made).decode()[:SIGN_LENGTH].lower()


def invited(code: str) -> bool:
    """True when the link of this request carries its sign, made with this key or an old one."""
    shown, keys = request.args.get("i", "").lower().encode(), resources().settings.signing_keys
    return any(hmac.compare_digest(sign(code, key).encode(), shown) for key in keys)


def try_code(typed: str) -> Door:
    """What a code opens, for whoever was invited, or may try now.

    Raises ``NotFound`` for a wrong code, ``TooMany`` when the same code has to wait.
    """
    code = codes.read(typed) or ""
    if invited(code):
        return prescribing.opened_by(db(), code)
    TRIES.check(typed)
    try:
        return prescribing.opened_by(db(), code)
    except NotFound:
        TRIES.failed()
        raise
