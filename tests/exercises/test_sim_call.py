"""``sim_call``: any road to the right buttons counts; each mistake has its reason."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercises.room_checks import (
    HUGE,
    end_of,
    example,
    page,
    play,
)
from webapp.exercises.contract import Action, ActionRefused, InvalidResponse
from webapp.exercises.posting import action_form, answer_form
from webapp.exercises.sim_call import EXERCISE as ROOM

PRESS = {c: action_form(f"toggle:{c}") for c in ("micro", "camera", "ecran", "main")}
LEAVE, JOIN = action_form("leave:quitter"), action_form("join")


@pytest.fixture
def spec():
    return example(ROOM, "no-sound")


graded = partial(end_of, ROOM)


def test_the_expert_and_the_detours_are_right(spec):
    assert graded(spec, PRESS["micro"]).right
    assert graded(spec, PRESS["camera"], PRESS["camera"], PRESS["micro"], PRESS["main"]).right
    assert graded(spec, LEAVE, JOIN, PRESS["micro"]).right
    assert graded(spec, PRESS["ecran"], action_form("undo"), PRESS["micro"]).right
    assert graded(spec, PRESS["ecran"], action_form("restart"), PRESS["micro"]).right


@pytest.mark.parametrize(
    ("buttons", "score", "keys"),
    [
        (["micro", "camera"], 0.5, ("camera",)),
        (["micro", "ecran"], 0.5, ("ecran",)),
        (["camera"], 0, ("camera", "micro")),
        (["main"], 0, ("main", "micro")),
    ],
)
def test_wrong_buttons_explain_themselves(spec, buttons, score, keys):
    grade = graded(spec, *(PRESS[button] for button in buttons))
    assert (grade.right, grade.score, grade.keys) == (False, score, keys)


def test_leaving_is_explained_first(spec):
    grade = graded(spec, PRESS["micro"], LEAVE)
    assert (grade.score, grade.keys) == (0, ("quitter",))
    assert "Rejoindre la visio" in page(ROOM, spec, state=play(ROOM, spec, LEAVE))


def test_harm_has_its_own_sentence():
    spec = example(ROOM, "leave")
    assert ROOM.grade(spec, ROOM.begin(spec)).harms == ("ecran",)
    assert not graded(spec, LEAVE).harms


def test_nothing_done_is_not_an_answer(spec):
    for forms in ((), (PRESS["micro"], PRESS["micro"])):
        with pytest.raises(InvalidResponse, match="Je ne sais pas"):
            ROOM.parse(spec, answer_form(), play(ROOM, spec, *forms))


@pytest.mark.parametrize(
    "act", ["", "toggle", "toggle:nope", "leave:micro", "toggle:quitter", "join", "x:" + HUGE]
)
def test_impossible_actions_are_refused(spec, act):
    with pytest.raises(ActionRefused):
        ROOM.apply(spec, ROOM.begin(spec), Action.from_form(action_form(act)))


def test_nothing_else_is_possible_outside(spec):
    with pytest.raises(ActionRefused):
        play(ROOM, spec, LEAVE, PRESS["micro"])


def test_states_are_words_and_pressed(spec):
    html = page(ROOM, spec)
    assert ">Micro, désactivé<" in html
    assert ">Caméra, activée<" in html


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*PRESS.values(), LEAVE, JOIN]), max_size=8))
def test_the_grade_is_total_and_apply_is_pure(forms):
    spec = example(ROOM, "no-sound")
    state = ROOM.begin(spec)
    for form in forms:
        before = repr(state)
        try:
            following = ROOM.apply(spec, state, Action.from_form(form)).state
        except ActionRefused:
            following = state
        assert repr(state) == before
        state = following
    grade = ROOM.grade(spec, state)
    assert grade.right is (grade.score == 1)
    assert set(grade.keys) <= ROOM.feedback_keys(spec)


@pytest.mark.parametrize(
    ("pressed", "said"),
    [
        ([], "La caméra est éteinte. On ne vous voit pas."),
        (["camera"], "On vous voit. Derrière vous"),
        (["camera", "piece"], "On vous voit. La pièce est floue."),
        (["piece"], "La caméra est éteinte. On ne vous voit pas."),
    ],
)
def test_the_person_sees_what_the_other_one_sees(pressed, said):
    shown = example(ROOM, "own-image")
    html = page(
        ROOM, shown, state=play(ROOM, shown, *(action_form(f"toggle:{name}") for name in pressed))
    )
    assert said in html
    assert ("du linge qui sèche" in html) == (pressed == ["camera"])
    assert ('class="room"' in html) == (pressed == ["camera"])
