"""Guesses are slowed down; nobody who has the right is shut out by somebody else's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.web.driving import path
from tests.web.test_advising import PASSWORD, install, invitation, prescribe
from tests.web.test_recovery import MAIL, invited, leave_team
from webapp.accounts.limits import ADDRESS, CODE, SIGN_IN, network
from webapp.accounts.web import slow_tries
from webapp.advising import codes


def wrong_codes(client, count=CODE.free):
    return [client.post("/code", data={"code": codes.new_code()}).status_code for _ in range(count)]


def count_of(app, kind):
    with app.extensions["marchepied"].database.reading() as session:
        found = session.execute(text(f"select max(count) from tries where key like '{kind}:%'"))
        return found.scalar()


def test_one_prankster_closes_no_room(app, monkeypatch):
    adviser = install(app)
    _url, code = prescribe(adviser)
    prankster, session = app.test_client(), app.test_client()
    session.post("/commencer")
    assert set(wrong_codes(prankster)) == {422}
    assert count_of(app, "code") == CODE.free
    # A device that holds a session, or an invitation, goes in at once.
    assert session.post("/code", data={"code": code}).status_code == 303
    assert app.test_client().get(invitation(adviser)).status_code == 200
    # A new phone waits some seconds, and is then let in whatever the others do.
    phone = app.test_client()
    slowed = phone.post("/code", data={"code": code})
    assert slowed.status_code == 422 and slowed.headers["Retry-After"] == "10"
    page = slowed.get_data(as_text=True)
    kept = re.search(r'name="pass" value="([^"]+)"', page)[1]
    assert phone.post("/code", data={"code": code, "pass": kept}).status_code == 422
    wrong_codes(prankster, 3)
    soon = slow_tries.now() + timedelta(seconds=11)
    monkeypatch.setattr(slow_tries, "now", lambda: soon)
    other = {"code": codes.new_code(), "pass": kept}
    assert app.test_client().post("/code", data=other).headers["Retry-After"] == "10"
    assert phone.post("/code", data={"code": code, "pass": kept}).status_code == 303


def test_a_link_without_its_sign_says_nothing_and_writes_nothing(app):
    _url, code = prescribe(install(app))
    pages = [
        app.test_client().get(f"/c/{one.replace('-', '')}").get_data(as_text=True)
        for one in (code, "KTR-4MX")
    ]
    blank = lambda page: re.sub(r'((value|nonce)="[^"]*"|retour=[^"]*)', "", page)  # noqa: E731
    assert blank(pages[0]) == blank(pages[1]) and f'value="{code}"' in pages[0]
    assert count_of(app, "code") is None
    stranger = app.test_client()
    for _ in range(CODE.free):
        assert stranger.post(f"/c/{codes.new_code()}", data={"act": "agree"}).status_code == 422
    right = f"/c/{codes.read(code)}"
    refused = stranger.post(right, data={"act": "agree"})
    assert refused.status_code == 422 and refused.headers["Retry-After"] == "10"
    assert stranger.get(right + "?i=aaaaaaaaaaaa").status_code == 200


def test_a_link_made_with_an_old_key_still_opens(app, make_app):
    adviser = install(app)
    prescribe(adviser)
    link, old = invitation(adviser), app.extensions["marchepied"].settings.secret_key
    changed = make_app(secret_key="another key" * 4, old_secret_keys=(old,))
    assert "Qui verra quoi" in changed.test_client().get(link).get_data(as_text=True)


def test_the_owner_is_never_locked_out_of_a_device_of_theirs(app):
    owner = install(app)
    good = {"email": MAIL, "password": PASSWORD}
    stranger = app.test_client()
    for _ in range(ADDRESS.free + SIGN_IN.free):
        stranger.post("/conseil/connexion", data=good | {"password": "x"})
    for number in range(ADDRESS.free):
        stranger.post("/conseil/connexion", data={"email": f"a{number}@b.example", "password": "x"})
    assert stranger.post("/conseil/connexion", data=good).status_code == 429
    owner.post("/conseil/deconnexion")
    assert path(owner.post("/conseil/connexion", data=good)) == "/conseil"
    other = owner.post("/conseil/connexion", data=good | {"email": "z@b.example"})
    assert other.status_code == 429  # known for one mail, not for all


def test_a_known_device_has_its_own_tries(app):
    owner = install(app)
    bad = {"email": MAIL, "password": "x"}
    tried = [owner.post("/conseil/connexion", data=bad).status_code for _ in range(7)]
    assert tried[-1] == 429


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_a_subscriber_is_one(address, who):
    assert network(address) == who


def test_a_closed_code_says_whom_to_ask_and_an_adviser_who_left_is_not_named(app):
    admin = install(app)
    colleague, _ = invited(app, admin)
    url, code = prescribe(colleague)
    link = invitation(colleague)
    learner = app.test_client()
    learner.post(link, data={"act": "agree", "first_name": "Lina"})
    mine = f"{link}&qui=me"
    assert "Bilal" in learner.get(mine).get_data(as_text=True)
    leave_team(admin)
    for page in (mine, "/partage"):
        said = learner.get(page).get_data(as_text=True)
        assert "Bilal" not in said and "Mission locale de Valmoulin" in said, page
    admin.post(url + "/modifier", data={"act": "close"})
    said = app.test_client().post("/code", data={"code": code}).get_data(as_text=True)
    assert "Ce code est fermé" in said and "Mission locale de Valmoulin" in said
    assert "Bilal" not in said
