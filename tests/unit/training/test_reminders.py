"""Reminders on both databases: asked, claimed, given back, forgotten."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.unit.test_test_rules import a_learner
from webapp.accounts.sessions import start_learner
from webapp.database import now
from webapp.errors import NotFound
from webapp.mailing import MailRelay
from webapp.training import reminders, reminding
from webapp.training.models import Reminder

KEYS = ("an old key" * 4, "the key in use" * 4)
RELAY = MailRelay("127.0.0.1", 25, tls=False, sender="bonjour@marchepied.example")


@pytest.fixture
def job(database, catalogue):
    return reminding.Reminding(database, catalogue, RELAY, "https://site.example", KEYS)


def rows(database):
    with database.reading() as session:
        return session.exec(select(Reminder)).all()


def asked(database, address="mina@exemple.fr"):
    with database.writing() as session:
        learner_id, _token = start_learner(session, channel="public")
        reminders.ask(session, learner_id=learner_id, address=address)
    return learner_id


def test_a_claim_is_given_back_when_the_server_is_away(job, database, monkeypatch):
    asked(database)

    @contextmanager
    def away(_relay):
        raise smtplib.SMTPServerDisconnected
        yield

    monkeypatch.setattr(reminding, "post_office", away)
    assert reminding.run(job, most=5).stopped
    assert rows(database)[0].mailed_at is None


def test_slices_reach_everybody_once(job, database, monkeypatch):
    people = {asked(database, f"p{number}@exemple.fr") for number in range(5)}
    sent = []

    @contextmanager
    def office(_relay):
        class Server:
            def send_message(self, mail):
                sent.append(mail["To"])

        yield Server()

    monkeypatch.setattr(reminding, "post_office", office)
    monkeypatch.setattr(reminding, "SLICE", 2)
    assert reminding.run(job, most=99).confirmations == len(people)
    assert reminding.run(job, most=99).sent == 0
    assert len(set(sent)) == len(sent) == len(people)


def test_a_link_signed_with_an_old_key_still_works(database):
    asked(database)
    (row,) = rows(database)
    token = reminders.link_token(row.id, reminders.CONFIRM, KEYS[:1])
    with database.writing() as session:
        reminders.confirm(session, token=token, keys=KEYS)
    assert rows(database)[0].confirmed_at is not None


def test_a_confirmation_is_too_late_after_seven_days(database):
    learner_id = asked(database)
    with database.writing() as session:
        row = session.get(Reminder, learner_id)
        row.asked_at = now() - reminders.WAITS - timedelta(minutes=1)
        session.add(row)
    token = reminders.link_token(rows(database)[0].id, reminders.CONFIRM, KEYS)
    with pytest.raises(NotFound), database.writing() as session:
        reminders.confirm(session, token=token, keys=KEYS)
    with database.writing() as session:
        reminders.forget_unconfirmed(session, at=now())
    assert rows(database) == []


def test_nobody_erased_gets_an_address_back(database):
    from webapp.accounts import privacy

    with database.writing() as session:
        learner_id = a_learner(session)
    with database.writing() as session:
        privacy.erase(session, learner_id=learner_id)
    with pytest.raises(NotFound), database.writing() as session:
        reminders.ask(session, learner_id=learner_id, address="mina@exemple.fr")
    assert rows(database) == []
