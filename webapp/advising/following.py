"""The adviser's list: one line a person, where they stand, one next action."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from webapp.accounts import names
from webapp.advising.models import PRIVATE, Participation
from webapp.advising.scope import within
from webapp.assessment.measuring import results, screening
from webapp.assessment.measuring.results import Result
from webapp.assessment.sitting import reading
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.guidance.recommending import HUMAN, MODULE, PRACTICE, QUESTIONS, offers
from webapp.psychometrics import Kind

PAGE_SIZE = 50
BY_NAME = (col(Participation.name_key), col(Participation.namesake))
NOT_STARTED, RUNNING, DONE = "not_started", "running", "done"
KEEPS = "Cette personne garde son résultat pour elle."
STATES = {
    NOT_STARTED: "Pas commencé",
    RUNNING: "En cours",
    DONE: "Fini",
    PRIVATE: "Ne partage pas",
}
RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")
"""What makes a spreadsheet run a cell; East Asian signs count for the same."""


@dataclass(frozen=True)
class PersonLine:
    """One line. For someone who does not share, only the fact that they joined is known."""

    learner_id: UUID
    name: str
    state: str
    line: str
    next_action: str
    at: datetime

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATES[self.state]


@dataclass(frozen=True)
class ListedStanding:
    """Where a person stands, as the list says it. Kept with what they share (``standing``)."""

    progress: str
    line: str = ""
    next_action: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Wanted:
    """What the adviser asks of the list."""

    search: str = ""
    state: str = ""
    sort: str = ""
    page: int = 1


@dataclass(frozen=True)
class PeoplePage:
    """A page of the list. ``total`` counts those who match."""

    shown: tuple[PersonLine, ...]
    total: int
    page: int
    pages: int
    counts: dict[str, int]


def standing(catalogue: Catalogue, run: SittingView) -> ListedStanding:
    """Where the person of a run stands: costs a posterior."""
    found = results.of_run(catalogue, run)
    state = state_of(found)
    return ListedStanding(
        progress=state,
        line=line(catalogue, found) if run.answered else "N’a pas encore répondu.",
        next_action=next_action(catalogue, found, state).sentence,
        answered_at=max((a.answer.recorded_at for a in run.answered if a.answer), default=None),
    )


def people(
    session: Session, catalogue: Catalogue, *, organisation_id: UUID, prescription_id: UUID
) -> list[PersonLine]:
    """Everyone who joined, the latest first: for a file."""
    mine = _Mine(session, organisation_id, prescription_id)
    return [_person(session, catalogue, row) for row in mine.rows(_everyone(""))]


def page_of_people(
    session: Session,
    catalogue: Catalogue,
    wanted: Wanted,
    *,
    organisation_id: UUID,
    prescription_id: UUID,
) -> PeoplePage:
    """One page, for a cost that does not grow with the list: rows of the page, and counts of an index."""
    mine = _Mine(session, organisation_id, prescription_id)
    state = wanted.state if wanted.state in STATES else ""
    counts, query = mine.counts(), _everyone(state)
    looked_for = names.key(wanted.search)
    if looked_for:
        query = query.where(col(Participation.name_key).contains(looked_for, autoescape=True))
    if wanted.sort == "nom":
        query = query.order_by(None).order_by(*BY_NAME)
    everyone = counts[state] if state else sum(counts.values())
    total = mine.how_many(query) if looked_for else everyone
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    rows = mine.rows(query.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    shown = tuple(_person(session, catalogue, row) for row in rows)
    return PeoplePage(shown, total, page, pages, counts)


@dataclass(frozen=True)
class _Mine:
    """The participations of one prescription of one organisation."""

    session: Session
    organisation_id: UUID
    prescription_id: UUID

    def run(self, statement: Any) -> Any:
        """Within the organisation, whatever is asked."""
        here = statement.where(col(Participation.prescription_id) == self.prescription_id)
        return self.session.execute(here, execution_options=within(self.organisation_id))

    def rows(self, statement: Any) -> Sequence[Participation]:
        """Whole rows."""
        found: Sequence[Participation] = self.run(statement).scalars().all()
        return found

    def how_many(self, statement: Any) -> int:
        """Rows of a statement."""
        count = statement.order_by(None).with_only_columns(func.count())
        return int(self.run(count).scalar_one())

    def counts(self) -> dict[str, int]:
        """People by state. One to work out is running, until it is."""
        progress = col(Participation.progress)
        found = self.run(select(progress, func.count()).group_by(progress))
        by_state = dict.fromkeys(STATES, 0)
        for state, count in found:
            by_state[state or RUNNING] += count
        return by_state


def _everyone(state: str) -> Any:
    """Those of one state, or all, the latest first."""
    query = select(Participation).order_by(col(Participation.created_at).desc())
    progress = col(Participation.progress)
    if state == RUNNING:
        return query.where(or_(progress == RUNNING, progress.is_(None)))
    return query.where(progress == state) if state else query


def _person(session: Session, catalogue: Catalogue, row: Participation) -> PersonLine:
    name = row.shown_name
    if not row.shared:
        return PersonLine(row.learner_id, name, PRIVATE, KEEPS, "", row.created_at)
    found = ListedStanding(row.progress or RUNNING, row.line, row.next_action, row.answered_at)
    if row.progress is None:
        run = reading.of_sitting(session, learner_id=row.learner_id, sitting_id=row.sitting_id)
        found = standing(catalogue, run)
    at = found.answered_at or row.created_at
    return PersonLine(row.learner_id, name, found.progress, found.line, found.next_action, at)


HELP_USEFUL = {
    screening.BELOW: "oui",
    screening.RATHER_BELOW: "sans doute oui",
    screening.UNSURE: "à voir",
    screening.RATHER_ABOVE: "sans doute non",
    screening.ABOVE: "non",
}
"""What a screening answers."""


def state_of(found: Result) -> str:
    """Where a person who shares stands."""
    return DONE if found.ended_at else RUNNING if found.answered else NOT_STARTED


def line(catalogue: Catalogue, found: Result) -> str:
    """One plain line: where the person stands, then what stands apart. Nothing known is said so."""
    names = [band.name for band in catalogue.bands.bands]
    said = found.overall
    level = "Niveau pas encore connu" if said.kind is Kind.UNSURE else names[said.band]
    if said.maybe is not None:
        level += f", peut-être {'déjà' if said.maybe > said.band else 'encore'} {names[said.maybe]}"
    strength = f" Point fort : {lower_first(found.strength.label)}." if found.strength else ""
    help_ = f"Aide utile : {HELP_USEFUL[found.screening]}. " if found.screening else ""
    return french(f"{help_}{level}.{strength}")


def certainty(catalogue: Catalogue, found: Result) -> str:
    """How often the verdict of a screening is wrong at most, in words; nothing for another test."""
    times = screening.errors_in_twenty(catalogue, found.screening) if found.screening else None
    if found.screening is None or times is None:
        return ""
    said = HELP_USEFUL[found.screening]
    return french(f"Selon notre calcul, ce « {said} » se trompe au plus {times} fois sur 20.")


@dataclass(frozen=True)
class NextAction:
    """One thing the adviser can do or propose now; ``kind`` and ``target`` are those of an offer."""

    sentence: str
    kind: str = ""
    target: str = ""


INVITE = "invite"


def next_action(catalogue: Catalogue, found: Result, state: str) -> NextAction:
    """The first thing to do with this person."""
    if state == NOT_STARTED:
        return NextAction("Proposez de commencer ensemble.", INVITE)
    if state == RUNNING:
        return NextAction("Proposez de finir le parcours.", INVITE)
    first = next(iter(offers(catalogue, found)), None)
    if first is None:
        return NextAction("Regardez le résultat avec cette personne.")
    if first.kind == MODULE:
        return NextAction(f"Proposez la leçon « {first.title} ».", MODULE, first.target)
    sentence = {
        HUMAN: "Orientez vers un conseiller numérique.",
        QUESTIONS: "Proposez quelques questions de plus.",
        PRACTICE: "Proposez de s’entraîner, depuis son résultat.",
    }.get(first.kind, "Regardez la suite avec cette personne.")
    return NextAction(sentence, first.kind, first.target)


def lower_first(text: str) -> str:
    """For a label inside a sentence."""
    return text[:1].lower() + text[1:]


def as_csv(title: str, everyone: Iterable[PersonLine], zone: tzinfo) -> bytes:
    """The list for a French spreadsheet: BOM, semicolons, CRLF, French dates of this zone.

    Only people who share are in it. A cell that a spreadsheet would run is kept as text.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["Parcours", "Prénom", "Étape", "En bref", "Prochaine action", "Date"])
    for person in everyone:
        if person.state != PRIVATE:
            cells = (title, person.name, person.state_label, person.line, person.next_action)
            day = person.at.astimezone(zone)
            writer.writerow([*map(harmless, cells), f"{day:%d/%m/%Y}"])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def harmless(cell: str) -> str:
    """A leading apostrophe stops a spreadsheet from running a cell, spaces before it or not."""
    risky = cell.startswith(RISKY) or cell.lstrip().startswith(RISKY)
    return f"'{cell}" if risky else cell
