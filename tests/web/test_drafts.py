"""Nothing typed is lost by our own ways out, with or without a script."""

import re

import pytest
from sqlmodel import col, select

from webapp.assessment.models import Answer, Question
from webapp.assessment.web.leave_views import WAYS


@pytest.fixture
def exercise(client):
    warmup = client.post("/commencer").location
    return client.post(warmup, data={"size": "100", "practice": "soleil"}).location


def drafts(app):
    with app.extensions["marchepied"].database.reading() as session:
        return list(session.exec(select(Question.draft).where(col(Question.draft).is_not(None))))


def fields_of(html):
    """A value for each field of the answer form, as somebody could have chosen it."""
    form = re.search(r'<form[^>]*id="answer".*?</form>', html, re.DOTALL)[0]
    radios = dict(
        reversed(re.findall(r'type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"', form))
    )
    return radios | dict.fromkeys(re.findall(r'type="text" id="([^"]+)"', form), "à moitié")


@pytest.mark.parametrize("way", sorted(WAYS))
def test_what_is_typed_comes_back(client, app, exercise, way):
    fields = fields_of(client.get(exercise).get_data(as_text=True))
    left = client.post(f"{exercise}/garder/{way}", data={"step": "0", "how": "touch", **fields})
    assert left.status_code == 303
    assert client.get(left.location).status_code == 200
    page = client.get(exercise).get_data(as_text=True)
    for value in fields.values():
        assert re.search(rf'value="{value}"( checked|[^>]*autocomplete)', page), value
    kept = [set(draft["fields"]) for draft in drafts(app) if "fields" in draft]
    assert kept == ([set(fields)] if fields else [])


def test_every_way_out_of_the_page_is_known(client, exercise):
    page = client.get(exercise).get_data(as_text=True)
    ways = set(re.findall(r'formaction="[^"]+/garder/([^"?]+)', page))
    assert ways and ways <= WAYS.keys()
    footer = re.search(r"<footer>.*</footer>", page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', footer) == ["/quitter"]


def test_an_unknown_way_is_no_page(client, exercise):
    assert client.post(f"{exercise}/garder/ailleurs", data={"step": "0"}).status_code == 404


def test_the_page_left_by_the_browser_is_kept_too(client, app, exercise):
    kept = client.post(f"{exercise}/garder", data={"step": "0", "choice": "a"})
    assert kept.status_code == 204
    assert drafts(app) == [{"step": 0, "fields": {"choice": ["a"]}}]


def test_what_belongs_to_another_screen_is_not_kept(client, app, exercise):
    client.post(f"{exercise}/garder", data={"step": "3", "choice": "a"})
    client.post(f"{exercise}/garder", data={"step": "x", "choice": "a"})
    assert drafts(app) == []


def test_too_long_is_not_kept(client, app, exercise):
    client.post(f"{exercise}/garder", data={"step": "0", "choice": "a" * 9000})
    assert drafts(app) == []


def test_the_answer_takes_it_away(client, app, exercise):
    client.post(f"{exercise}/garder", data={"step": "0", "choice": "a"})
    client.post(exercise, data={"act": "dont_know", "step": "0"})
    assert drafts(app) == []
    late = client.post(f"{exercise}/garder", data={"step": "0", "choice": "b"})
    assert late.status_code == 204 and drafts(app) == []


def test_another_person_cannot_write_there(client, app, exercise):
    other = app.test_client()
    other.post("/commencer")
    assert other.post(f"{exercise}/garder", data={"step": "0", "choice": "a"}).status_code == 404
    assert drafts(app) == []


def test_a_hint_stays_on_the_page_whatever_the_road_back(client, app, exercise):
    before = client.get(exercise).get_data(as_text=True)
    assert "/garder/indice" in before and "<strong>Indice</strong>" not in before
    client.post(f"{exercise}/garder/indice", data={"step": "0"})
    client.post(f"{exercise}/garder/affichage", data={"step": "0", "choice": "a"})
    page = client.get(exercise).get_data(as_text=True)
    assert "<strong>Indice</strong>" in page and "/garder/indice" not in page
    assert drafts(app) == [{"hint": True, "step": 0, "fields": {"choice": ["a"]}}]


def test_an_answer_says_that_the_hint_was_read(client, app, exercise):
    client.post(f"{exercise}/garder/indice", data={"step": "0"})
    client.post(exercise, data={"act": "dont_know", "step": "0"})
    with app.extensions["marchepied"].database.reading() as session:
        assert session.exec(select(Answer.hint)).all() == [True]


def test_an_old_address_shows_no_hint_that_was_not_counted(client, exercise):
    page = client.get(f"{exercise}?indice=1").get_data(as_text=True)
    assert "<strong>Indice</strong>" not in page
