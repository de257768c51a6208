"""What is shown: values put in, French typography, languages, and answers left alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from webapp.content import Catalogue, all_rows, draw, present
from webapp.content.prose import PLACEHOLDER, sentences
from webapp.content.translation import catalogs, extract, progress
from webapp.content.typography import french

TRANSLATED = ("SEC-2-SMS-001", "ADM-3-AIDE-001", "COM-2-VISIO-001", "BUR-3-LIRE-001")


def test_no_value_is_left_out(catalogue: Catalogue) -> None:
    for item in catalogue.items.values():
        for variant in all_rows(item, 50):
            page = catalogue.present(item, variant)
            shown = json.dumps([page.text, page.world, page.answer, page.feedback])
            assert not PLACEHOLDER.search(shown), item.id


def test_drawn_values_agree_everywhere(catalogue: Catalogue) -> None:
    item = catalogue.items["BUR-3-LIRE-001"]
    for variant in all_rows(item):
        page = catalogue.present(item, variant)
        assert page.answer["accept"] == [variant.params["heure"]]
        assert page.world["table"]["rows"][1][2].replace("\u00a0", " ") in page.answer["accept"]


def test_hours_and_minutes_are_never_cut(catalogue: Catalogue) -> None:
    for name in ("COM-2-AGENDA-001", "NAV-2-PRATIQUE-001"):
        page = catalogue.present(catalogue.items[name], draw(catalogue.items[name], b"key"))
        parts = [
            *(slot for day in page.world.get("days", ()) for slot in day["slots"]),
            *page.world.get("trips", ()),
        ]
        hours = [
            part[key] for part in parts for key in ("time", "start", "end", "walk") if key in part
        ]
        assert hours
        assert all("\u00a0" in hour and " " not in hour for hour in hours)


def test_reasons_named_by_a_value_are_filled(catalogue: Catalogue) -> None:
    item = catalogue.items["ADM-2-FORMULAIRE-003"]
    variant = draw(item, b"key")
    assert variant.params["numero"] in catalogue.present(item, variant).feedback["by"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Que faites-vous ?", "Que faites-vous\u202f?"),
        ("« Mail » : l'heure", "«\u202fMail\u202f»\u202f: l’heure"),
        ("à 14 h 30, 900 €", "à 14\u00a0h\u00a030, 900\u00a0€"),
        ("l'« objet »", "l’«\u202fobjet\u202f»"),
        ("https://a.example/l'heure ?", "https://a.example/l'heure\u202f?"),
        ("nadia@courrier.example", "nadia@courrier.example"),
        ("CV_d'Ali.pdf", "CV_d'Ali.pdf"),
        ("=SOMME(B2:B5)", "=SOMME(B2:B5)"),
        ("Soleil-42", "Soleil-42"),
    ],
)
def test_french_typography(written: str, shown: str) -> None:
    assert french(written) == shown


def test_typography_never_touches_the_answer(catalogue: Catalogue) -> None:
    for item in catalogue.items.values():
        answer = catalogue.present(item, draw(item, b"k")).answer
        for harm in answer.get("harm", ()):
            if isinstance(harm, dict):
                harm.pop("text")  # said to the person, compared with nothing
        assert not set(json.dumps(answer, ensure_ascii=False)) & set("\u202f\u00a0’")


def test_passwords_are_shown_as_written(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-1-MOTDEPASSE-001"]
    page = catalogue.present(item, draw(item, b"k"))
    shown = {option["id"]: option["text"] for option in page.world["options"]}
    assert shown["d"] == page.variant.params["fort"]
    assert shown["c"] == "Azerty!123"


def test_a_habit_is_a_sentence(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-1-GESTIONNAIRE-002"]
    page = catalogue.present(item, draw(item, b"k"))
    shown = {option["id"]: option["text"] for option in page.world["options"]}
    assert shown["enregistrer"] == "Ajouter cette page au gestionnaire, pour la prochaine fois"
    written = [sentence.place for sentence in sentences(item)]
    assert "world.options.comparer.text" in written and "world.warning" in written
    secret = catalogue.items["SEC-1-MOTDEPASSE-001"]
    places = [sentence.place for sentence in sentences(secret)]
    assert "world.warning" in places
    shown = [place for place in places if place.startswith("world.options")]
    assert shown and all(place.endswith(".say") for place in shown)


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("id_", TRANSLATED)
def test_a_translated_exercise_is_wholly_translated(
    catalogue: Catalogue, id_: str, lang: str
) -> None:
    item = catalogue.items[id_]
    page, source = (catalogue.present(item, draw(item, b"k"), code) for code in (lang, "fr"))
    assert (page.lang, page.stimulus_lang) == (lang, lang)
    assert page.dir == ("rtl" if lang == "ar" else "ltr")
    assert all(page.text[name] != source.text[name] for name in page.text)
    assert page.answer == source.answer


def test_the_rest_is_wholly_in_french(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-2-LIEN-001"]
    page = catalogue.present(item, draw(item, b"k"), "ar")
    assert page == replace(catalogue.present(item, page.variant), lang="fr")


def test_a_french_form_stays_french(catalogue: Catalogue) -> None:
    item = catalogue.items["ADM-2-FORMULAIRE-001"]
    messages = {f"{item.id}:{sentence.place}": "x" for sentence in sentences(item)}
    page = present(item, draw(item, b"k"), "ar", messages)
    assert (page.lang, page.stimulus_lang) == ("ar", "fr")
    assert page.world["form"]["fields"][0]["label"] == "Nom"


def test_one_missing_sentence_keeps_the_exercise_in_french(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-2-SMS-001"]
    messages = dict(catalogue.languages["ar"].messages)
    del messages["SEC-2-SMS-001:feedback.right"]
    assert present(item, draw(item, b"k"), "ar", messages).lang == "fr"


def test_latin_values_are_isolated_in_arabic(catalogue: Catalogue) -> None:
    item = catalogue.items["COM-2-VISIO-001"]
    page = catalogue.present(item, draw(item, b"k"), "ar")
    assert f"\u2066{page.variant.params['personne']}\u2069" in page.text["situation"]


def test_machine_translations_are_not_reviewed(catalogue: Catalogue) -> None:
    assert {code: language.reviewed for code, language in catalogue.languages.items()} == {
        "ar": False,
        "en": False,
    }


def test_extraction_names_each_sentence_once(catalogue: Catalogue) -> None:
    contexts = [message.context for message in extract(catalogue) if message.context]
    assert len(contexts) == len(set(contexts)) > 500
    assert progress(catalogue, catalogue.languages["en"])["SEC-2-SMS-001"] == 0


def test_catalogues_are_up_to_date(catalogue: Catalogue) -> None:
    """When this fails: ``marchepied content extract``."""
    template = {message.context: message.id for message in extract(catalogue)}
    folder = catalogue.root.parent / "translations" / "content"
    for _, language in catalogs(folder):
        assert {message.context: message.id for message in language} == template


def test_a_danger_is_said_in_the_language_of_the_page(catalogue: Catalogue) -> None:
    item = catalogue.items["MAT-2-INSTALLER-001"]
    variant = draw(item, b"x")
    for code in ("en", "ar"):
        shown = catalogue.present(item, variant, code)
        (harm,) = shown.answer["harm"]
        assert shown.lang == code
        assert (
            harm["text"] == catalogue.languages[code].messages[f"{item.id}:answer.harm.achat.text"]
        )
    (harm,) = catalogue.present(item, variant).answer["harm"]
    assert harm["text"] == french(
        "Cette application n'est pas gratuite. Vérifiez toujours le prix."
    )
