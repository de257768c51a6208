"""The page of a person goes on after the test: what changed, what was finished, one thing to do now."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from tests.web.driving import answer, following, path, settle
from tests.web.test_advising import install, join, prescribe
from webapp.advising.following import NextAction
from webapp.advising.models import Participation
from webapp.advising.web import person_page
from webapp.assessment.models import Sitting
from webapp.exercises.contract import Probe


def finish(app, client, url, probe):
    while "/exercice/" in url:
        url = following(client, answer(app, client, url, probe))
    return url


def lesson(app, client, module_id):
    """A whole lesson, by its main buttons."""
    url = settle(client, path(client.post(f"/lecon/{module_id}")))
    while "/lecon/fin/" not in url:
        if "/exercice/" in url:
            url = following(client, answer(app, client, url))
            continue
        html = client.get(url).text
        link = re.search(r'class="btn main" href="([^"]+)"', html)
        form = re.search(r'<form method="post" action="([^"]+)"', html)
        url = link[1].replace("&amp;", "&") if link else settle(client, path(client.post(form[1])))


def opened(adviser, shown):
    look = re.search(r'action="([^"]+/personne/[^"]+)"', adviser.get(shown).text)[1]
    return adviser.get(path(adviser.post(look))).text.split("<main")[1]


@pytest.fixture
def retaken(app):
    """A person who shared a test done badly, then a lesson, then the same test done well."""
    adviser = install(app)
    shown, code = prescribe(adviser)
    learner, url = join(app, code)
    finish(app, learner, url, Probe.WRONG)
    lesson(app, learner, "MOD-SEC-1")
    database = app.extensions["marchepied"].database
    with database.writing() as session:  # a month ago
        for sitting in session.exec(select(Sitting)).all():
            sitting.started_at -= timedelta(days=30)
            sitting.ended_at = sitting.ended_at and sitting.ended_at - timedelta(days=30)
    again = path(learner.post("/refaire-le-point/PAR-0-BILAN"))
    finish(app, learner, settle(learner, again), Probe.CORRECT)
    return adviser, shown


def test_what_comes_after_is_shown_only_when_it_was_agreed(app, retaken):
    adviser, shown = retaken
    page = opened(adviser, shown)
    assert "Depuis la dernière fois" in page
    assert "Leçons finies" in page and "Réussi depuis" in page
    with app.extensions["marchepied"].database.writing() as session:
        session.connection().execute(update(Participation).values(covers_follow_up=False))
    page = opened(adviser, shown)
    assert "Depuis la dernière fois" not in page and "Leçons finies" not in page


def test_it_is_said_before_agreeing(app):
    adviser = install(app)
    _shown, code = prescribe(adviser)
    learner = app.test_client()
    door = learner.get(path(learner.post("/code", data={"code": code}))).text
    said = "L’équipe voit aussi vos leçons, vos preuves et vos nouveaux tests."
    assert said in door
    learner, _url = join(app, code)
    assert said in learner.get("/partage").text


def test_nothing_changed_for_who_came_once(app):
    adviser = install(app)
    shown, code = prescribe(adviser)
    learner, url = join(app, code)
    answer(app, learner, url)
    assert "Depuis la dernière fois" not in opened(adviser, shown)


@pytest.mark.parametrize("kind", sorted(person_page._PLACES))
def test_the_next_action_is_done_from_there(app, kind):
    adviser = install(app)
    shown, _code = prescribe(adviser)
    target = {"module": "MOD-SEC-1", "human": "atelier"}.get(kind, "")
    with app.test_request_context():
        view = person_page._action(NextAction("", kind, target), shown.rsplit("/", 1)[1])
    assert view.button and adviser.get(view.url).status_code == 200


def test_a_name_is_what_opens_a_person(app):
    adviser = install(app)
    shown, code = prescribe(adviser)
    join(app, code)
    assert ">Voir Lina</button>" in adviser.get(shown).text
