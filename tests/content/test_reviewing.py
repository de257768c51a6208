"""The log of readings and the exercises say the same; no reading by a person is claimed by habit."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import ValidationError

from webapp.content import Catalogue, ContentError, load_catalogue
from webapp.content.lettering import letters
from webapp.content.lint import RULES, lint
from webapp.content.lint.bank import LintBank
from webapp.content.replaying import agreement
from webapp.content.reviewing import note_agreements, note_readings
from webapp.content.schema.reviews import LessonReading, Reading
from webapp.content.versions import version_problem

SMS = "SEC-2-SMS-001"
TODAY = date(2026, 11, 28)
GOOD: dict[str, Any] = {
    "item": SMS,
    "version": 1,
    "by": "machine",
    "date": "2026-11-25",
    "blind": True,
    "answer": "signaler",
    "agrees": True,
}
PERSON = {"by": "public", "place": "Atelier, accueil de jour"}

Log = Callable[..., Path]


@pytest.fixture
def log(folder: Path) -> Log:
    """Write one log of readings in the copy of the content folder."""

    def write(*readings: dict[str, Any]) -> Path:
        lines = ["schema: reviews/1", "readings:"]
        lines += [f"  - {json.dumps(reading)}" for reading in readings]
        (folder / "reviews" / "essai.yaml").write_text("\n".join(lines) + "\n", "utf-8")
        return folder

    return write


def bank_with(catalogue: Catalogue, *readings: dict[str, Any], **changes: Any) -> LintBank:
    """The real bank with these readings only, and one exercise changed."""
    item = replace(catalogue.items[SMS], **changes)
    log = {"reviews/essai.yaml": tuple(map(Reading.model_validate, readings))}
    items = MappingProxyType({SMS: item})
    return LintBank(replace(catalogue, items=items, reviews=log, lesson_reviews={}), {}, TODAY)


def hits(rule_id: str, bank: LintBank) -> list[str]:
    if RULES[rule_id].scope == "bank":
        return [hit.message for _, hit in RULES[rule_id].check(bank)]
    return [hit.message for hit in RULES[rule_id].check(bank.catalogue.items[SMS], bank)]


@pytest.mark.parametrize(
    "change",
    [
        {"agrees": False},
        {"doubts": ["Le lien pourrait être vrai."]},
        {"answer": " "},
        {"by": "public"},
        {"place": "Atelier"},
        {"by": "expert"},
    ],
)
def test_a_reading_that_leaves_something_open_is_refused(change: dict[str, Any]) -> None:
    Reading.model_validate(GOOD)
    with pytest.raises(ValidationError):
        Reading.model_validate(GOOD | change)


def test_a_doubt_that_is_settled_is_accepted() -> None:
    doubted = GOOD | {"agrees": False, "doubts": ["?"], "settled": "Le choix b est réécrit."}
    assert Reading.model_validate(doubted).doubts == ("?",)


def test_the_command_writes_what_the_log_says_and_moves_no_version(log: Log) -> None:
    folder = log(GOOD, GOOD | PERSON)
    before = load_catalogue(folder)
    assert [path.stem for path in note_readings(before)] == [SMS]
    after = load_catalogue(folder)
    item = after.items[SMS]
    assert item.meta.readings == ("machine", "public")
    assert (item.measured, version_problem(after, item)) == (before.items[SMS].measured, None)
    assert note_readings(after) == []


def test_a_reading_of_an_older_version_says_nothing_of_this_one(log: Log) -> None:
    folder = log(GOOD, GOOD | PERSON)
    note_readings(load_catalogue(folder))
    assert load_catalogue(folder).items[SMS].meta.readings == ("machine", "public")
    path = folder / "items/SEC/SEC-2-SMS-001.yaml"
    path.write_text(path.read_text("utf-8").replace("version: 1\n", "version: 2\n"), "utf-8")
    note_readings(load_catalogue(folder))
    assert "readings:" not in path.read_text("utf-8")


def test_a_log_that_cannot_be_read_is_told_with_its_line(log: Log) -> None:
    with pytest.raises(ContentError, match=r"essai\.yaml:3 .*settled"):
        load_catalogue(log(GOOD | {"agrees": False}))


def test_l44_compares_the_exercise_and_the_log(catalogue: Catalogue) -> None:
    meta = catalogue.items[SMS].meta
    machine = meta.model_copy(update={"readings": ("machine",)})
    public = meta.model_copy(update={"readings": ("machine", "public")})
    assert not hits("L44", bank_with(catalogue, GOOD, meta=machine))
    assert hits("L44", bank_with(catalogue, GOOD, meta=public)), "a person is claimed"
    assert hits("L44", bank_with(catalogue, GOOD, meta=meta.model_copy(update={"readings": ()})))


@pytest.mark.parametrize(
    "change", [{"item": "SEC-2-SMS-999"}, {"version": 2}, {"date": "2026-12-01"}]
)
def test_l44b_wants_a_possible_log(catalogue: Catalogue, change: dict[str, Any]) -> None:
    assert not hits("L44b", bank_with(catalogue, GOOD))
    assert hits("L44b", bank_with(catalogue, GOOD | change))


LESSON = {key: GOOD[key] for key in ("version", "by", "date", "blind")} | {"module": "MOD-SEC-1"}


@pytest.mark.parametrize(
    "change", [{"module": "MOD-SEC-99"}, {"version": 99}, {"date": "2026-12-01"}]
)
def test_l44b_wants_a_possible_log_of_lessons(catalogue: Catalogue, change: dict[str, Any]) -> None:
    def bank(reading: dict[str, Any]) -> LintBank:
        log = {"reviews/lecons.yaml": (LessonReading.model_validate(reading),)}
        return LintBank(replace(catalogue, reviews={}, lesson_reviews=log, items={}), {}, TODAY)

    assert not hits("L44b", bank(LESSON))
    assert hits("L44b", bank(LESSON | change))


def test_a_doubt_about_a_lesson_is_settled_and_a_person_says_where() -> None:
    for open_reading in (LESSON | {"doubts": ["Et le 33700 ?"]}, LESSON | {"by": "public"}):
        with pytest.raises(ValueError, match=r"settled|place"):
            LessonReading.model_validate(open_reading)


def test_l45_wants_people_before_a_pilot(catalogue: Catalogue) -> None:
    colleague = GOOD | {"by": "professional", "place": "Relecture à distance"}
    both = (GOOD | PERSON, colleague)
    assert not hits("L45", bank_with(catalogue, GOOD, status="review"))
    assert not hits("L45", bank_with(catalogue, *both, status="pilot"))
    assert hits("L45", bank_with(catalogue, GOOD, GOOD, status="pilot"))
    assert hits("L45", bank_with(catalogue, colleague, colleague, status="validated"))


def test_the_whole_lint_reads_the_log(log: Log) -> None:
    folder = log(GOOD | {"item": "SEC-2-SMS-999"})
    found = {str(f.file) for f in lint(folder, today=TODAY) if f.rule == "L44b"}
    assert found == {"reviews/essai.yaml"}


@pytest.mark.parametrize("agrees", [True, None])
def test_only_the_grader_says_that_an_answer_agrees(
    catalogue: Catalogue, agrees: bool | None
) -> None:
    wrong = GOOD | {"answer": "ouvrir", "agrees": agrees}
    assert "rejouée" in hits("L44b", bank_with(catalogue, wrong))[0]


def test_prose_claims_nothing(catalogue: Catalogue) -> None:
    prose = GOOD | {"answer": "je signale, puis je supprime"}
    assert "rejouée" in hits("L44b", bank_with(catalogue, prose))[0]
    assert not hits("L44b", bank_with(catalogue, prose | {"agrees": None}))


@pytest.mark.parametrize(("mail", "agrees"), [("m2", True), ("m1", False)])
def test_what_a_reader_did_in_a_simulation_is_played(
    catalogue: Catalogue, mail: str, agrees: bool
) -> None:
    forms = [{"act": f"open:{mail}"}, {"act": f"report:{mail}"}, {}]
    said = GOOD | {"item": "SEC-2-HAMECON-001", "answer": "je signale", "played": forms}
    item = catalogue.items["SEC-2-HAMECON-001"]
    assert agreement(item, Reading.model_validate(said)) is agrees


@pytest.mark.parametrize("wrong", [False, True])
def test_a_reader_plays_with_the_letters_of_the_page(catalogue: Catalogue, wrong: bool) -> None:
    """A blind reader knows no identifier; a cell of a spreadsheet is no letter."""
    of = letters(catalogue.items["EMP-2-CV-001"])
    state = of["inscrit"] if wrong else of["cours"]
    played = {
        "EMP-2-CV-001": [
            {
                "act": "submit",
                f"f-{of['tel']}": "06 39 98 22 81",
                f"f-{of['emploi']}": of["fini"],
                f"f-{of['formation']}": state,
            },
            {},
        ],
        "BUR-3-CALCULER-001": [{"act": "clear:B6" if wrong else "sum:B6"}, {}],
    }
    for name, forms in played.items():
        item = catalogue.items[name]
        said = GOOD | {"item": name, "version": item.version, "answer": "ainsi", "played": forms}
        assert agreement(item, Reading.model_validate(said)) is not wrong


def test_the_command_writes_what_the_grader_says(log: Log) -> None:
    folder = log(GOOD | {"agrees": None})
    file = folder / "reviews" / "essai.yaml"
    file.write_text(
        "schema: reviews/1\nreadings:\n  - item: SEC-2-SMS-001\n    version: 1\n    by: machine\n"
        "    date: 2026-11-25\n    blind: true\n    answer: signaler\n",
        "utf-8",
    )
    assert note_agreements(load_catalogue(folder)) == {"reviews/essai.yaml": 1}
    assert "    agrees: true\n" in file.read_text("utf-8")
    assert note_agreements(load_catalogue(folder)) == {}
