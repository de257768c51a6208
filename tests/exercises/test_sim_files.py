"""``sim_files``: everything ends where it should, whatever the road."""

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
    review,
)
from webapp.exercises.contract import Action, ActionRefused, FieldError, InvalidResponse
from webapp.exercises.posting import action_form, answer_form
from webapp.exercises.sim_files import EXERCISE as ROOM


def new(name):
    return action_form("new", folder_name=name)


def move(file, to):
    return action_form(f"move:{file}", **{f"to-{file}": to})


def rename(file, name):
    return action_form(f"rename:{file}", **{f"name-{file}": name})


def act(value):
    return action_form(value)


graded = partial(end_of, ROOM)


@pytest.fixture
def tidy():
    return example(ROOM, "tidy")


@pytest.fixture
def scans():
    return example(ROOM, "rename")


def test_any_road_to_the_folder_is_right(tidy):
    assert graded(tidy, new("Emploi"), move("f1", "folder:Emploi")).right
    assert graded(tidy, new(" emplois "), move("f1", "folder:emplois")).right
    detour = move("f1", "d1"), act("enter:d1"), move("f1", "root"), act("enter:root")
    assert graded(tidy, *detour, new("Emploi"), move("f1", "folder:Emploi")).right
    bin_and_back = act("delete:f1"), act("restore:f1")
    grade = graded(tidy, *bin_and_back, new("Emploi"), move("f1", "folder:Emploi"))
    assert grade.right and not grade.harms
    undone = act("delete:f1"), act("undo"), new("Emploi"), move("f1", "folder:Emploi")
    assert graded(tidy, *undone).right
    again = new("Autre"), act("restart"), new("Emploi"), move("f1", "folder:Emploi")
    assert graded(tidy, *again).right


@pytest.mark.parametrize(
    ("forms", "keys"),
    [
        ((move("f1", "d1"),), ("no_folder", "d1")),
        ((new("Emploi"),), ("f1",)),
        ((new("Emploi"), move("f1", "d1")), ("d1",)),
        ((new("Emploi"), move("f2", "folder:Emploi")), ("f1", "f2")),
        ((new("Vacances"), move("f1", "folder:Vacances")), ("folder_name",)),
        ((act("enter:d1"), new("Emploi"), move("f1", "folder:Emploi")), ()),
    ],
)
def test_mistakes_explain_themselves(tidy, forms, keys):
    grade = graded(tidy, *forms)
    assert not grade.right
    assert grade.keys == keys


def test_throwing_the_file_away_is_a_harm(tidy):
    grade = graded(tidy, new("Emploi"), act("delete:f1"))
    assert (grade.harms, grade.right) == (("efface",), False)


def test_open_rename_and_a_folder_inside_another(scans):
    road = [act("read:f1"), act("close:f1"), act("enter:d1"), new("Eau"), act("enter:root")]
    road += [rename("f1", "Facture_mars"), move("f1", "folder:Eau")]
    assert graded(scans, *road).right
    state = play(ROOM, scans, act("read:f1"))
    assert "mois de mars" in page(ROOM, scans, state=state)
    assert graded(scans, *road[2:5], rename("f1", "Eau.pdf"), move("f1", "folder:Eau")).keys == (
        "name",
    )
    wrong_place = graded(scans, new("Eau"), rename("f1", "Facture_mars"), move("f1", "folder:Eau"))
    assert not wrong_place.right


def test_looking_only_counts_when_the_exercise_lets_files_open(scans, tidy):
    looked = play(ROOM, tidy, act("read:f1"))
    assert looked["reading"] == "f1"
    with pytest.raises(InvalidResponse):
        ROOM.parse(tidy, answer_form(), looked)
    assert graded(scans, act("read:f2")).score == 0
    with pytest.raises(InvalidResponse, match="Je ne sais pas"):
        ROOM.parse(scans, answer_form(), play(ROOM, scans, act("enter:d1")))


@pytest.mark.parametrize("name", ["", "   ", "a/b", "a:b", "x" * 61, HUGE])
def test_a_name_that_no_system_accepts(tidy, name):
    for form in (new(name), rename("f1", name)):
        with pytest.raises(ActionRefused):
            play(ROOM, tidy, form)


def test_two_things_never_share_a_name(tidy):
    for forms in (
        (new("factures"),),
        (new("Emploi"), new("emploi")),
        (rename("f1", "facture.pdf"),),
    ):
        with pytest.raises(ActionRefused, match="déjà pris"):
            play(ROOM, tidy, *forms)
    with pytest.raises(ActionRefused, match="assez"):
        play(ROOM, tidy, *(new(f"D{n}") for n in range(13)))


@pytest.mark.parametrize(
    "form",
    [
        act("move:f1"),
        move("f1", "folder:Rien"),
        move("f9", "d1"),
        act("enter:d9"),
        act("restore:f1"),
        act("close:f1"),
        act("restore:" + HUGE),
        act(""),
    ],
)
def test_hostile_actions_are_refused(tidy, form):
    with pytest.raises(ActionRefused):
        play(ROOM, tidy, form)


def test_an_action_the_exercise_does_not_offer_is_refused():
    spec = example(ROOM, "move")
    for form in (new("X"), rename("f1", "X"), act("delete:f1")):
        with pytest.raises(ActionRefused):
            play(ROOM, spec, form)
    html = page(ROOM, spec)
    assert "Nouveau dossier" not in html and "Effacer" not in html


def test_places_and_the_bin_are_said_in_words(tidy):
    state = play(ROOM, tidy, new("Emploi"), act("enter:folder:Emploi"), act("delete:f1"))
    html = page(ROOM, tidy, state=state)
    assert "Vous êtes dans : Emploi" in html and "Revenir dans Documents" in html
    assert "Corbeille" in html and "Reprendre CV.pdf" in html
    assert "dans la corbeille" in review(ROOM, tidy, ROOM.parse(tidy, answer_form(), state))


def test_a_refusal_opens_the_right_drawer(tidy):
    html = page(ROOM, tidy, errors=[FieldError("to-f1", "Choisissez un dossier.")])
    assert html.count("<details open>") == 1
    assert 'aria-describedby="to-f1-error"' in html


NAMES = ["a b c d e f g", "Emploi", "<b>&", "x" * 60, "mot " * 12]
FORMS = st.one_of(
    st.builds(new, st.sampled_from(NAMES)),
    st.builds(rename, st.sampled_from(["f1", "f2"]), st.sampled_from(NAMES)),
    st.builds(
        move, st.sampled_from(["f1", "f2"]), st.sampled_from(["root", "d1", "folder:Emploi"])
    ),
    st.builds(
        act,
        st.sampled_from(
            ["enter:d1", "enter:folder:Emploi", "enter:root", "delete:f1", "restore:f1"]
        ),
    ),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(FORMS, max_size=10))
def test_the_grade_is_total_and_apply_is_pure(forms):
    spec = example(ROOM, "tidy")
    state = ROOM.begin(spec)
    for form in forms:
        before = repr(state)
        try:
            step = ROOM.apply(spec, state, Action.from_form(form))
        except ActionRefused:
            continue
        assert repr(state) == before
        assert len(step.say.split()) <= 10
        state = step.state
    page(ROOM, spec, state=state)
    grade = ROOM.grade(spec, state)
    assert grade.right is (grade.score == 1)
    assert set(grade.keys) <= ROOM.feedback_keys(spec)


def test_two_files_of_one_name_never_meet(tidy):
    """Renamed alike in two places, they cannot be moved to one: nobody could tell them apart."""
    road = [rename("f1", "a b"), move("f1", "d1"), rename("f2", "a b")]
    with pytest.raises(ActionRefused):
        play(ROOM, tidy, *road, move("f1", "root"))


def test_the_name_of_a_file_opens_it(tidy):
    html = page(ROOM, tidy)
    button = html[html.index('value="read:f1"') :]
    name = tidy.world.files[0].name.replace("_", "_<wbr>")
    assert name in button[: button.index("</button>")]
