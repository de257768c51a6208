"""One person, or one dead process, never stops the others."""

import os
import signal
from random import Random

import pytest

from tests.soak import Server, call
from tests.stalling import (
    HEADERS,
    LONG_BODY,
    dripping,
    kill_and_wait,
    stalled,
    start_of_somebody_else,
    workers_of,
)


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.mark.slow
def test_others_go_on_while_uploads_and_headers_are_stalled(server):
    with stalled(server.port, each=200):
        for _ in range(10):
            assert call(server.port, "GET", "/healthz")[0] == 200
            assert start_of_somebody_else(server.port) < 1


@pytest.mark.slow
@pytest.mark.parametrize("start", [HEADERS, LONG_BODY], ids=["headers", "body"])
def test_what_never_ends_is_cut_while_others_are_served(tmp_path, start):
    server = Server(tmp_path, env={"SLOWEST_REQUEST_S": "2"})
    server.start()
    try:
        served = []
        meanwhile = lambda: served.append(call(server.port, "GET", "/healthz")[0])  # noqa: E731
        assert dripping(server.port, start, meanwhile), "never cut"
        assert len(served) > 3 and set(served) == {200}
    finally:
        server.stop()


@pytest.mark.slow
def test_dead_workers_are_replaced(server):
    random = Random(1)
    assert max(kill_and_wait(server, random) for _ in range(6)) < 2


@pytest.mark.slow
def test_a_stalled_upload_does_not_delay_the_stop(server):
    with stalled(server.port, each=3):
        assert server.stop() == 0


@pytest.mark.slow
def test_workers_stop_when_the_one_that_watches_dies(server):
    children = workers_of(server)
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    for _ in range(100):
        if not any(_alive(pid) for pid in children):
            return
        signal.sigtimedwait([], 0.1)
    pytest.fail("a worker outlived its supervisor")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
