"""``sim_password``: candidates are shown and spoken, nothing is typed."""

from __future__ import annotations

import pytest

from tests.exercises.room_checks import (
    HUGE,
    example,
    page,
)
from webapp.exercises.contract import InvalidResponse
from webapp.exercises.posting import answer_form
from webapp.exercises.sim_password import EXERCISE as ROOM


def test_nothing_is_typed_and_the_warning_comes_first():
    html = page(ROOM, example(ROOM, "strong"), form={"choice": ["b"]})
    assert 'type="text"' not in html
    assert 'type="password"' not in html
    assert html.index("Exercice.") < html.index("Azerty")
    assert html.count(" checked") == 1
    assert html.count("data-say=") == 4


def test_passwords_keep_their_direction_and_signs():
    html = page(ROOM, example(ROOM, "signs"))
    assert '<bdi dir="ltr">&lt;b&gt;1234&lt;/b&gt;</bdi>' in html
    assert "<bdi" not in page(ROOM, example(ROOM, "habits"))


def test_wrong_candidates_explain_themselves():
    spec = example(ROOM, "strong")
    assert ROOM.grade(spec, {"choice": "c"}).keys == ("c",)
    assert ROOM.feedback_keys(spec) == {"a", "b", "c"}
    assert ROOM.grade(example(ROOM, "habits"), {"choice": "photo"}).harms == ("photo",)


@pytest.mark.parametrize("choice", ["", "A", HUGE])
def test_hostile_choice_is_refused(choice):
    with pytest.raises(InvalidResponse):
        ROOM.parse(example(ROOM, "strong"), answer_form(choice=choice), {})
