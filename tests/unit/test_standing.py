"""What the adviser's list says is kept: right at every step, gone when a person stops, flat in cost."""

import pytest
from alembic import command
from sqlmodel import select

from tests.unit.test_services_on_both_databases import a_learner, an_adviser, answer_current
from webapp.advising import following, prescribing, sharing, standing
from webapp.advising.following import Wanted
from webapp.advising.models import PRIVATE, Participation
from webapp.advising.scope import within
from webapp.assessment.correcting import regrade
from webapp.assessment.measuring import results
from webapp.assessment.sitting import lifecycle, reading
from webapp.database import insert_new, new_id, now
from webapp.errors import NotFound
from webapp.exercises.contract import Grade
from webapp.schema import config


@pytest.fixture
def place(database, catalogue):
    """A prescription, and the names of its keys."""
    with database.writing() as session:
        adviser_id, organisation_id = an_adviser(session)
        prescription_id = prescribing.create(
            session,
            catalogue,
            organisation_id=organisation_id,
            adviser_id=adviser_id,
            parcours_id="PAR-3-PRUDENCE",
        )
    return {"organisation_id": organisation_id, "prescription_id": prescription_id}


def joined(database, catalogue, place, name="Léa", *, agrees=True):
    with database.writing() as session:
        found = prescribing.prescription(session, **place)
        learner_id, _token = a_learner(session)
        sitting_id = prescribing.join(
            session, catalogue, found, learner_id=learner_id, agrees=agrees, first_name=name
        )
    return learner_id, sitting_id


def kept(database, place):
    with database.reading() as session:
        row = session.execute(
            select(Participation), execution_options=within(place["organisation_id"])
        ).scalar_one()
        return following.ListedStanding(row.progress, row.line, row.next_action, row.answered_at)


def worked_out(database, catalogue, person):
    with database.reading() as session:
        run = reading.of_sitting(session, learner_id=person[0], sitting_id=person[1])
        return following.standing(catalogue, run)


def shown(database, catalogue, place, **wanted):
    with database.reading() as session:
        return following.page_of_people(session, catalogue, Wanted(**wanted), **place)


def one_answer(database, catalogue, person):
    with database.writing() as session:
        answer_current(session, catalogue, *person)
        run = reading.of_sitting(session, learner_id=person[0], sitting_id=person[1])
        lifecycle.follow(session, catalogue, run)


def test_what_is_kept_is_what_is_worked_out(database, catalogue, place):
    person = joined(database, catalogue, place)
    assert shown(database, catalogue, place).shown[0].state == following.NOT_STARTED
    for _ in range(3):
        one_answer(database, catalogue, person)
        assert kept(database, place) == worked_out(database, catalogue, person)
    with database.writing() as session:
        run = reading.of_sitting(session, learner_id=person[0], sitting_id=person[1])
        lifecycle.end(session, run, reason=lifecycle.FINISHED_BY_PERSON)
        lifecycle.tell(session, catalogue, run)
    assert kept(database, place) == worked_out(database, catalogue, person)
    assert kept(database, place).progress == following.DONE


def test_a_first_name_given_without_agreeing_is_not_kept(database, catalogue, place):
    joined(database, catalogue, place, "Secret", agrees=False)
    with database.reading() as session:
        row = session.execute(
            select(Participation), execution_options=within(place["organisation_id"])
        ).scalar_one()
    assert (row.first_name, row.consent_at, row.progress) == ("", None, PRIVATE)


def test_nothing_stays_of_somebody_who_stops_sharing(database, catalogue, place):
    person = joined(database, catalogue, place)
    one_answer(database, catalogue, person)
    key = {"learner_id": person[0], "prescription_id": place["prescription_id"]}
    with database.writing() as session:
        sharing.set_shared(session, **key, shared=False)
    assert kept(database, place) == following.ListedStanding(PRIVATE)
    one_answer(database, catalogue, person)
    assert kept(database, place) == following.ListedStanding(PRIVATE)
    with database.writing() as session:
        sharing.set_shared(session, **key, shared=True)
    page = shown(database, catalogue, place)
    assert page.shown[0].line == worked_out(database, catalogue, person).line
    assert standing.keep_all(database, lambda: catalogue) == 1
    assert kept(database, place) == worked_out(database, catalogue, person)
    assert standing.keep_all(database, lambda: catalogue) == 0


def test_what_was_there_before_is_worked_out_once(database, catalogue, place):
    person = joined(database, catalogue, place)
    one_answer(database, catalogue, person)
    right = kept(database, place)
    with database.writing() as session:
        session.connection().exec_driver_sql("update participation set progress = NULL, line = ''")
    assert shown(database, catalogue, place).shown[0].line == right.line
    assert standing.keep_all(database, lambda: catalogue) == 1
    assert kept(database, place) == right


def test_a_regraded_answer_is_worked_out_again(database, catalogue, place, monkeypatch):
    person = joined(database, catalogue, place)
    with database.writing() as session:
        item = answer_current(session, catalogue, *person).asked
        session.connection().exec_driver_sql("update participation set line = 'Avant.'")
    monkeypatch.setattr(regrade._Pages, "grade", lambda *_: Grade(score=0, right=False))
    done = regrade.regrade(
        database,
        catalogue,
        item_id=item.item_id,
        version=item.item_version,
        reason="La clé était fausse.",
    )
    assert (done.changed, done.people) == (1, 1)
    assert kept(database, place) == worked_out(database, catalogue, person)
    assert kept(database, place).line != "Avant."


def test_people_of_one_name_are_told_apart_and_stay_so(database, catalogue, place):
    people = [
        joined(database, catalogue, place, name) for name in ("Fatima", "FATIMA", "Fatima", "")
    ]
    names = lambda **wanted: [one.name for one in shown(database, catalogue, place, **wanted).shown]  # noqa: E731
    assert names(sort="nom") == ["Fatima", "FATIMA (2)", "Fatima (3)", "Sans prénom"]
    with database.writing() as session:
        sharing.set_shared(
            session, learner_id=people[0][0], shared=False, prescription_id=place["prescription_id"]
        )
    assert names(search=" fàtima") == ["Fatima (3)", "FATIMA (2)"]
    joined(database, catalogue, place, "Fatima")
    assert names(search="fatima", sort="nom") == ["FATIMA (2)", "Fatima (3)", "Fatima (4)"]
    with database.writing() as session:
        sharing.set_shared(
            session, learner_id=people[0][0], shared=True, prescription_id=place["prescription_id"]
        )
    assert "Sans prénom (2)" in names()


def test_who_is_looked_for_is_found_in_french_order(database, catalogue, place):
    for name in ("Zoé", "Élodie", "Ángel", "Émilie", "Çelik", "Jean-Pierre", "a_b%c", "Emma"):
        joined(database, catalogue, place, name)
    joined(database, catalogue, place, "Émile", agrees=False)
    order = [one.name for one in shown(database, catalogue, place, sort="nom").shown]
    assert order == [
        "abc",
        "Ángel",
        "Çelik",
        "Élodie",
        "Émilie",
        "Emma",
        "Jean-Pierre",
        "Une personne",
        "Zoé",
    ]
    for typed, found in (
        (" emilie ", ["Émilie"]),
        ("jean pierre", ["Jean-Pierre"]),
        ("EM", ["Emma", "Émilie"]),
        ("%", order),
        ("_", order),
        ("zz", []),
    ):
        page = shown(database, catalogue, place, search=typed)
        assert {one.name for one in page.shown} == set(found), typed
        assert page.total == len(found)


def test_names_from_before_are_found_and_told_apart(database, catalogue, place):
    for name in ("Émilie", "emilie", ""):
        joined(database, catalogue, place, name)
    joined(database, catalogue, place, "Zoé", agrees=False)
    before = [one.name for one in shown(database, catalogue, place, sort="nom").shown]
    command.downgrade(config(database.engine), "0007")
    command.upgrade(config(database.engine), "head")
    assert [one.name for one in shown(database, catalogue, place, sort="nom").shown] == before
    assert before == ["Émilie", "emilie (2)", "Sans prénom", "Une personne"]


def many(database, place, count):
    with database.writing() as session:
        for number in range(count):
            insert_new(
                session,
                Participation,
                {
                    **place,
                    "learner_id": new_id(),
                    "sitting_id": new_id(),
                    "first_name": f"Nom {number:05}",
                    "name_key": f"nom{number:05}",
                    "consent_at": now(),
                    "revoked_at": None,
                    "created_at": now(),
                    "line": "Débutant.",
                    "next_action": "–",
                    "progress": following.DONE if number % 3 else following.RUNNING,
                },
            )


def test_a_page_works_nothing_out(database, catalogue, place, monkeypatch):
    many(database, place, 120)
    monkeypatch.setattr(results, "of_run", lambda *_: pytest.fail("a posterior for a list"))
    first = shown(database, catalogue, place)
    assert (len(first.shown), first.total, first.pages) == (50, 120, 3)
    last = shown(database, catalogue, place, page=99)
    assert (last.page, len(last.shown)) == (3, 20)
    assert shown(database, catalogue, place, state=following.RUNNING).total == 40
    found = shown(database, catalogue, place, search="nom 0011", sort="nom")
    assert [one.name for one in found.shown] == [f"Nom 0011{digit}" for digit in range(10)]
    assert first.counts == {
        following.NOT_STARTED: 0,
        following.RUNNING: 40,
        following.DONE: 80,
        PRIVATE: 0,
    }


def test_another_organisation_sees_nobody(database, catalogue, place):
    many(database, place, 3)
    other = place | {"organisation_id": new_id()}
    assert shown(database, catalogue, other).total == 0
    with pytest.raises(NotFound), database.reading() as session:
        prescribing.prescription(session, **other)
