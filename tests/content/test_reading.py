"""A blind reader gets what the public gets: the whole page, nothing of the answer."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from webapp.cli import main
from webapp.content import Catalogue
from webapp.content.lettering import letters, unknown_letters, with_names
from webapp.content.reading import blind_page, wanted

BANK = (
    "SEC-2-SMS-001",
    "SEC-2-APPEL-001",
    "BUR-3-PHOTO-001",
    "MAT-3-WIFI-001",
    "ADM-2-FORMULAIRE-001",
)


@pytest.mark.parametrize("item_id", BANK)
def test_the_page_is_whole_and_tells_no_answer(catalogue: Catalogue, item_id: str) -> None:
    item = catalogue.items[item_id]
    page = blind_page(item)
    for part in (
        "Titre : ",
        "Situation : ",
        "Consigne : ",
        "Ce que l'on voit :",
        "Pour répondre :",
    ):
        assert part in page
    feedback = item.feedback
    for told in (feedback.right, feedback.wrong, feedback.remember, *feedback.by.values()):
        assert told not in page.replace("\u2019", "'").replace("\u202f", " ")
    for hidden in ("harm", "papier-ok", " go :", "correct :"):
        assert hidden not in page


def test_the_look_that_a_task_is_about_is_told(catalogue: Catalogue) -> None:
    item = catalogue.items["BUR-2-LETTRE-002"]
    looks = {block["align"] for block in item.world["blocks"] if "align" in block}
    assert looks
    page = blind_page(item)
    assert all(f"align : {look}" in page for look in looks)


def test_a_drawing_is_told_in_words_and_not_by_its_name(catalogue: Catalogue) -> None:
    options = catalogue.items["MAT-1-SAISIR-002"].world["options"]
    page = blind_page(catalogue.items["MAT-1-SAISIR-002"])
    assert all(option["icon"] not in page for option in options)


def test_every_choice_can_be_named(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-2-SMS-001"]
    answers = blind_page(item).split("Pour répondre :")[1]
    named = {letters(item)[action["id"]] for action in item.world["actions"]}
    assert len(named) == len(item.world["actions"])
    assert all(letter in answers for letter in named)


def test_no_identifier_is_shown_and_letters_never_change(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-2-SMS-001"]
    for number in range(3):
        page = blind_page(item, number=number)
        assert not [a["id"] for a in item.world["actions"] if f"id : {a['id']}" in page]
        for action in item.world["actions"]:
            shown = action["label"].replace("'", "\u2019")
            assert f"id : {letters(item)[action['id']]}; label : {shown}" in page


def test_what_refers_to_a_part_has_its_letter(catalogue: Catalogue) -> None:
    item = catalogue.items["BUR-1-TROUVER-001"]
    page, folder = blind_page(item), letters(item)["d1"]
    assert f"id : {folder}" in page and f"in : {folder}" in page
    assert ": d1" not in page and ": f1" not in page


def test_the_log_may_say_letters_or_identifiers(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-2-SMS-001"]
    letter = letters(item)["signaler"]
    assert with_names(item, letter) == "signaler"
    assert with_names(item, "A puis B") != "A puis B"
    for said in ("signaler", "Appeler la banque, puis A.", "envoyer à Karim"):
        assert with_names(item, said) == said
    assert unknown_letters(item, "Z") == ["Z"]
    assert unknown_letters(item, letter) == unknown_letters(item, "zut") == []


def test_exercises_are_named_by_identifier_beginning_file_or_folder(catalogue: Catalogue) -> None:
    items = catalogue.items.values()
    assert [item.id for item in wanted(items, ["SEC-2-SMS-001"])] == ["SEC-2-SMS-001"]
    assert wanted(items, ["content/items/SEC/SEC-2-SMS-001.yaml"]) == wanted(
        items, ["SEC-2-SMS-001"]
    )
    assert {item.domain for item in wanted(items, ["content/items/SEC/", "IA"])} == {"SEC", "IA"}
    assert wanted(items, ["XXX"]) == []


def test_the_command_prints_the_page_or_says_that_nothing_has_this_name() -> None:
    shown = CliRunner().invoke(main, ["content", "read", "SEC-2-SMS-001"])
    assert (shown.exit_code, "SEC-2-SMS-001 (version" in shown.output) == (0, True)
    unknown = CliRunner().invoke(main, ["content", "read", "SEC-9"])
    assert unknown.exit_code == 1
    assert "Aucun exercice" in unknown.output
