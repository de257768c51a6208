"""Every address that names something of somebody: for anybody else it does not exist."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from sqlmodel import select

from tests.web.driving import answer, path, question_id
from tests.web.test_advising import install, join, prescribe
from tests.web.test_workshops import propose
from webapp.accounts.models import Adviser

OWNED = re.compile(r"<uuid:(\w+)>")
LOOK = re.compile(r"/personne/([0-9a-f-]{36})")
SEAT = re.compile(r"/conseil/ateliers/[0-9a-f-]{36}/([0-9a-f-]{36})")
PUBLIC = {"place_id"}
"""A place of the directory belongs to nobody; who puts it first is tried with the places."""


@pytest.fixture
def somebody(app):
    """A person in a prescription of an organisation, and the id of each thing that is theirs."""
    adviser = install(app)
    url, code = prescribe(adviser)
    learner, question = join(app, code)
    answer(app, learner, question)
    page = learner.get(question).get_data(as_text=True)
    workshop = propose(adviser)
    adviser.post(workshop, data={"act": "write_down", "first_name": "Karim"})
    return {
        "sitting_id": re.search(r"/pause/([0-9a-f-]{36})", page)[1],
        "question_id": str(question_id(question)),
        "prescription_id": url.rsplit("/", 1)[1],
        "learner_id": LOOK.search(adviser.get(url).get_data(as_text=True))[1],
        "adviser_id": str(adviser_id(app)),
        "workshop_id": workshop.rsplit("/", 1)[1],
        "registration_id": SEAT.search(adviser.get(workshop).text)[1],
    }


def adviser_id(app):
    with app.extensions["marchepied"].database.reading() as session:
        return session.exec(select(Adviser.id)).one()


def requests(app, ids):
    """Each route that takes an id, with each of its methods."""
    for rule in app.url_map.iter_rules():
        if names := set(OWNED.findall(rule.rule)) - PUBLIC:
            url = OWNED.sub(lambda found: ids[found[1]], rule.rule)
            url = url.replace("<int:number>", "1")
            yield from ((method, url, names) for method in rule.methods & {"GET", "POST"})


def strangers(app):
    """Another learner of the same server; the administrator of another organisation."""
    learner = app.test_client()
    assert path(learner.post("/commencer")).startswith("/echauffement/")
    yield learner
    yield install(app, organisation="Autre", email="z@autre.example")


def test_it_is_as_if_it_did_not_exist(app, somebody):
    absent = {name: str(uuid4()) for name in somebody}
    for stranger in strangers(app):
        tried = [(m, u) for m, u, _names in requests(app, somebody)]
        never = [(m, u) for m, u, _names in requests(app, absent)]
        assert len(tried) > 25
        for (method, url), (_method, nowhere) in zip(tried, never, strict=True):
            data = {"act": "close", "sure": "oui"} if method == "POST" else None
            found = stranger.open(url, method=method, data=data)
            other = stranger.open(nowhere, method=method, data=data)
            assert found.status_code in (303, 404), (method, url, found.status_code)
            if (
                found.status_code == 303
            ):  # a page of the other room: « Connexion », or the home page
                assert path(found).startswith(("/conseil/connexion", "/?perdu")), (method, url)
            assert other.status_code == found.status_code, (method, url)


def test_a_person_is_seen_through_the_door_they_agreed_to_only(app, somebody):
    adviser = app.test_client()
    form = {"email": "awa@ml.example", "password": "cerise tambour velours 7"}
    assert adviser.post("/conseil/connexion", data=form).status_code == 303
    other, _code = prescribe(adviser, title="Atelier du jeudi")
    look = f"{other}/personne/{somebody['learner_id']}"
    assert adviser.get(look).status_code == 404
    assert adviser.post(look).status_code == 404
