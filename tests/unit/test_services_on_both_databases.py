"""The same services, word for word, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from webapp.accounts import limits, privacy, sessions, setup, signing_in
from webapp.accounts.models import ADVISER, LEARNER, AuthSession, Learner, OneTimeLink, Tries
from webapp.advising import following, prescribing, sharing
from webapp.advising.models import Participation, Prescription
from webapp.advising.scope import UnscopedError, owned_by, within
from webapp.assessment.measuring import results
from webapp.assessment.models import Answer, Sitting
from webapp.assessment.sitting import answering, lifecycle, reading
from webapp.assessment.sitting.opening import open_question
from webapp.database import insert_new, new_id, now
from webapp.errors import Invalid, NotFound, TooMany
from webapp.exercises.contract import Probe
from webapp.observatory import answers
from webapp.schema import upgrade

PEPPER = "pepper"
PASSWORD = "cerise tambour velours"


def a_learner(session):
    return sessions.start_learner(session, channel="public")


def answer_current(session, catalogue, learner_id, sitting_id, probe=Probe.CORRECT):
    run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
    opened = open_question(session, catalogue, run, run.current)
    *actions, final = opened.room.sample(opened.spec, probe)
    for step, form in enumerate(actions):
        assert answering.act(session, opened, step=step, form=form)
        assert answering.act(session, opened, step=step, form=form) is None  # double tap
        opened = open_question(session, catalogue, run, run.current)
        assert answering.act(session, opened, step=step, form=form) is None  # from an old page
    receipt = answering.answer(session, opened, form=final, conditions=answering.Conditions())
    assert receipt.new
    lifecycle.follow(session, catalogue, run.with_answer(opened.asked.id, receipt.recorded))
    return opened


def test_whole_test_and_result(database, catalogue):
    with database.writing() as session:
        learner_id, _token = a_learner(session)
        sitting_id = lifecycle.start(session, catalogue, learner_id=learner_id)
    for _ in range(20):
        with database.writing() as session:
            run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
            if run.ended_at:
                break
            answer_current(session, catalogue, learner_id, sitting_id)
    with database.reading() as session:
        found = results.result(session, catalogue, learner_id=learner_id, sitting_id=sitting_id)
        again = results.result(session, catalogue, learner_id=learner_id, sitting_id=sitting_id)
    assert found == again
    assert found.ended_at is not None and found.skills
    assert 6 <= found.answered <= 20


def test_twin_submissions_make_one_answer_and_one_next_question(database, catalogue):
    with database.writing() as session:
        learner_id, _token = a_learner(session)
        sitting_id = lifecycle.start(session, catalogue, learner_id=learner_id)
    failures, new = [], []

    def submit():
        def work(session):
            run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
            opened = open_question(session, catalogue, run, run.asked[0])
            receipt = answering.dont_know(session, opened, conditions=answering.Conditions())
            new.append(receipt.new)
            if receipt.new:
                after = run.with_answer(opened.asked.id, receipt.recorded)
                lifecycle.follow(session, catalogue, after)

        try:
            database.run(work)
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=submit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert new.count(True) == 1
    with database.reading() as session:
        run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
    assert len(run.asked) == 2
    assert len(run.answered) == 1


def refusal(*, state=None, lost=False):
    """What a database says when it wants a transaction again, or when it is gone."""
    cause = Exception()
    cause.sqlstate = state
    return OperationalError("select 1", {}, cause, connection_invalidated=lost)


@pytest.mark.parametrize(
    "asks", [{"state": "40001"}, {"state": "40P01"}, {"lost": True}], ids=["serial", "lock", "lost"]
)
def test_a_transaction_is_tried_again_when_the_database_asks(database, asks):
    refusals = [refusal(**asks)] * 2

    def work(session):
        learner_id, _token = a_learner(session)
        if refusals:
            raise refusals.pop()
        return learner_id

    learner_id = database.run(work)
    with database.reading() as session:
        assert session.exec(select(Learner.id)).all() == [learner_id], "written once"


@pytest.mark.parametrize(("asks", "times"), [({"state": "40001"}, 3), ({"state": "23505"}, 1)])
def test_a_transaction_is_not_tried_for_ever_nor_for_a_mistake(database, asks, times):
    tried = []

    def work(_session):
        tried.append(1)
        raise refusal(**asks)

    with pytest.raises(OperationalError):
        database.run(work)
    assert len(tried) == times


def test_insert_if_absent(database):
    with database.writing() as session:
        learner_id, _token = a_learner(session)
        row = {
            "learner_id": learner_id,
            "id": new_id(),
            "sitting_id": new_id(),
            "outcome": "dont_know",
            "keys": [],
            "harms": [],
            "grader_version": 1,
            "hint": False,
            "help": "alone",
            "locale": "fr",
            "recorded_at": now(),
        }
        assert insert_new(session, Answer, row)
        assert not insert_new(session, Answer, row)


def test_sessions_end(database):
    with database.writing() as session:
        learner_id, token = a_learner(session)
        assert sessions.find_learner(session, token)[0] == learner_id
        assert sessions.find_learner(session, token + "x") is None
        sessions.revoke(session, token)
        assert sessions.find_learner(session, token) is None
        _id, old = a_learner(session)
        session.execute(AuthSession.__table__.update().values(seen_at=now() - timedelta(days=31)))
        assert sessions.find_learner(session, old) is None


@pytest.mark.parametrize(("minutes", "there"), [(29, True), (31, False)])
def test_an_adviser_who_does_nothing_for_half_an_hour_is_signed_out(database, minutes, there):
    with database.writing() as session:
        adviser_id, _organisation_id = an_adviser(session)
        token = sessions.open_session(session, kind=ADVISER, person_id=adviser_id)
        seen = now() - timedelta(minutes=minutes)
        session.execute(AuthSession.__table__.update().values(seen_at=seen))
        assert (sessions.find_adviser(session, token) is not None) is there


def an_adviser(session, name="Awa", email="awa@ml.example", organisation="ML"):
    token = setup.make_link(session, setup.SETUP, None, "administrator")
    link = setup.find_link(session, token)
    adviser_id = setup.consume(
        session,
        link,
        organisation=organisation,
        name=name,
        email=email,
        password=PASSWORD,
        pepper=PEPPER,
    )
    return adviser_id, setup.organisation_of(session, adviser_id=adviser_id)


def test_link_is_spent_and_mail_is_unique(database):
    with database.writing() as session:
        token = setup.make_link(session, setup.SETUP, None, "administrator")
        link = setup.find_link(session, token)
        setup.consume(
            session,
            link,
            organisation="A",
            name="A",
            email="a@b.example",
            password=PASSWORD,
            pepper=PEPPER,
        )
        with pytest.raises(NotFound):
            setup.find_link(session, token)
    with pytest.raises(Invalid), database.writing() as session:
        an_adviser(session, email="A@b.example")


@pytest.mark.parametrize("purpose", [setup.SETUP, setup.INVITATION, setup.RESET])
def test_a_link_ends_one_day(database, purpose):
    with database.writing() as session:
        token = setup.make_link(session, purpose, new_id(), ADVISER, adviser_id=new_id())
        assert setup.find_link(session, token).purpose == purpose
        session.execute(OneTimeLink.__table__.update().values(expires_at=now()))
        with pytest.raises(NotFound):
            setup.find_link(session, token)


def test_each_wrong_guess_doubles_the_pause_up_to_a_day(database):
    waits = []
    for _ in range(limits.SIGN_IN.free + 12):
        with database.writing() as session:
            limits.failed(session, limits.SIGN_IN, "account:x")
            try:
                limits.check(session, "account:x")
            except TooMany as refusal:
                waits.append(refusal.retry_after)
    doubled = [min(120 * 2**n, 86_400) for n in range(13)]
    assert waits == pytest.approx(doubled, abs=5)


def test_guesses_are_slowed_down(database):
    with database.writing() as session:
        an_adviser(session)
    waits = []
    for _ in range(9):
        with database.writing() as session:
            try:
                token = signing_in.sign_in(
                    session, email="AWA@ml.example ", password="x", pepper=PEPPER
                )
                assert token is None
            except TooMany as refusal:
                waits.append(refusal.retry_after)
    assert len(waits) == 4 and min(waits) > 0
    with database.writing() as session, pytest.raises(TooMany):
        signing_in.sign_in(session, email="awa@ml.example", password=PASSWORD, pepper=PEPPER)
    with database.writing() as session:
        limits.succeeded(session, limits.SIGN_IN.key(PEPPER, "awa@ml.example"))
    with database.writing() as session:
        token = signing_in.sign_in(
            session, email="awa@ml.example", password=PASSWORD, pepper=PEPPER
        )
        adviser = sessions.find_adviser(session, token)
        assert adviser.name == "Awa"
        sessions.revoke_all(session, kind=ADVISER, person_id=adviser.id)
        assert sessions.find_adviser(session, token) is None


def test_forgetting_the_organisation_is_impossible(database, catalogue):
    with database.writing() as session:
        adviser_id, mine = an_adviser(session)
        other_id, theirs = an_adviser(session, email="z@autre.example", organisation="Autre")
        prescription_id = prescribing.create(
            session,
            catalogue,
            organisation_id=mine,
            adviser_id=adviser_id,
            parcours_id="PAR-0-BILAN",
        )
    with database.reading() as session:
        with pytest.raises(UnscopedError):
            session.execute(select(Prescription))
        with pytest.raises(UnscopedError):
            session.exec(select(Participation)).all()
        with pytest.raises(UnscopedError):
            session.execute(select(Prescription), execution_options=owned_by(other_id))
        rows = session.execute(select(Prescription), execution_options=within(theirs)).all()
        assert rows == []
        with pytest.raises(NotFound):
            prescribing.prescription(
                session, organisation_id=theirs, prescription_id=prescription_id
            )


def test_consent_is_the_only_door(database, catalogue):
    with database.writing() as session:
        adviser_id, organisation_id = an_adviser(session)
        prescription_id = prescribing.create(
            session,
            catalogue,
            organisation_id=organisation_id,
            adviser_id=adviser_id,
            parcours_id="PAR-3-PRUDENCE",
        )
        found = prescribing.prescription(
            session, organisation_id=organisation_id, prescription_id=prescription_id
        )
        learner_id, _token = a_learner(session)
        sitting = prescribing.join(
            session, catalogue, found, learner_id=learner_id, agrees=True, first_name="Léa <b>"
        )
        twice = prescribing.join(session, catalogue, found, learner_id=learner_id, agrees=True)
        assert sitting == twice
        answer_current(session, catalogue, learner_id, sitting)

    def people():
        with database.reading() as session:
            return following.people(
                session,
                catalogue,
                organisation_id=organisation_id,
                prescription_id=prescription_id,
            )

    assert [p.name for p in people()] == ["Léa b"]
    with database.writing() as session:
        sharing.set_shared(
            session, learner_id=learner_id, prescription_id=prescription_id, shared=False
        )
    assert [p.state for p in people()] == [following.PRIVATE]
    assert "Léa" not in str(people())


def test_erasing_leaves_nothing(database, catalogue):
    with database.writing() as session:
        learner_id, _token = a_learner(session)
        sitting_id = lifecycle.start(session, catalogue, learner_id=learner_id)
        answer_current(session, catalogue, learner_id, sitting_id)
        assert privacy.everything(session, learner_id=learner_id)["Réponses"]
        privacy.erase(session, learner_id=learner_id)
    with database.reading() as session:
        for table in ("learner", "sitting", "question", "answer", "action", "auth_session"):
            assert session.execute(text(f"select count(*) from {table}")).scalar() == 0
    if database.engine.dialect.name == "sqlite":
        assert Path(f"{database.engine.url.database}-wal").stat().st_size == 0


def test_migrations_show_no_drift(database):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from webapp.database import Table

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Table.metadata) == []


def test_sqlite_commits_survive_a_power_cut(database):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"


def test_purge_erases_only_who_can_never_come_back(database, catalogue):
    long_ago = now() - timedelta(days=1000)
    with database.writing() as session:
        gone, _token = a_learner(session)
        lifecycle.start(session, catalogue, learner_id=gone)
        sharing_one, _token = a_learner(session)
        faithful, _token = a_learner(session)
        adviser_id, organisation_id = an_adviser(session)
        prescription_id = prescribing.create(
            session,
            catalogue,
            organisation_id=organisation_id,
            adviser_id=adviser_id,
            parcours_id="PAR-0-BILAN",
        )
        found = prescribing.prescription(
            session, organisation_id=organisation_id, prescription_id=prescription_id
        )
        prescribing.join(session, catalogue, found, learner_id=sharing_one, agrees=True)
        old = {"created_at": long_ago, "seen_at": long_ago, "expires_at": long_ago}
        session.execute(AuthSession.__table__.update().values(**old))
        session.execute(Learner.__table__.update().values(created_at=long_ago))
        sessions.open_session(session, kind=LEARNER, person_id=faithful)
        recent, _token = a_learner(session)
    with database.writing() as session:
        assert privacy.purge(session, at=now()) == 1
        assert privacy.purge(session, at=now()) == 0
    with database.reading() as session:
        assert set(session.exec(select(Learner.id)).all()) == {sharing_one, faithful, recent}
        assert len(session.exec(select(Sitting)).all()) == 1


def test_the_purge_forgets_old_tries_and_opens_no_lock(database):
    old, later = now() - timedelta(days=3), now() + timedelta(hours=1)
    locks = {"open": None, "ended": old, "locked": later}
    with database.writing() as session:
        for key, until in locks.items():
            insert_new(
                session, Tries, {"key": key, "count": 9, "first_at": old, "locked_until": until}
            )
        privacy.purge(session, at=now())
    with database.reading() as session:
        assert session.exec(select(Tries.key)).all() == ["locked"]


def test_every_table_about_a_person_is_declared():
    declared = {holding.table.__table__.name for holding in privacy._HOLDINGS}
    tables = Learner.metadata.tables.values()
    about_people = {table.name for table in tables if "learner_id" in table.columns}
    assert about_people | {"learner"} == declared


def test_a_study_and_a_migration_have_time(database, catalogue):
    """PostgreSQL stops a long statement of a page, never one that nobody waits for."""
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no such limit")

    def limit(session):
        return session.connection().execute(text("show statement_timeout")).scalar()

    with database.reading() as session:
        assert limit(session) == "5s"
        answers.tests(session, catalogue)
        assert limit(session) == "0"
    with database.reading() as session:
        assert limit(session) == "5s", "of that transaction only"
    seen = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    upgrade(database.engine)
    assert "SET LOCAL statement_timeout = 0" in seen
