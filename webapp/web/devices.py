"""Browsers that an adviser has signed in with before: wrong guesses made elsewhere do not lock them.

The cookie says nothing readable: a random word of this browser, and a fingerprint of each mail that
opened a session here, made with the service's key: who reads the cookie cannot even try mails on it.
It stays after signing out, which is when it is needed. Stolen, it gives five tries of its own, then
the same pauses.
"""

from __future__ import annotations

import hmac
import secrets

from flask import Response, request
from itsdangerous import BadSignature, URLSafeSerializer

from webapp.web import cookies
from webapp.web.resources import resources

COOKIE = "connu"
KEPT = 400 * 24 * 3600
MOST_PEOPLE = 5
"""Of one desk; the oldest is forgotten."""


def known(email: str) -> str:
    """The word of this browser when this mail signed in with it before; empty otherwise."""
    word, people = _read()
    keys = resources().settings.signing_keys
    return word if any(_fingerprint(key, word, email) in people for key in keys) else ""


def remember(response: Response, email: str) -> Response:
    """This mail signed in here."""
    word, people = _read()
    mark = _fingerprint(resources().settings.secret_key, word, email)
    kept = [*(one for one in people if one != mark), mark][-MOST_PEOPLE:]
    cookies.give(
        response, COOKIE, _signer().dumps([word, kept]), seconds=KEPT, path="/conseil/connexion"
    )
    return response


def _read() -> tuple[str, list[str]]:
    try:
        word, people = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError):
        return secrets.token_urlsafe(16), []
    return word, people


def _fingerprint(key: str, word: str, email: str) -> str:
    said = f"{word}:{email.strip().casefold()}"
    return hmac.new(key.encode(), said.encode(), "sha256").hexdigest()[:16]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(resources().settings.signing_keys, salt="device")
