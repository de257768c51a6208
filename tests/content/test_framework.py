"""The framework: its size, its references, its labels, and nothing that contradicts itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from webapp.content import Catalogue, ContentError, load_catalogue
from webapp.content.lint import RULES
from webapp.content.lint.bank import LintBank, Text
from webapp.content.schema.base import BANDS

Edit = Callable[[str, str, str], None]
FILE = "framework.yaml"
LABEL_RULES = ("L02", "L08", "L13", "L19", "L21", "L23", "L24", "L39", "L47")


def test_sizes_and_bands(catalogue: Catalogue) -> None:
    framework = catalogue.framework
    assert [len(domain.skills) for domain in framework.domains] == [11, 10, 10, 14, 10, 10, 8, 7]
    assert {len(domain.competences) for domain in framework.domains} == {3}
    spans = {band: sum(band in s.bands for s in framework.skills.values()) for band in BANDS}
    assert min(spans.values()) > 0


def test_references_reach_every_area(catalogue: Catalogue) -> None:
    skills = catalogue.framework.skills.values()
    assert {skill.digcomp[0] for skill in skills} == {"p", "1", "2", "3", "4", "5"}
    assert {skill.pix[0] for skill in skills} == {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('bands: [N1], digcomp: "prérequis"', 'bands: [N1], digcomp: "1.4"', "DigComp"),
        (
            'bands: [N1], digcomp: "prérequis", pix: "5.2"',
            'bands: [N1], digcomp: "prérequis", pix: "5.3"',
            "CRCN",
        ),
        ("level: N1, bands: [N1],", "level: N1, bands: [N1, N3],", "se suivent"),
        ("level: N1, bands: [N1],", "level: N2, bands: [N1],", "level"),
        ("code: MAT-1-ICONES", "code: MAT-2-ICONES", "commence par"),
        ("code: NAV-1\n", "code: COM-1\n", "commence par"),
        ("code: MAT-1-ICONES", "code: MAT-1-GESTES", "deux fois"),
    ],
)
def test_a_contradiction_is_told(folder: Path, edit: Edit, old: str, new: str, words: str) -> None:
    edit(FILE, old, new)
    with pytest.raises(ContentError, match=words) as error:
        load_catalogue(folder)
    assert {str(problem.file) for problem in error.value.problems} == {FILE}


def bank(catalogue: Catalogue) -> LintBank:
    return LintBank(catalogue, {}, date(2026, 11, 25))


def labels(catalogue: Catalogue) -> list[Text]:
    return [text for text in bank(catalogue).texts if text.file == FILE]


def test_every_label_is_linted(catalogue: Catalogue) -> None:
    found = labels(catalogue)
    assert len(found) == 8 + 24 + 80
    hits = [
        (rule, text.text)
        for rule in LABEL_RULES
        for text in found
        if list(RULES[rule].check(text, bank(catalogue)))
    ]
    assert hits == []


@pytest.mark.parametrize(
    ("rule_id", "label"),
    [
        ("L47", "Choisir un très long mot de passe pour chaque compte et ne jamais le donner"),
        ("L47", "choisir un mot de passe"),
        ("L47", "Choisir un mot de passe."),
        ("L13", "Être prêt(e) à partir"),
        ("L19", "Choisir un mot de passe\u00a0!"),
        ("L19", "Ouvrir l\u2019application"),
        ("L39", "Corriger ses erreurs"),
    ],
)
def test_a_bad_label_is_stopped(catalogue: Catalogue, rule_id: str, label: str) -> None:
    good = labels(catalogue)[0]
    assert not list(RULES[rule_id].check(good, bank(catalogue)))
    assert list(RULES[rule_id].check(replace(good, text=label), bank(catalogue)))


def test_what_a_band_can_do_is_linted(catalogue: Catalogue) -> None:
    places = {text.loc[-1] for text in bank(catalogue).texts if text.file == "bands.yaml"}
    assert {"name", "can_do", "result"} <= places
