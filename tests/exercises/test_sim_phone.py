"""``sim_phone``: applications, accesses, wifi and settings, graded on the phone at the end."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercises.room_checks import (
    HUGE,
    end_of,
    example,
    load,
    page,
    play,
)
from webapp.exercises import FOLDER
from webapp.exercises.contract import Action, ActionRefused, FieldError, InvalidResponse, Layout
from webapp.exercises.posting import action_form, answer_form
from webapp.exercises.sim_phone import EXERCISE as ROOM


def act(value, **fields):
    return action_form(value, **fields)


def install(app):
    return act(f"open:{app}"), act(f"install:{app}")


graded = partial(end_of, ROOM)


@pytest.fixture
def store():
    return example(ROOM, "store")


@pytest.fixture
def wifi():
    return example(ROOM, "wifi")


@pytest.fixture
def permissions():
    return example(ROOM, "permissions")


@pytest.fixture
def sound():
    return example(ROOM, "sound")


def test_any_road_to_the_application_is_right(store):
    assert graded(store, *install("a3")).right
    assert graded(store, act("open:a1"), act("back"), *install("a3")).right
    assert graded(store, *install("a1"), act("remove:a1"), act("back"), *install("a3")).right
    assert graded(store, *install("a1"), act("undo"), act("back"), *install("a3")).right
    assert graded(store, *install("a1"), act("restart"), *install("a3")).right


@pytest.mark.parametrize(
    ("forms", "keys", "harms"),
    [
        (install("a1"), ("a1",), ()),
        ((*install("a3"), act("back"), *install("a1")), ("a1",), ()),
        ((act("open:a3"),), ("none",), ()),
        (install("a2"), ("a2",), ("achat",)),
        ((*install("a2"), act("remove:a2")), ("none",), ("achat",)),
    ],
)
def test_store_mistakes_explain_themselves(store, forms, keys, harms):
    grade = graded(store, *forms)
    assert (grade.right, grade.keys, grade.harms) == (False, keys, harms)


def test_paying_is_written_on_the_button_and_done_once(store):
    assert "Acheter (1,99 €)" in page(ROOM, store, state=play(ROOM, store, act("open:a2")))
    state = play(ROOM, store, *install("a2"), act("remove:a2"))
    assert "Installer" in page(ROOM, store, state=state)
    assert play(ROOM, store, *install("a2"), act("remove:a2"), *install("a2"))["bought"] == ["a2"]
    assert "Sponsorisé" in page(ROOM, store)


def connect(network, code):
    return act("wifi"), act(f"network:{network}"), act(f"connect:{network}", code=code)


def test_any_road_to_the_network_is_right(wifi):
    assert graded(wifi, *connect("n2", "Soleil-42")).right
    assert graded(wifi, *connect("n2", " Soleil - 42 ")).right
    assert graded(wifi, *connect("n2", "soleil-42"), act("connect:n2", code="Soleil-42")).right
    assert graded(wifi, act("wifi"), act("network:n3"), *connect("n2", "Soleil-42")[1:]).right
    off_and_on = act("wifi"), act("wifi"), *connect("n2", "Soleil-42")
    assert graded(wifi, *off_and_on).right


@pytest.mark.parametrize(
    ("forms", "keys"),
    [
        ((act("wifi"), act("wifi"), act("wifi")), ()),
        ((act("wifi"), act("network:n3")), ("n3",)),
        ((act("wifi"), act("network:n1")), ("n1",)),
        (connect("n1", "Soleil-42"), ("n1",)),
        (connect("n2", "soleil-42"), ("code",)),
        ((act("wifi"), act("network:n2")), ("code",)),
        ((*connect("n2", "soleil-42"), act("wifi")), ("off",)),
    ],
)
def test_wifi_mistakes_explain_themselves(wifi, forms, keys):
    grade = graded(wifi, *forms)
    assert (grade.right, grade.keys) == (False, keys)


def test_the_wifi_is_said_in_words(wifi):
    assert "Wifi, désactivé" in page(ROOM, wifi) and "aria-pressed" not in page(ROOM, wifi)
    html = page(ROOM, wifi, state=play(ROOM, wifi, *connect("n2", "soleil-42")))
    assert "Ce code n’est pas exact." in html and 'aria-describedby="code-error"' in html
    assert "Soleil-42" not in html.split("sim-title")[1]
    on = page(ROOM, wifi, state=play(ROOM, wifi, act("wifi"), act("network:n3")))
    assert "Wifi, activé" in on and "connecté" in on


@pytest.mark.parametrize(
    "forms",
    [
        (act("network:n3"),),
        (act("wifi"), act("connect:n2", code="Soleil-42")),
        (act("wifi"), act("network:n2"), act("connect:n2", code=" ")),
        (act("wifi"), act("network:n9")),
        (act("wifi"), act("network:" + HUGE)),
        (act("switch:avion"),),
        (act("install:a1"),),
        (act(""),),
    ],
)
def test_what_this_phone_cannot_do_is_refused(wifi, forms):
    with pytest.raises(ActionRefused):
        play(ROOM, wifi, *forms)


def test_a_huge_code_is_only_a_wrong_code(wifi):
    assert graded(wifi, *connect("n2", HUGE)).keys == ("code",)


def test_levels_and_switches(sound):
    assert graded(sound, act("more:son"), act("more:son"), act("switch:avion")).right
    assert graded(sound, act("more:son"), act("more:son")).keys == ("avion",)
    assert graded(sound, act("switch:avion"), act("less:son")).keys == ("son",)
    state = play(ROOM, sound, act("more:son"))
    assert "2 sur 5" in page(ROOM, sound, state=state)
    assert "Mode avion, activé" in page(ROOM, sound, state=state)
    with pytest.raises(ActionRefused, match="au bout"):
        play(ROOM, sound, act("less:son"), act("less:son"))
    for wrong in ("switch:son", "more:avion", "more:zzz"):
        with pytest.raises(ActionRefused):
            play(ROOM, sound, act(wrong))


def test_a_level_that_another_road_accepts_needs_no_reason():
    goal = {"all": [{"at": "settings.son", "in": [3, 2]}, {"at": "settings.avion", "is": False}]}
    data = load(FOLDER / ROOM.type / "examples" / "sound.yaml")
    spec = ROOM.spec(data["world"], {"rule": "goal", "goal": goal})
    assert graded(spec, act("more:son"), act("switch:avion")).right
    assert graded(spec, act("more:son")).keys == ("avion",)
    assert graded(spec, act("less:son")).keys == ("son", "avion")


def test_accesses_travel_with_the_answer(permissions):
    assert ROOM.layout(permissions) is Layout.ONE_FORM
    assert graded(permissions, position="pendant", micro="refuser").right
    grade = graded(permissions, position="toujours", micro="autoriser")
    assert grade.keys == ("position.toujours", "micro.autoriser")
    mistakes = {"position.refuser", "position.toujours", "micro.autoriser"}
    assert ROOM.expected_keys(permissions) == mistakes
    with pytest.raises(ActionRefused):
        play(ROOM, permissions, act("open:position"))


@pytest.mark.parametrize(
    "fields", [{}, {"position": "pendant"}, {"position": "zzz", "micro": HUGE}]
)
def test_each_access_needs_an_answer(permissions, fields):
    with pytest.raises(InvalidResponse) as problem:
        ROOM.parse(permissions, answer_form(**fields), ROOM.begin(permissions))
    assert {error.field for error in problem.value.errors} <= {"position", "micro"}
    page(ROOM, permissions, errors=problem.value.errors, form=answer_form(**fields))


def test_a_refusal_is_tied_to_the_code(wifi):
    state = play(ROOM, wifi, act("wifi"), act("network:n2"))
    html = page(ROOM, wifi, state=state, errors=[FieldError("code", "Écrivez le code du réseau.")])
    assert 'aria-describedby="code-error"' in html and 'aria-invalid="true"' in html


@pytest.mark.parametrize("name", ["store", "wifi", "sound"])
def test_nothing_done_is_not_an_answer(name):
    spec = example(ROOM, name)
    with pytest.raises(InvalidResponse, match="Je ne sais pas"):
        ROOM.parse(spec, answer_form(), ROOM.begin(spec))


ACTS = ["wifi", "network:n1", "network:n2", "network:n3", "connect:n2", "connect:n1", "back"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(["Soleil-42", "x"])), max_size=10))
def test_the_grade_is_total_and_apply_is_pure(steps):
    spec = example(ROOM, "wifi")
    state = ROOM.begin(spec)
    for value, code in steps:
        before = repr(state)
        try:
            step = ROOM.apply(spec, state, Action.from_form(act(value, code=code)))
        except ActionRefused:
            continue
        assert repr(state) == before
        assert len(step.say.split()) <= 10
        state = step.state
    grade = ROOM.grade(spec, state)
    assert grade.right is (grade.score == 1)
    assert set(grade.keys) <= ROOM.feedback_keys(spec)
