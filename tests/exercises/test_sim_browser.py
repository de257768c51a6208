"""``sim_browser``: results, a message on cookies, tabs and an address, graded on where one ends."""

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
from webapp.exercises.sim_browser import EXERCISE as ROOM
from webapp.exercises.sim_browser.grading import host_of


def act(value, **fields):
    return action_form(value, **fields)


graded = partial(end_of, ROOM)


@pytest.fixture
def cookies():
    return example(ROOM, "cookies")


def test_results_can_be_opened_and_left():
    spec = example(ROOM, "results")
    assert graded(spec, act("open:r2")).right
    assert graded(spec, act("open:r1"), act("back"), act("open:r2")).right
    assert graded(spec, act("open:r1"), act("undo"), act("open:r2")).right
    assert graded(spec, act("open:r1"), act("restart"), act("open:r2")).right
    assert graded(spec, act("open:r1")).keys == ("r1",)
    with pytest.raises(InvalidResponse, match="Je ne sais pas"):
        ROOM.parse(spec, answer_form(), play(ROOM, spec, act("open:r1"), act("back")))


def test_an_advert_says_so_in_its_heading():
    html = page(ROOM, example(ROOM, "results"))
    assert "<h3>Sponsorisé\N{NO-BREAK SPACE}: Acte rapide</h3>" in html
    assert html.count("Sponsorisé") == 1
    assert ">actes.example</bdi>" in html


@pytest.mark.parametrize(
    "forms",
    [
        (act("press:non"),),
        (act("press:choisir"), act("save", consent=["mesure"])),
        (act("press:choisir"), act("save")),
        (act("press:oui"), act("undo"), act("press:non")),
    ],
)
def test_every_way_to_say_no_is_right(cookies, forms):
    assert graded(cookies, *forms).right
    assert ROOM.can_validate(cookies, play(ROOM, cookies, *forms)), "nothing is left to be kept"


@pytest.mark.parametrize(
    ("forms", "keys"),
    [
        ((act("press:oui"),), ("oui",)),
        ((act("press:choisir"),), ("choisir",)),
        ((act("press:choisir"), act("save", consent=["pub", "mesure"])), ("choisir",)),
    ],
)
def test_consent_given_is_explained(cookies, forms, keys):
    grade = graded(cookies, *forms)
    assert (grade.right, grade.keys) == (False, keys)


def test_the_message_comes_first_and_hides_the_page(cookies):
    html = page(ROOM, cookies)
    assert "Soupe" not in html
    assert "Soupe" in page(ROOM, cookies, state=play(ROOM, cookies, act("press:non")))
    choosing = page(ROOM, cookies, state=play(ROOM, cookies, act("press:choisir")))
    assert choosing.count(" checked") == 2
    for late in (act("press:oui"), act("save")):
        with pytest.raises(ActionRefused):
            play(ROOM, cookies, act("press:non"), late)


def test_tabs_are_seen_and_closed():
    spec = example(ROOM, "tabs")
    assert graded(spec, act("close:t2")).right
    assert graded(spec, act("tab:t2"), act("close:t2")).right
    assert graded(spec, act("tab:t2")).keys == ("t2",)
    grade = graded(spec, act("close:t1"))
    assert (grade.right, grade.keys) == (False, ("t1", "t2"))
    everything = graded(spec, act("close:t1"), act("close:t2"))
    assert everything.keys == ("t1",)
    html = page(ROOM, spec, state=play(ROOM, spec, act("tab:t2")))
    assert "Voir Mairie" in html and "Fermer Jeu" in html and "Voir Jeu" not in html


@pytest.mark.parametrize(
    "typed",
    [
        "mediatheque.example",
        "https://www.Mediatheque.example/",
        " http://mediatheque.example/agenda?x=1 ",
        "www.mediatheque.example#haut",
    ],
)
def test_an_address_is_its_site(typed):
    assert graded(example(ROOM, "address"), act("go", address=typed)).right


@pytest.mark.parametrize(
    "typed", ["mediateque.example", "médiathèque", "mediatheque.example.info", "<b>&"]
)
def test_another_address_leads_nowhere(typed):
    spec = example(ROOM, "address")
    grade = graded(spec, act("go", address=typed))
    assert (grade.right, grade.keys) == (False, ("none",))
    html = page(ROOM, spec, state=play(ROOM, spec, act("go", address=typed)))
    assert "Cette page n’existe pas" in html


@pytest.mark.parametrize("typed", ["", "  ", HUGE])
def test_an_empty_or_endless_address_is_refused(typed):
    spec = example(ROOM, "address")
    with pytest.raises(ActionRefused) as problem:
        play(ROOM, spec, act("go", address=typed))
    html = page(ROOM, spec, errors=problem.value.errors)
    assert 'aria-describedby="address-error"' in html


def test_host_of():
    assert host_of("HTTPS://www.a.example:443/x") == "a.example:443"
    assert host_of("a.example") == "a.example"


@pytest.mark.parametrize("name", ["results", "cookies", "tabs", "address"])
@pytest.mark.parametrize("value", ["", "open:zzz", "press:zzz", "tab:zzz", "close:" + HUGE, "next"])
def test_buttons_of_another_page_are_refused(name, value):
    with pytest.raises(ActionRefused):
        play(ROOM, example(ROOM, name), act(value))


@pytest.mark.parametrize("name", ["results", "cookies", "tabs", "address"])
def test_nothing_done_is_not_an_answer(name):
    spec = example(ROOM, name)
    with pytest.raises(InvalidResponse, match="Je ne sais pas"):
        ROOM.parse(spec, answer_form(), ROOM.begin(spec))
    page(ROOM, spec, errors=[FieldError("", "Faites d'abord une action.")])


def test_choices_that_do_not_exist_are_ignored(cookies):
    state = play(ROOM, cookies, act("press:choisir"), act("save", consent=["zzz", "pub", HUGE]))
    assert state["consent"] == {"pub": True, "mesure": False}


ACTS = ["press:oui", "press:non", "press:choisir", "save", "back", "open:r1", "go"]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["cookies", "results", "tabs"]), st.lists(st.sampled_from(ACTS), max_size=8))
def test_the_grade_is_total_and_apply_is_pure(name, steps):
    spec = example(ROOM, name)
    state = ROOM.begin(spec)
    for value in steps:
        before = repr(state)
        try:
            step = ROOM.apply(spec, state, Action.from_form(act(value, consent=["pub"])))
        except ActionRefused:
            continue
        assert repr(state) == before
        assert len(step.say.split()) <= 10
        state = step.state
    grade = ROOM.grade(spec, state)
    assert grade.right is (grade.score == 1)
    assert set(grade.keys) <= ROOM.feedback_keys(spec)
