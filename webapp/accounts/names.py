"""Names of people, teams and groups, as they are typed, kept, looked for and put in order.

A name is the person's: what is kept is what they typed, in any script. Only what nobody sees or meant
is mended (spaces, hyphens, apostrophes, a letter typed apart from its accent).

The key serves to find and to order. It is kept in the database, so that both cost an index
(``docs/decisions/0037``).
"""

from __future__ import annotations

import unicodedata

PLAIN = str.maketrans(
    {
        **dict.fromkeys("'‘‛ʼ`´＇", "’"),
        **dict.fromkeys("‐‑﹣－", "-"),
        **dict.fromkeys("\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff"),
        **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))),
    }
)
"""One apostrophe, one hyphen, no mark of direction; ``str.split`` knows every kind of space."""
DASHES = str.maketrans(dict.fromkeys("‒–—―−", "-"))
BETWEEN_LETTERS = " -’.·・"
JOINERS = "\u200c\u200d"
"""They shape letters in Persian, Sinhala, Malayalam; alone they are nothing."""
KEY_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "þ": "th",
        "ى": "ي",
        "ة": "ه",
        "ـ": None,
    }
)
"""Letters that Unicode does not take apart, where a list in French order puts them."""
LONGEST_KEY = 120


def tidy(text: str) -> str:
    """Any name or title: composed letters, single spaces, one kind of hyphen and apostrophe."""
    return " ".join(unicodedata.normalize("NFC", text).translate(PLAIN).split())


def plain_digits(text: str) -> str:
    """« ٤ » and « ४ » are the 4 of other keyboards."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def first_name(text: str, *, longest: int) -> str:
    """A first name: letters with their marks, and what stands between them."""
    typed = tidy(text).translate(DASHES)
    kept = "".join(sign for sign in typed if _of_a_name(sign))
    words = (word.strip(JOINERS) for word in kept[:longest].split())
    return " ".join(filter(None, words))


def _of_a_name(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" or sign in BETWEEN_LETTERS or sign in JOINERS


def key(name: str) -> str:
    """What « Émilie », « emilie » and « É-milie » share; in French order. Letters and digits only."""
    apart = unicodedata.normalize("NFKD", name.casefold()).translate(KEY_LETTERS)
    kept = (sign for sign in apart if unicodedata.category(sign)[0] in "LMN")
    return "".join(sign for sign in kept if not unicodedata.combining(sign))[:LONGEST_KEY]
