"""Measuring French: words, sentences, syllables, ease of reading, frequency of words.

Formulas warn, they never decide: sentence length and common words are the real gate, and people
who read with difficulty have the last word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)?|\{\w+\}|[^\W\d_]+(?:[-'][^\W\d_]+)*", re.UNICODE)
ABBREVIATION = re.compile(r"\b(M|Mme|Dr|n°|ex|etc)\.", re.IGNORECASE)
ADDRESS = re.compile(r"\S*[\w-]\.[a-z]\S*|\S+@\S+")
END = re.compile(r"[.!?…]+(?:\s*»)?(?:\s+|$)|\s*»\s+(?=[A-ZÀ-Ý])|\n+")
VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+", re.IGNORECASE)
SHORTEST, USUAL_WORDS = 3, 20_000
WRITTEN_BY_FEW, MUCH_MORE = 3.0, 0.8
MUTE_END = re.compile(r"(?<=[^aeiouyéèê])(?:e|es|ent)$", re.IGNORECASE)


def words(text: str) -> list[str]:
    """The words of a text; an address or a drawn value is one word."""
    return WORD.findall(ADDRESS.sub("adresse", text))


def split_sentences(text: str) -> list[str]:
    """The sentences of a text. « M. Petit » and an address stay whole."""
    text = ABBREVIATION.sub(r"\1", ADDRESS.sub(_without_stop, text))
    return [part.strip() for part in END.split(text) if part and part.strip()]


def _without_stop(found: re.Match[str]) -> str:
    return "adresse" + ("." if found.group().endswith(".") else "")


def syllables(word: str) -> int:
    """Vowel groups, without a mute ending: right for 28 of 30 reference words."""
    return max(1, len(VOWELS.findall(MUTE_END.sub("", word))))


def kandel_moles(text: str) -> float:
    """Reading ease of French (Kandel & Moles 1958): 100 is very easy, 50 is hard."""
    found = [word for word in words(text) if not word.startswith("{")]
    per_sentence = len(found) / max(1, len(split_sentences(text)))
    per_word = sum(map(syllables, found)) / max(1, len(found))
    return 207 - 1.015 * per_sentence - 73.6 * per_word


def available(package: str) -> bool:
    """Whether an optional package of the group ``content`` is installed."""
    return find_spec(package) is not None


@cache
def zipf(word: str) -> float:
    """Frequency of a word or of its lemma, whichever is more common (0 unknown, 8 everywhere)."""
    frequency = _function("wordfreq", "zipf_frequency")
    return float(max(frequency(word, "fr"), frequency(lemma(word), "fr")))


@cache
def lemma(word: str) -> str:
    """The dictionary form of a word; the word itself when it cannot be known."""
    if not available("simplemma"):
        return word
    return str(_function("simplemma", "lemmatize")(word, lang="fr"))


@cache
def misspelt(word: str) -> bool:
    """Whether a part of a word looks like a typing mistake.

    No dictionary of forms has it (it lacks the words that never change: « tôt », « jamais ») and
    either few people write it, or many more write it with accents. « telephone » is found so;
    « cliquet » for « cliquez » is not: it is a word.
    """
    return available("simplemma") and any(map(_part_misspelt, word.split("-")))


def _part_misspelt(part: str) -> bool:
    if len(part) < SHORTEST or _function("simplemma", "is_known")(part, lang="fr"):
        return False
    common = zipf(part)
    accented = _accents().get(part, part)
    return common < WRITTEN_BY_FEW or zipf(accented) > common + MUCH_MORE


@cache
def _accents() -> dict[str, str]:
    """The usual word with accents for the same letters without."""
    found: dict[str, str] = {}
    for word in _function("wordfreq", "top_n_list")("fr", USUAL_WORDS):
        found.setdefault(plain_letters(word), word)
    return found


def plain_letters(word: str) -> str:
    """The word without its accents."""
    split = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def likeness(left: str, right: str) -> float:
    """How alike two texts are, from 0 to 100."""
    return float(_function("rapidfuzz.fuzz", "ratio")(left, right))


def _function(module: str, name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
