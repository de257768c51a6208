"""One table for everything that is typed: how it may be written, and what it is read as."""

import pytest

from webapp.exercises.sim_form.checking import canonical, problems
from webapp.exercises.sim_form.spec import Form
from webapp.exercises.text_rules import EXACT, TextRule, address, file_name, phone, same_text

PHONE = "0639987126"
STRICT = TextRule(case="strict", accents="strict")
TABLE = [
    (phone, "06 39 98 71 26", PHONE),
    (phone, "06\u00a039\u00a098\u00a071\u00a026", PHONE),
    (phone, "06  39  98 71 26", PHONE),
    (phone, "06/39/98/71/26", PHONE),
    (phone, "+33 (0)6 39 98 71 26", PHONE),
    (phone, "0033639987126", PHONE),
    (phone, "00 33 6 39 98 71 26", PHONE),
    (phone, "+33\u202f6.39.98.71.26", PHONE),
    (phone, "٠٦ ٣٩ ٩٨ ٧١ ٢٦", PHONE),
    (phone, "06‑39‑98‑71‑26", PHONE),
    (phone, "06 39 98 71 2", None),
    (phone, "16 39 98 71 26", None),
    (phone, "06 39 98 71 26 7", None),
    (phone, "six", None),
    (address, "moussa@courrier.example.", "moussa@courrier.example"),
    (address, " <moussa@courrier.example> ", "moussa@courrier.example"),
    (address, "mailto:moussa@courrier.example", "moussa@courrier.example"),
    (lambda text: file_name(text, "pdf"), "Contrat.", "Contrat.pdf"),
    (lambda text: file_name(text, "pdf"), "Contrat", "Contrat.pdf"),
    (lambda text: file_name(text, "pdf"), "Contrat.pdf", "Contrat.pdf"),
    (lambda text: file_name(text, "pdf"), "Contrat.PDF.", "Contrat.PDF"),
    (lambda text: file_name(text, "pdf"), "« Contrat »", "Contrat.pdf"),
    (file_name, "«\u00a0Travail\u00a0»", "Travail"),
    (file_name, "Travail\u00a0.", "Travail"),
    (file_name, '"Travail"', "Travail"),
    (file_name, "  Mes\u00a0 papiers ", "Mes papiers"),
]


@pytest.mark.parametrize(("read", "typed", "meant"), TABLE)
def test_what_is_typed_is_read_as_it_is_meant(read, typed, meant):
    assert read(typed) == meant


@pytest.mark.parametrize("typed", ["Bateau-63", "Bateau\u00a0-63", "Bateau‑63", " Bateau-63\u202f"])
def test_a_code_typed_with_the_signs_of_a_phone(typed):
    assert same_text(typed, "Bateau-63", STRICT)
    assert not same_text("bateau-63", "Bateau-63", STRICT)


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        ("phone", "+33 (0)6 39 98 71 26", PHONE),
        ("email", "moussa@courrier.example.", "moussa@courrier.example"),
        ("number", "150 euros", "150"),
        ("number", "12 h", "12"),
        ("number", "1 250,50 €", "1250.5"),
        ("digits", "38\u00a0999", "38999"),
        ("digits", "38 999", "38999"),
    ],
)
def test_a_form_accepts_and_reads_the_same(kind, typed, meant):
    form = Form.model_validate(
        {"title": "F", "submit": "S", "fields": [{"id": "x", "label": "X", "kind": kind}]}
    )
    assert not problems(form, {"x": typed})
    assert canonical(form.field("x"), typed) == meant


def test_a_word_stays_a_word():
    assert same_text("école", "Ecole", EXACT)
    assert not same_text("cole", "Ecole", EXACT)


def test_a_letter_may_be_wrong_in_a_long_word_only():
    rule = TextRule(typos=1)
    assert same_text("imprimnate", "imprimante", rule)
    assert not same_text("imprmnate", "imprimante", rule)
    for typed, short in (("jeu", "feu"), ("19", "12"), ("juin", "juil")):
        assert not same_text(typed, short, rule)
