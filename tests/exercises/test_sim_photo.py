"""``sim_photo``: every picture is drawn, said in words, and weighs little."""

from __future__ import annotations

import zlib

import pytest

from tests.exercises.room_checks import (
    HUGE,
    example,
    examples,
    page,
)
from webapp.exercises.contract import InvalidResponse
from webapp.exercises.posting import answer_form
from webapp.exercises.sim_photo import EXERCISE as ROOM
from webapp.exercises.sim_photo.grading import DRAWN


def test_the_words_are_printed_and_the_drawing_is_silent():
    spec = example(ROOM, "paper")
    html = page(ROOM, spec)
    assert html.count("<svg") == html.count('aria-hidden="true"') == 4
    assert all(photo.alt.replace("'", "&#39;") in html for photo in spec.world.photos)
    assert html.count('id="sheet"') == 1


def test_all_drawings_are_shown_and_light():
    shown = {photo.drawing for spec in examples(ROOM) for photo in spec.world.photos}
    assert shown == DRAWN
    assert all(len(zlib.compress(page(ROOM, spec).encode())) < 1300 for spec in examples(ROOM))


def test_wrong_pictures_explain_themselves():
    spec = example(ROOM, "paper")
    assert ROOM.grade(spec, {"choice": "b"}).keys == ("b",)
    assert ROOM.grade(spec, {"choice": "c"}).right
    assert ROOM.chance(spec) == 0.25


@pytest.mark.parametrize("choice", ["", "z", HUGE])
def test_hostile_choice_is_refused(choice):
    with pytest.raises(InvalidResponse):
        ROOM.parse(example(ROOM, "paper"), answer_form(choice=choice), {})
