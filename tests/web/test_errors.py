"""A failure of the service never costs what a person wrote."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from webapp.assessment.web import views

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def exercise(client):
    warmup = client.post("/commencer").location
    return client.post(warmup, data={"size": "100", "practice": "soleil"}).location


def away(*_nothing, **_more):
    raise OperationalError("insert", {}, Exception("disk I/O error"))


def test_what_was_sent_is_kept_in_the_page_and_sent_again(client, exercise, monkeypatch):
    typed = {"act": "dont_know", "step": "0", "text": "à moitié « écrit »", "how": "touch"}
    with monkeypatch.context() as patch:
        patch.setattr(views, "opened_or_404", away)
        failed = client.post(exercise, data=typed)
    assert failed.status_code == 503 and failed.headers["Retry-After"]
    page = failed.get_data(as_text=True)
    assert dict(HIDDEN.findall(page)) == typed
    assert f'action="{exercise}"' in page
    again = client.post(exercise, data=dict(HIDDEN.findall(page)))
    assert again.status_code == 303


def test_every_value_of_a_field_is_kept(client, exercise, monkeypatch):
    monkeypatch.setattr(views, "opened_or_404", away)
    failed = client.post(exercise, data={"act": "answer", "choice": ["a", "b"]})
    assert HIDDEN.findall(failed.get_data(as_text=True))[1:] == [("choice", "a"), ("choice", "b")]


def test_a_secret_is_never_printed(client, monkeypatch):
    fields = {"email": "a@b.example", "password": "un secret bien long"}
    monkeypatch.setattr("webapp.web.transaction.resources", away)
    failed = client.post("/conseil/connexion", data=fields)
    assert failed.status_code == 503
    assert "un secret" not in failed.get_data(as_text=True)


def test_what_another_site_sent_is_not_offered_again(app):
    refused = FlaskClient(app).post(
        "/commencer", data={"new": "1"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert refused.status_code == 403
    assert "Envoyer encore" not in refused.get_data(as_text=True)
