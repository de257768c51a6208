"""Every exercise can be looked at in every state; nothing of it exists outside development."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient


def test_components(client: FlaskClient) -> None:
    assert client.get("/dev/composants").status_code == 200


def test_every_state_of_every_exercise_opens(client: FlaskClient) -> None:
    index = client.get("/dev/exercices").get_data(as_text=True)
    links = re.findall(r'href="(/dev/exercices/[^"]+)"', index)
    assert len(links) > 100
    for link in links:
        assert client.get(link).status_code == (422 if link.endswith("/manque") else 200), link


def test_answers_are_what_the_gallery_says(client: FlaskClient) -> None:
    right = client.get("/dev/exercices/SEC-2-SMS-001/juste").get_data(as_text=True)
    other = client.get("/dev/exercices/SEC-2-SMS-001/autre").get_data(as_text=True)
    assert "note ok" in right and "note warn" in other


def test_unknown_exercise_and_state(client: FlaskClient) -> None:
    assert client.get("/dev/exercices/NOPE/depart").status_code == 404
    assert client.get("/dev/exercices/choice:nope/depart").status_code == 404
    assert client.get("/dev/exercices/SEC-2-SMS-001/nope").status_code == 404


def test_gallery_is_for_developers(app: Flask, client: FlaskClient) -> None:
    app.testing = False
    assert client.get("/dev/composants").status_code == 404
