"""Passwords: Argon2id with a pepper outside the database.

m = 19 MiB, t = 2, p = 1 (RFC 9106, low-memory choice): about 40 ms here, so that thirty people
signing in together do not stop the service. The pepper makes a stolen table useless alone.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import unicodedata
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from webapp.errors import Invalid

SHORTEST, LONGEST = 12, 200
TOO_COMMON = (
    "motdepasse",
    "azertyuiop",
    "qwertyuiop",
    "123456",
    "password",
    "bonjour",
    "marchepied",
    "missionlocale",
    "francetravail",
    "administrateur",
    "jetaime",
    "abcdef",
)
AT_ONCE = threading.Semaphore(4)
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def _peppered(password: str, pepper: str) -> str:
    """One keyboard types « é » as one sign, another as two: it is one password (RFC 8265)."""
    typed = unicodedata.normalize("NFC", password)
    return hmac.new(pepper.encode(), typed.encode(), hashlib.sha256).hexdigest()


def hash_password(password: str, pepper: str) -> str:
    """The string to store."""
    with AT_ONCE:
        return _HASHER.hash(_peppered(password, pepper))


def matching_pepper(stored: str | None, password: str, peppers: Sequence[str]) -> str | None:
    """The pepper this password was hashed with, tried in order; None when it is not the password.

    A wrong password takes the same time whether the account exists (``stored``) or not (None).
    """
    for pepper in peppers:
        if _verifies(stored or DUMMY, _peppered(password, pepper)) and stored is not None:
            return pepper
    return None


def _verifies(stored: str, peppered: str) -> bool:
    with AT_ONCE:
        try:
            return _HASHER.verify(stored, peppered)
        except Argon2Error:
            return False


DUMMY = (
    "$argon2id$v=19$m=19456,t=2,p=1$6boudbfzP5IYTgOAb4Ejbg"
    "$KQKZay3BxZ85bzTdyO3QyE812NDGJVNxjXiG8lGZn6o"
)
"""Nobody's: what a guess for an unknown account is tried against. It costs what a real one costs."""


def check_new_password(password: str, *, context: tuple[str, ...] = ()) -> None:
    """Refuse what is guessed first. Raises ``Invalid`` with what to do; no composition rule."""
    if len(password) < SHORTEST:
        raise Invalid("Le mot de passe doit avoir au moins 12 caractères.", field="password")
    if len(password) > LONGEST:
        raise Invalid("Le mot de passe est trop long.", field="password")
    plain = "".join(char for char in password.casefold() if char.isalnum())
    words = [w for w in (*TOO_COMMON, *(c.casefold() for c in context)) if len(w) > 3]
    rest = plain
    for word in words:
        rest = rest.replace("".join(c for c in word if c.isalnum()), "")
    if len(set(plain)) < 5 or len(rest) < SHORTEST // 2:
        raise Invalid("Ce mot de passe se devine. Prenez trois mots sans lien.", field="password")
