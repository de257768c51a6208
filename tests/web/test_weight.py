"""Page budgets, as bytes on the wire: what a prepaid phone really receives."""

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


def weigh(client, path):
    response = client.get(path, headers=ON_THE_WIRE)
    return len(response.get_data()), response


def everything(client, path):
    """The page and each file it names, once."""
    client.delete_cookie("css")
    plain = client.get(path).get_data(as_text=True)
    client.delete_cookie("css")
    total, _response = weigh(client, path)
    assets = set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:css|js|svg))"', plain))
    return total + sum(weigh(client, asset)[0] for asset in assets)


@pytest.fixture
def weighing(app):
    from flask.testing import FlaskClient

    return FlaskClient(app)


def test_next_exercise(weighing):
    weighing.get("/")
    sizes = sorted(weigh(weighing, path)[0] for path in STARTS)
    assert sizes[len(sizes) // 2] <= NEXT_EXERCISE, sizes
    assert sizes[-1] <= LARGEST_NEXT_EXERCISE, sizes


@pytest.mark.parametrize("path", STARTS)
def test_first_visit_straight_to_an_exercise(weighing, path):
    assert everything(weighing, path) <= FIRST_VISIT


def test_worker(weighing):
    assert weigh(weighing, "/sw.js")[0] <= WORKER
