"""A typed answer is accepted as a person writes it in the language of the page, and in French."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.content import Catalogue, Item, Variant, all_rows
from webapp.content.prose import PLACEHOLDER
from webapp.content.translation import same_placeholders
from webapp.exercises import room
from webapp.exercises.keyboards import ARABIC_DIGITS, PERSIAN_DIGITS
from webapp.exercises.text_rules import TextRule, minutes, number, same_text

LANGUAGES = ("fr", "en", "ar")
FULL_WIDTH = "０１２３４５６７８９"
TYPED = {
    "BUR-1-TROUVER-002": {
        "en": ("{dossier}", "folder {dossier}", "the {dossier} folder", "in {dossier}"),
        "ar": ("{dossier}", "مجلد {dossier}", "في المجلد {dossier}"),
    },
    "BUR-3-LIRE-001": {
        "en": ("14 h 30", "14:30", "2:30 pm", "at 2.30 p.m."),
        "ar": ("14:30", "الساعة 14:30", "١٤:٣٠", "2:30 مساءً", "الساعة ٢:٣٠ م"),
    },
    "BUR-3-LIRE-002": {"en": ("{cle}", "{dit}"), "ar": ("{cle}", "{dit}")},
    "ADM-2-FORMULAIRE-003": {"en": ("{cp}",), "ar": ("{cp}",)},
    "COM-1-LIRE-002": {
        "en": ("{salle}", "room {salle}", "Room {salle}.", "number {salle}", "it's room {salle}"),
        "ar": ("{salle}", "قاعة {salle}", "القاعة {salle}", "رقم {salle}", "القاعه رقم {salle}"),
    },
    "EMP-1-LIREOFFRE-001": {
        "en": ("{heures}", "{heures} h", "{heures} hours", "{heures} hours a week", "{mots}"),
        "ar": ("{heures}", "{heures} ساعة", "{heures} ساعه في الاسبوع", "{mots} ساعة"),
    },
    "NAV-3-SOURCE-001": {
        "en": ("{auteur}", "by {auteur}", "{nom}"),
        "ar": ("{auteur}", "بقلم {auteur}"),
    },
    "MAT-1-SAISIR-001": {"en": ("{mot}",), "ar": ("{mot}",)},
    "MAT-1-SAISIR-003": {"en": ("{mail}",), "ar": ("{mail}",)},
}
"""What a person reading each language may type, written with the values of the page."""


def typed_items(catalogue: Catalogue) -> list[Item]:
    """The exercises where an answer is typed and compared with a list."""
    return [item for item in catalogue.items.values() if "accept" in item.answer]


def is_right(catalogue: Catalogue, item: Item, variant: Variant, lang: str, text: str) -> bool:
    """Whether this text passes on the page in this language."""
    page, exercise = catalogue.present(item, variant, lang), room(item.type)
    return exercise.grade(page.spec, exercise.parse(page.spec, {"text": [text]}, {})).right


def values(catalogue: Catalogue, item: Item, variant: Variant, lang: str) -> dict[str, Any]:
    """The drawn values as the language says them, whether they are translated or not."""
    said = dict(variant.params)
    messages = catalogue.languages[lang].messages
    for name, param in item.vary.params.items():
        for number_, row in enumerate(getattr(param, "rows", ())):
            if row.items() <= variant.params.items():
                place = f"{item.id}:vary.params.{name}.rows.{number_}"
                said |= {key: messages.get(f"{place}.{key}", said[key]) for key in row}
    return said


def test_every_typed_answer_is_in_the_table(catalogue: Catalogue) -> None:
    assert {item.id for item in typed_items(catalogue)} == set(TYPED)


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("id_", TYPED)
def test_what_a_person_types_is_accepted(catalogue: Catalogue, id_: str, lang: str) -> None:
    item, met = catalogue.items[id_], 0
    for variant in all_rows(item):
        if id_ == "BUR-3-LIRE-001" and variant.params["heure"] != "14 h 30":
            continue
        said = values(catalogue, item, variant, lang)
        for way in TYPED[id_][lang]:
            met += 1
            text = PLACEHOLDER.sub(lambda found: str(said[found.group(1)]), way)  # noqa: B023
            assert is_right(catalogue, item, variant, lang, text), text
            assert is_right(catalogue, item, variant, lang, f"\u2068{text}\u2069 "), text
            for digits in (ARABIC_DIGITS, PERSIAN_DIGITS, FULL_WIDTH):
                typed = text.translate(str.maketrans("0123456789", digits))
                assert is_right(catalogue, item, variant, lang, typed), typed
    assert met


@pytest.mark.parametrize("lang", LANGUAGES)
def test_french_is_accepted_everywhere(catalogue: Catalogue, lang: str) -> None:
    for item in typed_items(catalogue):
        for variant in all_rows(item):
            for text in catalogue.present(item, variant).answer["accept"]:
                assert is_right(catalogue, item, variant, lang, text), (item.id, text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_answer_stays_wrong(catalogue: Catalogue, lang: str) -> None:
    for item in typed_items(catalogue):
        for variant in all_rows(item):
            for text in ("zzz", "٩٩٩", "room", "قاعة", "23:59"):
                assert not is_right(catalogue, item, variant, lang, text), (item.id, text)


def test_another_language_is_not_accepted_on_a_french_page(catalogue: Catalogue) -> None:
    """A name among words of another language is not read; a number is the same in all of them."""
    item = catalogue.items["BUR-1-TROUVER-002"]
    variant = next(all_rows(item))
    text = f"folder {variant.params['dossier']}"
    assert is_right(catalogue, item, variant, "en", text)
    assert not is_right(catalogue, item, variant, "fr", text)


@pytest.mark.parametrize(("lang", "shown"), [("en", "Shelves"), ("ar", "الرفوف"), ("fr", "Rayon")])
def test_the_answer_shown_is_in_the_language_of_the_page(
    catalogue: Catalogue, lang: str, shown: str
) -> None:
    item = catalogue.items["BUR-3-LIRE-002"]
    page = catalogue.present(item, next(all_rows(item)), lang)
    assert page.spec.answer.accept[0] == shown
    assert shown in str(page.world["table"]["rows"])
    assert not any(PLACEHOLDER.search(text) for text in page.answer["accept"])


def test_a_reason_is_found_by_the_word_of_the_page(catalogue: Catalogue) -> None:
    item = catalogue.items["BUR-3-LIRE-002"]
    for lang, word in (("en", "Checkout"), ("ar", "الصندوق"), ("fr", "Caisse")):
        page = catalogue.present(item, next(all_rows(item)), lang)
        grade = room(item.type).grade(page.spec, {"text": word})
        assert not grade.right and grade.keys[0] in page.feedback["by"]


def test_each_writing_of_a_translator_keeps_the_values() -> None:
    from babel.messages.catalog import Message

    place = "COM-1-LIRE-002:answer.accept.1"
    assert same_placeholders(Message("salle {x}", "room {x} | no {x}", context=place))
    assert not same_placeholders(Message("salle {x}", "room {x} | no", context=place))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("14h30", 870),
        ("14.30", 870),
        ("2:30 PM", 870),
        ("2:30 p.m.", 870),
        ("12 am", 0),
        ("12 pm", 720),
        ("9 o'clock", 540),
        ("15", 900),
        ("الساعة ١٥:٠٠", 900),
        ("3 صباحًا", 180),
        ("１４：３０", 870),
        ("13 pm", None),
        ("0 am", None),
        ("24", None),
        ("14:60", None),
        ("1430", None),
        ("pm", None),
        ("", None),
    ],
)
def test_an_hour_is_read_in_each_language(text: str, wanted: int | None) -> None:
    assert minutes(text) == wanted


def test_a_number_is_read_from_each_keyboard() -> None:
    assert {str(number(text)) for text in ("12,5", "١٢٫٥", "١٢،٥", "１２．５", "\u200f12.5 €")} == {
        "12.5"
    }
    rule = TextRule()
    assert same_text("القاعه", "القاعة", rule) and same_text("مكتبـة", "مكتبة", rule)
    assert not same_text("القاعه", "القاعة", TextRule(accents="strict"))
