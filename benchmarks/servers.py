"""The servers we could have, on the same turn; then with 200 uploads and 200 headers stalled. JSON.

Alternating windows, two workers each; then 100 × kill -9 of a random worker of ours. A server that is
not installed is left out (``granian`` comes with the tools, ``gunicorn`` and ``waitress`` are ours).
"""

from __future__ import annotations

import http.client
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.turn import measure, our_turns  # noqa: E402
from tests.soak import Server, call  # noqa: E402
from tests.stalling import kill_and_wait, stalled, start_of_somebody_else  # noqa: E402

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
STALLED_EACH = 200
TRIES = 10
GUNICORN = ("-m", "gunicorn", "webapp.wsgi:app", "-w", "2", "--preload", "--no-control-socket")
GRANIAN = (
    "-m",
    "granian",
    "webapp.wsgi:app",
    "--interface",
    "wsgi",
    "--workers",
    "2",
    "--runtime-mode",
    "st",
)
CANDIDATES = {
    "ours": (),
    "granian_1_thread": (*GRANIAN, "--blocking-threads", "1", "--port", "{port}"),
    "granian_8_threads": (*GRANIAN, "--blocking-threads", "8", "--port", "{port}"),
    "gunicorn_gthread_8": (
        *GUNICORN,
        "--threads",
        "8",
        "--keep-alive",
        "60",
        "-b",
        "127.0.0.1:{port}",
    ),
    "waitress_alone": (
        "-m",
        "waitress",
        "--threads",
        "4",
        "--asyncore-use-poll",
        "--connection-limit",
        "900",
        "--port",
        "{port}",
        "webapp.wsgi:app",
    ),
}


def with_stalled(server: Server) -> dict[str, float | int]:
    """Milliseconds for somebody else to begin; those who could not within ten seconds."""
    spent: list[float] = []
    with stalled(server.port, each=STALLED_EACH):
        for _ in range(TRIES):
            try:
                spent.append(start_of_somebody_else(server.port))
            except (OSError, http.client.HTTPException):
                break
    worst = round(1000 * max(spent), 1) if spent else None
    return {"begun": len(spent), "of": TRIES, "slowest_ms": worst}


def kills(server: Server) -> dict[str, float | int]:
    random = Random(1)
    back = [kill_and_wait(server, random) for _ in range(KILLS)]
    assert call(server.port, "GET", "/readyz")[0] == 200
    return {
        "kills": KILLS,
        "back_median_s": round(statistics.median(back), 3),
        "back_slowest_s": round(max(back), 3),
    }


def started(folder: Path) -> Iterator[tuple[str, Server]]:
    for name, command in CANDIDATES.items():
        server = Server(folder / name, command=command)
        server.start()
        yield name, server


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        servers = dict(started(Path(name)))
        try:
            found = {"turns": measure({n: our_turns(s.port) for n, s in servers.items()})}
            found["stalled"] = {n: with_stalled(server) for n, server in servers.items()}
            found["kill"] = kills(servers["ours"])
        finally:
            for server in servers.values():
                server.stop()
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
