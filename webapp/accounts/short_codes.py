"""Short codes that can be read aloud, copied from a card and typed on a phone.

20 symbols: no 0 O Q D, no 1 I L J, no 2 Z, no 5 S, no 8 B, no U V. Each is worth 4.3 bits.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from webapp.accounts import names

ALPHABET = "3467ACEFGHKMNPRTWXY9"


def new_code(length: int) -> str:
    """A random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(code: str, size: int) -> str:
    """As printed: « KTR-4MX » by three."""
    return "-".join(re.findall(f".{{1,{size}}}", code))


def spoken(code: str) -> str:
    """Sign by sign, for « Écouter »."""
    return ", ".join(code)


def read(typed: str, length: int) -> str | None:
    """What a person typed as a code of this length; None when it cannot be one.

    Case, spaces and hyphens do not matter, nor the keyboard it comes from.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = names.plain_digits("".join(filter(str.isalnum, plain)))
    return code if len(code) == length and set(code) <= set(ALPHABET) else None
