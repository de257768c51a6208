"""The pages anyone can open, in every language, small, plain and complete without a script."""

from __future__ import annotations

import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.web.locale import NAMES
from webapp.web.security import csp_nonce

PAGES = (
    "/",
    "/affichage",
    "/langue",
    "/aide",
    "/accessibilite",
    "/vie-privee",
    "/credits",
    "/plan-du-site",
    "/hors-ligne",
)
MAX_WORDS = 12
FORBIDDEN = r"\b(?:score|rang|échec|erreur|nul|illettrisme|illectronisme|lacune)\b|\(e\)|·|\d %"
A_FIRST_PAGE = 5 * 1024
SMALL_PAGE = 2 * 1024


def text_of(html: str) -> str:
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main
    return re.sub(r"<[^>]+>", "\n", main[0])


@pytest.mark.parametrize("language", NAMES)
def test_pages_open_in_each_language(client: FlaskClient, language: str) -> None:
    client.set_cookie("langue", language)
    for path in PAGES:
        page = client.get(path + ("?lang=" + language if path == "/hors-ligne" else ""))
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.get_data(as_text=True)


def test_words_are_plain(client: FlaskClient) -> None:
    for text in (text_of(client.get(path).get_data(as_text=True)) for path in PAGES):
        assert not re.search(FORBIDDEN, text, re.IGNORECASE)
        for sentence in re.split(r"[.!?:\n]", text):
            words = [word for word in sentence.split() if re.search(r"\w", word)]
            assert len(words) <= MAX_WORDS, sentence


def test_spaces_never_break_before_a_sign(client: FlaskClient) -> None:
    for text in (text_of(client.get(path).get_data(as_text=True)) for path in PAGES):
        assert not re.search(r" [;:!?»]|« ", text)
        assert not re.search(r"\w'\w", text)


def test_weight(client: FlaskClient) -> None:
    for path in PAGES:
        body = client.get(path).data
        limit = A_FIRST_PAGE if b"<style>:root" in body else SMALL_PAGE
        assert len(brotli.compress(body, quality=11)) <= limit, path


def test_entry_pages_carry_the_style_and_the_others_link_it(client: FlaskClient) -> None:
    for path, entry in (
        ("/", True),
        ("/code", True),
        ("/conseil/connexion", True),
        ("/aide", False),
    ):
        page = client.get(path).get_data(as_text=True)
        assert ("<style>:root" in page) == entry, path
        assert ('rel="prefetch"' in page) == entry, path
        assert ('rel="stylesheet" href="/static/css/page' in page) != entry, path


def test_htmx_comes_with_every_page_except_under_save_data(client: FlaskClient) -> None:
    for path in PAGES:
        assert "htmx-csp" in client.get(path).get_data(as_text=True), path
        frugal = client.get(path, headers={"Save-Data": "on"}).get_data(as_text=True)
        assert "htmx-csp" not in frugal and "htmx-config" not in frugal, path


def test_page_needs_no_script_and_lets_people_zoom(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    scripts = re.findall(r"<script[^>]*>", page)
    assert all(" defer" in script and " src=" in script for script in scripts)
    assert " style=" not in page and " onclick" not in page
    assert "maximum-scale" not in page and "user-scalable" not in page


def test_home_starts_without_an_account(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert '<form method="post" action="/commencer">' in page
    assert page.count("btn main") == 1
    assert "Reprendre" not in page
    assert "Quitter et effacer" not in page


def test_home_offers_to_resume(client: FlaskClient) -> None:
    client.post("/commencer")
    page = client.get("/").get_data(as_text=True)
    assert re.search(r'class="btn main" href="/reprendre/[^"]+">Reprendre<', page)
    assert page.count("btn main") == 1
    assert "Quitter et effacer" in page


def test_home_says_why_a_page_sent_people_here(client: FlaskClient) -> None:
    assert "ne vous connaît pas" in client.get("/?perdu=1").get_data(as_text=True)
    client.post("/commencer")
    assert "ne vous connaît pas" not in client.get("/?perdu=1").get_data(as_text=True)


def test_links_to_settings_come_back_here(client: FlaskClient) -> None:
    page = client.get("/aide").get_data(as_text=True)
    assert 'href="/affichage?retour=/aide"' in page
    assert 'href="/langue?retour=/aide"' in page
    inside = client.get("/affichage?retour=/aide").get_data(as_text=True)
    assert 'href="/langue?retour=/aide"' in inside
    assert 'name="retour" value="/aide"' in inside


def test_every_link_of_our_pages_opens(client: FlaskClient) -> None:
    links = {
        link.split("#")[0]
        for path in PAGES
        for link in re.findall(r'<a [^>]*href="(/[^"]*)"', client.get(path).get_data(as_text=True))
    }
    for link in sorted(links):
        assert client.get(link).status_code in (200, 303), link


def test_live_region_is_kept_and_filled_from_outside(app: Flask) -> None:
    with app.test_request_context():
        live = app.jinja_env.get_template("components/live.html").module
        assert live.status("") == '<div id="status" role="status" class="note"></div>'
        update = live.status_update("Le <micro> est éteint.")
        assert 'id="status" data-hx-swap-oob="innerHTML"' in update
        assert f'data-hx-nonce="{csp_nonce()}"' in update
        assert "&lt;micro&gt;" in update and "role=" not in update


@pytest.mark.parametrize(("language", "label"), [("fr", "Langue\xa0:"), ("en", "Language:")])
def test_only_french_puts_a_space_before_a_colon(client, language, label):
    client.set_cookie("langue", language)
    assert label in client.get("/aide").get_data(as_text=True)


def test_what_is_kept_is_said_in_the_language_of_the_page(client):
    client.post("/commencer")
    client.set_cookie("langue", "en")
    page = client.get("/mes-donnees").get_data(as_text=True)
    assert "Exercises seen: 1" in page and "Answers: 0" in page and "Vous" not in page
