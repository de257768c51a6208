"""Page budgets, as bytes on the wire: what a prepaid phone really receives."""

import re

import pytest
from flask.testing import FlaskClient

from tests.a11y.subjects import exercise_states

KB = 1000
ON_THE_WIRE = {"Accept-Encoding": "br", "Sec-Fetch-Site": "same-origin"}
NEXT_EXERCISE = 2.6 * KB
FIRST_VISIT = 36 * KB
WORKER = 2.6 * KB
STARTS = [path for path in exercise_states() if path.endswith("/depart")]
FETCHED = re.compile(r'<(?:script|link)[^>]*(?:src|href)="([^"]+)"')


def wire(response) -> int:
    """What HTTP/1.1 sends: the status line, each header, the body. HTTP/2 sends less."""
    lines = [f"HTTP/1.1 {response.status}", *(f"{k}: {v}" for k, v in response.headers), "", ""]
    return len("\r\n".join(lines).encode()) + len(response.get_data())


@pytest.fixture
def weighing(app):
    return FlaskClient(app)


def first_visit(weighing, path) -> dict[str, int]:
    """Home, every file it names, the worker and its page, then an exercise: bytes by address."""
    home = weighing.get("/").get_data(as_text=True)
    exercise = weighing.get(path).get_data(as_text=True)
    worker = re.search(r'data-worker="([^"]+)"', home)[1]
    names = {"/", path, worker, "/hors-ligne", *FETCHED.findall(home + exercise)}
    return {url: wire(weighing.get(url, headers=ON_THE_WIRE)) for url in sorted(names)}


def test_next_exercise(weighing):
    sizes = sorted(len(weighing.get(path, headers=ON_THE_WIRE).get_data()) for path in STARTS)
    assert sizes[len(sizes) // 2] <= NEXT_EXERCISE, sizes


def test_first_visit_to_the_heaviest_exercise(weighing):
    heaviest = max(STARTS, key=lambda path: wire(weighing.get(path, headers=ON_THE_WIRE)))
    weights = first_visit(weighing, heaviest)
    assert any("htmx" in url for url in weights)
    assert sum(weights.values()) <= FIRST_VISIT, weights


def test_worker(weighing):
    assert len(weighing.get("/sw.js", headers=ON_THE_WIRE).get_data()) <= WORKER
