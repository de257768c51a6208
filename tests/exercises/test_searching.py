"""A road is looked for once a page, whoever asks, and the memory of roads is bounded."""

from __future__ import annotations

import pytest

from tests.exercises.room_checks import load
from webapp.exercises import FOLDER, room, searching
from webapp.exercises.contract import Probe

ROOM = room("sim_browser")
EXAMPLE = load(FOLDER / "sim_browser" / "examples" / "results.yaml")


@pytest.fixture
def tried(monkeypatch):
    """The actions tried from now on, with an empty memory."""
    monkeypatch.setattr(searching, "_roads", {})
    seen, real = [], type(ROOM).apply

    def apply(self, spec, state, action):
        seen.append(action)
        return real(self, spec, state, action)

    monkeypatch.setattr(type(ROOM), "apply", apply)
    return seen


def opened(**answer):
    """The page, validated again as it is at each request."""
    return ROOM.spec(EXAMPLE["world"], {**EXAMPLE["answer"], **answer})


def test_the_same_page_is_looked_through_once(tried):
    first = ROOM.sample(opened(), Probe.CORRECT)
    assert tried
    tried.clear()
    assert ROOM.sample(opened(), Probe.CORRECT) == first
    assert not tried


def test_another_goal_is_another_road(tried):
    names = [result.id for result in opened().world.results]
    goals = [opened(goal={"at": "page", "is": name}) for name in names]
    roads = [ROOM.sample(goal, Probe.CORRECT)[0]["act"] for goal in goals]
    assert roads == [[f"open:{name}"] for name in names]


def test_roads_are_forgotten_past_a_number(tried, monkeypatch):
    monkeypatch.setattr(searching, "MOST_ROADS", 1)
    opened()
    assert len(searching._roads) == 1
