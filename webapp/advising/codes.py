"""Short codes that can be read aloud, copied from a card and typed on a phone.

20 symbols: no 0 O Q D, no 1 I L J, no 2 Z, no 5 S, no 8 B, no U V. Six of them make 64 million codes;
guesses are slowed down (``accounts.limits``), and a code only opens a door that asks for consent.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

ALPHABET = "3467ACEFGHKMNPRTWXY9"
LENGTH = 6
HALF = LENGTH // 2
IN_A_LINK = re.compile(r"/c/([^/?#\s]+)", re.IGNORECASE)


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
    """What a person typed as a code; None when it cannot be one.

    Case and signs do not matter, nor the keyboard it comes from; a whole link may be pasted.
    """
    link = IN_A_LINK.search(typed)
    plain = unicodedata.normalize("NFKC", link[1] if link else typed).upper()
    code = "".join(_plain_digit(char) for char in plain if char.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def _plain_digit(char: str) -> str:
    """« ٤ » and « ४ » are the 4 of other keyboards."""
    return str(unicodedata.decimal(char)) if char.isdecimal() else char
