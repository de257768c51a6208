"""A goal read backwards: which way a mistake is told against."""

from __future__ import annotations

import pytest

from tests.exercises.room_checks import example, play
from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Spec
from webapp.exercises.posting import action_form, answer_form
from webapp.exercises.sim_files import EXERCISE as FILES
from webapp.exercises.sim_files.spec import World as Files
from webapp.exercises.sim_phone import EXERCISE as PHONE
from webapp.exercises.solving import asked, certain, nearest


def goal(*conditions):
    return GoalAnswer.model_validate({"goal": {"all": list(conditions)}})


TWO_WAYS = goal({"at": "where", "in": ["a", "b"]}, {"at": "who", "is": "x"})


@pytest.mark.parametrize(
    ("state", "way"),
    [
        ({"where": "b", "who": "y"}, {"where": "b", "who": "x"}),
        ({"where": "c", "who": "x"}, {"where": "a", "who": "x"}),
        ({}, {"where": "a", "who": "x"}),
    ],
)
def test_a_mistake_is_told_against_the_nearest_way(state, way):
    assert nearest(TWO_WAYS, state) == way


def test_lists_are_near_when_they_hold_what_is_wanted():
    either = GoalAnswer.model_validate(
        {"goal": {"any": [{"at": "opened", "contains": "f1"}, {"at": "opened", "contains": "f2"}]}}
    )
    assert nearest(either, {"opened": ["f3", "f2"]}) == {"opened": ["f2"]}


def test_what_every_way_asks_for_and_what_some_way_asks_for():
    assert certain(TWO_WAYS) == {"who": "x"}
    assert asked(TWO_WAYS) == {"where": "a", "who": "x"}


def test_another_accepted_value_is_never_the_reason():
    sound = example(PHONE, "sound")
    answer = goal({"at": "settings.son", "in": [3, 2]}, {"at": "settings.avion", "is": False})
    spec = Spec(sound.world, answer)
    state = play(PHONE, spec, action_form("more:son"))
    assert state["settings"] == {"son": 2, "avion": True}
    assert PHONE.grade(spec, state).keys == ("avion",)


@pytest.fixture
def bills():
    world = Files.model_validate(
        {
            "root": "Documents",
            "folders": [{"id": name, "name": name, "in": "root"} for name in ("d1", "d2")],
            "files": [
                {"id": "f1", "name": "Eau.pdf", "in": "d1"},
                {"id": "f2", "name": "Gaz.pdf", "in": "d1"},
                {"id": "f3", "name": "CV.pdf", "in": "d2"},
            ],
            "actions": ["open_folder", "open_file"],
        }
    )
    reading = {"at": "reading", "in": ["f1", ""]}
    return Spec(world, goal({"at": "opened", "contains": "f1"}, reading))


@pytest.mark.parametrize(
    ("opened", "keys"),
    [(("f2",), ("f2",)), (("f3",), ("f3", "d2")), (("f1", "f2"), ("f2",)), (("f1",), ())],
)
def test_the_wrong_file_opened_explains_itself(bills, opened, keys):
    state = play(FILES, bills, *(action_form(f"read:{name}") for name in opened))
    grade = FILES.grade(bills, FILES.parse(bills, answer_form(), state))
    assert grade.keys == keys and grade.right is (keys == ())
    assert FILES.feedback_keys(bills) == {"f2", "f3", "d2"}
