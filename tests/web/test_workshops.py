"""Workshops from end to end: proposed, asked for, given back, marked, printed, put in a calendar."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import select

from tests.web.driving import begin, path
from tests.web.test_advising import install, join, prescribe
from tests.web.test_places import words
from webapp.accounts.models import Organisation
from webapp.advising.scope import within
from webapp.database import now
from webapp.workshops.models import Workshop

FORM = {
    "title": "Mes premiers mails",
    "day": (now() + timedelta(days=3)).date().isoformat(),
    "hour": "14:30",
    "minutes": "90",
    "seats": "1",
    "venue": "Salle 2, 1 place du Moulin",
    "bring": "votre téléphone",
}


def propose(adviser, **changes) -> str:
    return path(adviser.post("/conseil/ateliers/nouveau", data=FORM | changes))


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
        ("3/12/{0}", "14h30", "3 décembre {0}, 14:30"),
        ("{0}-07-01", "9 h", "1er juillet {0}, 09:00"),
    ],
)
def test_a_date_is_read_as_it_is_typed(app, day, hour, read):
    adviser, year = install(app), now().year + 1
    shown = adviser.get(propose(adviser, day=day.format(year), hour=hour))
    assert read.format(year) in words(shown)


@pytest.mark.parametrize("day", ["0001-01-01", "1/1/1000", "31/12/2062", "9999-12-31"])
def test_a_slip_of_the_finger_is_not_a_date(app, day):
    answer = install(app).post("/conseil/ateliers/nouveau", data=FORM | {"day": day, "hour": "0h"})
    assert answer.status_code == 422 and 'id="day-error"' in answer.text


def test_a_double_tap_of_an_adviser_counts_once(app):
    adviser = install(app)
    once = sent_once(adviser.get("/conseil/ateliers/nouveau"))
    first, second, later = [
        propose(adviser, once=once, **more) for more in ({}, {}, {"hour": "16:00"})
    ]
    assert first == second != later, "Back, then another hour, is another workshop"
    once = sent_once(adviser.get(first))
    for name in ("Zoé", "Zoé", "Paulo"):
        adviser.post(first, data={"first_name": name, "once": once})
    assert "Prénoms dans la liste : 2." in words(adviser.get(first))
    again = {"first_name": "Zoé", "once": sent_once(adviser.get(first))}
    adviser.post(first, data=again)
    assert "Prénoms dans la liste : 3." in words(adviser.get(first)), "two people of one name"
    line = re.search(rf'action="({first}/[0-9a-f-]+)"', adviser.get(first).text)[1]
    answers = [adviser.post(line, data={"act": act}) for act in ("take_off", "take_off", "seen")]
    assert [answer.status_code for answer in answers] == [303] * 3


def sent_once(answer) -> str:
    return re.search(r'name="once" value="([^"]+)"', answer.text)[1]


def test_what_is_over_says_so_and_who_came_stays_counted(app, world):
    adviser, here, mine, (lina, karim) = world
    for person, name in ((lina, "Lina"), (karim, "Karim")):
        person.post(mine, data={"act": "ask", "first_name": name})
    began(app, mine, timedelta(minutes=5))
    assert "Votre place est gardée." in words(lina.get(mine))
    assert "liste d’attente" not in words(karim.get(mine))
    lina.post(mine, data={"act": "give_back"})
    assert adviser.post(here, data={"act": "call_off", "sure": "oui"}).status_code == 422
    began(app, mine, timedelta(hours=10))
    for person in (lina, karim):
        shown = words(person.get(mine))
        assert "Cet atelier est terminé." in shown and "gardée" not in shown
        assert "rendre ma place" not in shown and "agenda" not in shown
    assert "Lina" in words(adviser.get(here))


def began(app, mine, ago):
    """The workshop began that long ago."""
    with app.extensions["marchepied"].database.writing() as session:
        house = session.execute(select(Organisation.id)).scalar_one()
        statement = select(Workshop).where(Workshop.id == UUID(mine.rsplit("/", 1)[1]))
        found = session.execute(statement, execution_options=within(house)).scalar_one()
        found.starts_at = now() - ago


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
