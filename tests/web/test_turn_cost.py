"""What a turn asks of the database: the same few statements at the first answer and at the tenth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.statements import sent
from tests.web.driving import begin, opened, path

TURNS = 10
POST, GET, LOG, RECENT = 4, 2, 1, 1
"""See « Answers, exactly once » in ``docs/architecture.md``; a simulation reads its log."""


@contextmanager
def counted(app) -> Iterator[dict[str, int]]:
    engine = app.extensions["marchepied"].database.engine
    seen = {"statements": 0, "commits": 0}

    def commit(_connection):
        seen["commits"] += 1

    event.listen(engine, "commit", commit)
    with sent(engine) as texts:
        yield seen
    seen["statements"] = sum(not text.upper().startswith("BEGIN") for text in texts)
    event.remove(engine, "commit", commit)


def turn(app, client, url) -> tuple[str, dict[str, int]]:
    """« Je ne sais pas », then the next question: its address, and what the POST cost."""
    shown = opened(app, url)
    log = LOG * shown.room.has_actions(shown.spec)
    with counted(app) as get:
        assert client.get(url).status_code == 200
    assert get == {"statements": GET + log, "commits": 0}
    with counted(app) as post:
        client.post(url, data={"act": "dont_know", "step": "0"})
    post["statements"] -= log
    return path(client.get(f"/reprendre/{shown.run.sitting_id}")), post


@pytest.mark.parametrize("returning", [False, True])
def test_a_turn_costs_the_same_whatever_is_behind(app, client, returning):
    url = begin(client)
    if returning:
        turn(app, client, url)
        client.post(f"/arreter/{opened(app, url).run.sitting_id}")
        url = begin(client)
        assert opened(app, url).run.before, "what the first test said is read too"
    for _ in range(TURNS):
        url, spent = turn(app, client, url)
        assert spent == {"statements": POST + RECENT * returning, "commits": 1}
