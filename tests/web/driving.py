"""Drives the learner's path through the test client, as forms and links only."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from uuid import UUID

from webapp.assessment.sitting import reading
from webapp.assessment.sitting.opening import open_question
from webapp.exercises.contract import Probe


def path(response) -> str:
    """Where a redirection leads, without the host and the fragment."""
    parts = urlsplit(response.headers["Location"])
    return parts.path + (f"?{parts.query}" if parts.query else "")


def begin(client) -> str:
    """Start and warm up; the address of the first question."""
    client.set_cookie("essai", "1")  # this browser keeps cookies
    response = client.post("/commencer")
    assert response.status_code == 303
    warmup = path(response)
    assert client.get(warmup).status_code == 200
    response = client.post(warmup, data={"practice": "soleil", "size": "100"})
    return path(response)


def question_id(url: str) -> UUID:
    return UUID(re.search(r"/exercice/([0-9a-f-]{36})", url)[1])


def opened(app, url: str):
    """The question behind an address, as the server sees it."""
    from sqlmodel import select

    from webapp.assessment.models import Question

    house = app.extensions["marchepied"]
    with house.database.reading() as session:
        row = session.exec(select(Question).where(Question.id == question_id(url))).one()
        run = reading.of_question(session, learner_id=row.learner_id, question_id=row.id)
        return open_question(session, house.catalogue, run, run.question(row.id))


def answer(app, client, url: str, probe: Probe = Probe.CORRECT):
    """Do the exercise without script; the feedback page comes back."""
    question = opened(app, url)
    *actions, final = question.room.sample(question.spec, probe)
    for step, form in enumerate(actions):
        response = client.post(url, data={**form, "step": str(step)})
        assert response.status_code == 303, response.get_data(as_text=True)[-2000:]
        client.get(path(response))
    response = client.post(url, data={**final, "step": str(len(actions))})
    assert response.status_code == 303, response.get_data(as_text=True)[-2000:]
    return client.get(path(response))


def following(client, page) -> str:
    """The address after « Continuer », which is quiet where an end is proposed."""
    html = page.get_data(as_text=True)
    href = re.search(r'class="btn (?:main|quiet)" href="([^"]+)"', html)[1]
    return settle(client, href)


def leave(client, url: str, way: str) -> str:
    """Go from an exercise by one of its ways out; the address it leads to."""
    return path(client.post(f"{url}/garder/{way}", data={"step": "0"}))


def settle(client, url: str) -> str:
    """Follow redirections until a page; its address."""
    for _ in range(4):
        response = client.get(url)
        if response.status_code == 200:
            return url
        url = path(response)
    raise AssertionError(f"{url} redirects for ever")
