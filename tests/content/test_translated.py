"""A translated exercise is wholly translated: no French sentence is left on its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from webapp.content import Catalogue, Item, Presented, all_rows
from webapp.content.prose import LOOKS_LIKE_CODE, PROSE_KEYS, sentences
from webapp.exercises import rooms

LANGUAGES = ("ar", "en")
WORD = re.compile(r"[^\W\d_]{2,}")
SHOWN = str.maketrans({"’": "'", "\u202f": " ", "\u00a0": " ", "\u2066": None, "\u2069": None})
STREET = re.compile(r"\d+ (?:rue|place) .+")
NAMES = frozenset({"name", "from", "other", "maker"})
"""Where people, organisations, files, networks and applications are named."""
SAME_WORDS = {
    "Cap emploi": "the name of a public service",
    "garage valmoulin": "words to search for, the same in English",
    "Travail en cuisine": "quoted from an advert that stays French",
    "Nettoyage de bureaux": "quoted from an advert that stays French",
    "Vente en boulangerie": "quoted from an advert that stays French",
    "Travail en jardinage": "quoted from an advert that stays French",
    "Débutants acceptés": "quoted from an advert that stays French",
    "Débutant accepté": "quoted from an advert that stays French",
    "Expérience non obligatoire": "quoted from an advert that stays French",
    "Bus et Tram": "the name of an application",
    "5 min": "the same in English",
    "12 min": "the same in English",
    "0 min": "the same in English",
}


def translated(catalogue: Catalogue, lang: str) -> Iterator[Item]:
    """The exercises shown in a language."""
    for item in catalogue.items.values():
        if catalogue.present(item, next(all_rows(item)), lang).lang == lang:
            yield item


def pairs(
    french: Any, shown: Any, place: str = "", key: str = ""
) -> Iterator[tuple[str, str, str, str]]:
    """Each string of a page beside the same string in another language: place, key, both."""
    if isinstance(french, Mapping):
        for name in french.keys() & shown.keys():
            yield from pairs(french[name], shown[name], f"{place}.{name}", name)
    elif isinstance(french, list | tuple):
        for number, (left, right) in enumerate(zip(french, shown, strict=True)):
            yield from pairs(left, right, f"{place}.{number}", key)
    elif isinstance(french, str):
        yield place, key, french.translate(SHOWN), shown.translate(SHOWN)


def read(source: Presented, page: Presented) -> Iterator[tuple[str, str, str, str]]:
    """What is read on a page in a language; the document too when it is in that language."""
    yield from pairs(source.text, page.text, "text")
    said = ("right", "wrong", "remember", "clues")
    yield from pairs(*({name: p.feedback[name] for name in said} for p in (source, page)))
    if page.stimulus_lang == page.lang:
        yield from pairs(source.world, page.world, "world")


def is_left(catalogue: Catalogue, key: str, text: str) -> bool:
    """Whether words that are the same in both languages are French words left behind."""
    registry = catalogue.registry
    names = {*registry.names.places, *registry.names.surnames, *registry.names.first_names}
    known = {*registry.organisations.fictional, *registry.organisations.public, *SAME_WORDS}
    words = text.split()
    alone = len(words) < 2 or STREET.fullmatch(text) is not None
    named = key in NAMES or all(word in names | {"Mme", "M."} for word in words)
    return not (alone or named or text in known or not WORD.search(text))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_french_sentence_is_left(catalogue: Catalogue, lang: str) -> None:
    left = {
        f"{item.id} {place}: {text}"
        for item in translated(catalogue, lang)
        for variant in all_rows(item, 12)
        for place, key, text, shown in read(
            catalogue.present(item, variant), catalogue.present(item, variant, lang)
        )
        if text == shown and is_left(catalogue, key, text)
    }
    assert not left, sorted(left)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_drawn_value_is_left_in_french(catalogue: Catalogue, lang: str) -> None:
    """Inside a sentence, a French value does not make the whole sentence the same."""
    messages, left = catalogue.languages[lang].messages, set()
    for item in translated(catalogue, lang):
        for sentence in sentences(item):
            same = messages.get(f"{item.id}:{sentence.place}") == sentence.text
            if sentence.kind == "param" and same and is_left(catalogue, "", sentence.text):
                left.add(f"{item.id}: {sentence.text}")
    assert not left, sorted(left)


def test_the_check_finds_a_sentence_left_in_french(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-1-DECONNEXION-001"]
    source = catalogue.present(item, next(all_rows(item)))
    kept = [key for _, key, text, _ in read(source, source) if is_left(catalogue, key, text)]
    assert {"title", "task", "page_text", "label"} <= set(kept)


def test_every_key_of_words_is_met(catalogue: Catalogue) -> None:
    """A key that no exercise uses any more leaves the list."""
    met = {key for item in catalogue.items.values() for key in _keys(item.world)}
    assert met >= PROSE_KEYS
    types = {item.type for item in catalogue.items.values()}
    own = {name: room.prose_keys for name, room in rooms().items() if room.prose_keys}
    assert own and types >= own.keys()


def _keys(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from part
    values = part.values() if isinstance(part, Mapping) else part
    for value in values if not isinstance(part, str | int | float | None) else ():
        if isinstance(value, Mapping | list | tuple):
            yield from _keys(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("après-midi", False),
        ("Vide-grenier", False),
        ("vingt-quatre", False),
        ("Soleil-42", True),
        ("CV_Ali.pdf", True),
        ("courrier.example", True),
        ("Box4F2", True),
    ],
)
def test_a_word_with_a_hyphen_is_no_code(text: str, *, code: bool) -> None:
    assert bool(LOOKS_LIKE_CODE.match(text)) is code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_price_stays_free_or_paid(catalogue: Catalogue, lang: str) -> None:
    met = 0
    for item in catalogue.items.values():
        for app in item.world.get("apps", ()) if item.type == "sim_phone" else ():
            met += 1
            variant = next(all_rows(item))
            shown, source = (catalogue.present(item, variant, code) for code in (lang, "fr"))
            assert [a.free for a in shown.spec.world.apps] == [
                a.price.startswith("Gratuit") for a in source.spec.world.apps
            ], app
    assert met
