"""Answers given to old versions, years later: shown as they were, graded as they were, corrected.

``tests/fixtures/archive`` holds four exercises exactly as they were first published, and answers
recorded at that time. Nothing there is ever edited: a test that fails says that an old answer can no
longer be read.
"""

from __future__ import annotations

import html
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner
from ruamel.yaml import YAML
from sqlalchemy import event, inspect
from sqlmodel import select

from tests.strict_client import StrictClient
from tests.web.driving import path
from webapp import create_app
from webapp.accounts import sessions
from webapp.assessment.correcting import notices, regrade
from webapp.assessment.measuring import engine, model
from webapp.assessment.models import Answer, Correction, Question
from webapp.assessment.sitting import history, lifecycle, reading
from webapp.cli import main
from webapp.config import ROOT
from webapp.content import WorkCache, load_catalogue, restore
from webapp.content.versions import freeze_versions, version_problem
from webapp.database import insert_new, new_id, now
from webapp.errors import Invalid
from webapp.exercises import room
from webapp.exercises.simulation import replay
from webapp.schema import config, upgrade

KEPT = ROOT / "tests" / "fixtures" / "archive"
ANSWERS = json.loads((KEPT / "answers.json").read_text("utf-8"))
CHANGES = {
    "SEC-2-SMS-001": ("correct: [signaler]", "correct: [attendre]"),
    "SEC-2-OFFRE-001": ("task: ", "task: Aujourd'hui. "),
    "COM-1-JOINDRE-001": ("task: ", "task: Aujourd'hui. "),
    "BUR-3-LIRE-001": ("task: ", "task: Aujourd'hui. "),
}
READ = WorkCache()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Today's bank, where each of the four is now in version 2, and its first version is kept."""
    root = tmp_path_factory.mktemp("bank")
    for name in ("content", "translations"):
        shutil.copytree(ROOT / name, root / name)
    content = root / "content"
    (content / "archive").mkdir(exist_ok=True)
    frozen = (content / "versions.yaml").read_text("utf-8").splitlines(keepends=True)
    for item, (old, new) in CHANGES.items():
        shutil.copy(KEPT / f"{item}.v1.yaml", content / "archive")
        file = next((content / "items").rglob(f"{item}.yaml"))
        text = file.read_text("utf-8")
        assert old in text and "version: 1\n" in text, "the bank moved on: take its version in"
        file.write_text(
            text.replace("version: 1\n", "version: 2\n", 1).replace(old, new, 1), "utf-8"
        )
    others = [line for line in frozen if not any(item in line for item in CHANGES)]
    (content / "versions.yaml").write_text("".join(others) + first_marks(content), "utf-8")
    freeze_versions(load_catalogue(content, READ))
    return content


def first_marks(content: Path) -> str:
    """What the first versions measured, as they were frozen."""
    catalogue = load_catalogue(content, READ)
    return "".join(f'  {i}: ["{catalogue.archive[i, 1].measured}"]\n' for i in sorted(CHANGES))


@pytest.fixture(scope="module")
def bank(folder):
    return load_catalogue(folder, READ)


def test_the_bank_of_this_test_is_sound(bank):
    assert {key for key, _version in bank.archive} >= set(CHANGES)
    assert all(version_problem(bank, bank.items[key]) is None for key in CHANGES)
    assert all(bank.items[key].version == 2 for key in CHANGES)
    assert {answer["item"] for answer in ANSWERS} == set(CHANGES)
    assert len({bank.items[key].type for key in CHANGES}) == len(CHANGES) >= 3


@pytest.mark.parametrize("told", ANSWERS, ids=lambda told: f"{told['item']}-{told['right']}")
def test_an_old_answer_is_graded_as_it_was(bank, told):
    item = bank.at(told["item"], told["version"])
    shown = bank.present(item, restore(item, told["variant"]))
    found = room(item.type)
    assert shown.text["task"] == told["task"]
    grade = found.grade(shown.spec, told["response"])
    assert (grade.score, grade.right, list(grade.keys)) == (
        told["score"],
        told["right"],
        told["keys"],
    )
    if told["actions"]:
        assert replay(found, shown.spec, told["actions"]).state == told["response"]


def record(session, bank, told, learner_id, *, purpose=reading.TEST, rules="PAR-0-BILAN"):
    """One old answer in the database, as it was written then."""
    sitting_id = lifecycle.open_sitting(
        session, bank, learner_id=learner_id, purpose=purpose, rules=rules, channel="public"
    )
    question = new_id()
    insert_new(
        session,
        Question,
        {
            "learner_id": learner_id,
            "id": question,
            "sitting_id": sitting_id,
            "position": 1,
            "item_id": told["item"],
            "item_version": told["version"],
            "item_hash": "old",
            "variant": told["variant"],
            "purpose": reading.TEST,
            "shown_at": now(),
        },
    )
    insert_new(
        session,
        Answer,
        {
            "learner_id": learner_id,
            "id": question,
            "sitting_id": sitting_id,
            "outcome": "answered",
            "response": told["response"],
            "score": told["score"],
            "right": told["right"],
            "keys": told["keys"],
            "harms": [],
            "grader_version": 1,
            "hint": False,
            "help": "alone",
            "locale": "fr",
            "recorded_at": now(),
        },
    )
    return sitting_id, question


@pytest.fixture
def app(settings, folder):
    """The site, on today's bank."""
    changed = replace(settings, content=folder, translations=folder.parent / "translations")
    made = create_app(changed, testing=True)
    upgrade(made.extensions["marchepied"].database.engine)
    made.test_client_class = StrictClient
    return made


@pytest.fixture
def person(app):
    """A device known here, its learner, and every old answer as theirs."""
    client = app.test_client()
    path(client.post("/commencer"))
    house = app.extensions["marchepied"]
    with house.database.writing() as session:
        learner_id = session.exec(select(reading.Sitting.learner_id)).first()
        pages = [(told, *record(session, house.catalogue, told, learner_id)) for told in ANSWERS]
    return client, learner_id, pages


def test_pages_show_old_answers_as_they_were(app, person, bank):
    client, _learner, pages = person
    client.set_cookie("langue", "en")
    for told, sitting_id, question in pages:
        page = client.get(f"/exercice/{question}")
        assert page.status_code == 200, told["item"]
        assert "Aujourd" not in page.text
        item = bank.at(told["item"], 1)
        said = bank.present(item, restore(item, told["variant"])).feedback
        assert said["right" if told["right"] else "wrong"] in html.unescape(page.text)
        assert client.get(f"/resultat/{sitting_id}").status_code == 200
    assert client.get("/mes-donnees/reponses.json").get_json()[0]["object"]["id"].endswith("/1")


def test_a_wrong_key_is_corrected_on_every_page(app, person):
    client, learner_id, pages = person
    house = app.extensions["marchepied"]
    args = {"item_id": "SEC-2-SMS-001", "version": 1, "reason": "Attendre était aussi possible."}
    done = regrade.regrade(house.database, house.catalogue, **args)
    assert (done.read, done.people) == (4, 1) and done.changed >= 2
    with house.database.reading() as session:
        told = notices.since(
            session, house.catalogue, learner_id=learner_id, at=now().replace(year=2020)
        )
        assert {one.reason for one in told} == {"Attendre était aussi possible."}
        corrected = set(session.exec(select(Correction.id)).all())
    for was, sitting_id, question in pages:
        page, result = client.get(f"/exercice/{question}"), client.get(f"/resultat/{sitting_id}")
        assert ("Attendre était aussi possible" in page.text) is (question in corrected)
        assert ("Attendre était aussi possible" in result.text) is (question in corrected)
        if question in corrected and was["right"]:
            assert "Je garde le SMS pour payer demain" in page.text, "the right answer of today"
    assert "Attendre était aussi possible" in client.get("/ce-que-je-sais-faire").text


WRONG_KEY = {"item_id": "SEC-2-SMS-001", "version": 1, "reason": "x"}


@pytest.fixture
def crowd(database, bank):
    """Five people who gave every old answer, to all four exercises."""
    with database.writing() as session:
        people = [sessions.start_learner(session, channel="public")[0] for _ in range(5)]
        for learner_id in people:
            for answer in ANSWERS:
                record(session, bank, answer, learner_id)
    return people


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_every_answer_is_read_a_few_at_a_time(database, bank, crowd, monkeypatch, size):
    monkeypatch.setattr(regrade, "SLICE", size)
    done = regrade.regrade(database, bank, **WRONG_KEY)
    assert (done.read, done.people) == (20, 5)
    with database.reading() as session:
        assert len(session.exec(select(Correction.id)).all()) == done.changed > 5
        assert len(history.of_learner(session, learner_id=crowd[0])) == len(ANSWERS)


def test_people_go_on_answering_meanwhile(database, bank, crowd, monkeypatch):
    """No lock is held while answers are read and graded."""
    grade, others = regrade._Pages.grade, []

    def slow(pages, row):
        others.append(database.run(lambda s: sessions.start_learner(s, channel="public")[0]))
        return grade(pages, row)

    monkeypatch.setattr(regrade._Pages, "grade", slow)
    assert regrade.regrade(database, bank, **WRONG_KEY).read == len(set(others)) == 20


def test_no_table_is_read_whole(database, bank, crowd):
    """Each statement goes by the key of its slice, and only by it."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("on a few rows, PostgreSQL reads the whole table anyway")
    seen = []

    def note(_connection, _cursor, text, values, *_rest):
        seen.append((text, values))

    event.listen(database.engine, "before_cursor_execute", note)
    regrade.regrade(database, bank, **WRONG_KEY)
    event.remove(database.engine, "before_cursor_execute", note)
    asked = [(text, values) for text, values in seen if text.startswith("SELECT")]
    assert asked
    with database.engine.connect() as connection:
        for text, values in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()
            assert all(step[-1].startswith("SEARCH") for step in plan), plan


def test_a_second_correction_takes_the_place_of_the_first(database, bank, crowd):
    """One row an answer: the key of today, and the reason that goes with it."""
    regrade.regrade(database, bank, **WRONG_KEY)
    item = bank.items["SEC-2-SMS-001"]
    first_key = replace(item, version=3, answer=bank.archive[item.id, 1].answer)
    today = replace(bank, items={**bank.items, item.id: first_key})
    with database.reading() as session:
        before = set(session.exec(select(Correction.id)).all())
    again = regrade.regrade(database, today, **WRONG_KEY | {"reason": "y"})
    assert again.changed == len(before)
    with database.reading() as session:
        rows = session.exec(select(Correction)).all()
        kept = {row.id: session.get_one(Answer, (row.learner_id, row.id)) for row in rows}
    assert {row.id for row in rows} == before
    assert {(row.reason, row.key_version) for row in rows} == {("y", 3)}
    assert all((row.right, row.score) == (kept[row.id].right, kept[row.id].score) for row in rows)


def test_a_key_that_needs_what_the_old_page_lacks_is_refused(app, person):
    house = app.extensions["marchepied"]
    bank = house.catalogue
    item = bank.items["BUR-3-LIRE-001"]
    strange = replace(item, answer={**item.answer, "accept": ("{heure_nouvelle}",)})
    spoiled = replace(bank, items={**bank.items, item.id: strange})
    with pytest.raises(Invalid, match="heure_nouvelle"):
        regrade.regrade(house.database, spoiled, item_id=item.id, version=1, reason="x")
    with house.database.reading() as session:
        assert session.exec(select(Correction.id)).all() == []


def test_an_old_answer_keeps_the_figures_of_its_version(bank):
    old = bank.archive["SEC-2-SMS-001", 1]
    harder = replace(bank.items["SEC-2-SMS-001"], meta=old.meta.model_copy(update={"b": 3.0}))
    today = replace(bank, version="other", items={**bank.items, harder.id: harder})
    made = model.measurement_model(today)
    recorded = reading.RecordedAnswer("answered", {}, 1.0, True, (), (), False, "alone", now())
    asked = [
        reading.AskedQuestion(new_id(), 1, harder.id, version, "", "v0-0", "test", answer=recorded)
        for version in (1, 2, 3)
    ]
    assert [piece.item.b for piece in engine.evidence(made, asked)] == [old.meta.b, 3.0, 3.0]


def test_the_end_of_a_lesson_says_it_too(app, person):
    client, learner_id, _pages = person
    house = app.extensions["marchepied"]
    wrong = next(a for a in ANSWERS if a["item"] == "SEC-2-SMS-001" and a["right"])
    with house.database.writing() as session:
        lesson, _question = record(
            session, house.catalogue, wrong, learner_id, purpose=reading.TRAINING, rules="MOD-SEC-1"
        )
    regrade.regrade(
        house.database,
        house.catalogue,
        item_id="SEC-2-SMS-001",
        version=1,
        reason="Attendre était aussi possible.",
    )
    assert "Attendre était aussi possible" in client.get(f"/lecon/fin/{lesson}").text


def test_shared_lists_only_grow_at_their_end():
    """An old page names a value by its place in the list: moving one would change that page."""
    yaml = YAML(typ="safe", pure=True)
    today = yaml.load((ROOT / "content/pools/fr.yaml").read_text("utf-8"))["pools"]
    for name, values in yaml.load((KEPT / "pools.yaml").read_text("utf-8"))["pools"].items():
        assert today[name][: len(values)] == values, name


def test_new_columns_and_tables_come_to_a_database_that_is_in_use(database, bank):
    """From the first schema to today's, with people inside, on both engines."""
    told = next(answer for answer in ANSWERS if answer["item"] == "SEC-2-SMS-001")
    with database.writing() as session:
        learner_id, _token = sessions.start_learner(session, channel="public")
        sitting_id, _question = record(session, bank, told, learner_id)
    command.downgrade(config(database.engine), "0001")
    assert "correction" not in inspect(database.engine).get_table_names()
    old = {column["name"] for column in inspect(database.engine).get_columns("sitting")}
    assert not old & {"before", "help"}
    upgrade(database.engine)
    done = regrade.regrade(database, bank, item_id="SEC-2-SMS-001", version=1, reason="x")
    assert done.read == 1
    with database.reading() as session:
        run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
        assert run.asked[0].answer.corrected == "x"
        assert (run.help, run.before) == (reading.ALONE, None)
    columns = {c["name"] for c in inspect(database.engine).get_columns("correction")}
    assert columns == set(Correction.__table__.columns.keys())


def test_command_says_what_it_did(app, person, folder, monkeypatch):
    house = app.extensions["marchepied"]
    monkeypatch.setenv("DATABASE_URL", house.settings.database_url)
    monkeypatch.setattr("webapp.content.load_catalogue", lambda _folder: house.catalogue)
    args = [
        "content",
        "regrade",
        "SEC-2-SMS-001",
        "--version",
        "1",
        "--reason",
        "Attendre va aussi.",
    ]
    said = CliRunner().invoke(main, args)
    assert said.exit_code == 0, said.output
    assert "Relues : 4." in said.output and "Personnes : 1." in said.output
    again = CliRunner().invoke(main, args)
    assert "Corrigées : 0." in again.output
    refused = CliRunner().invoke(main, [*args[:3], "--version", "9", "--reason", "x"])
    assert refused.exit_code == 1 and "n’est pas gardée" in refused.output
