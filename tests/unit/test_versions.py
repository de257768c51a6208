"""An exercise changes: old answers stay readable, a wrong key is corrected, people are told."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from webapp.accounts import sessions
from webapp.assessment.correcting import regrade
from webapp.assessment.measuring import results
from webapp.assessment.models import Answer
from webapp.assessment.sitting import answering, history, lifecycle, reading
from webapp.assessment.sitting.opening import Withdrawn, open_question
from webapp.config import ROOT
from webapp.content import ContentError, WorkCache, draw
from webapp.content import load_catalogue as read_catalogue
from webapp.content.lint import RULES, Severity
from webapp.content.lint.bank import LintBank
from webapp.content.versions import bump, freeze_versions, version_problem
from webapp.errors import Invalid, NotFound

ITEM = "ADM-3-AIDE-001"
TODAY = date(2026, 11, 25)
READ = WorkCache()
"""What the files say, read once for all these tests."""


def load_catalogue(folder):
    return read_catalogue(folder, READ)


@pytest.fixture
def folder(tmp_path):
    for name in ("content", "translations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for old in (tmp_path / "content" / "archive").glob(f"{ITEM}.*"):
        old.unlink()
    return tmp_path / "content"


def change(folder, old, new):
    path = folder / "items" / "ADM" / f"{ITEM}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def never_frozen(folder):
    """Nothing is known of the exercise of these tests; the others keep their history."""
    path = folder / "versions.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ITEM not in line), "utf-8")


@pytest.fixture
def versions(folder):
    """The catalogue in which « b » was said to be right, and the one that corrects it."""
    change(folder, "correct: [a]", "correct: [b]")
    never_frozen(folder)
    freeze_versions(load_catalogue(folder))
    wrong = load_catalogue(folder)
    bump(wrong, ITEM)
    change(folder, "correct: [b]", "correct: [a]")
    freeze_versions(load_catalogue(folder))
    return wrong, load_catalogue(folder)


def asked(session, catalogue, learner_id):
    sitting_id = lifecycle.open_sitting(
        session,
        catalogue,
        learner_id=learner_id,
        purpose=reading.TEST,
        rules="PAR-0-BILAN",
        channel="public",
    )
    run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
    lifecycle.ask(
        session,
        catalogue,
        run,
        item_id=ITEM,
        purpose=reading.TEST,
        variant=draw(catalogue.items[ITEM], b"x"),
    )
    return reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)


def answered(session, catalogue, choice):
    """A person who chose an option in a first version."""
    learner_id, _token = sessions.start_learner(session, channel="public")
    run = asked(session, catalogue, learner_id)
    opened = open_question(session, catalogue, run, run.current)
    answering.answer(session, opened, form={"choice": [choice]}, conditions=answering.Conditions())
    return learner_id, run.sitting_id


def test_a_change_without_a_new_version_is_an_error(folder):
    change(folder, "task: Où allez-vous ?", "task: Où allez-vous demain ?")
    catalogue = load_catalogue(folder)
    assert "marchepied content bump" in version_problem(catalogue, catalogue.items[ITEM])
    with pytest.raises(ContentError):
        freeze_versions(catalogue)
    with pytest.raises(ContentError):
        bump(catalogue, ITEM)
    bank, rule = LintBank(catalogue, {}, TODAY), RULES["L43"]
    hits = [(item.id, hit) for item in catalogue.items.values() for hit in rule.check(item, bank)]
    assert [id_ for id_, hit in hits if hit.severity is not Severity.INFO] == [ITEM]


def test_feedback_may_change_freely(folder):
    change(folder, "remember: Un lieu France", "remember: Un lieu nommé France")
    catalogue = load_catalogue(folder)
    assert version_problem(catalogue, catalogue.items[ITEM]) is None


@pytest.mark.parametrize(("version", "word"), [("0", None), ("3", "suivante"), ("2", "archive")])
def test_version_numbers_follow_each_other(folder, version, word):
    change(folder, "version: 1", f"version: {version}")
    if word is None:
        with pytest.raises(ContentError):
            load_catalogue(folder)
        return
    catalogue = load_catalogue(folder)
    assert word in version_problem(catalogue, catalogue.items[ITEM])


def test_the_shipped_bank_is_frozen(catalogue):
    for item in catalogue.items.values():
        assert version_problem(catalogue, item) is None
        assert catalogue.versions.of(item.id, item.version) == item.measured, "content freeze"


def test_old_answers_are_shown_as_they_were(database, versions):
    wrong, right = versions
    with database.writing() as session:
        learner_id, sitting_id = answered(session, wrong, "b")
        run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
        opened = open_question(session, right, run, run.asked[0])
    assert opened.item.version == 1
    assert opened.spec.answer.correct == ("b",)
    assert right.items[ITEM].version == 2


def test_a_question_being_read_when_it_changes_is_replaced(database, versions):
    wrong, right = versions
    with database.writing() as session:
        learner_id, _token = sessions.start_learner(session, channel="public")
        run = asked(session, wrong, learner_id)
        with pytest.raises(Withdrawn):
            open_question(session, right, run, run.current)


def test_a_wrong_key_is_corrected_once_and_said(database, versions):
    wrong, right = versions
    with database.writing() as session:
        people = [answered(session, wrong, choice) for choice in "abc"]
    args = {"item_id": ITEM, "version": 1, "reason": "La bonne réponse était fausse."}
    done = regrade.regrade(database, right, **args)
    assert (done.read, done.changed, done.people) == (3, 2, 2)
    assert regrade.regrade(database, right, **args).changed == 0
    with database.reading() as session:
        found = []
        for learner_id, sitting_id in people:
            result = results.result(session, right, learner_id=learner_id, sitting_id=sitting_id)
            past = history.of_learner(session, learner_id=learner_id)
            found.append((bool(past[0].right), bool(result.corrected)))
            run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
            assert run.answered[0].answer.right is past[0].right
        assert found == [(True, True), (False, True), (False, False)]
        kept = session.get_one(Answer, (people[0][0], _answer_id(session, people[0])))
        assert kept.right is False, "the answer as it was first graded is never touched"


def _answer_id(session, person):
    return reading.of_sitting(session, learner_id=person[0], sitting_id=person[1]).asked[0].id


def test_regrading_says_what_it_needs(database, versions):
    _wrong, right = versions
    with pytest.raises(NotFound):
        regrade.regrade(database, right, item_id=ITEM, version=7, reason="x")
    with pytest.raises(Invalid):
        regrade.regrade(database, right, item_id=ITEM, version=1, reason=" ")
