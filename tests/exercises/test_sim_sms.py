"""``sim_sms``: the thread is shown whole, one reaction is right."""

from __future__ import annotations

import pytest

from tests.exercises.room_checks import (
    HUGE,
    check_invalid_examples,
    check_samples,
    example,
    examples,
    page,
    review,
)
from webapp.exercises.contract import FieldError, InvalidResponse, answer_form
from webapp.exercises.sim_sms import EXERCISE as ROOM


@pytest.mark.parametrize("spec", examples(ROOM))
def test_every_example_plays_and_reads(spec):
    check_samples(ROOM, spec)
    page(ROOM, spec, errors=[FieldError("choice", "Choisissez une réponse.")])
    for option in spec.world.options:
        review(ROOM, spec, {"choice": option.id})


def test_invalid_examples_are_refused():
    check_invalid_examples(ROOM)


def test_right_wrong_and_dangerous():
    spec = example(ROOM, "parcel")
    assert ROOM.grade(spec, {"choice": "signaler"}).right
    wait = ROOM.grade(spec, {"choice": "attendre"})
    assert (wait.right, wait.keys, wait.harms) == (False, ("attendre",), ())
    assert ROOM.grade(spec, {"choice": "ouvrir"}).harms == ("ouvrir",)
    assert ROOM.chance(spec) == 0.25


@pytest.mark.parametrize("choice", ["", "nope", HUGE])
def test_hostile_choice_is_refused(choice):
    spec = example(ROOM, "parcel")
    with pytest.raises(InvalidResponse):
        ROOM.parse(spec, answer_form(choice=choice), {})


def test_repeated_field_keeps_the_first():
    spec = example(ROOM, "parcel")
    assert ROOM.parse(spec, answer_form(choice=["attendre", "signaler"]), {}) == {
        "choice": "attendre"
    }


def test_the_address_is_shown_to_everybody_and_never_navigates():
    html = page(ROOM, example(ROOM, "parcel"))
    assert "https://livraison-frais.example</bdi></details>" in html
    assert "<a " not in html
    assert "numéro inconnu" in html


def test_known_contact_own_messages_and_escaping():
    html = page(ROOM, example(ROOM, "long-thread"))
    assert "contact enregistré" in html
    assert "&lt;toi&gt;" in html
    assert html.count("<details>") == 2
    assert html.count('class="sms mine"') == 2


def test_clues_may_point_at_messages_and_links():
    assert {"m1", "l1", "from", "signaler"} <= ROOM.ids(example(ROOM, "parcel"))
