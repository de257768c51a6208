"""French typography, added when a sentence is shown and never before.

Sources keep a straight apostrophe and plain spaces: easy to type, to search and to compare.
Addresses, file names, codes and passwords are left exactly as written.
"""

from __future__ import annotations

import re
from functools import lru_cache

NARROW = "\u202f"
NO_BREAK = "\u00a0"
CURLY = "\u2019"

WRITTEN_AS_IS = re.compile(
    r"""
    \S+@\S+                      # mail address
  | \S*\w\.[a-z][\w-]*(?:/\S*)?  # host, path or file name
  | \S*[/\\_=]\S+                # path, code, formula
  | \S*[\w]+-\d\S*               # code such as Soleil-42
    """,
    re.VERBOSE,
)
BEFORE_SIGN = re.compile(r" ([;:!?»])")
AFTER_QUOTE = re.compile(r"« ")
APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w«])")
PERSON = re.compile(r"(?:(?<=\bM\.)|(?<=\bMme)) (?=[A-ZÀ-Ý])")
UNIT = re.compile(r"(?<=\d) (?=(?:h|€|%|min|heures?|minutes?|\d{2,3})(?!\w))|(?<=\d h) (?=\d{2})")


@lru_cache(maxsize=8192)
def french(text: str) -> str:
    """The sentence as it is printed: no-break spaces and the curly apostrophe."""
    shown, last = [], 0
    for found in WRITTEN_AS_IS.finditer(text):
        shown += [_prose(text[last : found.start()]), found.group()]
        last = found.end()
    return "".join([*shown, _prose(text[last:])])


def _prose(text: str) -> str:
    text = BEFORE_SIGN.sub(NARROW + r"\1", text)
    text = AFTER_QUOTE.sub("«" + NARROW, text)
    text = PERSON.sub(NO_BREAK, UNIT.sub(NO_BREAK, text))
    return APOSTROPHE.sub(CURLY, text)


def counted(number: int, noun: str) -> str:
    """« 1 exercice », « 2 exercices »: in French, nothing is singular. For regular nouns."""
    return f"{number} {noun}{'s' if number > 1 else ''}"
