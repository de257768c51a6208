"""Looking at a person's result is written down first, or refused, by every road there is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from tests.web.driving import answer, path
from tests.web.test_advising import install, join, prescribe
from tests.web.test_recovery import invited
from webapp.advising.models import Consultation
from webapp.database import now

SAID = "Cette personne a fait 1 exercice"
"""Words of a result, which no other page has."""


@pytest.fixture
def shared(app):
    """An adviser, and the page of a person who shares one answer."""
    adviser = install(app)
    url, code = prescribe(adviser)
    learner, question = join(app, code)
    answer(app, learner, question)
    look = re.search(r'action="([^"]+/personne/[^"]+)"', adviser.get(url).get_data(as_text=True))[1]
    return adviser, url, look


def looks(app) -> int:
    with app.extensions["marchepied"].database.reading() as session:
        return session.execute(text("select count(*) from consultation")).scalar()


def test_the_address_of_a_person_alone_shows_nothing(app, shared):
    adviser, _url, look = shared
    for _reload in range(6):
        page = adviser.get(look).get_data(as_text=True)
        assert SAID not in page and "verra que vous l’avez ouvert" in page
    assert looks(app) == 0


def test_each_showing_is_one_line_of_the_person(app, shared):
    adviser, _url, look = shared
    for times in (1, 2, 3):
        shown = path(adviser.post(look))
        assert SAID in adviser.get(shown).get_data(as_text=True)
        assert looks(app) == times
        for _again in ("reload", "history"):
            assert SAID not in adviser.get(shown).get_data(as_text=True)


def test_a_look_of_long_ago_or_of_somebody_else_opens_nothing(app, shared):
    adviser, _url, look = shared
    assert adviser.post(look).status_code == 303
    kept = adviser.get_cookie("vu", path=look).value
    with app.extensions["marchepied"].database.writing() as session:
        session.connection().execute(update(Consultation).values(at=now() - timedelta(minutes=2)))
    assert SAID not in adviser.get(look).get_data(as_text=True)
    other = install(app, organisation="Autre", email="z@autre.example")
    other.set_cookie("vu", kept, path=look)
    assert other.get(look).status_code == 404


def test_the_look_of_a_colleague_is_not_ones_own(app, shared):
    """The person reads one name for each showing: the one who looked."""
    adviser, _url, look = shared
    colleague, _page = invited(app, adviser)
    adviser.post(look)
    colleague.set_cookie("vu", adviser.get_cookie("vu", path=look).value, path=look)
    assert SAID not in colleague.get(look).get_data(as_text=True)
    assert SAID in adviser.get(look).get_data(as_text=True)


def test_taking_the_list_away_is_a_look_at_each_person_in_it(app, shared):
    adviser, url, _look = shared
    assert adviser.get(url + "/liste.csv").status_code == 405
    assert "Lina" in adviser.post(url + "/liste.csv").get_data(as_text=True)
    assert looks(app) == 1


def test_no_road_of_an_adviser_shows_a_result_without_a_line(app, shared):
    adviser, _url, look = shared
    ids = dict(
        zip(("prescription_id", "learner_id"), re.findall(r"[0-9a-f-]{36}", look), strict=True)
    )
    walked = 0
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and set(rule.arguments) <= set(ids):
            with app.test_request_context():
                address = rule.build({name: ids[name] for name in rule.arguments})[1]
            page = app.test_client().get(address) if "/dev/" in address else adviser.get(address)
            walked += 1
            assert SAID.encode() not in page.get_data(), rule.rule
    assert walked > 30 and looks(app) == 0
