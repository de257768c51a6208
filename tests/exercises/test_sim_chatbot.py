"""``sim_chatbot``: an AI's sentences beside the page that can check them."""

from __future__ import annotations

import pytest

from tests.exercises.room_checks import (
    HUGE,
    example,
    page,
    review,
)
from webapp.exercises.contract import InvalidResponse
from webapp.exercises.posting import answer_form
from webapp.exercises.sim_chatbot import EXERCISE as ROOM


def test_the_source_is_read_before_the_sentences():
    html = page(ROOM, example(ROOM, "library"))
    assert html.index("gratuite avant 26 ans") < html.index("Réponse de l’IA") < html.index("radio")
    assert "<a " not in html
    assert "source" in ROOM.ids(example(ROOM, "library"))


def test_the_review_shows_the_source_again():
    spec = example(ROOM, "library")
    html = review(ROOM, spec, {"choice": "s1"})
    assert "Page officielle" in html
    assert "La bonne réponse" in html


def test_requests_have_no_source():
    spec = example(ROOM, "request")
    html = page(ROOM, spec)
    assert "Réponse de l’IA" not in html
    assert "&lt;vite&gt;" in html
    assert "source" not in ROOM.ids(spec)
    assert ROOM.grade(spec, {"choice": "d"}).harms == ("d",)


@pytest.mark.parametrize("choice", ["", "s9", HUGE])
def test_hostile_choice_is_refused(choice):
    with pytest.raises(InvalidResponse):
        ROOM.parse(example(ROOM, "library"), answer_form(choice=choice), {})
