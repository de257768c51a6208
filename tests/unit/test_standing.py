"""What the adviser's list says is kept: right at every step, gone when a person stops, flat in cost."""

import pytest
from sqlmodel import select

from tests.unit.test_services_on_both_databases import a_learner, an_adviser, answer_current
from webapp.advising import following, prescribing, sharing, standing
from webapp.advising.following import Wanted
from webapp.advising.models import PRIVATE, Participation
from webapp.advising.scope import within
from webapp.assessment import results, runs, sittings
from webapp.database import insert_new, new_id, now
from webapp.errors import NotFound


@pytest.fixture
def place(database, catalogue):
    """A prescription, and the names of its keys."""
    with database.writing() as session:
        adviser_id, organisation_id = an_adviser(session)
        prescription_id = prescribing.create(
            session, catalogue, organisation_id=organisation_id, adviser_id=adviser_id,
            parcours_id="PAR-3-PRUDENCE",
        )  # fmt: skip
    return {"organisation_id": organisation_id, "prescription_id": prescription_id}


def joined(database, catalogue, place, name="Léa", *, agrees=True):
    with database.writing() as session:
        found = prescribing.prescription(session, **place)
        learner_id, _token = a_learner(session)
        sitting_id = prescribing.join(session, catalogue, found, learner_id=learner_id,
                                      agrees=agrees, first_name=name)  # fmt: skip
    return learner_id, sitting_id


def kept(database, place):
    with database.reading() as session:
        row = session.execute(select(Participation), execution_options=within(
            place["organisation_id"])).scalar_one()  # fmt: skip
        return following.Standing(row.progress, row.line, row.next_action, row.answered_at)


def worked_out(database, catalogue, person):
    with database.reading() as session:
        run = runs.of_sitting(session, learner_id=person[0], sitting_id=person[1])
        return following.standing(catalogue, run)


def shown(database, catalogue, place, **wanted):
    with database.reading() as session:
        return following.page_of_people(session, catalogue, Wanted(**wanted), **place)


def one_answer(database, catalogue, person):
    with database.writing() as session:
        answer_current(session, catalogue, *person)
        run = runs.of_sitting(session, learner_id=person[0], sitting_id=person[1])
        sittings.follow(session, catalogue, run)


def test_what_is_kept_is_what_is_worked_out(database, catalogue, place):
    person = joined(database, catalogue, place)
    assert shown(database, catalogue, place).shown[0].state == following.NOT_STARTED
    for _ in range(3):
        one_answer(database, catalogue, person)
        assert kept(database, place) == worked_out(database, catalogue, person)
    with database.writing() as session:
        run = runs.of_sitting(session, learner_id=person[0], sitting_id=person[1])
        sittings.end(session, run, reason=sittings.FINISHED_BY_PERSON)
        sittings.tell(session, catalogue, run)
    assert kept(database, place) == worked_out(database, catalogue, person)
    assert kept(database, place).progress == following.DONE


def test_a_first_name_given_without_agreeing_is_not_kept(database, catalogue, place):
    joined(database, catalogue, place, "Secret", agrees=False)
    with database.reading() as session:
        row = session.execute(select(Participation), execution_options=within(
            place["organisation_id"])).scalar_one()  # fmt: skip
    assert (row.first_name, row.consent_at, row.progress) == ("", None, PRIVATE)


def test_nothing_stays_of_somebody_who_stops_sharing(database, catalogue, place):
    person = joined(database, catalogue, place)
    one_answer(database, catalogue, person)
    key = {"learner_id": person[0], "prescription_id": place["prescription_id"]}
    with database.writing() as session:
        sharing.set_shared(session, **key, shared=False)
    assert kept(database, place) == following.Standing(PRIVATE)
    one_answer(database, catalogue, person)
    assert kept(database, place) == following.Standing(PRIVATE)
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


def many(database, place, count):
    with database.writing() as session:
        for number in range(count):
            insert_new(session, Participation, {
                **place, "learner_id": new_id(), "sitting_id": new_id(),
                "first_name": f"Nom {number:05}", "consent_at": now(), "revoked_at": None,
                "created_at": now(), "line": "Débutant.", "next_action": "–",
                "progress": following.DONE if number % 3 else following.RUNNING,
            })  # fmt: skip


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
    assert first.counts == {following.NOT_STARTED: 0, following.RUNNING: 40,
                            following.DONE: 80, PRIVATE: 0}  # fmt: skip


def test_another_organisation_sees_nobody(database, catalogue, place):
    many(database, place, 3)
    other = place | {"organisation_id": new_id()}
    assert shown(database, catalogue, other).total == 0
    with pytest.raises(NotFound), database.reading() as session:
        prescribing.prescription(session, **other)
