"""A learner's turn through the real server: answer kept, next question chosen and shown. JSON.

Beside it in the same run, on one worker: Flask « hello », and the same insert on
the raw sqlite3 driver with the same durability. Then statements and commits of a turn, counted.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.soak import HEADERS, Server, call, free_port  # noqa: E402

SECONDS = 8
HELLO = """
from flask import Flask
app = Flask(__name__)
@app.get("/")
def hello():
    return "Bonjour"
"""
RAW = """
import os, sqlite3, uuid
from flask import Flask
app = Flask(__name__)
db = sqlite3.connect(os.environ["RAW_DB"], check_same_thread=False, isolation_level=None)
db.execute("pragma journal_mode=wal"); db.execute("pragma synchronous=full")
db.execute("create table if not exists answer (id blob primary key, body text) without rowid")
@app.get("/")
def turn():
    db.execute("begin immediate")
    db.execute("insert into answer values (?, ?)", (uuid.uuid4().bytes, "x" * 200))
    db.execute("commit")
    return "Bonjour " * 200
"""


def summary(spent: list[float], total: float) -> dict[str, float]:
    return {"per_second": round(len(spent) / total, 1),
            "p50_ms": round(statistics.median(spent) * 1000, 2),
            "p99_ms": round(statistics.quantiles(spent, n=100)[98] * 1000, 2)}  # fmt: skip


def peer(source: str, folder: Path) -> dict[str, float]:
    (folder / "peer.py").write_text(source, encoding="utf-8")
    port = free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    process = subprocess.Popen(
        [granian, "peer:app", "--interface", "wsgi", "--port", str(port), "--workers", "1",
         "--runtime-mode", "st", "--blocking-threads", "1", "--log-level", "error"],
        cwd=folder, env={**os.environ, "RAW_DB": str(folder / "raw.sqlite")},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            try:
                call(port, "GET", "/")
                break
            except OSError:
                time.sleep(0.05)
        connection, spent, start = http.client.HTTPConnection("127.0.0.1", port), [], time.time()
        while time.time() - start < SECONDS / 2:
            began = time.perf_counter()
            connection.request("GET", "/")
            connection.getresponse().read()
            spent.append(time.perf_counter() - began)
        return summary(spent, time.time() - start)
    finally:
        process.terminate()
        process.wait(10)


def turns(server: Server) -> dict[str, float]:
    """POST of the answer, then GET of the feedback, then GET of the next question."""
    posts, whole, start = [], [], time.time()
    connection = http.client.HTTPConnection("127.0.0.1", server.port)

    def ask(method: str, path: str, body: str = "", cookie: str = "") -> tuple[str, str]:
        connection.request(method, path, body, HEADERS | {"Cookie": cookie})
        response = connection.getresponse()
        return response.headers.get("Location", ""), response.read().decode()

    while time.time() - start < SECONDS:
        _status, place, cookie, _text = call(server.port, "POST", "/commencer")
        where = ask("GET", place.replace("echauffement", "reprendre"), cookie=cookie)[0]
        while "/exercice/" in where and time.time() - start < SECONDS:
            began = time.perf_counter()
            ask("POST", where, "act=dont_know&step=0", cookie)
            posts.append(time.perf_counter() - began)
            feedback = ask("GET", where, cookie=cookie)[1]
            where = re.search(r'class="btn main" href="([^"]+)"', feedback)[1]
            ask("GET", where, cookie=cookie)
            whole.append(time.perf_counter() - began)
    total = time.time() - start
    return {"answer_post": summary(posts, sum(posts)), "post_feedback_next": summary(whole, total)}


def counted() -> dict[str, int]:
    from sqlalchemy import event

    from tests.conftest import upgrade_database
    from tests.web.driving import begin
    from webapp import create_app
    from webapp.config import Settings

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env({"VAR_DIR": folder, "SECRET_KEY": "bench" * 10,
                                      "BASE_URL": "http://localhost"})  # fmt: skip
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
        return {"post_statements": post["statements"], "post_commits": post["commits"],
                "get_statements": seen["statements"] - post["statements"]}  # fmt: skip


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hello, raw = peer(HELLO, folder), peer(RAW, folder)
        server = Server(folder / "var", workers=1)
        server.start()
        ours = turns(server)
        server.stop()
    ratio = ours["answer_post"]["per_second"]
    print(json.dumps({
        "sqlite": ours, "flask_hello": hello, "raw_sqlite_insert": raw,
        "answer_post_over_hello": round(ratio / hello["per_second"], 3),
        "answer_post_over_raw_insert": round(ratio / raw["per_second"], 3),
        "turn": counted(), "sqlite_version": sqlite3.sqlite_version,
    }, indent=1))  # fmt: skip
