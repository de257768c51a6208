"""Whatever is in the body of a request, on every route: a plain page, never a crash."""

import io
import re
from itertools import product

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.driving import begin
from webapp.web.request_origin import SAFE_METHODS

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
SEPARATOR = "x-line-x"
KIND = f"multipart/form-data; boundary={SEPARATOR}"
FILE = f'--{SEPARATOR}\r\nContent-Disposition: form-data; name="x"; filename="a"\r\n\r\nB\r\n--{SEPARATOR}--\r\n'
FIELD = FILE.replace('; filename="a"', "")
NESTED = (
    f'--{SEPARATOR}\r\nContent-Disposition: form-data; name="x"\r\n'
    f"Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n"
    f'Content-Disposition: file; filename="b"\r\n\r\nB\r\n--in--\r\n--{SEPARATOR}--\r\n'
)
PIECES = (
    f"--{SEPARATOR}",
    f"--{SEPARATOR}--",
    "\r\n",
    "\r\n\r\n",
    "--",
    "B",
    "\0",
    "é",
    'Content-Disposition: form-data; name="act"',
    'Content-Disposition: form-data; name="é',
    'Content-Disposition: form-data; name="x"; filename="a"',
    "Content-Type: multipart/mixed",
    "Content-Transfer-Encoding: base64",
    "Content-Type: text/plain; charset=none",
)


def targets(app):
    """Every route and each of its methods."""
    for rule in app.url_map.iter_rules():
        url = re.sub(r"<uuid:[^>]+>", "01890000-0000-7000-8000-000000000000", rule.rule)
        url = re.sub(r"<int:[^>]+>", "1", url)
        for method in rule.methods - {"OPTIONS"}:
            yield method, re.sub(r"<[^>]+>", "x", url)


def test_a_file_is_refused_in_plain_french_on_every_route(app):
    client = FlaskClient(app)
    for method, url in targets(app):
        answer = client.open(url, method=method, data=FILE, content_type=KIND, headers=SAME_SITE)
        assert answer.status_code == 400, (method, url)
        if method != "HEAD":
            assert "sans fichier" in answer.text.replace("\xa0", " "), url


NAMELESS = '--x-line-x\r\nContent-Disposition: form-data; name="é\r\n\r\n\r\n--x-line-x--'
BROKEN = (FIELD, NESTED, NAMELESS, FIELD[:-8], FIELD[20:], "", "--", "\r\n" * 40)
KINDS = (KIND, "multipart/form-data", "multipart/mixed; boundary=in")


def test_broken_or_nested_parts_never_crash(app):
    client = FlaskClient(app)
    forms = [target for target in targets(app) if target[0] not in SAFE_METHODS]
    for (method, url), body, kind in product(forms, BROKEN, KINDS):
        found = client.open(url, method=method, data=body, content_type=kind, headers=SAME_SITE)
        assert found.status_code < 500, (method, url, body, kind)


@pytest.fixture
def question(app):
    client = app.test_client()
    return FlaskClient(app), begin(client), client.get_cookie("sid").value


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_parts_on_an_exercise(question, pieces):
    client, url, token = question
    client.set_cookie("sid", token)
    found = client.post(
        url, data="\r\n".join(pieces).encode(), content_type=KIND, headers=SAME_SITE
    )
    assert found.status_code < 500


def test_nothing_is_taken_before_the_whole_body_is_there(app):
    """A view that writes finds the body read: a server that streams may not hold the lock."""
    engine, seen = app.extensions["marchepied"].database.engine, []

    class Body(io.BytesIO):
        def readinto(self, room):
            seen.append(engine.pool.checkedout())
            return super().readinto(room)

    client = FlaskClient(app)
    client.post(
        "/commencer",
        input_stream=Body(b"a=" + b"b" * 58),
        content_length=60,
        content_type="application/x-www-form-urlencoded",
        headers=SAME_SITE,
    )
    assert seen and set(seen) == {0}
