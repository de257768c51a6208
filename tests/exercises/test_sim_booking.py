"""``sim_booking``: a free hour, confirmed; every mistake has its reason."""

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
from webapp.exercises.contract import Action, ActionRefused, FieldError, InvalidResponse
from webapp.exercises.posting import action_form, answer_form
from webapp.exercises.sim_booking import EXERCISE as ROOM

CONFIRM, CHANGE, CANCEL = (action_form(verb) for verb in ("confirm", "change", "cancel"))
MOVE, KEEP = action_form("move"), action_form("keep")


def choose(slot):
    return action_form("choose", slot=slot)


@pytest.fixture
def spec():
    return example(ROOM, "adviser")


graded = partial(end_of, ROOM)


def test_any_road_to_the_hour_is_right(spec):
    assert graded(spec, choose("s6"), CONFIRM).right
    assert graded(spec, choose("s1"), CHANGE, choose("s6"), CONFIRM).right
    assert graded(spec, choose("s1"), CONFIRM, CANCEL, choose("s6"), CONFIRM).right
    assert graded(spec, choose("s1"), CONFIRM, MOVE, choose("s6"), CONFIRM).right
    undone = (choose("s1"), action_form("undo"), choose("s6"), CONFIRM)
    assert graded(spec, *undone).right
    assert graded(spec, choose("s1"), action_form("restart"), choose("s6"), CONFIRM).right


@pytest.mark.parametrize(
    ("forms", "score", "keys"),
    [
        ((choose("s1"), CONFIRM), 0, ("busy",)),
        ((choose("s6"), CONFIRM, MOVE, choose("s5"), CONFIRM), 0, ("busy",)),
    ],
)
def test_mistakes_explain_themselves(spec, forms, score, keys):
    grade = graded(spec, *forms)
    assert (grade.right, grade.score, grade.keys) == (False, score, keys)


def test_moving_and_losing_an_appointment():
    spec = example(ROOM, "move")
    assert graded(spec, MOVE, choose("s5"), CONFIRM).right
    with pytest.raises(InvalidResponse, match="pas encore confirmé"):
        graded(spec, MOVE, choose("s5"))
    assert graded(spec, CANCEL).keys == ("cancelled",)
    assert graded(spec, CANCEL).harms == ("perdu",)
    assert "Garder mon rendez-vous" in page(ROOM, spec, state=play(ROOM, spec, MOVE))
    with pytest.raises(InvalidResponse):
        ROOM.parse(spec, answer_form(), play(ROOM, spec, MOVE, KEEP))


def test_cancelling_can_be_the_goal():
    spec = example(ROOM, "cancel")
    assert graded(spec, CANCEL).right
    assert graded(spec, MOVE, choose("s2"), CONFIRM).keys == ("busy",)


def test_nothing_chosen_is_not_an_answer(spec):
    with pytest.raises(InvalidResponse, match="Je ne sais pas"):
        ROOM.parse(spec, answer_form(), play(ROOM, spec, choose("s1"), CHANGE))


def test_full_hours_are_said_and_cannot_be_taken(spec):
    html = page(ROOM, spec)
    assert html.count("complet") == html.count(" disabled") == 2
    with pytest.raises(ActionRefused, match="complète"):
        play(ROOM, spec, choose("s3"))
    stored = {"screen": "booked", "chosen": "s3", "booked": "s3", "confirmed": True}
    assert ROOM.grade(spec, stored).keys == ("full", "busy")


def test_a_refusal_points_at_the_hours(spec):
    html = page(ROOM, spec, errors=[FieldError("slot", "Choisissez une heure.")])
    assert 'id="slot"' in html
    assert "Choisissez une heure." in html


@pytest.mark.parametrize("slot", ["", "s9", HUGE])
def test_hostile_hours_are_refused(spec, slot):
    with pytest.raises(ActionRefused):
        play(ROOM, spec, choose(slot))


@pytest.mark.parametrize("verb", ["", "confirm", "cancel", "keep", "move", "nope", HUGE])
def test_actions_of_another_screen_are_refused(spec, verb):
    with pytest.raises(ActionRefused):
        ROOM.apply(spec, ROOM.begin(spec), Action.from_form(action_form(verb)))


FORMS = [*map(choose, ("s1", "s3", "s6")), CONFIRM, CHANGE, CANCEL, MOVE, KEEP]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(FORMS), max_size=10))
def test_the_grade_is_total_and_apply_is_pure(forms):
    spec = example(ROOM, "adviser")
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


def test_an_hour_that_is_not_confirmed_is_never_lost_nor_wrong(spec):
    """« J'ai fini » beside « Confirmer » erased the hour that was ticked."""
    assert not ROOM.can_validate(spec, ROOM.begin(spec))
    with pytest.raises(InvalidResponse, match="Choisir cette heure"):
        ROOM.parse(spec, answer_form(slot="s6"), ROOM.begin(spec))
    assert not ROOM.finished(spec, play(ROOM, spec, choose("s6")))
    assert ROOM.finished(spec, play(ROOM, spec, choose("s6"), CONFIRM))
