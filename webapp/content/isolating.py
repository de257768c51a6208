"""Latin text inside a language written from right to left: each whole is kept in one piece.

« 74 rue des Lilas », « 1,99 € », « 9 h 30 », « 06 39 98 10 27 » are read from left to right. Alone in
an Arabic sentence, a browser puts the number on the other side: two invisible signs around the whole
(U+2066, U+2069) keep it as it is written. A drawn value and the words beside it are one whole, so
this is done once everything is put in. A number keeps its unit on its line, as in French.
"""

from __future__ import annotations

import re
from functools import lru_cache

from webapp.content.typography import NO_BREAK, UNIT

OPEN, CLOSE = "\u2066", "\u2069"
RTL = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
KEPT = re.compile(rf"({OPEN}[^{CLOSE}]*{CLOSE})")
"""What a translator isolated by hand, a whole French sentence for instance."""

LATIN = r"[^\W_" + RTL + "]"
INSIDE = rf"[^\s{RTL}{OPEN}{CLOSE}«»“”]*"
SPACE = r"(?:(?<![.:;!?])|(?<=\bM\.))[ \u00a0\u202f]"
WHOLE = re.compile(
    rf"(?:(?<!\S)[+=/\\@#-])?{LATIN}(?:{INSIDE}(?:{SPACE}[(]?)?{LATIN})*(?:[ \u00a0\u202f]?[€%°]|[)])?"
)
NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
LETTER = re.compile(LATIN)
ARABIC = re.compile(f"[{RTL}]")


@lru_cache(maxsize=8192)
def isolated(text: str) -> str:
    """The sentence with each Latin whole between two signs that nobody sees."""
    if not ARABIC.search(text):
        return _kept_whole(text)
    parts = KEPT.split(text)
    return "".join(part if part[:1] == OPEN else WHOLE.sub(_one, part) for part in parts)


def _kept_whole(text: str) -> str:
    """A string without a word of the language: an address, a name, a phone number."""
    return text if not LETTER.search(text) or text.isalpha() or text[0] == OPEN else _wrap(text)


def _one(found: re.Match[str]) -> str:
    """A bracket that was opened outside is left outside."""
    text = found.group()
    outside = ")" if text[-1] == ")" and "(" not in text else ""
    return _wrap(text.removesuffix(outside)) + outside


def _wrap(text: str) -> str:
    return text if NUMBER.fullmatch(text) else OPEN + UNIT.sub(NO_BREAK, text) + CLOSE
