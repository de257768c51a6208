"""What the page says was saved survives ``kill -9``, and nothing is ever counted twice."""

import signal

import pytest

from tests.soak import Server, call, soak


@pytest.mark.slow
def test_acknowledged_answers_survive_kills(tmp_path):
    outcome = soak(tmp_path, kills=10)
    assert outcome.acknowledged >= outcome.kills  # people went on between the kills
    assert outcome.lost == outcome.doubled == outcome.questions_doubled == 0
    assert outcome.replays_that_changed_something == 0


@pytest.mark.slow
def test_server_stops_cleanly(tmp_path):
    server = Server(tmp_path)
    server.start()
    assert call(server.port, "GET", "/readyz")[0] == 200
    assert call(server.port, "GET", "/")[0] == 200
    assert server.stop() in (0, -signal.SIGTERM)
