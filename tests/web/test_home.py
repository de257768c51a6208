"""The first page: for who arrives, and for who comes back."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.web.driving import answer, begin, following, path, settle
from tests.web.test_advising import install, invitation, join, prescribe
from webapp.assessment.models import Answer
from webapp.database import now
from webapp.pages.web import views
from webapp.web.locale import NAMES


def main_of(client, url="/"):
    return client.get(url).text.split("<main")[1].split("</main>")[0]


def going_on(client):
    """The section of what to go on with."""
    return main_of(client).split("<section")[1].split("</section>")[0]


def finish(app, client):
    url = begin(client)
    while "/exercice/" in url:
        url = following(client, answer(app, client, url))
    return url


def test_each_language_is_above_everything_by_its_own_name(client):
    shown = main_of(client)
    before = shown.split("<h1")[0]
    for code, name in NAMES.items():
        assert re.search(rf'lang="{code}"[^>]*>{name.capitalize()}<', before)
    assert "langue?retour" not in client.get("/").text
    assert client.post("/langue", data={"lang": "ar", "retour": "/"}).location == "/"
    assert 'lang="ar" dir="rtl"' in client.get("/").text


def test_how_long_it_takes_is_the_figure_of_the_rules(client, catalogue):
    entry = catalogue.parcours["PAR-0-BILAN"]
    said = f"{entry.entry.longest} au plus, environ {entry.minutes} minutes."
    assert said in main_of(client)


def test_who_did_nothing_here_is_not_somebody_who_comes_back(client):
    assert "Mon espace" not in main_of(client) and "Commencer" in main_of(client)


def test_an_open_test_then_its_result(app, client):
    url = begin(client)
    assert 'href="/reprendre/' in going_on(client) and "Reprendre" in going_on(client)
    while "/exercice/" in url:
        url = following(client, answer(app, client, url))
    assert f'href="{url}"' in going_on(client)
    assert "Votre test est fini." in going_on(client)


def test_an_open_lesson_then_what_is_due(app, client):
    client.set_cookie("essai", "1")
    settle(client, path(client.post("/lecon/MOD-SEC-1")))
    assert "Continuer la leçon" in going_on(client) and "SMS" in going_on(client)
    opened = re.search(r'href="(/lecon/suite/[^"]+)"', going_on(client))[1]
    assert settle(client, opened)


def test_a_review_that_is_due_is_what_to_go_on_with(app, client):
    finish(app, client)
    with app.extensions["marchepied"].database.writing() as session:
        session.execute(update(Answer).values(recorded_at=now() - timedelta(days=200)))
    if "Réviser" not in main_of(client):
        pytest.fail("nothing is due after two hundred days")
    assert 'action="/revision"' in going_on(client)
    url = settle(client, path(client.post("/revision")))
    assert "Continuer les exercices" in going_on(client) and "/exercice/" in url


def test_everything_of_a_person_is_two_taps_from_home(app, client):
    finish(app, client)
    home = main_of(client)
    assert len(re.findall(r'class="btn(?: main)?"', home)) == 3
    papers = main_of(client, re.search(r'href="(/mes-papiers)"', home)[1])
    for url in re.findall(r'class="btn" href="([^"]+)"', papers):
        assert client.get(url).status_code == 200, url
    assert {"/mes-resultats", "/partage", "/mes-donnees"} <= set(
        re.findall(r'href="([^"]+)"', papers)
    )


def test_every_way_to_go_on_has_an_address():
    assert set(views._OPENED_BY) | {views.Waiting.REVIEW} == set(views.Waiting)


def test_who_it_is_comes_first_on_a_device_that_holds_somebody(app):
    adviser = install(app)
    _url, code = prescribe(adviser)
    learner, _question = join(app, code)
    door = invitation(adviser)
    asked = main_of(learner, door)
    assert "C’est moi" in asked and "Une autre personne" in asked and "<form" not in asked
    for name, who in (("C’est moi", "me"), ("Une autre personne", "other")):
        link = re.search(rf'href="([^"]+)">{name}<', asked)[1].replace("&amp;", "&")
        assert f'name="who" value="{who}"' in main_of(learner, link)
    assert "C’est moi" not in main_of(app.test_client(), door)
