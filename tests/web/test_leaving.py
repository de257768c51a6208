"""After leaving a device, nothing of the person is on it; and each way of leaving says what it did."""

from hashlib import sha256

import pytest
from itsdangerous import URLSafeSerializer

from tests.web.driving import path
from tests.web.test_advising import install
from tests.web.test_recovery import MAIL
from tests.web.test_silent_browsers import SilentBrowser
from webapp.web import devices


@pytest.mark.parametrize(("form", "kept"), [({}, False), ({"own": "oui"}, True)])
def test_cookies_go_unless_the_device_is_ones_own(client, form, kept):
    client.post("/commencer")
    client.post("/langue", data={"lang": "en"})
    client.set_cookie("affichage", "dark")
    response = client.post("/quitter", data=form)
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    left = {name for name in ("sid", "langue", "affichage") if client.get_cookie(name)}
    assert left == ({"langue", "affichage"} if kept else set())


def test_the_word_of_a_browser_that_names_no_origin_goes_too(app):
    """Such a browser proves its forms with a cookie of its own; so does one that was asked for cookies."""
    silent = SilentBrowser(app)
    silent.set_cookie("essai", "1")
    silent.post("/commencer", data={"form_proof": silent.proof("/")})
    proof = silent.proof("/quitter")
    assert silent.get_cookie("navigateur") and silent.get_cookie("sid")
    assert silent.post("/quitter", data={"form_proof": proof}).status_code == 303
    assert not any(silent.get_cookie(name) for name in ("navigateur", "sid", "essai"))


def test_what_stays_of_an_adviser_says_nothing_to_who_reads_it(app, make_app):
    """The word is readable in the cookie: without the service's key, no mail can be tried on it."""
    cookie = URLSafeSerializer(app.extensions["marchepied"].settings.secret_key, salt="device")
    adviser = install(app)
    adviser.post("/conseil/deconnexion")
    left = adviser.get_cookie("connu", path="/conseil/connexion").value
    word, (mark,) = cookie.loads(left)
    for guess in (f"{word}:{MAIL}", MAIL):
        assert not sha256(guess.encode()).hexdigest().startswith(mark)
    old = app.extensions["marchepied"].settings.secret_key
    changed = make_app(secret_key="another key" * 4, old_secret_keys=(old,))
    with changed.test_request_context(headers={"Cookie": f"connu={left}"}):
        assert devices.known(MAIL) == word and not devices.known("other@ml.example")


def test_home_says_what_was_done_and_only_then(client):
    client.post("/commencer")
    assert "ne vous connaît plus" not in client.get("/?fini=1").get_data(as_text=True)
    home = path(client.post("/quitter"))
    assert "ne vous connaît plus" in client.get(home).get_data(as_text=True)
    client.post("/commencer")
    home = path(client.post("/mes-donnees/effacer", data={"sure": "oui"}))
    assert "Vos données sont effacées" in client.get(home).get_data(as_text=True)
