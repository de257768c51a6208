"""Cookies blocked: nothing is created, the page says what to allow, and nothing loops."""

import pytest
from sqlmodel import func, select

from tests.strict_client import StrictClient
from tests.web.driving import path
from webapp.accounts import setup
from webapp.accounts.models import Learner
from webapp.assessment.models import Sitting


def rows(app):
    with app.extensions["marchepied"].database.reading() as session:
        return [
            session.exec(select(func.count()).select_from(table)).one()
            for table in (Learner, Sitting)
        ]


@pytest.mark.parametrize("door", ["/commencer", "/lecon/{module}"])
def test_nothing_is_created_without_cookies(app, door):
    blocked = StrictClient(app, use_cookies=False)
    module = next(iter(app.extensions["marchepied"].catalogue.modules))
    for _ in range(3):
        answer = blocked.post(door.format(module=module))
        assert answer.status_code == 403
        assert "bloque les cookies" in answer.text
        assert rows(app) == [0, 0]


def test_an_adviser_without_cookies_is_told_so_and_nothing_is_spent(app):
    """Not sent from the door to the list and back; the link of an installation stays good."""
    with app.extensions["marchepied"].database.writing() as session:
        token = setup.make_link(session, setup.SETUP, None, "administrator")
    form = {
        "organisation": "Mission locale",
        "name": "Awa Diallo",
        "email": "awa@ml.example",
        "password": "cerise tambour velours",
    }
    blocked = StrictClient(app, use_cookies=False)
    for door in (setup.SETUP_PATH + token, "/conseil/connexion"):
        answer = blocked.post(door, data=form)
        assert answer.status_code == 403, door
        assert "bloque les cookies" in answer.text
    assert path(StrictClient(app).post(setup.SETUP_PATH + token, data=form)) == "/conseil"


def test_the_first_form_of_a_new_browser_is_sent_again_by_itself(app):
    client = StrictClient(app)
    assert path(client.post("/commencer")).startswith("/echauffement/")
    assert rows(app) == [1, 1]
    assert client.get(path(client.post("/commencer"))).status_code == 200
    assert rows(app) == [1, 1]
