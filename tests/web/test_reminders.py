"""Reminders by mail: asked, confirmed by a button, sent once, stopped without signing in, erased."""

from __future__ import annotations

import re
import smtplib
import socket
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import select

from tests.web.test_practising import stopped_after
from webapp.accounts.models import AuthSession
from webapp.assessment.models import Answer
from webapp.cli import main
from webapp.config import ConfigError, Settings
from webapp.database import now
from webapp.exercises.contract import Probe
from webapp.mailing import MailRelay, post_office, sendable
from webapp.training import reminders, reminding
from webapp.training.models import Reminder
from webapp.training.reminding import Reminding, run

ADDRESS = "mina@exemple.fr"


class Inbox:
    """What a server received; ``answer`` is what it says to each address, ``full`` a mailbox."""

    def __init__(self):
        self.mails, self.answer, self.full = [], "250 OK", None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if envelope.rcpt_tos == [self.full]:
            return "552 plein"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def inbox():
    box = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def mailing(app, inbox):
    """The application with a mail server, and the job of the command."""
    made = app.extensions["marchepied"]
    relay = MailRelay.from_url(f"smtp://127.0.0.1:{inbox.port}/?from=bonjour@marchepied.example")
    app.extensions["marchepied"] = replace(made, settings=replace(made.settings, mail=relay))
    keys = made.settings.signing_keys
    yield Reminding(made.database, made.catalogue, relay, made.settings.base_url, keys)
    app.extensions["marchepied"] = made


@pytest.fixture
def learner(app, client):
    stopped_after(app, client, Probe.CORRECT, Probe.CORRECT)
    return client


def rows(job):
    with job.database.reading() as session:
        return session.exec(select(Reminder)).all()


def aged(job, table=Answer, **values):
    with job.database.writing() as session:
        session.execute(update(table).values(**values))


def link(mail, way):
    return re.search(rf"https?://[^/\s]+(/rappel/{way}/\S+)", mail.get_content())[1]


def confirmed(job, learner, inbox):
    learner.post("/mes-revisions/rappel", data={"address": ADDRESS})
    run(job, most=10)
    url = link(inbox.mails.pop(), "confirmer")
    assert learner.post(url).status_code == 200
    aged(job, recorded_at=now() - timedelta(days=30))


def test_nothing_is_asked_nor_sent_without_a_server(app, learner):
    assert "Recevoir ces mails" not in learner.get("/mes-revisions").text
    assert learner.post("/mes-revisions/rappel", data={"address": ADDRESS}).status_code == 404
    told = CliRunner().invoke(main, ["remind"], env={"SMTP_URL": ""})
    assert told.exit_code == 1 and "SMTP_URL" in told.output


def test_asked_confirmed_reminded_once(mailing, learner, inbox):
    assert "Recevoir ces mails" in learner.get("/mes-revisions").text
    learner.post("/mes-revisions/rappel", data={"address": f" {ADDRESS} "})
    assert "Un mail part vers cette adresse" in learner.get("/mes-revisions").text
    assert not inbox.mails, "the page sends nothing"
    for _ in range(2):
        run(mailing, most=10)
    (asked,) = inbox.mails
    assert asked["To"] == ADDRESS and asked.get_content_type() == "text/plain"
    url = link(asked, "confirmer")
    assert learner.get(url).status_code == 200
    assert rows(mailing)[0].confirmed_at is None, "opening the link is not the button"
    aged(mailing, recorded_at=now() - timedelta(days=30))
    assert run(mailing, most=10).sent == 0, "no reminder before it is confirmed"
    learner.post(url)
    first = rows(mailing)[0].confirmed_at
    learner.post(url)
    assert first and rows(mailing)[0].confirmed_at == first
    inbox.mails.clear()
    for _ in range(3):
        run(mailing, most=10)
    (due,) = inbox.mails
    assert "5 minutes au plus" in due.get_content()


def test_the_mail_says_nothing_of_the_person(mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    run(mailing, most=10)
    (mail,) = inbox.mails
    said = mail.get_content()
    skills = mailing.catalogue.framework.skills.values()
    assert not [skill for skill in skills if skill.label in said or skill.code in said]
    learner_id = rows(mailing)[0].learner_id
    assert learner_id.hex not in said and str(learner_id) not in said
    assert "<" not in said, "text only"


def test_no_other_mail_until_the_person_came_back(mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    run(mailing, most=10)
    aged(mailing, Reminder, reminded_at=now() - timedelta(days=20))
    assert run(mailing, most=10).sent == 0, "a month later, still no second one"
    aged(mailing, recorded_at=now() - timedelta(days=15))
    assert run(mailing, most=10).reminders == 1, "they worked since, and it is due again"


def test_nobody_is_reminded_on_a_day_of_work(mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    aged(mailing, recorded_at=now() - timedelta(hours=2))
    assert run(mailing, most=10).sent == 0


def test_who_cannot_come_back_is_not_called_back(mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    aged(mailing, AuthSession, revoked_at=now())
    assert run(mailing, most=10).sent == 0


def test_stopped_by_the_mail_software_without_signing_in(app, mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    run(mailing, most=10)
    mail = inbox.mails[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = link(mail, "arreter")
    assert url in mail["List-Unsubscribe"]
    robot = FlaskClient(app)
    assert robot.get(url).status_code == 200 and rows(mailing), "opening stops nothing"
    lured = robot.post(url, headers={"Sec-Fetch-Site": "cross-site"})
    assert lured.status_code == 403 and rows(mailing), "another site presses nothing"
    done = robot.post(url, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200 and not rows(mailing)
    assert robot.post(url).status_code == 200, "pressed twice, it is done too"


def test_a_link_does_only_what_it_is_for(mailing, learner, inbox):
    learner.post("/mes-revisions/rappel", data={"address": ADDRESS})
    row = rows(mailing)[0]
    stop = reminders.link_token(row.id, reminders.STOP, mailing.keys)
    assert learner.post(f"/rappel/confirmer/{stop}").status_code == 404
    assert learner.post(f"/rappel/confirmer/{row.id.hex}.x").status_code == 404
    assert learner.post("/rappel/arreter/nimporte").status_code == 404
    assert rows(mailing)[0].confirmed_at is None


def test_another_address_takes_the_place_and_its_old_link_dies(mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    old = rows(mailing)[0]
    learner.post("/mes-revisions/rappel", data={"address": ADDRESS})
    assert rows(mailing)[0].id == old.id, "the same address stays confirmed"
    learner.post("/mes-revisions/rappel", data={"address": "autre@exemple.fr"})
    (row,) = rows(mailing)
    assert row.address == "autre@exemple.fr" and row.confirmed_at is None
    dead = reminders.link_token(old.id, reminders.CONFIRM, mailing.keys)
    assert learner.post(f"/rappel/confirmer/{dead}").status_code == 404


def test_an_address_nobody_confirmed_is_forgotten(mailing, learner, inbox):
    learner.post("/mes-revisions/rappel", data={"address": ADDRESS})
    aged(mailing, Reminder, asked_at=now() - timedelta(days=8))
    run(mailing, most=10)
    assert not rows(mailing) and not inbox.mails


def test_a_server_that_is_away_loses_nothing(mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    away = replace(mailing, relay=replace(mailing.relay, port=1))
    assert run(away, most=10).stopped
    inbox.answer = "451 plus tard"
    assert run(mailing, most=10).refused == 1
    inbox.answer = "250 OK"
    assert run(mailing, most=10).reminders == 1 and len(inbox.mails) == 1


def test_a_mailbox_that_is_full_keeps_nobody_else_waiting(mailing, app, inbox):
    for number in range(3):
        asks(app, f"p{number}@exemple.fr")
    with mailing.database.reading() as session:
        inbox.full = session.exec(select(Reminder.address).order_by(Reminder.learner_id)).first()
    report = run(mailing, most=10)
    assert (report.sent, report.refused, report.stopped) == (2, 1, False)
    inbox.full = None
    assert run(mailing, most=10).sent == 1, "it is tried again"


def asks(app, address) -> None:
    """Somebody who worked and gives this address."""
    other = app.test_client()
    other.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    stopped_after(app, other, Probe.CORRECT)
    other.post("/mes-revisions/rappel", data={"address": address})


def test_stopping_is_said_for_the_address_whoever_gave_it(app, mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    asks(app, ADDRESS.title())
    asks(app, "autre@exemple.fr")
    (row,) = [row for row in rows(mailing) if row.address == ADDRESS]
    token = reminders.link_token(row.id, reminders.STOP, mailing.keys)
    for _ in range(2):
        assert "Plus aucun mail ne part." in app.test_client().post(f"/rappel/arreter/{token}").text
    assert [row.address for row in rows(mailing)] == ["autre@exemple.fr"]


def test_an_address_that_does_not_exist_is_erased(mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    inbox.answer = "550 inconnu"
    run(mailing, most=10)
    assert not rows(mailing)


def test_a_run_is_bounded(mailing, app, inbox):
    for number in range(3):
        asks(app, f"p{number}@exemple.fr")
    assert [run(mailing, most=2).sent, run(mailing, most=2).sent] == [2, 1]
    assert len({mail["To"] for mail in inbox.mails}) == 3


def test_an_address_is_not_flooded(mailing, learner):
    said = [
        learner.post("/mes-revisions/rappel", data={"address": ADDRESS}).status_code
        for _ in range(6)
    ]
    assert said[:3] == [303] * 3 and said[-1] == 429


def test_what_is_not_an_address_is_said_beside_the_field(mailing, learner):
    wrong = learner.post("/mes-revisions/rappel", data={"address": "mina@\r\nBcc: x@y.fr"})
    assert wrong.status_code == 422 and "Écrivez une adresse mail entière" in wrong.text
    assert not rows(mailing)


def test_taken_away_and_erased(mailing, learner, inbox):
    confirmed(mailing, learner, inbox)
    held = learner.get("/mes-donnees.json").json["Adresse pour les rappels"]
    assert held[0]["address"] == ADDRESS
    learner.post("/mes-revisions/rappel/arreter")
    assert not rows(mailing)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        (ADDRESS, True),
        ("a.b+c@x-y.example", True),
        ("mina", False),
        ("mina@", False),
        ("@exemple.fr", False),
        ("mina@exemple", False),
        ("mina@@exemple.fr", False),
        ("mi na@exemple.fr", False),
        ("mina@exemple.fr\n", False),
        ("<mina@exemple.fr>", False),
        ("mina@exemple..fr", False),
        ("a" * 250 + "@x.fr", False),
    ],
)
def test_what_may_be_written_to(address, good):
    assert sendable(address) is good


def test_no_password_leaves_in_clear(inbox):
    relay = MailRelay.from_url("smtp://u:p@smtp.exemple.fr/?from=bonjour@exemple.fr")
    assert (relay.port, relay.tls, relay.user) == (587, False, "u") and "p" not in repr(
        relay
    ).split("'")
    from webapp import mailing as room

    class Plain(smtplib.SMTP):
        def __init__(self, *_about, **_more):
            super().__init__("127.0.0.1", inbox.port)

    original = room.smtplib.SMTP
    room.smtplib.SMTP = Plain
    try:
        with pytest.raises(smtplib.SMTPNotSupportedError), room.post_office(relay):
            pass
    finally:
        room.smtplib.SMTP = original


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://x", "smtps://x/?from=nul"])
def test_a_wrong_setting_is_said_at_start(url, tmp_path):
    with pytest.raises(ConfigError, match="SMTP_URL"):
        Settings.from_env({"VAR_DIR": str(tmp_path), "SMTP_URL": url})


def test_two_runs_at_once_send_a_mail_once(mailing, learner, inbox, monkeypatch):
    """The second run begins while the first one holds the connection."""
    confirmed(mailing, learner, inbox)
    inside = []

    @contextmanager
    def meanwhile(relay):
        if not inside:
            inside.append(True)
            inside.append(run(mailing, most=10).sent)
        with post_office(relay) as server:
            yield server

    monkeypatch.setattr(reminding, "post_office", meanwhile)
    assert run(mailing, most=10).sent == 1
    assert inside == [True, 0] and len(inbox.mails) == 1


def test_a_run_killed_while_sending_sends_at_most_once(mailing, learner, inbox, monkeypatch):
    confirmed(mailing, learner, inbox)

    @contextmanager
    def killed(relay):
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patched:
        patched.setattr(reminding, "post_office", killed)
        with pytest.raises(KeyboardInterrupt):
            run(mailing, most=10)
    assert run(mailing, most=10).sent == 0, "claimed: never perhaps twice"


def test_the_command_sends_what_was_asked(mailing, learner, inbox, monkeypatch):
    learner.post("/mes-revisions/rappel", data={"address": ADDRESS})
    settings = learner.application.extensions["marchepied"].settings
    monkeypatch.setattr("webapp.cli._settings", lambda: settings)
    told = CliRunner().invoke(main, ["remind"])
    assert told.exit_code == 0, told.output
    assert "À confirmer : 1. Rappels : 0." in told.output and len(inbox.mails) == 1
    assert ADDRESS not in told.output
