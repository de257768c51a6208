"""Browsers that say nothing of where a form comes from (Firefox before 70, KaiOS, w3m): they get in
by the proof their form carries, and what is foreign is still refused."""

import re

import pytest
from flask.testing import FlaskClient

PROOF = re.compile(r'name="form_proof" value="([^"]+)"')


class SilentBrowser(FlaskClient):
    """Cookies, and neither ``Sec-Fetch-Site`` nor ``Origin`` nor ``Referer``."""

    def proof(self, url: str) -> str:
        return PROOF.search(self.get(url).get_data(as_text=True))[1]


@pytest.fixture
def silent(app):
    return SilentBrowser(app)


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}])
def test_a_person_starts_and_goes_on(silent, headers):
    started = silent.post("/commencer", data={"form_proof": silent.proof("/")}, headers=headers)
    assert started.status_code == 303
    warmup = started.location
    answer = {"size": "100", "practice": "soleil", "form_proof": silent.proof(warmup)}
    done = silent.post(warmup, data=answer, headers=headers)
    assert done.status_code == 303
    exercise = done.location
    said = silent.post(
        exercise, data={"act": "dont_know", "form_proof": silent.proof(exercise)}, headers=headers
    )
    assert said.status_code == 303


def test_every_posted_form_carries_the_proof(silent):
    page = silent.get("/langue").get_data(as_text=True)
    assert page.count('method="post"') == len(PROOF.findall(page)) > 0


def test_the_proof_of_another_device_is_foreign(app, silent):
    stolen = SilentBrowser(app).proof("/")
    silent.get("/")
    refused = silent.post("/commencer", data={"form_proof": stolen})
    assert refused.status_code == 403
    assert "cookies" in refused.get_data(as_text=True)


def test_the_proof_of_an_earlier_person_is_foreign(silent):
    first = silent.proof("/")
    silent.post("/commencer", data={"form_proof": first})
    silent.delete_cookie("navigateur")
    assert silent.post("/langue", data={"form_proof": first, "lang": "ar"}).status_code == 403


def test_without_cookies_the_page_says_what_to_allow(silent):
    proof = silent.proof("/")
    silent.delete_cookie("navigateur")
    refused = silent.post("/commencer", data={"form_proof": proof})
    assert refused.status_code == 403
    assert "Autorisez les cookies" in refused.get_data(as_text=True)


def test_a_form_opened_before_starting_still_counts(silent):
    before = silent.proof("/")
    silent.post("/commencer", data={"form_proof": before})
    again = silent.post("/commencer", data={"form_proof": before})
    assert again.status_code == 303


def test_a_key_that_changed_still_reads_its_proofs(make_app):
    old = make_app(secret_key="ancienne" * 5)
    browser = SilentBrowser(old)
    proof = browser.proof("/")
    new = SilentBrowser(make_app(secret_key="nouvelle" * 5, old_secret_keys=("ancienne" * 5,)))
    new.set_cookie("navigateur", browser.get_cookie("navigateur").value)
    assert new.post("/commencer", data={"form_proof": proof}).status_code == 303


def test_browsers_that_say_where_they_come_from_pay_nothing(client):
    page = client.get("/")
    assert "form_proof" not in page.get_data(as_text=True)
    assert not [c for c in page.headers.getlist("Set-Cookie") if "navigateur" in c]
