"""``sim_sms``: a thread shown whole with one right reaction, or a phone to use until a goal."""

from __future__ import annotations

import re

import pytest

from tests.exercises.room_checks import (
    HUGE,
    example,
    page,
    play,
    review,
)
from webapp.exercises.contract import ActionRefused, FieldError, InvalidResponse, Layout, Spec
from webapp.exercises.posting import action_form, answer_form
from webapp.exercises.sim_sms import EXERCISE as ROOM


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
    assert re.search(r"https://livraison-frais.example</bdi>\s*</details>", html)
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


OPEN = {name: action_form(f"open:{name}") for name in ("k1", "k2", "k3")}
BACK = action_form("back")


def sending(to, text="t1", *files):
    return action_form(f"send:{to}", text=text, file=list(files))


def ended(name, *forms):
    """The grade of a phone used so; every screen on the way is looked at."""
    spec = example(ROOM, name)
    for count in range(len(forms) + 1):
        page(ROOM, spec, state=play(ROOM, spec, *forms[:count]))
    response = ROOM.parse(spec, answer_form(), play(ROOM, spec, *forms))
    review(ROOM, spec, response)
    return ROOM.grade(spec, response)


def test_a_photo_goes_to_the_right_person_by_any_road():
    assert ended("send-photo", OPEN["k1"], sending("k1", "t1", "p1")).right
    wandering = (OPEN["k2"], BACK, OPEN["k3"], BACK, OPEN["k1"])
    assert ended("send-photo", *wandering, sending("k1", "t1", "p1"), BACK).right
    undone = (OPEN["k2"], sending("k2", "t1", "p1"), action_form("undo"), BACK, OPEN["k1"])
    assert ended("send-photo", *undone, sending("k1", "t1", "p1")).right


@pytest.mark.parametrize(
    ("forms", "score", "keys"),
    [
        ([OPEN["k1"]], 0, ("unsent",)),
        ([OPEN["k2"], sending("k2", "t1", "p1")], 0, ("k2",)),
        ([OPEN["k1"], sending("k1", "t2", "p1")], 0.5, ("t2",)),
        ([OPEN["k1"], sending("k1", "t1")], 0, ("none",)),
        ([OPEN["k1"], sending("k1", "t1", "p1", "p3")], 0.5, ("p3",)),
        ([OPEN["k3"], sending("k3", "t2", "p2")], 0, ("k3", "t2", "p2")),
    ],
)
def test_a_wrong_message_explains_itself(forms, score, keys):
    grade = ended("send-photo", *forms)
    assert (grade.right, grade.score, grade.keys) == (False, score, keys)


def test_sending_to_somebody_else_first_still_counts():
    first = (OPEN["k2"], sending("k2", "t1", "p1"), BACK)
    grade = ended("send-photo", *first, OPEN["k1"], sending("k1", "t1", "p1"))
    assert (grade.right, grade.score, grade.keys) == (False, 0.5, ("k2",))


def test_a_scam_is_reported_then_deleted():
    report, delete = action_form("report:k1"), action_form("delete:k1")
    assert ended("scam-among-others", OPEN["k1"], report, delete).right
    safe = (OPEN["k2"], action_form("open_link:l2"), BACK)
    assert ended("scam-among-others", *safe, OPEN["k1"], report, delete).right
    assert ended("scam-among-others", OPEN["k1"], report).keys == ("not_deleted",)
    assert ended("scam-among-others", OPEN["k1"], delete).keys == ("not_reported",)
    restored = (OPEN["k1"], report, delete, action_form("restore:k1"))
    assert ended("scam-among-others", *restored).keys == ("not_deleted",)


def test_an_opened_link_is_the_first_reason_and_a_danger():
    forms = (OPEN["k1"], action_form("open_link:l1"), action_form("report:k1"))
    grade = ended("scam-among-others", *forms, action_form("delete:k1"))
    assert (grade.right, grade.keys, grade.harms) == (False, ("l1",), ("lien",))


def test_the_wrong_conversation_explains_itself():
    grade = ended("scam-among-others", OPEN["k3"], action_form("delete:k3"))
    assert grade.keys == ("not_reported", "k3", "not_deleted")
    assert set(grade.keys) <= ROOM.feedback_keys(example(ROOM, "scam-among-others"))


@pytest.mark.parametrize(
    "forms",
    [
        [action_form("open:nope")],
        [BACK],
        [action_form("report:k1")],
        [OPEN["k1"], OPEN["k2"]],
        [OPEN["k1"], action_form("delete:k2")],
        [OPEN["k1"], action_form("open_link:l2")],
        [OPEN["k1"], sending("k1")],
        [action_form("restore:k1")],
        [OPEN["k1"], action_form("delete:k1"), OPEN["k1"]],
        [action_form("restart"), action_form("zzz:k1")],
    ],
)
def test_a_button_of_another_screen_is_refused(forms):
    with pytest.raises(ActionRefused):
        play(ROOM, example(ROOM, "scam-among-others"), *forms)


def test_nothing_chosen_is_said_beside_the_field():
    for name, field in (("", "text"), (HUGE, "text")):
        with pytest.raises(ActionRefused) as refusal:
            play(ROOM, example(ROOM, "send-photo"), OPEN["k1"], sending("k1", name, "p1"))
        assert refusal.value.errors[0].field == field
    spec = example(ROOM, "send-photo")
    html = page(
        ROOM,
        spec,
        state=play(ROOM, spec, OPEN["k1"]),
        form={"text": ["t2"], "file": ["p3"]},
        errors=[FieldError("text", "Choisissez un message.")],
    )
    assert 'id="text-error"' in html and html.count(" checked") == 2


def test_photos_alone_need_one_photo():
    spec = example(ROOM, "send-photo")
    bare = Spec(spec.world.model_copy(update={"texts": ()}), spec.answer)
    with pytest.raises(ActionRefused) as refusal:
        play(ROOM, bare, OPEN["k1"], sending("k1", ""))
    assert refusal.value.errors[0].field == "file"


def test_a_phone_is_done_on_a_screen_and_a_thread_is_still_a_choice():
    phone, thread = example(ROOM, "send-photo"), example(ROOM, "parcel")
    assert (ROOM.layout(phone), ROOM.layout(thread)) == (Layout.OWN_FORMS, Layout.ONE_FORM)
    assert ROOM.has_actions(phone) and not ROOM.has_actions(thread)
    assert ROOM.paper(phone) is None and ROOM.twin(phone) is None and ROOM.chance(phone) is None
    assert ROOM.paper(thread) is not None and ROOM.chance(thread) > 0
    with pytest.raises(InvalidResponse):
        ROOM.parse(phone, answer_form(), ROOM.begin(phone))


def test_the_list_shows_how_the_last_message_begins():
    first, _friend, last = example(ROOM, "scam-among-others").world.talks
    assert (first.preview, last.preview) == (
        "Votre colis attend. Payez 2 € ici…",
        "La piscine ferme samedi.",
    )


def test_no_link_of_a_phone_navigates_and_signs_are_escaped():
    spec = example(ROOM, "scam-among-others")
    html = page(ROOM, spec, state=play(ROOM, spec, OPEN["k1"]))
    assert "<a " not in html
    assert re.search(r"https://colis-frais.example/payer</bdi>\s*</details>", html)
    assert "Colis &lt;Express&gt; &amp; Cie" in html and 'value="open_link:l1"' in html
