"""Secrets that travel: random, kept only as a hash, compared by the database."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """256 random bits, safe in a URL and in a cookie."""
    return secrets.token_urlsafe(BYTES)


def token_hash(token: str) -> bytes:
    """What the table keeps. The token has 256 bits: a plain SHA-256 cannot be guessed backwards."""
    return hashlib.sha256(token.encode()).digest()
