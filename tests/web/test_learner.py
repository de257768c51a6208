"""The learner's path, from the home page to the result, as a person walks it and as they stumble."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.a11y.test_hands import one_item_a_form
from tests.acting import ask_someone
from tests.web.driving import answer, begin, following, opened, path, settle
from webapp.assessment.models import Answer
from webapp.content.typography import french
from webapp.exercises.contract import Action, Probe
from webapp.exercises.short_text.grading import LONGEST


def walk(app, client, probe=Probe.CORRECT, limit=25):
    url, seen = begin(client), []
    while "/exercice/" in url and len(seen) < limit:
        page = client.get(url)
        assert page.status_code == 200
        seen.append(url)
        url = following(client, answer(app, client, url, probe))
    return url, seen


def test_home_has_one_obvious_button(client):
    html = client.get("/").get_data(as_text=True)
    assert html.count('class="btn main"') == 1
    assert "Commencer" in html


@pytest.mark.parametrize("probe", [Probe.CORRECT, Probe.WRONG])
def test_whole_test_ends_with_a_result(app, client, probe):
    url, seen = walk(app, client, probe)
    assert url.startswith("/resultat/")
    assert 6 <= len(seen) <= 20
    assert len(set(seen)) == len(seen)
    html = client.get(url).get_data(as_text=True)
    assert "Ce n’est pas une note" in html
    assert "%" not in re.sub(r"<[^>]+>", "", html.split("<main")[1].split("</main>")[0])
    assert html.count('<div class="card">') <= 3
    assert client.get(url + "/imprimer").status_code == 200


def test_dont_know_all_the_way_is_kind(client, catalogue):
    url = begin(client)
    for _ in range(25):
        if "/exercice/" not in url:
            break
        response = client.post(url, data={"act": "dont_know", "step": "0"})
        page = client.get(path(response))
        text = page.get_data(as_text=True)
        assert "Merci de l’avoir dit" in text
        url = following(client, page)
    html = client.get(url).get_data(as_text=True).split("<main")[1].lower()
    # « Un faux mail » is what an exercise or a skill is about, never a verdict: names are left out.
    titles = [item.text.title for item in catalogue.items.values()]
    labels = [skill.label for skill in catalogue.framework.skills.values()]
    for name in sorted((*titles, *labels), key=len, reverse=True):
        html = html.replace(french(name).lower(), "")
    for word in ("échec", "erreur", "faux", "score", "rang"):
        assert not re.search(rf"\b{word}\b", html), word


def test_cannot_is_replaced_and_never_counted(app, client):
    url = begin(client)
    assert client.get(url + "/impossible").status_code == 200
    response = client.post(url, data={"act": "cannot", "reason": "device"})
    other = path(client.get(path(response)))
    assert other != url
    assert "Exercice 1 sur" in client.get(other).get_data(as_text=True)
    # Going back to the impossible one leads to where the person is.
    assert client.get(url).status_code == 303


def main_of(response) -> str:
    """The page without its head, whose nonce is new each time."""
    return response.get_data(as_text=True).partition("<main")[2]


def test_same_answer_twice_counts_once(app, client):
    url = begin(client)
    first = answer(app, client, url)
    again = client.post(url, data={"act": "dont_know", "step": "0"})
    assert again.status_code == 303
    assert main_of(client.get(path(again))) == main_of(first)
    following_url = following(client, first)
    assert "Exercice 2 sur" in client.get(following_url).get_data(as_text=True)


def asked(app, item_id):
    """One exercise before somebody new: their client and its address."""
    question, token = ask_someone(app, item_id)
    client = app.test_client()
    client.set_cookie("sid", token)
    return client, f"/exercice/{question}"


def test_invalid_answer_keeps_everything_and_says_what_to_do(app):
    for kind, item_id in one_item_a_form():
        client, url = asked(app, item_id)
        question = opened(app, url)
        *actions, last = question.room.sample(question.spec, Probe.INVALID)
        for step, form in enumerate(actions):
            assert client.post(url, data={**form, "step": str(step)}).status_code == 303, kind
        response = client.post(url, data={**last, "step": str(len(actions))})
        assert response.status_code == 422, kind
        html = response.get_data(as_text=True)
        assert "<title>À compléter" in html and 'class="error-summary"' in html, kind
        kept = {v for name, values in last.items() if name != "act" for v in values if v}
        assert all(f'value="{value}"' in html for value in kept if len(value) < LONGEST), kind


def test_control_characters_are_dropped(app):
    items = dict(one_item_a_form())
    for kind, form, status in (
        ("choice", {"choice": "a\0", "x\0": "\x1b[2J"}, 303),
        ("choice", {"choice": "\0"}, 422),
        ("short_text", {"text": "14\0 h"}, 303),
        ("short_text", {"text": "\0\x1b"}, 422),
    ):
        client, url = asked(app, items[kind])
        answered = client.post(url, data={"act": "answer", "step": "0", **form})
        assert answered.status_code == status, (kind, form)


def test_hint_is_recorded_without_script(client):
    url = begin(client)
    response = client.post(url + "/garder/indice", data={"step": "0"})
    html = client.get(path(response)).get_data(as_text=True)
    assert 'id="hint"' in html


def test_pause_resume_and_stop(app, client):
    url = begin(client)
    page = answer(app, client, url)
    pause = re.search(r'href="(/pause/[^"]+)"', page.get_data(as_text=True))[1]
    html = client.get(pause).get_data(as_text=True)
    assert "Reprendre" in html
    home = client.get("/").get_data(as_text=True)
    assert "Reprendre" in home
    stop = re.search(r'action="(/arreter/[^"]+)"', html)[1]
    response = client.post(stop)
    assert client.get(path(response)).status_code == 200


def test_starting_twice_is_starting_once(app, client):
    """A double tap without script, « Recommencer » included: no empty test is left behind."""
    first = path(client.post("/commencer"))
    assert path(client.post("/commencer")) == first
    assert path(client.post("/commencer", data={"new": "1"})) == first
    question = path(client.post(first, data={"practice": "soleil"}))
    answer(app, client, question)
    again = path(client.post("/commencer", data={"new": "1"}))
    assert again.startswith("/echauffement/") and again != first
    assert path(client.post("/commencer", data={"new": "1"})) == again


def test_starting_again_leaves_nothing_of_the_test_before(app, client):
    """It is not offered any more, and what was answered in it says nothing in the new one."""
    old = begin(client)
    answer(app, client, old)
    new = settle(
        client,
        path(client.post("/commencer", data={"new": "1"})).replace("echauffement", "reprendre"),
    )
    run = opened(app, new).run
    assert run.before is None
    assert client.get(old).status_code == 200
    client.post(f"/arreter/{run.sitting_id}")
    assert "/reprendre/" not in client.get("/").get_data(as_text=True)


def test_another_device_sees_nothing(app, client):
    url = begin(client)
    stranger = app.test_client()
    assert stranger.get(url).status_code == 303
    stranger.post("/commencer")
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, data={"act": "dont_know"}).status_code == 404


def test_leaving_a_shared_device(client):
    url = begin(client)
    assert client.get("/quitter").status_code == 200
    response = client.post("/quitter")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(url).status_code == 303


def test_erasing_everything(app, client):
    begin(client)
    assert client.post("/mes-donnees/effacer").status_code == 422
    assert client.get("/mes-donnees.json").get_json()["Parcours et leçons"]
    assert client.post("/mes-donnees/effacer", data={"sure": "oui"}).status_code == 303
    from sqlalchemy import text

    with app.extensions["marchepied"].database.reading() as session:
        for table in ("learner", "sitting", "question", "answer", "action", "auth_session"):
            assert session.execute(text(f"select count(*) from {table}")).scalar() == 0, table


def test_lesson_from_start_to_end(app, client):
    response = client.post("/lecon/MOD-SEC-1")
    url = settle(client, path(response))
    for _ in range(60):
        if "/lecon/fin/" in url:
            break
        if "/exercice/" in url:
            assert client.get(url).status_code == 200
            url = following(client, answer(app, client, url))
            continue
        html = client.get(url).get_data(as_text=True)
        link = re.search(r'class="btn main" href="([^"]+)"', html)
        if link:
            url = link[1].replace("&amp;", "&")
        else:
            form = re.search(r'<form method="post" action="([^"]+)"', html)[1]
            url = settle(client, path(client.post(form)))
    assert "/lecon/fin/" in url
    assert "bravo" in client.get(url).get_data(as_text=True)
    sheet = client.get("/ce-que-je-sais-faire").get_data(as_text=True)
    assert "Repérer un SMS" in sheet
    pdf = client.get("/ce-que-je-sais-faire.pdf")
    assert pdf.mimetype == "application/pdf" and pdf.get_data().startswith(b"%PDF")


def example_of(client) -> str:
    """The page of the solved exercise of a lesson."""
    url = settle(client, path(client.post("/lecon/MOD-SEC-1")))
    lesson = path(client.post(url, data={"act": "dont_know", "step": "0"}))
    lesson = following(client, client.get(lesson))
    for _ in range(20):
        html = client.get(lesson).get_data(as_text=True)
        if 'id="clues"' in html:
            break
        link = re.search(r'class="btn main" href="([^"]+)"', html)
        form = re.search(r'<form method="post" action="([^"]+)"', html)
        lesson = (
            link[1].replace("&amp;", "&") if link else settle(client, path(client.post(form[1])))
        )
    return html


def test_an_example_is_heard_before_its_clues(client):
    """And the next page opens on the clues: the example is not heard again."""
    html = example_of(client)
    assert html.index('class="frozen"') < html.index('id="clues"') < html.index('class="btn main"')
    assert re.search(r'class="btn main" href="[^"]+#clues"', html)


def test_a_french_example_says_its_language_in_an_arabic_page(client):
    client.set_cookie("langue", "ar")
    html = re.sub(' translate="(yes|no)"', "", example_of(client))
    title = re.search(r"<h1>(.+?)</h1>", html)[1]
    assert re.fullmatch(r'[^a-zA-Z]+<span lang="fr" dir="ltr">[^<]+</span>', title), title
    assert '<legend lang="ar" dir="rtl">' in html
    assert '<p class="progress"><span lang="fr" dir="ltr">' in html


def test_a_review_from_the_lessons_page_to_its_end(app, client):
    url = following(client, answer(app, client, begin(client)))
    assert "À revoir" not in client.get("/lecons").get_data(as_text=True), "nothing is old yet"
    assert path(client.post("/revision")) == "/lecons"
    with app.extensions["marchepied"].database.writing() as session:
        for kept in session.exec(select(Answer)):
            kept.recorded_at -= timedelta(days=40)
            session.add(kept)
    assert "1 question pour ne pas oublier" in client.get("/lecons").get_data(as_text=True)
    url = settle(client, path(client.post("/revision")))
    assert settle(client, path(client.post("/revision"))) == url, "pressed twice, one review"
    html = client.get(url).get_data(as_text=True)
    assert "Exercice à revoir" in html and "Exercice de la leçon" not in html
    url = following(client, answer(app, client, url))
    html = client.get(url).get_data(as_text=True)
    assert "Révision finie" in html and "Prochaine révision à partir du" in html
    assert "À revoir" not in client.get("/lecons").get_data(as_text=True)


def test_how_an_answer_was_given_is_kept_in_known_words_only(app, client):
    url = begin(client)
    phone = {"User-Agent": "Mozilla/5.0 (Linux; Android 10) Mobile Safari"}
    form = {"act": "dont_know", "step": "0", "how": "touch heard <b>x</b>"}
    client.post(url, data=form, headers=phone)
    house = app.extensions["marchepied"]
    with house.database.reading() as session:
        kept = session.exec(select(Answer)).one()
    assert kept.display == {"device": "phone", "input": "touch", "heard": "yes"}


def test_a_pasted_book_does_not_fill_the_log():
    action = Action.from_form({"act": ["type:field"], **{f"f{n}": ["x" * 9000] for n in range(90)}})
    kept = action.as_json()["fields"]
    assert len(kept) == 60
    assert {len(value) for values in kept.values() for value in values} == {2000}


def test_the_task_is_read_in_its_place(client):
    """Orca skips a text that names something else: the task would be heard after the hint."""
    html = client.get(begin(client)).get_data(as_text=True)
    named = re.findall(r'aria-labelledby="([^"]+)"', html)
    assert 'id="task"' in html and "task" not in " ".join(named).split()
