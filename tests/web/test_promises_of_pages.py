"""The sentences of the other pages, each in the state where it would be false. See ``docs/promises.md``."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.driving import answer, begin, path, settle
from tests.web.test_advising import install, join, prescribe
from webapp.content import draw
from webapp.exercises.contract import Probe


def text(client, url):
    """The page as words, with ordinary spaces."""
    return re.sub(r"[\u202f\u00a0]", " ", unescape(client.get(url).text))


def test_leaving_warns_those_who_have_something_to_lose(client):
    lost = "sans carte à vous, vous ne pourrez plus revoir vos résultats"
    assert lost not in text(client, "/quitter")
    begin(client)
    assert lost in text(client, "/quitter") and 'href="/mes-resultats"' in text(client, "/quitter")


def test_what_is_kept_names_the_first_name(app, client):
    begin(client)
    assert "Nous n’avons pas votre nom." in text(client, "/mes-donnees")
    _shown, code = prescribe(install(app))
    learner, _url = join(app, code, first_name="Lina")
    page = text(learner, "/mes-donnees")
    assert "Nous n’avons pas votre nom." not in page and "Ni nom" not in page
    assert "Le prénom que vous avez donné" in page and "Lina" in page


def test_a_card_is_not_said_to_bring_answers_elsewhere(app, client):
    """What /aide says: the same card on another device opens the parcours with nothing done."""
    _shown, code = prescribe(install(app))
    learner, url = join(app, code)
    answer(app, learner, url)
    other, _url = join(app, code)
    assert "Elle se remplit avec vos réussites." in text(other, "/ce-que-je-sais-faire")
    said = text(client, "/aide")
    assert "tous les appareils" not in said and "Elle ne rapporte pas vos réponses" in said


def test_a_part_of_the_exercises_is_still_french(client, catalogue):
    said = "Une partie des exercices reste en français"
    for language in ("en", "ar"):
        items = catalogue.items.values()
        shown = {catalogue.present(item, draw(item, b"promises"), language).lang for item in items}
        assert "fr" in shown and language in shown
    assert said not in text(client, "/langue")
    client.post("/langue", data={"lang": "en"})
    assert "French" in text(client, "/langue")


def test_a_lesson_lasts_what_the_list_says(client, catalogue):
    assert max(module.minutes for module in catalogue.modules.values()) <= 10
    assert "dix minutes au plus" in text(client, "/lecons")


@pytest.mark.parametrize("lesson", [False, True])
def test_a_pause_says_where_to_come_back(app, client, lesson):
    home, lessons = "« Reprendre » vous attend à l’accueil", "Ouvrez « Les leçons »"
    if lesson:
        url = settle(client, path(client.post("/lecon/MOD-SEC-1")))
        page = answer(app, client, url)
    else:
        page = answer(app, client, begin(client))
    pause = text(client, re.search(r'href="(/pause/[^"]+)"', page.text)[1])
    assert (lessons in pause) is lesson and (home in pause) is not lesson
    assert ("Reprendre</a>" in text(client, "/")) is not lesson
    if lesson:
        assert "Reprendre" in text(client, "/lecons")


def test_a_finished_test_waits_nowhere(app, client):
    page = answer(app, client, begin(client), Probe.WRONG)
    pause = re.search(r'href="(/pause/[^"]+)"', page.text)[1]
    stop = re.search(r'action="(/arreter/[^"]+)"', client.get(pause).text)[1]
    client.post(stop)
    assert "vous attend à l’accueil" not in text(client, pause)


GONE = (
    "tous les appareils.",
    "est remplacé.",
    "Nous lisons chaque signalement",
    "Ni nom",
    "en donne une autre",
    "Rien n’est perdu",
    "la moitié",
    "près de chez vous",
)


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/aide",
        "/accessibilite",
        "/vie-privee",
        "/langue",
        "/lecons",
        "/hors-ligne",
        "/aller-plus-loin",
        "/quitter",
        "/pres-de-chez-moi",
    ],
)
def test_no_page_says_what_nothing_keeps(client, url):
    said = text(client, url)
    assert not [sentence for sentence in GONE if sentence in said]


def test_somebody_not_at_ease_is_not_told_so(client):
    """This page opens to everyone, at every level."""
    said = text(client, "/aller-plus-loin")
    assert "Vous êtes à l’aise ?" in said and "Vous êtes à l’aise." not in said
