"""``sim_form``: filled, corrected, read again, sent; what is meant counts, not how it is written."""

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
from webapp.exercises.sim_form import EXERCISE as ROOM
from webapp.exercises.sim_form.checking import canonical, problems
from webapp.exercises.sim_form.spec import Input

FIXED = {"f-mail": "amina@courrier.example", "f-cp": "38999"}
MONTH = {
    "f-travail": "oui",
    "f-heures": "12",
    "f-jour-day": "3",
    "f-jour-month": "5",
    "f-jour-year": "2024",
    "f-ville": "v",
}


def send(**fields):
    return action_form("submit", **fields)


graded = partial(end_of, ROOM)


@pytest.fixture
def spec():
    return example(ROOM, "correct")


@pytest.fixture
def month():
    return example(ROOM, "every-kind")


def test_two_mistakes_corrected_and_sent(spec):
    assert graded(spec, send(**FIXED)).right
    assert graded(spec, send(**{"f-cp": "38999"}), send(**FIXED)).right
    assert graded(spec, send(**FIXED | {"f-cp": "389 99"})).right
    assert graded(spec, send(), action_form("undo"), send(**FIXED)).right
    assert graded(spec, send(**{"f-nom": "X"}), action_form("restart"), send(**FIXED)).right


def test_the_page_says_what_the_site_found(spec):
    html = page(ROOM, spec)
    assert html.count('aria-invalid="true"') == 2
    assert 'aria-describedby="f-cp-hint f-cp-error"' in html
    assert '<a href="#f-mail">' in html and "Il manque un signe." in html
    corrected = page(ROOM, spec, state=play(ROOM, spec, send(**{"f-mail": FIXED["f-mail"]})))
    assert corrected.count('aria-invalid="true"') == 1


@pytest.mark.parametrize(
    ("forms", "fields", "score", "keys"),
    [
        ((send(**FIXED | {"f-nom": "Autre"}),), {}, 0.5, ("nom", "other")),
        ((send(**{"f-mail": "a@b.example", "f-cp": "11111"}),), {}, 0, ("mail", "cp")),
    ],
)
def test_mistakes_explain_themselves(spec, forms, fields, score, keys):
    grade = graded(spec, *forms, **fields)
    assert (grade.right, grade.score, grade.keys) == (False, score, keys)


def test_a_form_is_read_again_before_it_is_sent(month):
    state = play(ROOM, month, send(**MONTH))
    assert state["reviewing"] and not state["submitted"]
    html = page(ROOM, month, state=state)
    assert "<input" not in html and "Valmoulin" in html and "3/5/2024" in html
    assert graded(month, send(**MONTH), send()).right
    again = send(**MONTH | {"f-heures": "13"}), action_form("edit"), send(**MONTH), send()
    assert graded(month, *again).right
    with pytest.raises(InvalidResponse, match="pas encore envoyé"):
        graded(month, send(**MONTH))


def test_a_form_that_is_not_sent_is_never_an_answer(spec):
    """« J'ai fini » beside « Envoyer » gave 0 to a form filled right."""
    assert not ROOM.can_validate(spec, ROOM.begin(spec))
    with pytest.raises(InvalidResponse, match="Appuyez sur « Envoyer »"):
        ROOM.parse(spec, answer_form(**FIXED), ROOM.begin(spec))
    assert ROOM.finished(spec, play(ROOM, spec, send(**FIXED)))


def test_what_counts_only_sometimes_is_always_visible(month):
    html = page(ROOM, month)
    assert "Seulement si « Avez-vous travaillé ? » : oui" in html
    assert 'aria-describedby="f-heures-if' in html
    assert "(pas obligatoire)" in html
    refused = play(ROOM, month, send(**MONTH | {"f-heures": ""}))
    assert set(refused["errors"]) == {"heures"}
    unneeded = play(ROOM, month, send(**MONTH | {"f-travail": "non", "f-heures": ""}))
    assert unneeded["reviewing"]
    assert "Nombre d&#39;heures" not in page(ROOM, month, state=unneeded)


def test_a_dangerous_answer_is_a_harm(month):
    forms = send(**MONTH | {"f-travail": "non", "f-heures": ""}), send()
    grade = graded(month, *forms)
    assert grade.harms == ("non",) and not grade.right
    assert grade.keys[0] == "travail"


def test_every_empty_field_is_said_at_once(month):
    state = play(ROOM, month, send())
    assert set(state["errors"]) == {"travail", "jour", "ville"}
    html = page(ROOM, month, state=state)
    assert html.count('class="error"') == 3
    assert "correction" not in html


def test_a_sent_form_is_closed(spec):
    state = play(ROOM, spec, send(**FIXED))
    assert "<input" not in page(ROOM, spec, state=state)
    with pytest.raises(ActionRefused, match="déjà envoyé"):
        ROOM.apply(spec, state, Action("submit"))


@pytest.mark.parametrize(
    "form", [answer_form(), answer_form(**{"f-mail": "amina.courrier.example"})]
)
def test_nothing_typed_is_not_an_answer(spec, form):
    with pytest.raises(InvalidResponse, match="Je ne sais pas"):
        ROOM.parse(spec, form, ROOM.begin(spec))


@pytest.mark.parametrize("act", ["", "edit", "answer", "submit2", HUGE])
def test_other_buttons_are_refused(spec, act):
    with pytest.raises(ActionRefused):
        play(ROOM, spec, action_form(act))


def field(kind, **more):
    return Input(id="x", label="X", kind=kind, **more)


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        ("date", "3/5/2024", "03/05/2024"),
        ("date", "31/2/2024", "31/2/2024"),
        ("number", "1 250,50 €", "1250.5"),
        ("number", "150,00", "150"),
        ("number", "12 heures", "12"),
        ("number", "12 ou 13", "12 ou 13"),
        ("phone", "+33 6 39 98 00 01", "0639980001"),
        ("phone", "06.39.98.00.01", "0639980001"),
        ("digits", "38 999", "38999"),
        ("text", "  x", "  x"),
    ],
)
def test_the_same_answer_written_otherwise(kind, typed, meant):
    assert canonical(field(kind), typed) == meant


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("email", ["a@b.example", "A.B+c@d-e.fr"], ["a.b.example", "a@b", "a b@c.fr", "@b.fr"]),
        ("digits", ["38999", "0"], ["38 A", "-1", "3,5"]),
        ("phone", ["0639980001", "06 39 98 00 01", "+33639980001"], ["06399800", "1234567890"]),
        (
            "number",
            ["12", "12,5", "1 000", "12 h", "12h", "150 euros"],
            ["douze", "1e9", "12 ou 13"],
        ),
        ("date", ["29/02/2024", "1/1/2025"], ["29/02/2023", "1/1/25", "//", "a/b/c", "1/2/3/4"]),
        ("yesno", ["oui", "non"], ["peut-être", "OUI "]),
        ("choice", ["v"], ["w"]),
    ],
)
def test_what_the_site_accepts(kind, good, bad):
    form = example(ROOM, "correct").world.form
    shown = field(kind, required=True, options=["v"] if kind == "choice" else ())
    form = form.model_copy(update={"fields": (shown,)})
    assert not any(problems(form, {"x": value}) for value in good)
    assert all(problems(form, {"x": value}) for value in ["", *bad])


def test_a_form_that_can_only_be_filled_right_is_refused():
    world = {
        "warning": "Exercice.",
        "form": {
            "title": "Inscription",
            "fields": [{"id": "nom", "label": "Nom", "kind": "text", "value": "Moreau"}],
            "submit": "Envoyer",
        },
    }
    with pytest.raises(ValueError, match="manque le but"):
        ROOM.spec(world, {"rule": "goal", "goal": {"at": "submitted", "is": True}})


def test_hostile_fields_stay_small(month):
    form = answer_form(
        **{"f-travail": [HUGE, "oui"], "f-jour-day": HUGE, "f-ville": "zzz", "x": "y"}
    )
    response = ROOM.parse(month, form, {**ROOM.begin(month), "submitted": True})
    assert len(str(response)) < 1000
    assert not ROOM.grade(month, response).right
    review(ROOM, month, response)
    page(ROOM, month, state=play(ROOM, month, send(**{"f-jour-day": "1/2/3/4", "f-heures": HUGE})))


def test_a_refusal_points_at_a_field(spec):
    html = page(ROOM, spec, errors=[FieldError("f-nom", "Remplissez cette case.")])
    assert 'id="f-nom-error"' in html


NAMES = ["f-travail", "f-heures", "f-jour-day", "f-jour-month", "f-jour-year", "f-ville", "f-tel"]
TYPED = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=9)
VALUES = st.dictionaries(
    st.sampled_from(NAMES),
    st.sampled_from(["", "oui", "non", "12", "2024", "v"]) | TYPED,
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["submit", "edit"]), VALUES), max_size=6))
def test_the_grade_is_total_and_apply_is_pure(steps):
    spec = example(ROOM, "every-kind")
    state = ROOM.begin(spec)
    for act, fields in steps:
        before = repr(state)
        try:
            step = ROOM.apply(spec, state, Action.from_form(action_form(act, **fields)))
        except ActionRefused:
            continue
        assert repr(state) == before
        assert len(step.say.split()) <= 10
        state = step.state
    page(ROOM, spec, state=state)
    grade = ROOM.grade(spec, {key: state[key] for key in ("fields", "submitted")})
    assert grade.right is (grade.score == 1)
    assert set(grade.keys) <= ROOM.feedback_keys(spec)
