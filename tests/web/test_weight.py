"""Page budgets, as bytes on the wire: what a prepaid phone really receives."""

import base64
import hashlib
import re

import pytest

from tests.a11y.subjects import exercise_states

KB = 1024
ON_THE_WIRE = {"Accept-Encoding": "br"}
NEXT_EXERCISE = 2 * KB
LARGEST_NEXT_EXERCISE = 2.6 * KB
FIRST_VISIT = 20 * KB
WORKER = 2.6 * KB
STARTS = [path for path in exercise_states() if path.endswith("/depart")]


def wire(response) -> int:
    """What HTTP/1.1 sends: the status line, each header, the body. HTTP/2 sends less."""
    lines = [f"HTTP/1.1 {response.status}", *(f"{k}: {v}" for k, v in response.headers), "", ""]
    return len("\r\n".join(lines).encode()) + len(response.get_data())


def held(weighing) -> dict[str, str]:
    """The headers of a browser that has fetched the dictionary."""
    page = weighing.get("/").get_data(as_text=True)
    url = re.search(r'rel="compression-dictionary" href="([^"]+)"', page)[1]
    digest = base64.b64encode(hashlib.sha256(weighing.get(url).get_data()).digest()).decode()
    return {"Accept-Encoding": "br, dcz", "Available-Dictionary": f":{digest}:"}


def first_visit(weighing, path) -> dict[str, int]:
    """Home, everything it brings when it is idle, then an exercise: bytes by address."""
    weighing.delete_cookie("css")
    plain = weighing.get("/").get_data(as_text=True)
    weighing.delete_cookie("css")
    names = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"]+)"', plain)
    worker = re.search(r'data-worker="([^"]+)"', plain)[1]
    dictionary = held(weighing)
    brought = ["/", *names, worker]
    weights = {url: wire(weighing.get(url, headers=ON_THE_WIRE)) for url in brought}
    for url in ("/hors-ligne?lang=fr", path):
        weights[url] = wire(weighing.get(url, headers=dictionary))
    return weights


@pytest.fixture
def weighing(app):
    from flask.testing import FlaskClient

    return FlaskClient(app)


def sizes(weighing, headers, weigh):
    weighing.get("/")
    return sorted(weigh(weighing.get(path, headers=headers)) for path in STARTS)


def test_next_exercise(weighing):
    """Headers included, for the browsers of most phones."""
    found = sizes(weighing, held(weighing), wire)
    assert found[len(found) // 2] <= NEXT_EXERCISE, found
    assert found[-1] <= LARGEST_NEXT_EXERCISE, found


def test_next_exercise_for_any_other_browser(weighing):
    found = sizes(weighing, ON_THE_WIRE, lambda response: len(response.get_data()))
    assert found[len(found) // 2] <= NEXT_EXERCISE, found
    assert found[-1] <= LARGEST_NEXT_EXERCISE, found


def test_first_visit_to_the_heaviest_exercise(weighing):
    dictionary = held(weighing)
    heaviest = max(STARTS, key=lambda path: wire(weighing.get(path, headers=dictionary)))
    weights = first_visit(weighing, heaviest)
    assert sum(weights.values()) <= FIRST_VISIT, weights


def test_htmx_comes_with_the_first_gesture(weighing):
    """What nobody asked for is not sent: no page names it where a browser would fetch it."""
    for path in STARTS:
        page = weighing.get(path).get_data(as_text=True)
        assert "htmx-csp" not in "".join(re.findall(r'(?:src|href)="([^"]+)"', page)), path


def test_worker(weighing):
    assert len(weighing.get("/sw.js", headers=ON_THE_WIRE).get_data()) <= WORKER
