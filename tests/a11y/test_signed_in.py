"""Pages behind a session, in every look and language: results, lessons, sharing, the adviser's rooms.

Two people are made once, through the test client: a learner half-way through everything, and the
adviser they share with. Their cookies are then given to the browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import select

from tests.a11y.test_axe import check_every_look, open_page
from tests.a11y.words import cut_words
from tests.browser import resize
from tests.unit.places.test_importing import brought
from tests.unit.test_standing import many
from tests.web.driving import answer, begin, following, path, settle
from webapp.accounts import recovery, setup
from webapp.accounts.models import Adviser, Membership
from webapp.accounts.sessions import start_learner
from webapp.assessment.models import Answer
from webapp.database import new_id, now
from webapp.exercises.contract import Probe
from webapp.training import reminders
from webapp.training.models import Reminder

pytestmark = [pytest.mark.a11y, pytest.mark.xdist_group("signed-in")]
PASSWORD = "cerise tambour velours"


@dataclass
class World:
    """Addresses by name, and who must be signed in to open them."""

    cookies: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def cookie(client, name: str) -> str:
    return client.get_cookie(name).value


def learner_pages(app, client) -> dict[str, str]:
    """A test with a wrong, a right (with help) and an unknown answer, stopped; a lesson to its end."""
    url = begin(client)
    pages = {"question": url, "impossible": url + "/impossible", "why": url + "/pourquoi"}
    pages["helped?"] = help_page(client, url)
    client.post(pages["helped?"], data={"act": "advice"})
    warmup = path(client.post("/commencer", data={"new": "1"}))
    pages["warm-up"] = warmup
    url = settle(client, warmup.replace("echauffement", "reprendre"))
    for kind in (Probe.WRONG, Probe.CORRECT):
        if kind is Probe.CORRECT:
            client.post(help_page(client, url), data={"act": "together"})
        shown = answer(app, client, url, kind)
        pages[f"feedback {kind.value}"] = url
        url = following(client, shown)
    shown = client.get(path(client.post(url, data={"act": "dont_know", "step": "0"})))
    pages["feedback unknown"] = url
    following(client, shown)
    sitting = warmup.rsplit("/", 1)[1]
    pages["pause"] = f"/pause/{sitting}"
    client.post(f"/arreter/{sitting}")
    pages |= {
        "result": f"/resultat/{sitting}",
        "result on paper": f"/resultat/{sitting}/imprimer",
        "my results": "/mes-resultats",
        "sharing": "/partage",
        "my data": "/mes-donnees",
        "my card": "/ma-carte",
        "card made": "/ma-carte",
        "what I can do": "/ce-que-je-sais-faire",
        "leaving": "/quitter",
        "home, known": "/",
        "my papers": "/mes-papiers",
        "my goal": "/mon-but",
    }
    pages |= practice_pages(app, client, sitting)
    return pages | lesson_pages(app, client) | review_pages(app, client)


def practice_pages(app, client, sitting: str) -> dict[str, str]:
    """The five exercises that follow a test, then their end."""
    url = settle(client, path(client.post(f"/entrainement/{sitting}")))
    pages = {"practice": url}
    while "/exercice/" in url:
        url = following(client, answer(app, client, url))
    return pages | {"practice done": url}


def help_page(client, url: str) -> str:
    """Where « Quelqu’un m’aide » leads from an exercise."""
    html = client.get(url).get_data(as_text=True)
    return path(client.post(re.search(r'formaction="([^"]+/garder/avec-aide)"', html)[1]))


def review_pages(app, client) -> dict[str, str]:
    """Weeks later: the list of lessons with a review due, its question, its end."""
    with app.extensions["marchepied"].database.writing() as session:
        session.execute(update(Answer).values(recorded_at=now() - timedelta(days=60)))
    url = settle(client, path(client.post("/revision")))
    pages = {"review": url}
    while "/exercice/" in url:
        url = following(client, answer(app, client, url))
    with app.extensions["marchepied"].database.writing() as session:
        session.execute(update(Answer).values(recorded_at=now() - timedelta(days=60)))
    return pages | {
        "review done": url,
        "lessons, review due": "/lecons",
        "my reviews": "/mes-revisions",
        **reminder_pages(app),
    }


def reminder_pages(app) -> dict[str, str]:
    """Somebody else's links: to confirm an address, to stop the mails."""
    made, someone = app.extensions["marchepied"], new_id()
    with made.database.writing() as session:
        learner_id, _token = start_learner(session, channel="public")
        session.add(
            Reminder(learner_id=learner_id, id=someone, address="a@exemple.fr", asked_at=now())
        )
    links = {"confirm reminders": reminders.CONFIRM, "stop reminders": reminders.STOP}
    words = {reminders.CONFIRM: "confirmer", reminders.STOP: "arreter"}
    keys = made.settings.signing_keys
    return {
        name: f"/rappel/{words[way]}/{reminders.link_token(someone, way, keys)}"
        for name, way in links.items()
    }


def lesson_pages(app, client) -> dict[str, str]:
    """Every page of one lesson."""
    pages = {}
    url = settle(client, path(client.post("/lecon/MOD-SEC-1")))
    for step in range(60):
        pages[f"lesson {step}"] = url
        if "/lecon/fin/" in url:
            return pages | open_lesson(client)
        if "/exercice/" in url:
            url = following(client, answer(app, client, url))
            continue
        html = client.get(url).get_data(as_text=True)
        link = re.search(r'class="btn main" href="([^"]+)"', html)
        if link:
            url = link[1].replace("&amp;", "&")
        else:
            form = re.search(r'<form method="post" action="([^"]+)"', html)[1]
            url = settle(client, path(client.post(form)))
    raise AssertionError("the lesson never ends")


def open_lesson(client) -> dict[str, str]:
    """A lesson that waits: its page with every part, a part of exercises not asked yet, the list."""
    door = "/lecon/MOD-COM-1"
    client.post(door)
    parts = re.findall(r'href="(/lecon/suite/[^"]+)"', client.get(door).text)
    return {"lesson, open": door, "lesson, to come": parts[3], "lessons, open": "/lecons"}


def workshop_pages(adviser, learner) -> dict[str, str]:
    """One with a place kept and somebody waiting, one to ask for, one called off."""
    day = (now() + timedelta(days=9)).date().isoformat()
    form = {
        "day": day,
        "hour": "14:30",
        "minutes": "90",
        "seats": "1",
        "venue": "Salle 2",
        "bring": "un téléphone",
    }
    kept, asked, gone = (
        path(adviser.post("/conseil/ateliers/nouveau", data=form | {"title": title}))
        for title in ("Mes premiers mails", "Mes photos", "Mes démarches")
    )
    for here in (kept, gone):
        learner.post(here.replace("/conseil", ""), data={"act": "ask", "first_name": "Lina"})
    adviser.post(kept, data={"act": "write_down", "first_name": "Paulo"})
    adviser.post(gone, data={"act": "call_off", "sure": "oui"})
    mine = [here.replace("/conseil", "") for here in (kept, asked, gone)]
    return {
        "workshops": "/ateliers",
        "workshop": mine[0],
        "workshop, to ask for": mine[1],
        "workshop, called off": mine[2],
        "our workshops": "/conseil/ateliers",
        "new workshop": "/conseil/ateliers/nouveau",
        "workshop, followed": kept,
        "workshop, followed, called off": gone,
        "reminders": kept + "/rappels",
    }


def place_pages(client) -> dict[str, str]:
    """The search, what it finds, what it does not, one place."""
    url = "/pres-de-chez-moi"
    found = client.post(url, data={"lieu": "valmoulin"}).text
    place = re.search(rf'href="({url}/[^"]+)"', found)[1]
    return {"places": url, "places found": url, "places, unknown": url, "place": place}


LONG_WORD = "atelier_du_jeudi_matin_mission_locale_de_valmoulin"
"""A name as people copy it from a file: no page goes sideways for it."""


def adviser_pages(app, adviser, learner) -> dict[str, str]:
    """One prescription followed, one deleted a moment ago, one empty; the team; the links."""
    house = app.extensions["marchepied"]
    with house.database.writing() as session:
        token = setup.make_link(session, setup.SETUP, None, "administrator")
    form = {
        "organisation": "Mission locale",
        "name": "Awa Diallo",
        "password": PASSWORD,
        "email": f"a{token[:10].lower()}@ml.example",
    }
    adviser.post(setup.SETUP_PATH + token, data=form)
    with house.database.writing() as session:
        unused = setup.make_link(session, setup.SETUP, None, "administrator")
        adviser_id, organisation_id = session.exec(
            select(Membership.adviser_id, Membership.organisation_id)
            .join(Adviser, Adviser.id == Membership.adviser_id)
            .where(Adviser.email == form["email"])
        ).one()
        lost = recovery.link_for(session, organisation_id=organisation_id, adviser_id=adviser_id)
        invited = setup.find_link(
            session, setup.invite(session, organisation_id=organisation_id, role="adviser")
        )
        setup.consume(
            session,
            invited,
            organisation="",
            name="Bilal Haddad",
            email=f"b{token[:10].lower()}@ml.example",
            password=PASSWORD,
            pepper="",
        )
    followed, empty, crowded, gone = (
        path(adviser.post("/conseil/nouveau", data={"parcours": "PAR-0-BILAN", "title": title}))
        for title in ("Atelier du mardi", LONG_WORD, "Grand groupe", "Ancien atelier")
    )
    code = re.search(r'class="code" dir="ltr">([^<]+)<', adviser.get(followed).text)[1]
    door = path(learner.post("/code", data={"code": code}))
    warmup = path(learner.post(door, data={"act": "agree", "first_name": "Lina"}))
    url = settle(learner, warmup.replace("echauffement", "reprendre"))
    learner.post(url, data={"act": "dont_know", "step": "0"})
    person = re.search(r'action="([^"]+/personne/[^"]+)"', adviser.get(followed).text)[1]
    place = {"organisation_id": organisation_id, "prescription_id": UUID(crowded.rsplit("/", 1)[1])}
    many(house.database, place, 120)
    brought(house.database, name="mediation.csv")
    workshops = workshop_pages(adviser, learner)
    home = path(adviser.post(gone + "/modifier", data={"act": "delete", "sure": "oui"}))
    return (
        workshops
        | place_pages(learner)
        | {
            "adviser home": "/conseil",
            "adviser home, undo": home,
            "new prescription": "/conseil/nouveau",
            "prescription": followed,
            "prescription without anyone": empty,
            "card": followed + "/carte",
            "edit": followed + "/modifier",
            "search without result": followed,
            "prescription, page 2": crowded + "?page=2",
            "search, page 1": crowded,
            "person": person,
            "person, opened": person,
            "our places": "/conseil/lieux",
            "our places, search": "/conseil/lieux",
            "team": "/conseil/equipe",
            "password": "/conseil/mot-de-passe",
            "code of a card": door + "&qui=other",
            "code of a card, somebody here": door,
            "installation": setup.SETUP_PATH + unused,
            "new password": setup.SETUP_PATH + lost,
            "paper": "/conseil/papier",
            "sheet": "/conseil/papier/exercice/BUR-3-PHOTO-001",
            "sheet, table": "/conseil/papier/exercice/NAV-2-PRATIQUE-001",
            "key": "/conseil/papier/corrige/SEC-2-SMS-001",
            "group note": "/conseil/papier/lecon/MOD-SEC-1",
            "screening on paper": "/conseil/papier/reperage",
            "screening, few answers": "/conseil/papier/reperage?x=",
        }
    )


LEARNER = (
    "question",
    "impossible",
    "why",
    "helped?",
    "warm-up",
    "feedback correct",
    "feedback wrong",
    "practice",
    "practice done",
    "feedback unknown",
    "pause",
    "result",
    "result on paper",
    "my results",
    "sharing",
    "my data",
    "my card",
    "card made",
    "what I can do",
    "leaving",
    "home, known",
    "my papers",
    "my goal",
    "my reviews",
    "confirm reminders",
    "stop reminders",
    "review",
    "review done",
    "lessons, review due",
    "workshops",
    "workshop",
    "workshop, to ask for",
    "workshop, called off",
    "places",
    "places found",
    "places, unknown",
    "place",
)
SEARCH = "form.filters button"
SEARCH_PLACES = "main form .btn.main"
THROUGH = {
    "card made": {"through": "main form .btn"},
    "person, opened": {"through": "main form .btn.main"},
    "places found": {"typed": "valmoulin", "through": SEARCH_PLACES},
    "places, unknown": {"typed": "valmuolin", "through": SEARCH_PLACES},
    "our places, search": {"typed": "99100", "through": SEARCH_PLACES},
    "search without result": {"typed": "zzz", "through": SEARCH},
    "search, page 1": {"typed": "nom", "through": SEARCH},
}
"""Pages that are behind a button each time: a look is written down first, a name is not in an address."""
LESSON = (
    *(f"lesson {step}" for step in range(17)),
    "lesson, open",
    "lesson, to come",
    "lessons, open",
)
ADVISER = (
    "adviser home",
    "adviser home, undo",
    "new prescription",
    "prescription",
    "prescription without anyone",
    "prescription, page 2",
    "search, page 1",
    "card",
    "edit",
    "search without result",
    "person",
    "person, opened",
    "our places",
    "our places, search",
    "our workshops",
    "new workshop",
    "workshop, followed",
    "workshop, followed, called off",
    "reminders",
    "team",
    "password",
    "code of a card",
    "code of a card, somebody here",
    "installation",
    "new password",
    "paper",
    "sheet",
    "sheet, table",
    "key",
    "group note",
    "screening on paper",
    "screening, few answers",
)


def make_world(live_app) -> World:
    """The two people and their pages."""
    learner, adviser = live_app.test_client(), live_app.test_client()
    for client in (learner, adviser):
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        client.set_cookie("essai", "1")  # this browser keeps cookies
    pages = learner_pages(live_app, learner) | adviser_pages(live_app, adviser, learner)
    return World({"sid": cookie(learner, "sid"), "asid": cookie(adviser, "asid")}, pages)


@pytest.mark.parametrize("name", [*LEARNER, *LESSON, *ADVISER])
def test_page(page, address, world, name):
    if name not in world.pages:
        pytest.fail(f"no such page any more: {name}; there are {sorted(world.pages)}")
    for key, value in world.cookies.items():
        page.add_cookie({"name": key, "value": value})
    check_every_look(page, address + world.pages[name], **THROUGH.get(name, {}))


def test_every_page_that_was_made_is_looked_at(world):
    assert set(world.pages) == {*LEARNER, *LESSON, *ADVISER}


@pytest.mark.parametrize("name", [*ADVISER, "sign in"])
def test_the_largest_text_goes_sideways_nowhere_and_cuts_no_word(page, address, world, name):
    """At the two widths of a telephone; in French, whose words are the longest."""
    cookies = {} if name == "sign in" else world.cookies
    for key, value in (cookies | {"affichage": "t200", "langue": "fr"}).items():
        page.add_cookie({"name": key, "value": value})
    open_page(page, address + world.pages.get(name, "/conseil/connexion"), **THROUGH.get(name, {}))
    for width in (320, 390):
        resize(page, width)
        wide = page.execute_script("return document.documentElement.scrollWidth")
        assert (wide, cut_words(page)) == (width, []), name


@pytest.mark.parametrize("name", ["adviser home", "prescription", "team"])
def test_the_header_of_an_adviser_is_one_line_on_a_phone(page, address, world, name):
    page.add_cookie({"name": "asid", "value": world.cookies["asid"]})
    resize(page, 390)
    page.get(address + world.pages[name])
    heights = page.execute_script(
        "return ['body > header', 'header summary'].map("
        "each => document.querySelector(each).getBoundingClientRect().height)"
    )
    assert heights[0] < 1.6 * heights[1]
