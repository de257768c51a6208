"""Getting back in after a new secret key, a lost password, a departure; and what each is told."""

from __future__ import annotations

import re

import pytest
from argon2 import extract_parameters
from click.testing import CliRunner

from tests.web.driving import path
from tests.web.test_advising import PASSWORD, install
from webapp.accounts import passwords, setup
from webapp.accounts.passwords import matching_pepper
from webapp.cli import main

MAIL, COLLEAGUE = "awa@ml.example", "bilal@ml.example"
OTHER_WORDS = "nuage quatre fenêtre"


def sign_in(app, email=MAIL, password=PASSWORD):
    client = app.test_client()
    return client, client.post("/conseil/connexion", data={"email": email, "password": password})


def link_in(page) -> str:
    return re.search(r"(/conseil/installation/[\w-]+)", page.text.replace("<wbr>", ""))[1]


@pytest.fixture
def team(app):
    """An administrator, and a colleague they invited."""
    admin = install(app)
    return admin, invited(app, admin)


def invited(app, admin, email=COLLEAGUE):
    colleague, link = app.test_client(), link_in(admin.post("/conseil/equipe/inviter"))
    form = {"name": "Bilal", "email": email, "password": OTHER_WORDS}
    return colleague, colleague.post(link, data=form)


def leave_team(admin):
    page = admin.get("/conseil/equipe").get_data(as_text=True)
    end = re.search(r'action="(/conseil/equipe/[^"]+/retirer)"', page)[1]
    assert admin.post(end, data={"sure": "oui"}).status_code == 303


def test_a_new_secret_key_locks_nobody_out(app, make_app):
    install(app)
    old = app.extensions["marchepied"].settings.secret_key
    changed = make_app(secret_key="another key" * 4, old_secret_keys=(old,))
    assert sign_in(changed)[1].status_code == 303
    alone = make_app(secret_key="another key" * 4)  # hashed again: the old key can go
    assert sign_in(alone)[1].status_code == 303
    assert sign_in(make_app(secret_key="a third key" * 4))[1].status_code == 422


def test_an_unknown_account_costs_what_a_known_one_costs():
    """Argon2 reads its parameters in what it verifies against."""
    known, unknown = passwords.hash_password("cerise tambour", "pepper"), passwords.DUMMY
    assert extract_parameters(unknown) == extract_parameters(known)


def test_the_old_pepper_is_tried_for_everybody(monkeypatch):
    from webapp.accounts import passwords

    tried = []
    monkeypatch.setattr(passwords, "_verifies", lambda stored, text: tried.append(text))
    assert matching_pepper(None, "x", ("a", "b")) is None
    unknown = len(tried)
    assert matching_pepper("hash", "x", ("a", "b")) is None
    assert len(tried) == 2 * unknown == 4


def test_a_colleague_gets_a_link_that_works_once_and_ends_other_sessions(app, team):
    admin, (colleague, _) = team
    page = admin.get("/conseil/equipe").get_data(as_text=True)
    give = re.search(r'action="(/conseil/equipe/[^"]+/lien)"', page)[1]
    assert colleague.post(give).status_code == 403
    first, second = link_in(admin.post(give)), link_in(admin.post(give))
    fresh = app.test_client()
    assert COLLEAGUE in fresh.get(second).get_data(as_text=True)
    assert fresh.post(second, data={"password": "azertyuiop12"}).status_code == 422
    assert fresh.post(second, data={"password": "rideau girafe sept"}).status_code == 303
    assert fresh.get("/conseil").status_code == 200
    assert colleague.get("/conseil").status_code == 303
    for used in (first, second):
        assert app.test_client().get(used).status_code == 404
    assert sign_in(app, COLLEAGUE, "rideau girafe sept")[1].status_code == 303
    other = install(app, organisation="Autre", email="z@autre.example")
    assert other.post(give).status_code == 404


def test_who_left_is_told_and_can_be_invited_again(app, team):
    admin, _ = team
    leave_team(admin)
    _client, refused = sign_in(app, COLLEAGUE, OTHER_WORDS)
    assert refused.status_code == 422
    assert "plus dans une équipe" in refused.get_data(as_text=True)
    assert "plus dans une équipe" not in sign_in(app, COLLEAGUE, "x")[1].get_data(as_text=True)
    colleague, response = invited(app, admin)
    assert response.status_code == 303 and colleague.get("/conseil").status_code == 200


def test_an_account_in_use_is_never_taken_by_an_invitation(app, team):
    admin, _ = team
    _client, response = invited(app, admin, email=MAIL)
    assert response.status_code == 422
    assert "Connectez-vous, ou demandez un lien" in response.get_data(as_text=True)
    assert sign_in(app)[1].status_code == 303


def test_the_last_administrator_gets_a_link_on_the_machine(app, monkeypatch):
    install(app)
    house = app.extensions["marchepied"]
    monkeypatch.setenv("VAR_DIR", str(house.settings.var))
    monkeypatch.setenv("SECRET_KEY", house.settings.secret_key)
    done = CliRunner().invoke(main, ["admin", "link"])
    assert done.exit_code == 0 and MAIL in done.output, done.output
    link = re.search(r"(/conseil/installation/[\w-]+)", done.output)[1]
    fresh = app.test_client()
    assert path(fresh.post(link, data={"password": OTHER_WORDS})) == "/conseil"
    assert fresh.get("/conseil").status_code == 200
    assert CliRunner().invoke(main, ["admin", "link", "no@ml.example"]).exit_code == 1


def test_old_installation_links_die_when_one_is_used(app):
    house = app.extensions["marchepied"]
    with house.database.writing() as session:
        old = setup.make_link(session, setup.SETUP, None, "administrator")
    assert app.test_client().get(setup.SETUP_PATH + old).status_code == 200
    install(app)
    assert app.test_client().get(setup.SETUP_PATH + old).status_code == 404
