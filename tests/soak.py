"""A real server that is killed while people answer; then everything acknowledged is looked for.

Loopback only, bounded in kills, and only processes started here are ended, by id.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

from sqlmodel import select

from webapp.assessment.models import Answer, Question
from webapp.database import Database

ROOT = Path(__file__).resolve().parent.parent
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(ready: Callable[[], object]) -> None:
    """Until what was started is ready; it may refuse connections before."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise TimeoutError("the server does not answer")


def granian(target: str, port: int, *more: object) -> list[str]:
    """The command that serves a WSGI application on one worker and one thread, over HTTP/2 when asked."""
    return [
        str(Path(sys.executable).with_name("granian")),
        target,
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--workers",
        "1",
        "--runtime-mode",
        "st",
        "--blocking-threads",
        "1",
        *map(str, more),
    ]


@dataclass
class Server:
    """``marchepied run`` on a port, on a folder of its own; ``command`` serves with another server."""

    var: Path
    database_url: str | None = None
    workers: int = 2
    command: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    def start(self) -> None:
        env = {
            **os.environ,
            "VAR_DIR": str(self.var),
            "PORT": str(self.port),
            "WORKERS": str(self.workers),
            "SECRET_KEY": "soak" * 12,
            **self.env,
        }
        env.pop("DATABASE_URL", None)
        if self.database_url:
            env["DATABASE_URL"] = self.database_url
        ours = str(Path(sys.executable).with_name("marchepied"))
        command = [ours, "run"]
        if self.command:
            subprocess.run([ours, "migrate"], cwd=ROOT, env=env, check=True, capture_output=True)
            command = [sys.executable, *(word.format(port=self.port) for word in self.command)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.wait()

    def wait(self) -> None:
        wait_for(lambda: call(self.port, "GET", "/healthz")[0] == 200)

    def kill(self) -> None:
        """As a power button would: the whole group we started, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """As an operator would. The exit code."""
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            return -9


def call(port: int, method: str, path: str, body: str = "", cookie: str = ""):
    """One request: status, Location, cookie set, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = HEADERS | ({"Cookie": cookie} if cookie else {})
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        cookies = "; ".join(c.split(";")[0] for c in response.headers.get_all("Set-Cookie") or ())
        if response.status == 307:
            return call(port, method, response.headers["Location"], body, cookies)
        return response.status, response.headers.get("Location", ""), cookies, text
    finally:
        connection.close()


@dataclass
class Learner(threading.Thread):
    """Starts tests and answers « je ne sais pas » again and again, remembering what was promised."""

    port: int
    stopping: threading.Event
    acknowledged: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.one_test()
            except (OSError, http.client.HTTPException, KeyError):
                time.sleep(0.05)

    def one_test(self) -> None:
        _status, place, cookie, _text = call(self.port, "POST", "/commencer")
        sitting = place.rsplit("/", 1)[1] if "/" in place else None
        if sitting is None:
            raise KeyError(place)
        while not self.stopping.is_set():
            where = call(self.port, "GET", f"/reprendre/{sitting}", cookie=cookie)[1]
            if "/exercice/" not in where:
                return
            status, _place, _cookie, _text = call(
                self.port, "POST", where, "act=dont_know&step=0", cookie
            )
            if status == 303:
                self.acknowledged.append((re.search(r"[0-9a-f-]{36}", where)[0], cookie))


@dataclass(frozen=True)
class Outcome:
    """What was promised, and what became of it."""

    kills: int
    acknowledged: int
    lost: int
    doubled: int
    questions_doubled: int
    replays_that_changed_something: int


def soak(var: Path, *, kills: int, learners: int = 4, seed: int = 1) -> Outcome:
    """Kill the server again and again while people answer; count what was lost or doubled."""
    random, stopping = Random(seed), threading.Event()
    server = Server(var)
    server.start()
    people = [Learner(server.port, stopping) for _ in range(learners)]
    for person in people:
        person.start()
    for _ in range(kills):
        # People have answered since the last kill, however slow the machine is.
        told = sum(len(person.acknowledged) for person in people)
        wait_for(lambda told=told: sum(len(person.acknowledged) for person in people) > told)
        time.sleep(random.uniform(0.05, 0.5))
        server.kill()
        server.start()
    time.sleep(0.3)
    stopping.set()
    for person in people:
        person.join(PATIENCE)
    promised = [pair for person in people for pair in person.acknowledged]
    outcome = _look(server, var, promised, kills)
    server.stop()
    return outcome


def _look(server: Server, var: Path, promised: list[tuple[str, str]], kills: int) -> Outcome:
    database = Database(f"sqlite:///{var / 'marchepied.sqlite'}")
    before = _answers(database)
    for question, cookie in promised[:: max(1, len(promised) // 60)]:
        call(server.port, "POST", f"/exercice/{question}", "act=cannot&reason=other", cookie)
    after = _answers(database)
    with database.reading() as session:
        rows = session.exec(select(Question.sitting_id, Question.position)).all()
    database.engine.dispose()
    names = [question for question, _cookie in promised]
    return Outcome(
        kills=kills,
        acknowledged=len(promised),
        lost=sum(1 for name in names if UUID(name) not in before),
        doubled=len(names) - len(set(names)),
        questions_doubled=len(rows) - len(set(rows)),
        replays_that_changed_something=int(before != after),
    )


def _answers(database: Database) -> dict[UUID, str]:
    with database.reading() as session:
        return dict(session.exec(select(Answer.id, Answer.outcome)).all())
