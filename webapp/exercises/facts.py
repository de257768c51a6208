"""The fact that a short answer states, whatever is written around it.

« jeudi 14h30 », « dans la salle n° 6 », « écrit par Mme Petit » say 14:30, 6 and Petit. Only one fact
may be stated: « 14 h ou 15 h », « pas la salle 6 » say something else. French; digits of any keyboard.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar

from webapp.exercises.text_rules import TextRule, address, minutes, plain_signs, same_text

Value = TypeVar("Value")
ANOTHER_FACT = frozenset(
    {
        "pas",
        "non",
        "ni",
        "sauf",
        "ne",
        "plus",
        "moins",
        "presque",
        "environ",
        "avant",
        "apres",
        "ou",
        "bis",
        "ter",
        "demi",
        "quart",
    }
)
"""Words after which a number or a name is not the answer that was meant."""
FILLERS = frozenset(
    {
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "du",
        "de",
        "des",
        "d",
        "dans",
        "en",
        "au",
        "aux",
        "a",
        "sur",
        "c",
        "est",
        "ce",
        "cet",
        "cette",
        "il",
        "elle",
        "se",
        "s",
        "trouve",
        "range",
        "rangee",
        "ecrit",
        "ecrite",
        "signe",
        "signee",
        "par",
        "auteur",
        "autrice",
        "m",
        "mr",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "nom",
        "prenom",
        "mot",
        "reponse",
        "je",
        "vais",
        "dossier",
        "fichier",
        "repertoire",
        "personne",
        "page",
    }
)
"""Leading words that state nothing."""
SMALL = {
    "zero": 0,
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
}
TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "octante": 80,
    "huitante": 80,
    "nonante": 90,
}
LARGE = {"cent": 100, "cents": 100, "mille": 1000}
ARTICLES = ("un", "une")
NUMBER = re.compile(
    r"(?<![\w.,])[-+]?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?(?![.,]?\d|[^\W\d_]+\d)"
)
TIME = re.compile(
    r"(?<![\d.,])(\d{1,2})\s*(?:heures?|h|[:.,](?=\d\d(?!\d)))\s*(\d{1,2}(?!\s*h))?\s*(?:minutes?|min|mn)?"
    r"(\s*et demie?|\s*et quart|\s*moins le quart)?"
    r"(\s*(?:du matin|de l\W*apres.midi|du soir))?(?![\d])"
)
HALVES = {"demi": 30, "quart": 15, "moins": -15}
NOON = 12


def states(text: str, expected: str, rule: TextRule) -> bool:
    """Whether the one fact of a text is the expected one. ``expected`` says which kind of fact it is."""
    if rule.kind == "email":
        return same_text(address(text), address(expected), rule)
    if rule.kind == "time":
        return _one(times(text)) == minutes(expected) is not None
    if digits := re.sub(r"[\s,.]", "", expected).isdecimal():
        return _says_number(text, expected)
    return not digits and _says_name(text, expected, rule)


def denies(text: str, expected: str) -> bool:
    """Whether a word makes the text say something else: « pas Petit », « Petit ou Martin »."""
    return bool(ANOTHER_FACT & (set(_words(text)) - set(_words(expected))))


def times(text: str) -> set[int]:
    """Every time of day in a text, in minutes since midnight."""
    read = _in_digits(text).replace("midi et", "12 h et").replace("minuit et", "0 h et")
    read = re.sub(r"(?<!apres.)\bmidi\b", "12 h", read).replace("minuit", "0 h")
    found = set()
    for hours, mins, fraction, half in TIME.findall(read):
        hour = int(hours) + NOON * (int(hours) < NOON and ("soir" in half or "midi" in half))
        added = next((value for name, value in HALVES.items() if name in fraction), 0)
        whole = hour * 60 + int(mins or 0) + added
        wrong = int(mins or 0) > 59 or ("matin" in half and hour >= NOON)
        found.add(-1 if wrong else whole)
    outside = _words(TIME.sub(" ", read))
    return found if found and not ANOTHER_FACT & set(outside) else {-1, -2}


def numbers(text: str) -> set[str]:
    """Every number in a text, in digits or in French words, as written in digits."""
    found = NUMBER.findall(_in_digits(text))
    return {re.sub(r"\s", "", one).replace(",", ".") for one in found}


def quantity(text: str) -> Decimal | None:
    """The number of « 150 euros », « 12 h », « trente-cinq »; None when there is not exactly one."""
    only = _one(numbers(text)) if not ANOTHER_FACT & set(_words(text)) else None
    return Decimal(only) if only is not None else None


def _says_number(text: str, expected: str) -> bool:
    if ANOTHER_FACT & set(_words(text)):
        return False
    only, wanted = _one(numbers(text)), re.sub(r"\s", "", expected).replace(",", ".")
    if only is None:
        return False
    exact = wanted.startswith("0") and len(wanted) > 1
    return only == wanted if exact else Decimal(only) == Decimal(wanted)


def _says_name(text: str, expected: str, rule: TextRule) -> bool:
    """The words that are left once those that state nothing are gone."""
    said, wanted = _split(text), _split(expected)
    kept = {_bare(word) for word in wanted}
    left = [word for word in said if _bare(word) in kept or _bare(word) not in FILLERS]
    return same_text(" ".join(left), " ".join(wanted), rule)


def _one(found: set[Value]) -> Value | None:
    return next(iter(found)) if len(found) == 1 else None


def _split(text: str) -> list[str]:
    return re.findall(r"[\w-]+", plain_signs(text))


def _words(text: str) -> list[str]:
    return [_bare(word) for word in re.findall(r"[^\W\d_]+", plain_signs(text))]


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _in_digits(text: str) -> str:
    """The text in small letters without accents, its number words in digits."""
    read = _bare(plain_signs(text))
    read = re.sub(r"\bn\s*[°º]\s*|[€%«»\"]", " ", read)
    parts = re.split(r"(?<=[^\W\d_])[\s-]+(?=[^\W\d_])|(?<=[^\W\d_])(?=[^\w\s-])|\s+", read)
    return " ".join(_counted([part for part in parts if part]))


def _counted(words: list[str]) -> Iterator[str]:
    """The words, each run of number words replaced by its value."""
    known = SMALL | TENS | LARGE
    alone = not any((w in known and w not in ARTICLES) or w.isdecimal() for w in words)
    at = 0
    while at < len(words):
        value, end = _run(words, at)
        if end == at or (words[at:end] in ([a] for a in ARTICLES) and not alone):
            yield words[at]
            at += 1
        else:
            yield str(value)
            at = end


def _run(words: list[str], start: int) -> tuple[int, int]:
    """The number that begins at a word: its value, and the place after it."""
    total, current, at = 0, 0, start
    while at < len(words):
        word = words[at + (words[at] == "et" and at > start and at + 1 < len(words))]
        step = _added(word, current)
        if step is None:
            break
        at += 1 + (words[at] == "et")
        current = step
        if word == "mille":
            total, current = total + current, 0
    return total + current, at


def _added(word: str, current: int) -> int | None:
    """The number after one more word; None when the word begins something else."""
    if word in LARGE:
        return max(1, current) * LARGE[word] if current < LARGE[word] else None
    if word in ("vingt", "vingts") and current % 100 == 4:
        return current + 76
    value = SMALL.get(word, TENS.get(word))
    if value is None:
        return None
    room = 20 if current % 100 in (60, 80) else 10 if current % 100 >= 20 else 1
    room = 100 if current and current % 100 == 0 else room
    return current + value if not current or value < room else None
