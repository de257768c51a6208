"""One end in a simulation: what is sent is the answer; what is not sent is neither lost nor wrong."""

from __future__ import annotations

import pytest
from sqlmodel import select

from tests.acting import ask_someone
from tests.web.driving import opened, path
from webapp.assessment.models import Answer
from webapp.exercises.contract import Probe

BUTTON = 'value="answer"'
SENT = [
    "ADM-2-FORMULAIRE-001",
    "ADM-3-ACTUALISER-001",
    "COM-2-AGENDA-001",
    "COM-1-JOINDRE-001",
    "COM-2-MESSAGE-003",
]
HTMX = {"HX-Request": "true"}


def given(app, client, item_id: str) -> str:
    """One exercise in front of a new person; its address."""
    question, token = ask_someone(app, item_id)
    client.set_cookie("sid", token)
    return f"/exercice/{question}"


def answers(app) -> list[Answer]:
    with app.extensions["marchepied"].database.reading() as session:
        return list(session.exec(select(Answer)))


@pytest.mark.parametrize("item_id", SENT)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_the_last_action_of_the_world_is_the_answer(app, client, item_id, headers):
    url = given(app, client, item_id)
    question = opened(app, url)
    *actions, _final = question.room.sample(question.spec, Probe.CORRECT)
    for step, form in enumerate(actions):
        assert BUTTON not in client.get(url).get_data(as_text=True)
        assert not answers(app)
        response = client.post(url, data={**form, "step": str(step)}, headers=headers)
    assert [answer.right for answer in answers(app)] == [True]
    assert url in (path(response) if not headers else response.headers["HX-Redirect"])
    repeated = client.post(url, data={"act": "answer", "step": "9"})
    assert repeated.status_code == 303
    assert len(answers(app)) == 1


def test_an_address_written_and_not_gone_to_is_kept_and_said(app, client):
    items = app.extensions["marchepied"].catalogue.items.values()
    item = next(i for i in items if i.type == "sim_browser" and i.world["screen"] == "address")
    url = given(app, client, item.id)
    page = client.get(url).get_data(as_text=True)
    assert '<button class="btn main" form="world" name="act" value="answer"' in page
    typed = {"act": "answer", "step": "0", "address": "mairie.example"}
    refused = client.post(url, data=typed)
    assert refused.status_code == 422 and not answers(app)
    said = refused.get_data(as_text=True)
    assert "Appuyez sur « Aller »" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert 'value="mairie.example"' in said


def test_a_form_filled_right_and_not_sent_is_kept_and_said(app, client):
    url = given(app, client, "ADM-2-FORMULAIRE-001")
    question = opened(app, url)
    fields = {
        k: v for k, v in question.room.sample(question.spec, Probe.CORRECT)[0].items() if k != "act"
    }
    response = client.post(url, data={**fields, "act": "answer", "step": "0"})
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "pas encore envoyé" in html
    assert fields["f-mail"][0] in html
    assert not answers(app)


def test_an_hour_ticked_and_not_sent_is_kept_and_said(app, client):
    url = given(app, client, "COM-2-AGENDA-001")
    slot = next(name for name, (_, s) in opened(app, url).spec.world.slots().items() if s.free)
    response = client.post(url, data={"act": "answer", "step": "0", "slot": slot})
    assert response.status_code == 422
    assert f'value="{slot}" checked' in response.get_data(as_text=True)
    assert not answers(app)


def test_a_story_shows_its_end_only_at_its_end(app, client):
    url = given(app, client, "SEC-2-APPEL-001")
    question = opened(app, url)
    *actions, final = question.room.sample(question.spec, Probe.CORRECT)
    for step, form in enumerate(actions):
        assert BUTTON not in client.get(url).get_data(as_text=True)
        client.post(url, data={**form, "step": str(step)})
    assert "Valider ma réponse" in client.get(url).get_data(as_text=True)
    client.post(url, data={**final, "step": str(len(actions))})
    assert len(answers(app)) == 1
