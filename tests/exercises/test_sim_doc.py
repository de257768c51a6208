"""``sim_doc``: choose a line, then a button; what counts is how the lines look at the end."""

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
from webapp.exercises.sim_doc import EXERCISE as ROOM

RIGHT, BOLD = "align_right", "bold"


def use(tool, block):
    return action_form(f"tool:{tool}", block=block)


graded = partial(end_of, ROOM)


@pytest.fixture
def spec():
    return example(ROOM, "letter")


def test_any_road_to_the_look_is_right(spec):
    assert graded(spec, use(RIGHT, "b1"), use(BOLD, "b2")).right
    assert graded(spec, use(BOLD, "b2"), use("align_center", "b1"), use(RIGHT, "b1")).right
    taken_off = use(BOLD, "b3"), use(BOLD, "b3"), use("title", "b3"), use("title", "b3")
    assert graded(spec, *taken_off, use(RIGHT, "b1"), use(BOLD, "b2")).right
    undone = use("title", "b3"), action_form("undo"), use(RIGHT, "b1"), use(BOLD, "b2")
    assert graded(spec, *undone).right
    again = use("title", "b3"), action_form("restart"), use(RIGHT, "b1"), use(BOLD, "b2")
    assert graded(spec, *again).right


@pytest.mark.parametrize(
    ("forms", "score", "keys"),
    [
        ((use(RIGHT, "b1"),), 0.5, ("b2",)),
        ((use(BOLD, "b2"),), 0, ("b1",)),
        ((use(RIGHT, "b1"), use(BOLD, "b3")), 0.5, ("b2", "other")),
        ((use(RIGHT, "b1"), use(BOLD, "b2"), use("title", "b3")), 0.5, ("other",)),
        ((use("align_center", "b1"), use(BOLD, "b2")), 0, ("b1",)),
    ],
)
def test_mistakes_explain_themselves(spec, forms, score, keys):
    grade = graded(spec, *forms)
    assert (grade.right, grade.score, grade.keys) == (False, score, keys)


def test_a_look_can_be_taken_off():
    spec = example(ROOM, "plain")
    html = page(ROOM, spec)
    assert "titre, au centre" in html and "liste, gras, à gauche" in html
    road = use(BOLD, "a"), use("align_left", "t"), use("list", "b")
    assert graded(spec, *road).right
    assert graded(spec, *road[:2]).keys == ("b",)


def test_looks_are_said_in_words_and_the_line_stays_chosen(spec):
    forms = [
        use(tool, "b2")
        for tool in ("title", BOLD, "italic", "underline", "align_center")
        if tool in spec.world.tools
    ]
    state = play(ROOM, spec, *forms)
    html = page(ROOM, spec, state=state)
    assert "(titre, gras, italique, souligné, au centre)" in html
    assert 'value="b2" checked' in html and html.count(" checked") == 1


def test_nothing_changed_is_not_an_answer(spec):
    for forms in ((), (use(BOLD, "b1"), use(BOLD, "b1")), (use("align_left", "b1"),)):
        with pytest.raises(InvalidResponse, match="Je ne sais pas"):
            ROOM.parse(spec, answer_form(), play(ROOM, spec, *forms))


@pytest.mark.parametrize("block", ["", "b9", HUGE])
def test_a_button_needs_a_line(spec, block):
    with pytest.raises(ActionRefused, match="une ligne"):
        play(ROOM, spec, use(BOLD, block))


@pytest.mark.parametrize("act", ["tool:undo", "tool:", "tool:list", "bold", "tool:" + HUGE])
def test_other_buttons_are_refused(spec, act):
    with pytest.raises(ActionRefused):
        play(ROOM, spec, action_form(act, block="b1"))


def test_enter_on_a_line_applies_nothing(spec):
    assert ROOM.enter(spec, ROOM.begin(spec)) == ""
    assert 'value="tool:undo"' not in page(ROOM, spec)


def test_a_refusal_is_tied_to_the_lines(spec):
    html = page(ROOM, spec, errors=[FieldError("block", "Choisissez d'abord une ligne.")])
    assert 'id="block" aria-describedby="block-error"' in html


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["bold", "italic", "underline", "title", "align_center", "undo", "list"]
            ),
            st.sampled_from(["b1", "b2", "b3", "b4"]),
        ),
        max_size=10,
    )
)
def test_the_grade_is_total_and_apply_is_pure(steps):
    spec = example(ROOM, "letter")
    state = ROOM.begin(spec)
    for tool, block in steps:
        before = repr(state)
        try:
            step = ROOM.apply(spec, state, Action.from_form(use(tool, block)))
        except ActionRefused:
            continue
        assert repr(state) == before
        assert len(step.say.split()) <= 10
        state = step.state
    grade = ROOM.grade(spec, state)
    assert grade.right is (grade.score == 1)
    assert set(grade.keys) <= ROOM.feedback_keys(spec)


def spell(block, word):
    return action_form(f"spell:{block}", **{f"spell-{block}": word})


def test_a_word_is_corrected_from_a_list():
    letter = example(ROOM, "spelling")
    html = page(ROOM, letter)
    assert "travaux" in html and "Gras" not in html
    state = play(ROOM, letter, spell("b2", "s2"), spell("b2", "s1"))
    assert state["blocks"]["b2"]["text"] == "Je cherche un travail."
    assert "Je cherche un travail." in page(ROOM, letter, state=state)
    assert graded(letter, spell("b2", "s1")).right
    assert graded(letter, spell("b2", "s2")).keys == ("s2",)
    assert ROOM.feedback_keys(letter) == {"b2", "s2", "other"}


@pytest.mark.parametrize(
    "form", [spell("b2", "s9"), spell("b2", ""), spell("b1", "s1"), spell("z", HUGE)]
)
def test_only_the_words_of_the_list_can_be_chosen(form):
    letter = example(ROOM, "spelling")
    with pytest.raises(ActionRefused) as refused:
        play(ROOM, letter, form)
    page(ROOM, letter, errors=refused.value.errors, form=form)
