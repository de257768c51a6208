"""Every room keeps the contract, on its own examples and on everything an author can get wrong."""

import pytest

from tests.exercises.room_checks import (
    HUGE,
    check_invalid_examples,
    check_samples,
    example,
    examples,
    page,
    play,
    review,
)
from webapp.exercises import FOLDER, rooms
from webapp.exercises.contract import ActionRefused, FieldError, InvalidResponse, Probe
from webapp.exercises.options import SingleChoice

ROOMS = sorted(rooms())


@pytest.mark.parametrize("type_", ROOMS)
class TestRoom:
    def test_examples_answer_the_three_probes(self, type_):
        room = rooms()[type_]
        assert len(examples(room)) >= 2 or type_ == "choice"
        for spec in examples(room):
            check_samples(room, spec)

    def test_faulty_examples_are_refused(self, type_):
        if type_ != "choice":
            check_invalid_examples(rooms()[type_])

    def test_pages_are_strict_html(self, type_):
        room = rooms()[type_]
        for spec in examples(room):
            page(room, spec)
            for field in ("choice", ""):
                page(room, spec, errors=(FieldError(field, "Choisissez."),))
            for probe in (Probe.CORRECT, Probe.WRONG):
                *actions, final = room.sample(spec, probe)
                state = play(room, spec, *actions)
                page(room, spec, state=state)
                assert review(room, spec, room.parse(spec, final, state))
            if isinstance(room.form(spec), SingleChoice):
                for option in room.form(spec).option_ids(spec):
                    assert review(room, spec, {"choice": option})

    def test_hostile_forms_never_crash(self, type_):
        room = rooms()[type_]
        for spec in examples(room):
            for act in ("answer", "zzz:1", "", HUGE, "next:../..", "open:" + HUGE):
                form = {"act": [act], "choice": [HUGE, "a"], "text": [HUGE], "x": ["\0"]}
                try:
                    if act == "answer":
                        room.grade(spec, room.parse(spec, form, room.begin(spec)))
                    else:
                        play(room, spec, form)
                except (InvalidResponse, ActionRefused):
                    continue

    def test_grade_is_stable(self, type_):
        room = rooms()[type_]
        for spec in examples(room):
            *actions, final = room.sample(spec, Probe.WRONG)
            response = room.parse(spec, final, play(room, spec, *actions))
            assert room.grade(spec, response) == room.grade(spec, response)

    def test_chance_is_a_probability(self, type_):
        room = rooms()[type_]
        for spec in examples(room):
            chance = room.chance(spec)
            assert chance is None or 0 < chance < 1

    def test_room_is_small_and_complete(self, type_):
        folder = FOLDER / type_
        assert (folder / "answer.html").exists() and (folder / "review.html").exists()
        style = folder / "style.css"
        assert not style.exists() or len(style.read_bytes()) <= 1600


def test_all_twenty_one_types_have_a_room():
    assert len(ROOMS) == 21


def test_a_wrong_tick_takes_away_a_right_one():
    room = rooms()["choices"]
    spec = example(room, "half")
    right = spec.answer.correct
    scores = [
        room.grade(spec, {"choices": [*right[:hits], *"ace"[hits:]]}).score for hits in range(4)
    ]
    assert scores == [0.0, 0.0, pytest.approx(1 / 3), 1.0]


def test_what_passes_is_the_share_asked_and_no_less():
    room = rooms()["sort"]
    for name, may_miss in (("offers", 1), ("three-boxes", 0)):
        spec = example(room, name)
        wrong = dict.fromkeys(spec.answer.map, "elsewhere")
        for missed in range(len(wrong) + 1):
            given = spec.answer.map | dict(list(wrong.items())[:missed])
            assert room.grade(spec, {"map": given}).right is (missed <= may_miss)
