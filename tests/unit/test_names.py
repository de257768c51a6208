"""Names stay what people typed, are found however they are typed, and stand in French order."""

import unicodedata

import pytest

from webapp.accounts.names import first_name, key, tidy

KEPT = (
    "मोहित",
    "தமிழ்",
    "محمّد",
    "Ngọc Ánh",
    "Jean-Pierre",
    "D’Angelo",
    "M’Bala",
    "Żaneta",
    "李小龍",
    "ซาร่า",
    "Gal·la",
    "Nguyễn",
    "J. Pierre",
    "فاطمة‌زهرا",
)


@pytest.mark.parametrize("name", KEPT)
def test_a_name_of_any_script_is_kept(name):
    assert first_name(name, longest=40) == unicodedata.normalize("NFC", name)
    apart = unicodedata.normalize("NFD", name)
    assert first_name(apart, longest=40) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("E\u0301lodie", "Élodie"),
        ("Jean‑Pierre", "Jean-Pierre"),
        ("Jean—Pierre", "Jean-Pierre"),
        ("Jean－Pierre", "Jean-Pierre"),
        ("D‘Angelo", "D’Angelo"),
        ("D'Angelo", "D’Angelo"),
        ("Dʼ Angelo", "D’ Angelo"),
        ("  Léa\u00a0\u202fMaria ", "Léa Maria"),
        ("Léa\u3000Maria", "Léa Maria"),
        ("Léa <b>", "Léa b"),
        ("Zoé 🌸", "Zoé"),
        ("\u202eLina\u202c", "Lina"),
        ("=Léa;1", "Léa"),
        ("\u200d", ""),
        ("", ""),
    ],
)
def test_only_what_nobody_meant_is_mended(typed, name):
    assert first_name(typed, longest=40) == name


def test_a_title_keeps_its_signs():
    assert tidy(" Atelier — mardi\u00a0: l'aide (n° 2) ") == "Atelier — mardi : l’aide (n° 2)"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("emilie", "Émilie"),
        ("EMILIE ", "Émilie"),
        ("jean pierre", "Jean-Pierre"),
        ("dangelo", "D’Angelo"),
        ("lukasz", "Łukasz"),
        ("soren", "Søren"),
        ("احمد", "أحمد"),
        ("ngoc", "Ngọc"),
        ("ｌｅａ", "Léa"),
        ("मोहित", "मोहित"),
    ],
)
def test_who_is_looked_for_is_found(typed, name):
    assert key(typed) == key(name)


def test_names_stand_in_french_order():
    names = [
        "Zoé",
        "Ángel",
        "Åsa",
        "Amina",
        "Élodie",
        "Eva",
        "Emma",
        "Çelik",
        "Carla",
        "Łukasz",
        "Lina",
        "Øystein",
        "Omar",
        "Jean-Pierre",
        "Jeanne",
        "Jean",
        "Œdipe",
        "Oumar",
    ]
    assert sorted(names, key=key) == [
        "Amina",
        "Ángel",
        "Åsa",
        "Carla",
        "Çelik",
        "Élodie",
        "Emma",
        "Eva",
        "Jean",
        "Jeanne",
        "Jean-Pierre",
        "Lina",
        "Łukasz",
        "Œdipe",
        "Omar",
        "Oumar",
        "Øystein",
        "Zoé",
    ]
