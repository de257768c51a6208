"""A page is the same after a reload, new at the next attempt, never one of the last three."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from tests.unit.test_test_rules import do_test
from webapp.accounts import sessions
from webapp.assessment.measuring import recent_exposure
from webapp.assessment.sitting import lifecycle, reading
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue, count_variants, restore
from webapp.database import Database

PARCOURS, ITEM = "PAR-3-PRUDENCE", "SEC-2-SMS-001"
ATTEMPTS = 9


def learner(session: Session) -> UUID:
    return sessions.start_learner(session, channel="public")[0]


def opened(session: Session, catalogue: Catalogue, person: UUID) -> SittingView:
    sitting = lifecycle.open_sitting(
        session,
        catalogue,
        learner_id=person,
        purpose=reading.TEST,
        rules=PARCOURS,
        channel="public",
    )
    return reading.of_sitting(session, learner_id=person, sitting_id=sitting)


def shown(session: Session, catalogue: Catalogue, person: UUID) -> str:
    """The page of the same exercise in one more sitting, answered or not."""
    run = opened(session, catalogue, person)
    page = lifecycle.new_page(session, catalogue, run, ITEM)
    lifecycle.ask(session, catalogue, run, item_id=ITEM, variant=page, purpose=reading.TEST)
    return page.surface


def test_the_last_three_pages_never_come_back(database: Database, catalogue: Catalogue) -> None:
    assert count_variants(catalogue.items[ITEM]) > 3
    with database.writing() as session:
        person = learner(session)
        pages = [shown(session, catalogue, person) for _ in range(ATTEMPTS)]
    for number, page in enumerate(pages):
        assert page not in pages[max(0, number - 3) : number], (number, pages)


def test_what_one_person_saw_changes_nothing_for_another(
    database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as session:
        person, other = learner(session), learner(session)
        shown(session, catalogue, person)
        run = opened(session, catalogue, other)
        assert not run.returning
        assert recent_exposure.recent_draws(session, run, ITEM) == []


def test_a_reload_shows_the_same_page(database: Database, catalogue: Catalogue) -> None:
    with database.writing() as session:
        person = learner(session)
        run = opened(session, catalogue, person)
        lifecycle.ask_next(session, catalogue, run)
        reads = [
            reading.of_sitting(session, learner_id=person, sitting_id=run.sitting_id)
            for _ in range(3)
        ]
    assert len({read.current.variant for read in reads if read.current}) == 1


def test_asking_twice_stores_one_page(database: Database, catalogue: Catalogue) -> None:
    with database.writing() as session:
        person = learner(session)
        run = opened(session, catalogue, person)
        for _ in range(2):
            lifecycle.ask_next(session, catalogue, run)
        again = reading.of_sitting(session, learner_id=person, sitting_id=run.sitting_id)
    assert len(again.asked) == 1


def test_a_second_test_shows_other_pages(database: Database, catalogue: Catalogue) -> None:
    """Whole tests, taken again and again: no page of the last three draws of an exercise."""
    met: dict[str, list[str]] = {}
    with database.writing() as session:
        person = learner(session)
        for _ in range(6):
            run = do_test(session, catalogue, person, PARCOURS, probe=None)
            for item_id, variant in ((asked.item_id, asked.variant) for asked in run.asked):
                item = catalogue.items[item_id]
                surface = restore(item, variant).surface
                if count_variants(item) > 3:
                    assert surface not in met.get(item_id, [])[-3:], item_id
                met.setdefault(item_id, []).append(surface)
    assert any(len(pages) > 1 for pages in met.values()), "no exercise came twice"
