"""The simulated year: same minutes for every way, the same twice, and what it says of the order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from simulation.reviewing import WORLDS, by_fsrs, year
from webapp.training import memory, reviews
from webapp.training.memory import Memory

PEOPLE = 12


@pytest.fixture(scope="module")
def lived(catalogue):
    scheduler = memory.scheduler_for(catalogue.rules.review)
    return {world: year(scheduler, world, PEOPLE, 1) for world in WORLDS}


def test_every_way_has_the_minutes_of_the_first(lived):
    for ways in lived.values():
        fsrs = ways["fsrs"].questions
        assert ways["fixed_days"].questions == ways["in_turn"].questions == fsrs
        assert ways["fsrs_oldest_first"].questions <= fsrs and ways["none"].questions == 0


def test_it_is_the_same_twice(lived, catalogue):
    scheduler = memory.scheduler_for(catalogue.rules.review)
    assert year(scheduler, "power", PEOPLE, 1) == lived["power"]


def test_reviews_keep_more_than_none_and_the_order_saves_what_can_be(lived):
    for ways in lived.values():
        assert all(
            ways[name].at_the_end > ways["none"].at_the_end for name in ways if name != "none"
        )
    for world in ("half-life 30", "half-life 10"):
        ways = lived[world]
        others = ("fixed_days", "in_turn", "fsrs_oldest_first")
        assert all(ways["fsrs"].at_the_end > ways[name].at_the_end for name in others)


def test_the_service_asks_in_the_order_that_was_measured():
    """The likeliest still known first, of those whose day has come."""
    at = datetime(2026, 11, 28, tzinfo=UTC)

    def one(skill, *, seen, stability, due):
        ago = timedelta(days=seen)
        return Memory(skill, at + timedelta(days=due), stability, at - ago)

    known = [
        one("OLD", seen=200, stability=10, due=-190),
        one("NEW", seen=12, stability=10, due=-2),
        one("SOON", seen=1, stability=10, due=9),
        one("MID", seen=40, stability=30, due=-10),
    ]
    assert [memory.skill for memory in reviews.to_ask(known, at)] == ["NEW", "MID", "OLD"]
    assert by_fsrs.__doc__.startswith("Whose day has come, the likeliest still known first")
