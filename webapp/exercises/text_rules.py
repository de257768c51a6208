"""How typed text is compared, when spelling is not the skill being measured.

Case, accents and spaces are ignored by default; an author may be stricter. ``typos`` is a number of
letters that may be wrong (Damerau–Levenshtein, optimal string alignment), only for words of at
least five letters: on shorter words one letter makes another word.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Literal

from pydantic import Field

from webapp.exercises.contract import Strict
from webapp.exercises.keyboards import same_signs

SHORTEST_WORD_WITH_TYPO = 5
TIME = re.compile(
    r"^(?:(?:à|a|at|الساعة|في الساعة)\s+)?(\d{1,2})"
    r"(?:\s*(?:heures?|hours?|o'clock|h|:|\.)\s*|\s+|$)(\d{2})?\s*(?:minutes?|min|mn)?"
    r"\s*(?:([ap])\.?m\.?|(ص(?:باحا)?|م(?:ساء)?))?\s*\.?$"
)
"""« 14 h 30 », « 14:30 », « 2:30 pm », « الساعة 14:30 »; a number alone is a full hour."""
AFTERNOON, NOON = ("p", "م"), 12
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
"""No exponent: the twelve signs « 1e9999999999 » would be ten billion digits once written out."""
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "‑": "-"})
ARABIC_LETTERS = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None})
"""Written one way or the other by most people; the last one only stretches a word."""


class TextRule(Strict):
    """What is ignored when two texts are compared."""

    kind: Literal["word", "number", "time", "email"] = "word"
    case: Literal["strict", "ignore"] = "ignore"
    accents: Literal["strict", "ignore"] = "ignore"
    spaces: Literal["strict", "ignore"] = "ignore"
    typos: int = Field(0, ge=0, le=2)
    decimal: tuple[str, ...] = (",", ".")


EXACT = TextRule()


def same_text(typed: str, expected: str, rule: TextRule = EXACT) -> bool:
    """Whether what was typed counts as what was expected."""
    if rule.kind == "time":
        return _same_key(minutes(typed), minutes(expected), typed, expected, rule)
    if rule.kind == "number":
        return _same_key(number(typed, rule), number(expected, rule), typed, expected, rule)
    left, right = normalise(typed, rule), normalise(expected, rule)
    if left == right:
        return True
    long_enough = len(right) >= SHORTEST_WORD_WITH_TYPO
    return long_enough and bool(rule.typos) and edit_distance(left, right) <= rule.typos


def _same_key(left: object, right: object, typed: str, expected: str, rule: TextRule) -> bool:
    if left is not None and right is not None:
        return left == right
    return normalise(typed, rule) == normalise(expected, rule)


def normalise(text: str, rule: TextRule = EXACT) -> str:
    """The text with everything the rule ignores removed."""
    text = unicodedata.normalize("NFC", plain_signs(text)).strip()
    if rule.spaces == "ignore":
        text = re.sub(r"\s+", "", text)
    if rule.case == "ignore":
        text = text.casefold()
    if rule.accents == "ignore":
        decomposed = unicodedata.normalize("NFD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
        text = text.translate(ARABIC_LETTERS)
        text = text.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE").replace("Æ", "AE")
    return text


def minutes(text: str) -> int | None:
    """Minutes since midnight of « 14 h 30 », « 14:30 », « à 14 heures 30. »; None otherwise."""
    bare = "".join(c for c in plain_signs(text).strip().casefold() if not "\u064b" <= c <= "\u0652")
    match = TIME.match(bare)
    if not match:
        return None
    hours, mins = int(match[1]), int(match[2] or 0)
    half = (match[3] or match[4] or "")[:1]
    if half and not 0 < hours <= NOON:
        return None
    hours = hours % NOON + NOON * (half in AFTERNOON) if half else hours
    return hours * 60 + mins if hours < 24 and mins < 60 else None


def minutes_of(text: str) -> int:
    """The same for an hour an author wrote. Raises ``ValueError``."""
    found = minutes(text)
    if found is None:
        raise ValueError(f"heure illisible : {text}")
    return found


def number(text: str, rule: TextRule = EXACT) -> Decimal | None:
    """The number written in a French or plain way (« 1 250,50 »); None otherwise."""
    compact = re.sub(r"[\s€]", "", plain_signs(text))
    for sign in rule.decimal:
        compact = compact.replace(sign, ".")
    return Decimal(compact) if NUMBER.fullmatch(compact) else None


PHONE = re.compile(r"(?:(?:\+|00)33(?:\(0\)|0)?|0)([1-9]\d{8})")


def phone(text: str) -> str | None:
    """The ten digits of a French number, however it is written; None when it is not one."""
    match = PHONE.fullmatch(re.sub(r"[\s./_-]+", "", plain_signs(text)))
    return f"0{match[1]}" if match else None


def address(text: str) -> str:
    """A mail address without what surrounds it in a sentence: quotes, brackets, the full stop."""
    bare = re.sub(r"\s+", " ", plain_signs(text)).strip(" <>«»\"'()")
    return bare.rstrip(".,; ").removeprefix("mailto:")


def file_name(text: str, ending: str = "") -> str:
    """A name as a file has it: one space between words, no quotes around, no full stop at the end.

    ``ending`` (« pdf ») is put back when the person left it out.
    """
    name = " ".join(plain_signs(text).split()).strip("«»\"' ").rstrip(". ")
    has_one = bool(ending) and name.casefold().endswith(f".{ending.casefold()}")
    return name if has_one or not ending or not name else f"{name}.{ending}"


def plain_signs(text: str) -> str:
    """The same text with plain spaces, apostrophes and hyphens, and digits of our keyboard."""
    return same_signs(text).translate(APOSTROPHES)


def edit_distance(left: str, right: str) -> int:
    """Optimal string alignment distance: insert, delete, replace, swap two neighbours."""
    before, last = [0] * (len(right) + 1), list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
