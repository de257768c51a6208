"""Short codes that can be read aloud, copied from a card and typed on a phone.

20 symbols: no 0 O Q D, no 1 I L J, no 2 Z, no 5 S, no 8 B, no U V. Six of them make 64 million codes;
guesses are slowed down (``accounts.limits``), and a code only opens a door that asks for consent.
"""

from __future__ import annotations

import secrets

ALPHABET = "3467ACEFGHKMNPRTWXY9"
LENGTH = 6
HALF = LENGTH // 2


def new_code() -> str:
    """A random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """As printed: « KTR-4MX »."""
    return f"{code[:HALF]}-{code[HALF:]}"


def spoken(code: str) -> str:
    """Sign by sign, for « Écouter »."""
    return ", ".join(code)


def read(typed: str) -> str | None:
    """What a person typed as a code; None when it cannot be one. Case and signs do not matter."""
    code = "".join(char for char in typed.upper() if char.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
