"""Answers as xAPI statements, checked against the rules of xAPI 1.0.3 that concern us."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest

from tests.unit.test_services_on_both_databases import a_learner, answer_current
from tests.web.driving import answer, path, settle
from webapp.assessment import xapi_export
from webapp.assessment.models import Correction
from webapp.assessment.sitting import answering, lifecycle, reading
from webapp.assessment.sitting.opening import open_question
from webapp.content.interchange.xapi import AnswerRecord, said_as, statement
from webapp.database import insert_new, now
from webapp.exercises.contract import Probe

BASE = "https://marchepied.example"
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
KINDS = {"choice", "matching", "sequencing", "fill-in", "other"}
TOP = {"id", "actor", "verb", "object", "result", "context", "timestamp", "version"}


def check(found):
    """MUST rules of the specification, part 2, for what we write."""
    text = json.dumps(found)
    assert json.loads(text) == found and "null" not in re.findall(r"\bnull\b", text)
    assert {"id", "actor", "verb", "object"} <= found.keys() <= TOP
    assert str(UUID(found["id"])) == found["id"]
    actor = found["actor"]
    assert actor["objectType"] == "Agent" and actor.keys() == {"objectType", "account"}
    assert actor["account"].keys() == {"homePage", "name"} and IRI.fullmatch(
        actor["account"]["homePage"]
    )
    check_thing(found["verb"]["id"], found["verb"]["display"])
    thing = found["object"]
    assert thing["objectType"] == "Activity"
    check_thing(thing["id"], thing["definition"]["name"])
    assert thing["definition"]["interactionType"] in KINDS and IRI.fullmatch(
        thing["definition"]["type"]
    )
    assert "correctResponsesPattern" not in thing["definition"], "the key stays with us"
    check_context(found["context"])
    check_result(found.get("result"))
    assert MOMENT.fullmatch(found["timestamp"]) and found["version"].startswith("1.0.")


def check_thing(iri, words):
    assert IRI.fullmatch(iri)
    assert words and all(LANGUAGE.fullmatch(code) and text for code, text in words.items())


def check_context(context):
    assert str(UUID(context["registration"])) == context["registration"]
    assert LANGUAGE.fullmatch(context["language"]) and context["platform"]
    parents = context["contextActivities"]["parent"]
    assert isinstance(parents, list)
    assert all(IRI.fullmatch(parent["id"]) for parent in parents)


def check_result(result):
    if result is None:
        return
    assert result.keys() <= {"score", "success", "completion", "response"}
    assert isinstance(result["response"], str)
    assert all(
        isinstance(result[name], bool) for name in ("success", "completion") if name in result
    )
    assert result["score"].keys() == {"scaled"} and 0 <= result["score"]["scaled"] <= 1


def told(**changes):
    values = {
        "id": uuid4(),
        "person": uuid4(),
        "sitting": uuid4(),
        "rules": "PAR-0-BILAN",
        "lesson": False,
        "outcome": "answered",
        "response": {"choice": "a"},
        "score": 1.0,
        "right": True,
        "locale": "fr",
        "at": datetime(2026, 11, 25, 13, tzinfo=UTC),
    }
    return AnswerRecord(**values | changes)


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ({"choice": "a"}, "a"),
        ({"choices": ["a", "b"]}, "a[,]b"),
        ({"order": ["b", "a"]}, "b[,]a"),
        ({"map": {"x": "ok", "y": "non"}}, "x[.]ok[,]y[.]non"),
        ({"text": "14 h 30"}, "14 h 30"),
        ({"left": True, "é": 1}, '{"left": true, "é": 1}'),
    ],
)
def test_responses_are_said_as_the_specification_wants(response, said):
    assert said_as(response) == said


def test_every_type_makes_a_valid_statement(catalogue):
    kinds = {}
    for item in {item.type: item for item in catalogue.items.values()}.values():
        found = statement(told(), item, base=BASE)
        check(found)
        kinds[item.type] = found["object"]["definition"]["interactionType"]
    assert kinds["sort"] == "matching" and kinds["order"] == "sequencing"
    assert (
        statement(told(response={"left": True}), catalogue.items["COM-2-VISIO-001"], base=BASE)[
            "object"
        ]["definition"]["interactionType"]
        == "other"
    )


def test_time_is_in_utc_and_outcomes_are_told(catalogue):
    item = catalogue.items["SEC-2-SMS-001"]
    paris = datetime(2026, 11, 25, 14, tzinfo=timezone(timedelta(hours=1)))
    assert statement(told(at=paris), item, base=BASE)["timestamp"] == "2026-11-25T13:00:00Z"
    unknown = statement(
        told(outcome="dont_know", response=None, score=None, right=None), item, base=BASE
    )
    check(unknown)
    assert unknown["result"] == {
        "success": False,
        "response": "je ne sais pas",
        "score": {"scaled": 0},
    }
    cannot = statement(told(outcome="cannot", response=None), item, base=BASE)
    check(cannot)
    assert "result" not in cannot and cannot["verb"]["id"].endswith("skipped")
    lesson = statement(told(lesson=True, rules="MOD-SEC-1"), item, base=BASE)
    assert (
        lesson["context"]["contextActivities"]["parent"][0]["id"] == f"{BASE}/xapi/lecon/MOD-SEC-1"
    )
    check(statement(told(rules="PAR-0-BILAN:exit"), item, base=BASE))


def test_only_the_persons_own_answers_as_they_stand(database, catalogue):
    with database.writing() as session:
        learner_id, _token = a_learner(session)
        other_id, _token = a_learner(session)
        for who in (learner_id, other_id):
            sitting_id = lifecycle.start(session, catalogue, learner_id=who)
            answer_current(session, catalogue, who, sitting_id)
            answer_current(session, catalogue, who, sitting_id, Probe.WRONG)
            run = reading.of_sitting(session, learner_id=who, sitting_id=sitting_id)
            opened = open_question(session, catalogue, run, run.current)
            answering.dont_know(session, opened, conditions=answering.Conditions())
        first = run.asked[0].id
        insert_new(
            session,
            Correction,
            {
                "learner_id": other_id,
                "id": first,
                "key_version": 2,
                "score": 0.0,
                "right": False,
                "keys": [],
                "harms": [],
                "reason": "Clé fausse.",
                "corrected_at": now(),
            },
        )
    with database.reading() as session:
        mine = xapi_export.statements(session, catalogue, learner_id=learner_id, base=BASE)
        theirs = xapi_export.statements(session, catalogue, learner_id=other_id, base=BASE)
    for found in (*mine, *theirs):
        check(found)
    assert {s["actor"]["account"]["name"] for s in mine} == {str(learner_id)}
    assert [s["result"]["success"] for s in mine] == [True, False, False]
    assert [s["result"]["success"] for s in theirs] == [False, False, False], "corrected since"
    assert len({s["id"] for s in (*mine, *theirs)}) == 6


def test_a_person_downloads_their_answers(app, client):
    assert client.get("/mes-donnees/reponses.json").status_code == 303
    url = settle(client, path(client.post("/commencer")).replace("echauffement", "reprendre"))
    answer(app, client, url, Probe.CORRECT)
    assert "/mes-donnees/reponses.json" in client.get("/mes-donnees").text
    found = client.get("/mes-donnees/reponses.json")
    assert (
        found.mimetype == "application/json"
        and "attachment" in found.headers["Content-Disposition"]
    )
    (only,) = found.get_json()
    check(only)
    assert only["result"]["success"] is True
