"""A person's own card opens their work on another device; a lost one opens nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from tests.web.driving import answer, begin, path
from tests.web.test_advising import install, join, prescribe
from webapp.accounts import cards, sessions, short_codes
from webapp.accounts.limits import CARD
from webapp.accounts.models import PersonalCard
from webapp.accounts.web import slow_tries
from webapp.database import now

NO_CARD = "Cette carte n’ouvre rien"


def code_of(response) -> str:
    assert response.status_code == 200
    return re.search(r'class="code"[^>]*>([^<]+)<', response.get_data(as_text=True))[1]


def make(client) -> str:
    return code_of(client.post("/ma-carte"))


def opens(app, code, *, own="oui"):
    """Another device, on which this code is typed."""
    device = app.test_client()
    device.set_cookie("essai", "1")
    asked = device.post("/code", data={"code": code})
    if asked.status_code != 200:
        return device, asked
    assert "Cet appareil est à vous" in asked.get_data(as_text=True)
    return device, device.post("/carte", data={"code": code, "own": own})


def token_of_new_card(app, client) -> str:
    """The secret of the QR code, as the page prints it: made again here, where it can be read."""
    with app.extensions["marchepied"].database.writing() as session:
        learner_id = session.connection().execute(text("select id from learner")).scalar_one()
        from uuid import UUID

        return cards.make(
            session,
            learner_id=UUID(bytes=learner_id),
            secret_key=app.extensions["marchepied"].settings.secret_key,
        ).token


def test_the_work_is_found_again_on_another_device(app, client):
    url = begin(client)
    answer(app, client, url)
    code = make(client)
    assert re.fullmatch(r"[3-9A-Y]{4}-[3-9A-Y]{4}-[3-9A-Y]{4}", code)
    device, response = opens(app, code.lower().replace("-", " "))
    assert path(response) == "/"
    assert device.get(url).status_code == 200, "the very question of the first device"
    assert client.get(url).status_code == 200, "the first device still knows the person"


def test_the_camera_opens_without_typing(app, client):
    begin(client)
    token = token_of_new_card(app, client)
    device = app.test_client()
    device.set_cookie("essai", "1")
    assert path(device.post("/carte", data={"token": token, "own": "oui"})) == "/"
    assert device.get("/ma-carte").status_code == 200
    wrong = device.post("/carte", data={"token": token[:-2] + "xx", "own": "oui"})
    assert wrong.status_code == 422 and NO_CARD in wrong.get_data(as_text=True)


@pytest.mark.parametrize(("own", "keeps"), [("oui", True), ("non", False)])
def test_on_a_borrowed_device_it_ends_with_the_browser(app, client, own, keeps):
    begin(client)
    _device, response = opens(app, make(client), own=own)
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if c.startswith("sid="))
    assert ("Max-Age" in cookie) == keeps
    with app.extensions["marchepied"].database.reading() as session:
        statement = text(
            "select max(expires_at) from auth_session where created_at >= "
            "(select max(created_at) from auth_session)"
        )
        ends = str(session.connection().execute(statement).scalar())
    limit = now() + (timedelta(days=89) if keeps else sessions.ON_A_SHARED_DEVICE)
    assert (ends >= str(limit)[: len(ends)]) == keeps


def test_a_new_card_ends_the_one_before_at_once(app, client):
    begin(client)
    old, new = make(client), make(client)
    _, response = opens(app, old)
    assert response.status_code == 422 and NO_CARD in response.get_data(as_text=True)
    assert path(opens(app, new)[1]) == "/"
    client.post("/ma-carte/annuler")
    assert opens(app, new)[1].status_code == 422


def test_an_old_card_opens_nothing(app, client):
    begin(client)
    code = make(client)
    with app.extensions["marchepied"].database.writing() as session:
        session.connection().execute(
            update(PersonalCard).values(expires_at=now() - timedelta(seconds=1))
        )
    assert opens(app, code)[1].status_code == 422
    assert "Faire ma carte" in client.get("/ma-carte").get_data(as_text=True)


def test_a_card_made_with_an_old_key_still_opens(app, client, make_app):
    begin(client)
    code, old = make(client), app.extensions["marchepied"].settings.secret_key
    changed = make_app(secret_key="another key" * 4, old_secret_keys=(old,))
    assert path(opens(changed, code)[1]) == "/"


def test_guesses_are_slowed_down_and_the_right_card_is_let_in(app, client, monkeypatch):
    begin(client)
    code = make(client)
    guesser = app.test_client()
    guesser.set_cookie("essai", "1")
    for _ in range(CARD.free):
        wrong = short_codes.new_code(cards.CODE_LENGTH)
        assert guesser.post("/code", data={"code": wrong}).status_code == 422
    slowed = guesser.post("/code", data={"code": code})
    assert slowed.status_code == 422 and slowed.headers["Retry-After"] == "10"
    kept = re.search(r'name="pass" value="([^"]+)"', slowed.get_data(as_text=True))[1]
    soon = slow_tries.now() + timedelta(seconds=11)
    monkeypatch.setattr(slow_tries, "now", lambda: soon)
    asked = guesser.post("/code", data={"code": code, "pass": kept})
    fields = dict(re.findall(r'type="hidden" name="(code|pass)" value="([^"]+)"', asked.text))
    assert set(fields) == {"code", "pass"}, "the wait is not asked for twice"
    assert path(guesser.post("/carte", data=fields | {"own": "oui"})) == "/"


def test_who_opens_a_card_on_a_used_device_is_told_what_is_lost(app, client):
    begin(client)
    code = make(client)
    told = "Sans carte, ce travail-là ne se retrouvera plus."
    used, fresh = app.test_client(), app.test_client()
    begin(used)
    fresh.set_cookie("essai", "1")
    assert told in used.post("/code", data={"code": code}).text
    assert told not in fresh.post("/code", data={"code": code}).text
    assert told not in client.post("/code", data={"code": code}).text, "it is their own"


def test_the_card_of_a_person_who_erased_everything_opens_nothing(app, client):
    begin(client)
    code = make(client)
    client.post("/mes-donnees/effacer", data={"sure": "oui"})
    assert opens(app, code)[1].status_code == 422


def test_leaving_says_what_the_card_keeps(app, client):
    begin(client)
    before = client.get("/quitter").get_data(as_text=True)
    assert "sans carte à vous" in before and "rouvrira" not in before
    code = make(client)
    after = client.get("/quitter").get_data(as_text=True)
    assert "rouvrira" in after and "sans carte à vous" not in after
    client.post("/quitter")
    assert path(opens(app, code)[1]) == "/"


def test_an_adviser_replaces_a_lost_card_and_the_person_sees_it(app):
    adviser = install(app)
    url, code = prescribe(adviser)
    learner, question = join(app, code)
    lost = make(learner)
    learner_id = re.search(r"/personne/([0-9a-f-]{36})", adviser.get(url).get_data(as_text=True))[1]
    made = adviser.post(f"{url}/personne/{learner_id}/carte")
    assert "Lina" in made.get_data(as_text=True)
    assert opens(app, lost)[1].status_code == 422
    device, response = opens(app, code_of(made))
    assert path(response) == "/" and device.get(question).status_code == 200
    assert "Awa Diallo" in device.get("/ma-carte").get_data(as_text=True)


def test_no_card_for_a_person_who_does_not_share(app):
    adviser = install(app)
    url, code = prescribe(adviser)
    learner, _question = join(app, code)
    learner_id = re.search(r"/personne/([0-9a-f-]{36})", adviser.get(url).get_data(as_text=True))[1]
    share = re.search(r'action="(/partage/[^"]+)"', learner.get("/partage").get_data(as_text=True))[
        1
    ]
    learner.post(share, data={"act": "stop"})
    assert adviser.post(f"{url}/personne/{learner_id}/carte").status_code == 404


def test_the_table_does_not_know_the_card(app, client):
    begin(client)
    code = make(client).replace("-", "")
    with app.extensions["marchepied"].database.reading() as session:
        row = session.connection().execute(text("select * from personal_card")).mappings().one()
    assert code not in str(dict(row))
