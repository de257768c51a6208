"""People whose request never ends, and processes that die: what the others notice.

Loopback only, bounded in number; only processes of a server started here are ended, by id.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from select import select

from tests.soak import Server, call

HEADERS = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never: "
BODY = (
    b"POST /langue HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60\r\n\r\na="
)
LONG_BODY = BODY.replace(b" 60", b" 60000")
PATIENCE, MOST_BYTES = 10, 200


@contextmanager
def stalled(port: int, *, each: int) -> Iterator[list[socket.socket]]:
    """So many uploads, and so many header sections, begun and never ended."""
    found = []
    try:
        for start in (HEADERS, BODY) * each:
            connection = socket.create_connection(("127.0.0.1", port), timeout=10)
            connection.sendall(start)
            found.append(connection)
        time.sleep(0.5)
        yield found
    finally:
        for connection in found:
            connection.close()


def dripping(port: int, start: bytes, meanwhile: Callable[[], object]) -> bool:
    """Whether the server hangs up on a request that never stops arriving, a byte at a time.

    ``meanwhile`` is done between two bytes. A silent connection would be cut for being idle.
    """
    with (
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as slow,
        suppress(ConnectionError),
    ):
        slow.sendall(start)
        for _ in range(MOST_BYTES):
            meanwhile()
            if select([slow], [], [], 0.1)[0]:
                return slow.recv(1) == b""
            slow.sendall(b"a")
        return False
    return True


def start_of_somebody_else(port: int) -> float:
    """Seconds until another person has begun."""
    began = time.perf_counter()
    if call(port, "POST", "/commencer")[0] != 303:
        raise ConnectionError
    return time.perf_counter() - began


def workers_of(server: Server) -> list[int]:
    """The processes that answer, children of the one we started."""
    pid = server.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill_and_wait(server: Server, random: Random) -> float:
    """A worker killed at a random moment; seconds until every worker is there and one answers."""
    time.sleep(random.uniform(0, 0.3))
    before = workers_of(server)
    began = time.perf_counter()
    os.kill(random.choice(before), signal.SIGKILL)
    while time.perf_counter() - began < 10:
        try:
            whole = len(set(workers_of(server)) - _dead(server)) >= server.workers
            if call(server.port, "GET", "/healthz")[0] == 200 and whole:
                return time.perf_counter() - began
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.01)
    raise TimeoutError("the service did not come back")


def _dead(server: Server) -> set[int]:
    """Killed, and not yet noticed by the one that watches."""
    return {pid for pid in workers_of(server) if _state(pid) == "Z"}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"
