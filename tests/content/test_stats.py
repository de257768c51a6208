"""The figures of the bank are right, and the bank keeps what it promises."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

import pytest
from click.testing import CliRunner

from webapp.assessment.measuring.exposure import expected_exposure
from webapp.cli import main
from webapp.content import Catalogue
from webapp.content.schema.reviews import LessonReading, Reading
from webapp.content.stats import FAMILIES, Coverage, coverage, shortfalls, thin_skills
from webapp.content.stats_text import as_text
from webapp.exercises import rooms

PEOPLE = 30


@pytest.fixture(scope="module")
def seen(catalogue: Catalogue) -> Coverage:
    return coverage(catalogue, rooms())


def test_the_bank_keeps_its_promises(seen: Coverage) -> None:
    """160 families, two in each of 80 skills, every type, 25 % of choice, 45 % lived, variants."""
    assert (len(seen.skills), len(seen.types)) == (80, 21)
    assert all(skill.lessons for skill in seen.skills)
    assert shortfalls(seen) == []


def test_each_family_is_counted_once(catalogue: Catalogue, seen: Coverage) -> None:
    whole = len(catalogue.items)
    for counts in (seen.types, seen.bands, seen.domains, seen.statuses):
        assert sum(counts.values()) == whole
    assert sum(skill.families for skill in seen.skills) == whole
    assert seen.choice_share == seen.types["choice"] / whole


def only(catalogue: Catalogue, *ids: str, readings: tuple[Reading, ...] = ()) -> Coverage:
    items = MappingProxyType({name: catalogue.items[name] for name in ids})
    log = {"reviews/essai.yaml": readings}
    return coverage(replace(catalogue, items=items, reviews=log), rooms())


def test_a_lesson_is_read_at_the_version_it_has(catalogue: Catalogue) -> None:
    """A reading of an older version, or of nothing, is not counted; a machine is no person."""
    module = catalogue.modules["MOD-SEC-1"]
    given = {"module": module.id, "by": "machine", "date": "2026-11-28", "blind": True}
    for version, machine in ((module.version, 1), (module.version + 1, 0)):
        log = {"reviews/x.yaml": (LessonReading.model_validate(given | {"version": version}),)}
        found = coverage(replace(catalogue, lesson_reviews=log), rooms()).lesson_readings
        assert (found["machine"], found["public"]) == (machine, 0)
        assert found["none"] == len(catalogue.modules) - machine


def test_an_exercise_that_nobody_read_blind_is_named(catalogue: Catalogue) -> None:
    """A reading that knew the key, or an answer in prose, does not count."""
    name = "ADM-3-AIDE-001"
    read = {
        "item": name,
        "version": catalogue.items[name].version,
        "by": "machine",
        "date": "2026-11-28",
        "answer": "a",
    }
    told = Reading.model_validate(read | {"blind": False})
    blind = Reading.model_validate(read | {"blind": True, "agrees": True})
    assert only(catalogue, name, readings=(told,)).not_blind == (name,)
    assert only(catalogue, name, readings=(told, blind)).not_blind == ()


def test_what_is_missing_is_said(catalogue: Catalogue) -> None:
    poor = only(catalogue, "ADM-3-AIDE-001")
    said = " ".join(shortfalls(poor))
    assert f"1 exercices, il en faut {FAMILIES}" in said
    for missing in (
        "Choix simples : 100%",
        "Simulations et histoires : 0%",
        "Aucun exercice sim_sms",
        "ADM-3-AIDE : 1 exercice",
        "SEC-2-SMS : 0 exercice",
    ):
        assert missing in said
    assert len(thin_skills(poor)) == 80


def test_too_few_variants_are_said(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-2-LIEN-001"]
    thin = replace(item, draws=tuple(options[:3] for options in item.draws[:1]))
    items = MappingProxyType({item.id: thin})
    assert "SEC-2-LIEN-001 : 3 variantes." in shortfalls(
        coverage(replace(catalogue, items=items), rooms())
    )


def test_readings_are_counted_by_kind_and_never_invented(catalogue: Catalogue) -> None:
    machine = Reading.model_validate(
        {
            "item": "SEC-2-SMS-001",
            "version": catalogue.items["SEC-2-SMS-001"].version,
            "by": "machine",
            "date": "2026-11-25",
            "blind": True,
            "answer": "payer",
            "agrees": False,
            "settled": "Le choix est réécrit.",
        }
    )
    two = only(catalogue, "SEC-2-SMS-001", "ADM-3-AIDE-001", readings=(machine, machine))
    assert two.readings == {"machine": 1, "professional": 0, "public": 0, "none": 1}
    assert (two.blind, two.disagreements) == (2, 2)


def test_exposure_is_a_share_of_people_and_does_not_change(catalogue: Catalogue) -> None:
    first, again = (expected_exposure(catalogue, "PAR-0-BILAN", people=PEOPLE) for _ in range(2))
    entry = catalogue.parcours["PAR-0-BILAN"].entry
    assert first == again
    assert set(first.shares) <= set(catalogue.items)
    assert all(0 <= share <= 1 for share in first.shares.values())
    assert sum(first.shares.values()) == pytest.approx(first.length)
    assert entry.shortest <= first.length <= entry.longest


def test_the_report_is_text_or_json(seen: Coverage) -> None:
    text = as_text(seen, {"SEC-2-SMS-001": 0.5, "SEC-2-SMS-002": 0.0}, 10)
    for part in ("Savoir-faire", "SEC-2-SMS ", "50%  SEC-2-SMS-001", "Jamais vus : 1 sur 2"):
        assert part in text
    assert text.count("\n") > len(seen.skills)
    assert json.loads(json.dumps(seen.as_json()))["size"] == seen.size


def test_the_command_writes_json() -> None:
    shown = CliRunner().invoke(main, ["content", "stats", "--json"])
    assert shown.exit_code == 0
    assert {"families", "skills", "exposure", "shortfalls"} <= json.loads(shown.output).keys()
    wrong = CliRunner().invoke(main, ["content", "stats", "--parcours", "PAR-99-X"])
    assert wrong.exit_code == 1
