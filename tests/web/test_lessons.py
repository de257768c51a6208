"""A lesson: in any order, left and taken up, done again, and what comes next."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from tests.web.driving import answer, following, opened, path, settle
from webapp.assessment.models import Question
from webapp.assessment.sitting import reading
from webapp.content.schema.module import PracticeStep
from webapp.exercises.contract import Probe
from webapp.training import lessons
from webapp.training.exercise_choice import used_in

LESSON = "/lecon/MOD-SEC-1"


def start(client, lesson=LESSON):
    """The address of the first exercise."""
    client.set_cookie("essai", "1")
    return settle(client, path(client.post(lesson)))


def parts(client):
    """The addresses of the parts, by number, as the page of the lesson gives them."""
    html = client.get(LESSON).text
    return [
        u.replace("&amp;", "&") for u in re.findall(r'<a class="btn small" href="([^"]+)"', html)
    ]


def go_on(app, client, url, probe=Probe.CORRECT):
    """One page or exercise further."""
    if "/exercice/" in url:
        return following(client, answer(app, client, url, probe))
    html = client.get(url).text
    if link := re.search(r'class="btn main" href="([^"]+)"', html):
        return link[1].replace("&amp;", "&")
    form = re.search(r'<form method="post" action="([^"]+)"', html)[1]
    return settle(client, path(client.post(form)))


def finish(app, client, url, probe=Probe.CORRECT):
    """The end of the lesson."""
    for _ in range(60):
        if "/lecon/fin/" in url:
            return url
        url = go_on(app, client, url, probe)
    raise AssertionError("a lesson without end")


def test_a_card_says_its_idea_where_one_is_and_has_a_drawing(app, client):
    url = go_on(app, client, start(client))
    html = client.get(url).text
    heading = re.search(r"<h1>([^<]+)</h1>", html)[1]
    assert heading == "Un escroc écrit à tout le monde"
    assert "Partie 2 sur 7" in html and "carte 1 sur 6" in html
    assert re.search(r'class="picture" role="img" aria-label="[^"]{20,}"', html)
    assert "<svg" in html


def test_pictures_hidden_are_not_sent(app, client):
    url = go_on(app, client, start(client))
    client.set_cookie("affichage", "nopic")
    assert 'class="picture"' not in client.get(url).text


def test_an_example_is_already_answered_and_congratulates_nobody(app, client):
    start(client)
    html = client.get(f"{parts(client)[2]}?n=9").text
    example = re.search(r'<fieldset class="frozen".*?</fieldset>\s*<div', html, re.DOTALL)[0]
    assert len(re.findall(r"<input[^>]* checked", example)) == 1, "the answer is ticked"
    assert re.search(r'<fieldset class="frozen"[^>]* disabled>', html), "nothing there is alive"
    said = re.search(r'class="note ok"[^>]*>(.*?)</div>', html, re.DOTALL)[1]
    assert "On signale, puis on supprime." in said
    assert "Oui" not in said and "Bravo" not in said


def test_the_hint_of_a_guided_exercise_is_already_open(app, client):
    start(client)
    guided = go_on(app, client, parts(client)[3])
    hints = [client.get(url).text.partition('id="hint"')[2] for url in (guided, parts(client)[0])]
    assert [hint.partition("</div>")[0].count("Indice") for hint in hints] == [1, 0]


def test_every_part_is_one_press_away_in_any_order(app, client):
    first = start(client)
    addresses = parts(client)
    assert addresses[0] == first
    for url in addresses:
        assert client.get(url).status_code == 200
    recap = addresses[-1]
    assert "À garder" in client.get(recap).text
    practice = addresses[4]
    exercise = go_on(app, client, practice)
    assert "/exercice/" in exercise and exercise != first
    assert opened(app, exercise).item.skill == "SEC-2-SMS"
    after = go_on(app, client, exercise)
    assert "/exercice/" in after, "the practice goes on, it does not jump back"
    assert parts(client)[0] == first, "the first exercise still waits"
    assert settle(client, path(client.post(LESSON))) == after, "taken up where one was"


def test_looking_at_a_part_writes_nothing(app, client):
    start(client)
    for url in parts(client):
        client.get(url)
    with app.extensions["marchepied"].database.reading() as session:
        assert len(session.exec(select(Question)).all()) == 1


def test_practice_draws_what_was_not_met(app, client, catalogue):
    module = catalogue.modules["MOD-SEC-1"]
    url, met = start(client), []
    while "/lecon/fin/" not in url:
        if "/exercice/" in url:
            met.append(opened(app, url).item.id)
        url = go_on(app, client, url)
    practised = met[2:]
    assert len(practised) == sum(s.pick.count for s in module.steps if isinstance(s, PracticeStep))
    assert len(set(practised)) == len(practised) and not used_in(module) & set(practised)


def test_doing_it_again_keeps_the_first_result(app, client):
    first = finish(app, client, start(client))
    before = client.get(first).text
    shown = client.get("/ce-que-je-sais-faire").text
    assert "Vous avez fini cette leçon le" in client.get(LESSON).text
    again = finish(app, client, start(client), Probe.WRONG)
    assert again != first
    html = client.get(again).text
    assert "Votre première fois" in html and f'href="{first}"' in html
    assert re.search(r"Vous avez fait \d+ exercices", before)[0] in client.get(first).text
    assert (
        "Repérer un SMS" in shown and "Repérer un SMS" in client.get("/ce-que-je-sais-faire").text
    )
    assert "fini" in client.get("/lecons").text


def test_an_open_second_time_does_not_hide_that_it_was_done():
    run = reading.SittingView(
        UUID(int=1), UUID(int=2), reading.TRAINING, "MOD-SEC-1", "lesson", lessons.now(), None, None
    )
    earlier = lessons.now() - timedelta(days=3)
    done = reading.SittingView(
        UUID(int=1),
        UUID(int=3),
        reading.TRAINING,
        "MOD-SEC-1",
        "lesson",
        earlier,
        earlier,
        "finished",
    )
    here = lessons.standing([run, done], "MOD-SEC-1")
    assert here.open and here.first_done == earlier and here.first_sitting == done.sitting_id


def test_the_second_door_is_exercises_only_and_hard_ones(app, client):
    url = start(client, f"{LESSON}/entrainement")
    assert start(client, f"{LESSON}/entrainement") == url, "pressed twice, one practice"
    levels = []
    while "/exercice/" in url:
        assert "Exercice pour vous entraîner" in client.get(url).text
        levels.append(opened(app, url).item.level)
        url = go_on(app, client, url)
    assert levels[0] == "N3" and levels[1] == "N3" and len(levels) == 5
    assert "Vous avez fait 5 exercices." in client.get(url).text


def test_the_end_proposes_one_next_lesson(app, client):
    html = client.get(finish(app, client, start(client), Probe.WRONG)).text
    section = re.search(r"Et maintenant.*?</section>", html, re.DOTALL)[0]
    assert section.count('class="btn main"') == 1 and html.count("btn main") == 1


def test_a_lesson_in_french_says_so_in_another_language(client):
    assert "Cette leçon est en français" not in client.get(LESSON).text
    client.set_cookie("langue", "en")
    html = client.get(LESSON).text
    assert "This lesson is in French." in html and '<h1 lang="fr"' in html


@pytest.mark.parametrize("part", range(1, 4))
def test_every_lesson_can_be_read_to_its_last_card_and_clue(app, client, catalogue, part):
    """The strict client reads each page as HTML; the last page of an example shows it done."""
    for module in list(catalogue.modules)[part - 1 :: 3]:
        start(client, f"/lecon/{module}")
        html = client.get(f"/lecon/{module}").text
        urls = re.findall(r'<a class="btn small" href="(/lecon/suite/[^"]+)"', html)
        assert len(urls) >= 5, module
        for url in urls:
            page = client.get(f"{url}?n=9")
            assert page.status_code == 200, (module, url)
        done = client.get(f"{urls[1]}?n=9").text
        assert 'class="note ok"' in done and "L’exemple, déjà fait" in done, module


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_list_has_no_lesson_to_come(client, language):
    client.set_cookie("langue", language)
    html = client.get("/lecons").text
    assert "à venir" not in html
    for module in re.findall(r'href="(/lecon/MOD-[^"]+)"', html):
        assert client.get(module).status_code == 200
