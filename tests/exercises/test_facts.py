"""A short answer states one fact; what is written around it changes nothing."""

import pytest

from webapp.exercises.facts import quantity, states
from webapp.exercises.text_rules import TextRule

WORD, NUMBER, TIME = TextRule(typos=1), TextRule(kind="number"), TextRule(kind="time")
MAIL = TextRule(kind="email", accents="strict", spaces="strict")

SAID = [
    (
        NUMBER,
        "15",
        [
            "15 heure",
            "15h/sem",
            "15 heures semaine",
            "15 heures",
            "quinze heures",
            "quinze",
            "15 h.",
            "c'est 15 heures par semaine",
            "15h",
        ],
    ),
    (NUMBER, "35", ["trente cinq", "trente-cinq", "trente-cinq heures", "35 h", "35,0"]),
    (
        WORD,
        "6",
        [
            "n°6",
            "salle n°6",
            "Salle : 6",
            "dans la salle 6",
            "six",
            "numéro six",
            "n° 6",
            "« 6 »",
            "N°6",
            "je vais dans la salle six",
            "la 6",
        ],
    ),
    (
        WORD,
        "Famille",
        [
            "dans Famille",
            "dossier « Famille »",
            "famille.",
            "dans le dossier Famille",
            "Le dossier famille",
            "il est dans « Famille »",
        ],
    ),
    (
        TIME,
        "14 h 30",
        [
            "14,30",
            "jeudi 14h30",
            "14 heures et demie",
            "2 h 30 de l'après-midi",
            "14:30",
            "14.30",
            "quatorze heures trente",
            "à 14 h 30",
            "jeudi 12 mars, 14 h 30",
            "deux heures et demie de l'après-midi",
            "14h30mn",
            "14\u00a0h\u00a030",
            "２ h 30 de l’après-midi",
        ],
    ),
    (TIME, "9 h", ["9 heures", "neuf heures du matin", "lundi à 9 h", "9h00", "09:00"]),
    (TIME, "12 h 15", ["midi et quart", "12h15"]),
    (WORD, "Petit", ["Mme Petit", "madame Petit", "écrit par Petit"]),
    (
        WORD,
        "Sacha Petit",
        ["écrit par Sacha Petit", "C'est Sacha Petit.", "l'auteur est Sacha Petit"],
    ),
    (WORD, "38999", ["38 999", "38999.", "le 38999", "38\u00a0999"]),
    (WORD, "01999", ["01999", "01 999", "code 01999"]),
    (
        MAIL,
        "lea@courrier.example",
        ["lea@courrier.example.", "« lea@courrier.example »", "<lea@courrier.example>"],
    ),
]
OTHER = [
    (
        NUMBER,
        "15",
        [
            "16 heures",
            "15 ou 16",
            "pas 15",
            "plus de 15",
            "15 h 30",
            "115",
            "1,5",
            "-15",
            "quinze ou seize",
        ],
    ),
    (NUMBER, "35", ["trente", "trente six", "cinq", "vingt-cinq", "135", "3,5"]),
    (WORD, "6", ["7", "16", "6 bis", "salle 6 ou 7", "pas la salle 6", "soixante", "6,5", "66"]),
    (
        WORD,
        "Famille",
        ["Travail", "pas dans Famille", "Famille ou Travail", "Familles Photos", "dossier"],
    ),
    (
        TIME,
        "14 h 30",
        [
            "14 h",
            "2 h 30",
            "14 h 30 ou 15 h",
            "pas à 14 h 30",
            "14 h 30 du matin",
            "de 14 h 30 à 16 h",
            "15 h 30",
            "avant 14 h 30",
            "14 h 3",
            "1430 h",
            "demie",
        ],
    ),
    (TIME, "9 h", ["9 h du soir", "19 h", "9 h 30"]),
    (WORD, "Petit", ["Mme Grand", "pas Petit", "Petit ou Grand"]),
    (WORD, "01999", ["1999", "01998", "0199"]),
    (
        MAIL,
        "lea@courrier.example",
        ["lea@courrier.exemple", "lea.courrier.example", "lea@courrier"],
    ),
]


def cases(table):
    return [(rule, key, text) for rule, key, texts in table for text in texts]


@pytest.mark.parametrize(("rule", "key", "text"), cases(SAID))
def test_the_fact_is_found(rule, key, text):
    assert states(text, key, rule)


@pytest.mark.parametrize(("rule", "key", "text"), cases(OTHER))
def test_another_fact_is_another_fact(rule, key, text):
    assert not states(text, key, rule)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("150 euros", 150),
        ("12 h", 12),
        ("1 250,50 €", 1250.5),
        ("quatre-vingt-dix-sept", 97),
        ("mille deux cents", 1200),
        ("soixante et onze", 71),
        ("cent un", 101),
        ("deux cent trente-quatre", 234),
        ("un", 1),
        ("", None),
        ("12 ou 13", None),
    ],
)
def test_quantities(text, value):
    found = quantity(text)
    assert (found if found is None else float(found)) == value
