"""The code of a prescription: six symbols, 64 million of them.

Guesses are slowed down (``accounts.limits``), and a code only opens a door that asks for consent.
"""

from __future__ import annotations

import re

from webapp.accounts import short_codes

LENGTH, GROUP = 6, 3
IN_A_LINK = re.compile(r"/c/([^/?#\s]+)", re.IGNORECASE)


def new_code() -> str:
    """A random code."""
    return short_codes.new_code(LENGTH)


def shown(code: str) -> str:
    """As printed: « KTR-4MX »."""
    return short_codes.grouped(code, GROUP)


def read(typed: str) -> str | None:
    """What a person typed as a code; None when it cannot be one. A whole link may be pasted."""
    link = IN_A_LINK.search(typed)
    return short_codes.read(link[1] if link else typed, LENGTH)
