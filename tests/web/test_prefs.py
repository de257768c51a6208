"""Display settings and language: kept on the device, undone in one tap, never a way out of the site."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from webapp.pages.web.views import safe_path
from webapp.web import prefs
from webapp.web.locale import NAMES, day
from webapp.web.prefs import SETTINGS, Prefs

ALL = [name for names in SETTINGS.values() for name in names]


def html_tag(client: FlaskClient, path: str = "/") -> str:
    found = re.search(r"<html[^>]*>", client.get(path).get_data(as_text=True))
    assert found
    return found[0]


def test_nothing_chosen_has_no_class(client: FlaskClient) -> None:
    assert html_tag(client) == '<html lang="fr" dir="ltr">'


def test_settings_are_kept_and_go_back_to_the_page(client: FlaskClient) -> None:
    form = {"text": "t150", "colours": "dark", "font": "easy", "retour": "/aide"}
    answer = client.post("/affichage", data=form)
    assert (answer.status_code, answer.location) == (303, "/aide")
    assert 'class="t150 dark easy"' in html_tag(client, "/aide")


def test_back_to_the_start_in_one_tap(client: FlaskClient) -> None:
    client.post("/affichage", data={"contrast": "strong"})
    answer = client.post("/affichage", data={"act": "reset", "retour": "/aide"})
    assert answer.location == "/affichage?retour=/aide&ok=1"
    page = client.get(answer.location).get_data(as_text=True)
    assert "class=" not in html_tag(client)
    assert "ceux du départ" in page


def test_each_choice_is_shown_as_chosen(client: FlaskClient) -> None:
    for setting, name in ((s, name) for s, names in SETTINGS.items() for name in names):
        client.post("/affichage", data={setting: name})
        page = client.get("/affichage").get_data(as_text=True)
        assert re.search(rf'name="{setting}" value="{name}" checked', page)
        assert page.count(" checked") == len(SETTINGS)


def test_easy_font_is_declared_only_when_chosen(client: FlaskClient) -> None:
    assert "@font-face" not in client.get("/").get_data(as_text=True)
    client.post("/affichage", data={"font": "easy"})
    page = client.get("/")
    sources = re.findall(r"url\(&#34;|url\(\"([^\"]+)", page.get_data(as_text=True))
    assert len(sources) == 2
    for source in sources:
        assert client.get(source).status_code == 200


def test_warm_up_keeps_the_other_settings(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "affichage=t200.dark"}):
        kept = prefs.save_text_size(app.response_class(), "150").headers["Set-Cookie"]
        assert kept.startswith("affichage=t150.dark;")
        assert "Set-Cookie" not in prefs.save_text_size(app.response_class(), "9999").headers


def test_settings_are_stored_with_the_answer(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "affichage=t200.nonsense.slow"}):
        assert prefs.display_settings() == {
            "text": "t200",
            "voice": "slow",
            "device": "computer",
        }
    with app.test_request_context():
        assert prefs.display_settings() == {"device": "computer"}


@given(st.lists(st.one_of(st.sampled_from(ALL), st.text(max_size=8))))
def test_only_known_classes_at_most_one_each(names: list[str]) -> None:
    chosen = Prefs.of(names).chosen
    assert all(name in SETTINGS[setting] for setting, name in chosen.items())
    assert Prefs.of(chosen.values()).chosen == chosen


ELSEWHERE = (
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "",
    "/a\r\nSet-Cookie: x=1",
    "evil",
    "/" + "a" * 400,
    "\t/a",
    "///evil.example",
)


@pytest.mark.parametrize("path", [*ELSEWHERE, None])
def test_another_site_is_never_a_way_back(path: str | None) -> None:
    assert safe_path(path) == "/"


def test_forms_never_lead_to_another_site(client: FlaskClient) -> None:
    for path in ELSEWHERE:
        for form in ("/affichage", "/langue"):
            assert client.post(form, data={"retour": path}).location == "/"


def test_a_page_of_ours_is() -> None:
    assert safe_path("/exercice/1?indice=1#exercise") == "/exercice/1?indice=1#exercise"


@pytest.mark.parametrize("code", NAMES)
def test_language_is_chosen_and_kept(client: FlaskClient, code: str) -> None:
    answer = client.post("/langue", data={"lang": code, "retour": "/aide"})
    assert (answer.status_code, answer.location) == (303, "/aide")
    direction = "rtl" if code == "ar" else "ltr"
    assert f'<html lang="{code}" dir="{direction}"' in client.get("/aide").get_data(as_text=True)


def test_unknown_language_changes_nothing(client: FlaskClient) -> None:
    client.post("/langue", data={"lang": "xx"})
    assert 'lang="fr"' in html_tag(client)


def test_browser_language_is_a_wish(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "ar-MA,fr;q=0.5"})
    assert page.headers["Content-Language"] == "ar"
    page = client.get("/", headers={"Accept-Language": "tlh"})
    assert page.headers["Content-Language"] == "fr"


def test_each_language_says_its_own_name(client: FlaskClient) -> None:
    page = client.get("/langue").get_data(as_text=True)
    for code, name in NAMES.items():
        assert re.search(rf'value="{code}" lang="{code}"[^>]*>{name}<', page)


def test_a_day_is_written_in_the_language_of_the_page(app: Flask) -> None:
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    with app.test_request_context():
        assert day(moment) == "24\xa0novembre 2026"
    with app.test_request_context(headers={"Cookie": "langue=en"}):
        assert day(moment) == "November\xa024, 2026"
