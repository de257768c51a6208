"""Workshops from end to end: proposed, asked for, given back, marked, printed, put in a calendar."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from tests.web.driving import begin, path
from tests.web.test_advising import install, join, prescribe
from tests.web.test_places import words
from webapp.database import now


def propose(adviser, **changes) -> str:
    form = {
        "title": "Mes premiers mails",
        "day": (now() + timedelta(days=3)).date().isoformat(),
        "hour": "14:30",
        "minutes": "90",
        "seats": "1",
        "venue": "Salle 2, 1 place du Moulin",
        "bring": "votre téléphone",
    }
    return path(adviser.post("/conseil/ateliers/nouveau", data=form | changes))


@pytest.fixture
def world(app):
    """An adviser, one workshop with one place, two people of a code."""
    adviser = install(app)
    _shown, code = prescribe(adviser)
    here = propose(adviser)
    people = [join(app, code)[0] for _ in range(2)]
    return adviser, here, here.replace("/conseil", ""), people


def test_a_place_is_asked_for_kept_and_given_back(world):
    adviser, here, mine, (lina, karim) = world
    assert "Il reste 1 place." in words(lina.get("/ateliers"))
    lina.post(mine, data={"act": "ask", "first_name": "Lina"})
    karim.post(mine, data={"act": "ask", "first_name": "Karim"})
    assert "Votre place est gardée." in words(lina.get(mine))
    assert "Vous êtes sur la liste d’attente, numéro 1." in words(karim.get(mine))
    roster = words(adviser.get(here))
    assert "Prénoms dans la liste : 2. Places : 1." in roster and "Attend, numéro 1" in roster
    assert "Karim" not in words(lina.get(mine)), "nobody reads the names of the others"
    lina.post(mine, data={"act": "give_back"})
    assert "Votre place est gardée." in words(karim.get(mine))
    assert "Lina" not in words(adviser.get(here))


def test_a_first_name_is_needed_and_what_is_wrong_is_said(world):
    adviser, here, mine, (lina, _karim) = world
    assert lina.post(mine, data={"act": "ask", "first_name": ""}).status_code == 422
    assert adviser.post(here, data={"act": "write_down", "first_name": ""}).status_code == 422
    assert adviser.post(here, data={"act": "call_off"}).status_code == 422
    answer = adviser.post("/conseil/ateliers/nouveau", data={"title": "x", "day": "demain"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("day", "hour", "read"),
    [
        ("3/12/2030", "14h30", "3 décembre 2030, 14:30"),
        ("2030-07-01", "9 h", "1er juillet 2030, 09:00"),
    ],
)
def test_a_date_is_read_as_it_is_typed(app, day, hour, read):
    adviser = install(app)
    assert read in words(adviser.get(propose(adviser, day=day, hour=hour)))


def test_called_off_is_said_to_who_had_a_place(world):
    adviser, here, mine, (lina, karim) = world
    lina.post(mine, data={"act": "ask", "first_name": "Lina"})
    adviser.post(here, data={"act": "call_off", "sure": "oui"})
    assert "Cet atelier est annulé." in words(lina.get(mine))
    assert "Mes premiers mails" not in words(karim.get("/ateliers"))
    assert "M’inscrire" not in words(karim.get(mine))


def test_an_adviser_writes_down_marks_and_takes_off(world):
    adviser, here, _mine, _people = world
    adviser.post(here, data={"act": "write_down", "first_name": "Paulo"})
    entry = re.search(rf'action="({here}/[0-9a-f-]+)"', adviser.get(here).text)[1]
    adviser.post(entry, data={"act": "seen"})
    assert re.search(r'value="" aria-pressed="true">Est là', adviser.get(here).text)
    adviser.post(entry, data={"act": "take_off"})
    assert "Paulo" not in words(adviser.get(here))
    assert "votre téléphone" in words(adviser.get(here + "/rappels"))


def test_the_calendar_file_is_one_event_that_any_calendar_reads(world):
    _adviser, _here, mine, (lina, _karim) = world
    answer = lina.get(mine + ".ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert str(event["summary"]) == "Mes premiers mails" and event["location"].startswith("Salle 2")
    assert (event.end - event.start) == timedelta(minutes=90) and event["status"] == "CONFIRMED"
    assert all(len(line) <= 75 for line in answer.get_data().split(b"\r\n"))
    assert "Lina" not in answer.text


def test_another_organisation_and_somebody_without_a_code_see_nothing(app, client, world):
    _adviser, here, mine, _people = world
    stranger = install(app, organisation="Une autre structure", email="autre@ml.example")
    assert stranger.get(here).status_code == 404
    assert stranger.post(here, data={"act": "call_off", "sure": "oui"}).status_code == 404
    begin(client)
    assert client.get(mine).status_code == 404
    assert "Aucun atelier n’est prévu" in words(client.get("/ateliers"))


def test_a_person_sees_and_erases_what_is_kept(world):
    _adviser, _here, mine, (lina, _karim) = world
    lina.post(mine, data={"act": "ask", "first_name": "Lina"})
    kept = lina.get("/mes-donnees.json").get_json()
    assert kept["Ateliers"][0]["first_name"] == "Lina"
    assert "Nous n’avons pas votre nom." not in words(lina.get("/mes-donnees"))
