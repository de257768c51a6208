"""The order of asking decides who has a place; nobody is counted twice, and a place given back is taken up."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from tests.statements import sent
from webapp.accounts import privacy, sessions
from webapp.accounts.models import Organisation
from webapp.advising.models import Participation
from webapp.advising.scope import UnscopedError
from webapp.database import new_id, now
from webapp.errors import Invalid, NotFound
from webapp.workshops import planning, registering
from webapp.workshops.models import CAME, Registration, Workshop


def plan(**changes) -> planning.WorkshopPlan:
    said = {
        "title": "Mes premiers mails",
        "starts_at": now() + timedelta(days=3),
        "minutes": 90,
        "venue": "Salle 2, 1 place du Moulin, Valmoulin",
        "bring": "votre téléphone",
        "seats": 2,
    }
    return planning.WorkshopPlan(**said | changes)


@pytest.fixture
def house(database):
    """An organisation."""
    organisation_id = new_id()
    with database.writing() as session:
        session.add(Organisation(id=organisation_id, name="Mission locale", created_at=now()))
    return organisation_id


def propose(database, house, **changes) -> UUID:
    with database.writing() as session:
        return planning.create(
            session, plan(**changes), organisation_id=house, adviser_id=new_id(), once=str(new_id())
        )


def somebody(database, house) -> UUID:
    """A person who joined a code of this organisation."""
    with database.writing() as session:
        learner_id, _token = sessions.start_learner(session, channel="public")
        session.flush()
        session.add(
            Participation(
                organisation_id=house,
                prescription_id=new_id(),
                learner_id=learner_id,
                sitting_id=new_id(),
                created_at=now(),
            )
        )
    return learner_id


def ask(database, learner_id, workshop_id, name="Lina"):
    with database.writing() as session:
        found = registering.open_to(session, learner_id=learner_id, workshop_id=workshop_id)
        registering.ask(session, found, learner_id=learner_id, first_name=name)


def standing(database, learner_id, workshop_id):
    """Rank in the waiting list, 0 with a place, None when they did not ask."""
    with database.reading() as session:
        (one,) = [
            one
            for one in registering.invitations(session, learner_id=learner_id)
            if one.workshop.id == workshop_id
        ]
    return one.mine and one.mine.waiting


def test_first_come_first_served_and_a_place_given_back_is_taken_up(database, house):
    workshop_id = propose(database, house)
    people = [somebody(database, house) for _ in range(4)]
    for person in people:
        ask(database, person, workshop_id)
    assert [standing(database, person, workshop_id) for person in people] == [0, 0, 1, 2]
    with database.writing() as session:
        found = registering.open_to(session, learner_id=people[0], workshop_id=workshop_id)
        registering.give_back(session, found, learner_id=people[0])
    assert [standing(database, person, workshop_id) for person in people] == [None, 0, 0, 1]
    ask(database, people[0], workshop_id)
    assert standing(database, people[0], workshop_id) == 2, "asked again, behind the others"


def test_asking_twice_is_asking_once(database, house):
    workshop_id = propose(database, house)
    person = somebody(database, house)
    ask(database, person, workshop_id)
    ask(database, person, workshop_id, "Lina-Rose")
    with database.reading() as session:
        found = planning.workshop(session, organisation_id=house, workshop_id=workshop_id)
        (seat,) = registering.roster(session, found).seats
    assert seat.registration.first_name == "Lina-Rose"


def test_a_workshop_is_for_the_people_of_its_organisation(database, house):
    workshop_id = propose(database, house)
    stranger = somebody(database, new_id())
    with pytest.raises(NotFound), database.reading() as session:
        registering.open_to(session, learner_id=stranger, workshop_id=workshop_id)
    with pytest.raises(NotFound), database.reading() as session:
        planning.workshop(session, organisation_id=new_id(), workshop_id=workshop_id)
    for table in (Workshop, Registration):
        with pytest.raises(UnscopedError), database.reading() as session:
            session.exec(select(table)).all()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"starts_at": None},
        {"starts_at": now() - timedelta(hours=1)},
        {"minutes": 0},
        {"minutes": None},
        {"seats": 101},
        {"venue": ""},
    ],
)
def test_what_cannot_be_a_workshop_is_refused(database, house, changes):
    with pytest.raises(Invalid) as problem:
        propose(database, house, **changes)
    assert problem.value.field


def test_nobody_asks_once_it_began_or_was_called_off(database, house):
    workshop_id = propose(database, house)
    person, late = somebody(database, house), somebody(database, house)
    ask(database, person, workshop_id)
    with database.writing() as session:
        planning.call_off(
            planning.workshop(session, organisation_id=house, workshop_id=workshop_id)
        )
    with pytest.raises(Invalid):
        ask(database, late, workshop_id)
    with database.reading() as session:
        (one,) = registering.invitations(session, learner_id=person)
        assert one.workshop.cancelled_at and not one.workshop.open, "who had a place is told"
        assert registering.invitations(session, learner_id=late) == []


def test_an_adviser_writes_somebody_down_marks_and_takes_off(database, house):
    workshop_id = propose(database, house)
    with database.writing() as session:
        found = planning.workshop(session, organisation_id=house, workshop_id=workshop_id)
        registering.write_down(session, found, first_name="Paulo", once="")
        with pytest.raises(Invalid):
            registering.write_down(session, found, first_name=" ", once="")
    with database.writing() as session:
        found = planning.workshop(session, organisation_id=house, workshop_id=workshop_id)
        (seat,) = registering.roster(session, found).seats
        registering.mark(session, found, seat.registration.id, CAME)
        assert seat.registration.attendance == CAME
        registering.mark(session, found, seat.registration.id, "")
        assert seat.registration.attendance == ""
        registering.take_off(session, found, seat.registration.id)
        assert registering.roster(session, found).seats == []
        registering.mark(session, found, seat.registration.id, CAME)
        registering.take_off(session, found, seat.registration.id)
        assert seat.registration.attendance == "", "a second tap, or somebody erased meanwhile"


def test_names_leave_ninety_days_after(database, house):
    workshop_id = propose(database, house)
    person = somebody(database, house)
    ask(database, person, workshop_id)
    with database.writing() as session:
        found = planning.workshop(session, organisation_id=house, workshop_id=workshop_id)
        registering.write_down(session, found, first_name="Paulo", once="")
    for days, left in ((90, 2), (94, 0)):
        with database.writing() as session:
            privacy.purge(session, at=now() + timedelta(days=days))
        with database.reading() as session:
            rows = session.connection().execute(Registration.__table__.select()).all()
        assert len(rows) == left


def test_a_longer_list_costs_no_more_statements(database, house):
    person = somebody(database, house)
    costs = []
    for _more in range(2):
        for _ in range(3):
            ask(database, person, propose(database, house))
        with database.reading() as session, sent(database.engine) as seen:
            found = registering.invitations(session, learner_id=person)
            assert all(one.mine for one in found)
        costs.append((len(found), len(seen)))
    assert [length for length, _cost in costs] == [3, 6]
    assert costs[0][1] == costs[1][1], costs
