"""Names of communes as people type them: accents, « St », postcodes, « Paris 15 »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.accounts import names

POSTCODE = re.compile(r"(?<!\d)(\d{2}) ?(\d{3})(?!\d)")
SHORT_FORMS = (
    (re.compile(r"\bst\b[.]?(?=[ -])"), "saint"),
    (re.compile(r"\bste\b[.]?(?=[ -])"), "sainte"),
    (re.compile(r"\bs/ ?"), "sur "),
    (re.compile(r"\bcedex\b.*$"), ""),
    (re.compile(r"\b\d{1,2} ?(?:er|e|eme|ème|è)?(?: arr(?:ondissement|[.]|t)?)?$"), ""),
    (re.compile(r"^(?:la|le|les)[ -]+|^l[’']"), ""),
)
"""In order: « St-Ouen », « Ste Foy », « Vitry s/ Seine », « Lyon cedex 03 », « Lyon 3e », « Le Mans »."""

BIG_CITIES = {"paris": "750", "lyon": "690", "marseille": "130"}
DISTRICT = re.compile(r"^(paris|lyon|marseille)\D{0,3}(\d{1,2})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class TypedPlace:
    """What somebody typed: a postcode, the key of a name, or both."""

    postcode: str
    key: str


def key(name: str) -> str:
    """What « St-Étienne » and « Saint Etienne » share; an article in front does not count."""
    text = names.tidy(name).casefold()
    for pattern, whole in SHORT_FORMS:
        text = pattern.sub(whole, text)
    return names.key(text)


def read(typed: str) -> TypedPlace:
    """A postcode anywhere in the words, then the name that is left; digits of any keyboard."""
    typed = names.plain_digits(typed)
    district = DISTRICT.match(names.tidy(typed))
    if district and not POSTCODE.search(typed):
        return TypedPlace(BIG_CITIES[district[1].casefold()] + f"{int(district[2]):02}", "")
    code = POSTCODE.search(typed)
    rest = POSTCODE.sub(" ", typed)
    return TypedPlace(code[1] + code[2] if code else "", key(re.sub(r"[()]", " ", rest)))


def area(postcode: str) -> str:
    """The first signs of a postcode: a département nearly always, a territory overseas."""
    return postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]
