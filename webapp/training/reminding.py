"""``marchepied remind``: confirmations that were asked, then one mail to each person whose review is due.

It can be stopped and run again at any time: each mail is claimed in the table before it leaves, so
that two runs at once send it once. When the server refuses for now, the claim is given back and the
run ends.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlmodel import Session, col

from webapp.accounts.models import LEARNER, AuthSession, PersonalCard
from webapp.assessment.sitting import history
from webapp.content import Catalogue
from webapp.database import Database, now
from webapp.mailing import MailRelay, letter, post_office
from webapp.training import reminders, reviews
from webapp.training.models import Reminder

SLICE = 200
MOST_REFUSED = 20
"""One full mailbox keeps nobody else waiting; twenty are a server that wants none of ours today."""
REST = timedelta(days=1)
"""Nobody is reminded on the day they worked."""

CONFIRM_SUBJECT = "Vos rappels de révision : un lien à ouvrir"
CONFIRM_TEXT = """\
Bonjour,

Vous demandez un mail quand une révision vous attend.
Pour dire oui, ouvrez ce lien, puis appuyez sur le bouton :
{confirm_url}

Ce n'est pas vous ? Ne faites rien. L'adresse est effacée dans 7 jours.

Une machine envoie ce mail. N'y répondez pas.
"""
DUE_SUBJECT = "Une révision vous attend"
DUE_TEXT = """\
Bonjour,

Quelques questions vous attendent, pour ne pas oublier.
Cela prend {minutes} minutes au plus.

Ouvrez ce lien sur l'appareil où vous faites vos exercices :
{reviews_url}

Sur un autre appareil, prenez d'abord votre carte.

Vous ne voulez plus de mail ? Ouvrez ce lien, puis appuyez sur le bouton :
{stop_url}

Une machine envoie ce mail. N'y répondez pas.
"""


@dataclass(frozen=True)
class Reminding:
    """What a run needs; ``keys`` sign the links, oldest first."""

    database: Database
    catalogue: Catalogue
    relay: MailRelay
    base_url: str
    keys: Sequence[str]

    def url(self, path: str) -> str:
        """A page of the site, whole."""
        return self.base_url + path


@dataclass
class RunReport:
    """What a run did. ``stopped`` when the server would take no more for now."""

    confirmations: int = 0
    reminders: int = 0
    refused: int = 0
    stopped: bool = False

    @property
    def sent(self) -> int:
        """Mails that left."""
        return self.confirmations + self.reminders


def run(job: Reminding, *, most: int) -> RunReport:
    """At most ``most`` mails; nothing is opened when there is none to send."""
    report = RunReport()
    job.database.run(lambda session: reminders.forget_unconfirmed(session, at=now()))
    kinds = (
        (_to_confirm, _confirmation, Reminder.mailed_at, "confirmations"),
        (_confirmed, _due_letter, Reminder.reminded_at, "reminders"),
    )
    for wanted, make, column, name in kinds:
        for row in _rows(job.database, wanted):
            if report.stopped or report.sent >= most:
                return report
            mail = make(job, row)
            if mail is not None:
                _send(job, report, row, mail, column, name)
    return report


def _rows(database: Database, wanted: Callable[[], Sequence[Any]]) -> Iterator[Reminder]:
    """The rows wanted, a slice at a time: memory does not grow with the number of people."""
    last: UUID | None = None
    while True:
        after = () if last is None else (col(Reminder.learner_id) > last,)
        order = col(Reminder.learner_id)
        statement = select(Reminder).where(*wanted(), *after).order_by(order).limit(SLICE)
        with database.reading() as session:
            found = list(session.execute(statement).scalars())
        yield from found
        if len(found) < SLICE:
            return
        last = found[-1].learner_id


def _to_confirm() -> Sequence[Any]:
    return col(Reminder.confirmed_at).is_(None), col(Reminder.mailed_at).is_(None)


def _confirmed() -> Sequence[Any]:
    """Confirmed, and able to come back: a session is open somewhere, or a card opens."""
    at = now()
    known = exists().where(
        col(AuthSession.kind) == LEARNER,
        col(AuthSession.person_id) == col(Reminder.learner_id),
        col(AuthSession.revoked_at).is_(None),
        col(AuthSession.expires_at) > at,
    )
    card = exists().where(
        col(PersonalCard.learner_id) == col(Reminder.learner_id),
        col(PersonalCard.ended_at).is_(None),
        col(PersonalCard.expires_at) > at,
    )
    return col(Reminder.confirmed_at).is_not(None), known | card


def _confirmation(job: Reminding, row: Reminder) -> EmailMessage | None:
    token = reminders.link_token(row.id, reminders.CONFIRM, job.keys)
    text = CONFIRM_TEXT.format(confirm_url=job.url(f"/rappel/confirmer/{token}"))
    return letter(sender=job.relay.sender, to=row.address, subject=CONFIRM_SUBJECT, text=text)


def _due_letter(job: Reminding, row: Reminder) -> EmailMessage | None:
    """None when nothing is due, or when the last mail was not followed by any work."""
    with job.database.reading() as session:
        past = history.of_learner(session, learner_id=row.learner_id)
    at = now()
    last = past[-1].recorded_at if past else None
    if last is None or not due_again(row.reminded_at, last, at):
        return None
    if not reviews.due_among(job.catalogue, past, at):
        return None
    stop_url = job.url(f"/rappel/arreter/{reminders.link_token(row.id, reminders.STOP, job.keys)}")
    text = DUE_TEXT.format(
        minutes=job.catalogue.rules.review.minutes,
        reviews_url=job.url("/mes-revisions"),
        stop_url=stop_url,
    )
    return letter(
        sender=job.relay.sender, to=row.address, subject=DUE_SUBJECT, text=text, stop_url=stop_url
    )


def due_again(reminded_at: datetime | None, last: datetime, at: datetime) -> bool:
    """Whether a mail may follow: work since the one before, and a day of rest since that work."""
    return last <= at - REST and (reminded_at is None or last > reminded_at)


def _send(
    job: Reminding, report: RunReport, row: Reminder, mail: EmailMessage, column: Any, name: str
) -> None:
    """Claim, send; give the claim back when the server may take it later."""
    before = getattr(row, column.key)
    claimed_at = now()
    if not job.database.run(lambda s: _mark(s, row, column, before, claimed_at)):
        return
    try:
        with post_office(job.relay) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refused:
        _refused(job, report, row, column, claimed_at, refused)
    except (smtplib.SMTPException, OSError) as problem:
        job.database.run(lambda s: _mark(s, row, column, claimed_at, before))
        this_mail_only = isinstance(problem, smtplib.SMTPDataError)
        report.refused += this_mail_only
        report.stopped = not this_mail_only or report.refused >= MOST_REFUSED
    else:
        setattr(report, name, getattr(report, name) + 1)


def _refused(
    job: Reminding,
    report: RunReport,
    row: Reminder,
    column: Any,
    claimed_at: datetime,
    refused: smtplib.SMTPRecipientsRefused,
) -> None:
    """An address that does not exist is erased; one that cannot take mail now waits for another run."""
    report.refused += 1
    if any(code >= 500 for code, _why in refused.recipients.values()):
        job.database.run(lambda s: reminders.forget(s, learner_id=row.learner_id))
    else:
        before = getattr(row, column.key)
        job.database.run(lambda s: _mark(s, row, column, claimed_at, before))


def _mark(
    session: Session, row: Reminder, column: Any, before: datetime | None, after: datetime | None
) -> bool:
    """Whether this run is the one that changed it."""
    same = col(column).is_(None) if before is None else col(column) == before
    changed = session.connection().execute(
        update(Reminder).where(col(Reminder.id) == row.id, same).values({column.key: after})
    )
    return changed.rowcount == 1
