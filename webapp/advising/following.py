"""The adviser's list: one line a person, where they stand, one next action."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from sqlmodel import Session, col, select

from webapp.advising.models import Participation
from webapp.advising.scope import within
from webapp.assessment import results, runs
from webapp.assessment.results import Result
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.guidance.recommending import HUMAN, MODULE, PRACTICE, QUESTIONS, offers
from webapp.psychometrics import Kind

PAGE_SIZE = 25
NOT_STARTED, RUNNING, DONE, PRIVATE = "not_started", "running", "done", "private"
STATES = {
    NOT_STARTED: "Pas commencé",
    RUNNING: "En cours",
    DONE: "Fini",
    PRIVATE: "Ne partage pas",
}
RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")
"""What makes a spreadsheet run a cell; East Asian signs count for the same."""


@dataclass(frozen=True)
class Person:
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
class People:
    """A page of the list, after search, filter and sort."""

    shown: tuple[Person, ...]
    total: int
    page: int
    pages: int
    counts: dict[str, int]


def people(
    session: Session, catalogue: Catalogue, *, organisation_id: UUID, prescription_id: UUID
) -> list[Person]:
    """Everyone who joined, the latest first."""
    statement = (
        select(Participation)
        .where(col(Participation.prescription_id) == prescription_id)
        .order_by(col(Participation.created_at).desc())
    )
    rows = session.execute(statement, execution_options=within(organisation_id)).scalars().all()
    return [_person(session, catalogue, row) for row in rows]


def arrange(
    everyone: Sequence[Person], *, search: str = "", state: str = "", sort: str = "", page: int = 1
) -> People:
    """Search in names, keep one state, sort by name or by date, cut in pages of 25."""
    counts = {name: sum(1 for p in everyone if p.state == name) for name in STATES}
    kept = [p for p in everyone if search.casefold() in p.name.casefold()]
    kept = [p for p in kept if p.state == state] if state in STATES else kept
    if sort == "nom":
        kept.sort(key=lambda person: person.name.casefold())
    pages = max(1, -(-len(kept) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    shown = kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return People(tuple(shown), len(kept), page, pages, counts)


def _person(session: Session, catalogue: Catalogue, row: Participation) -> Person:
    if not row.shared:
        return Person(row.learner_id, "Une personne", PRIVATE,
                      "Cette personne garde son résultat pour elle.", "", row.created_at)  # fmt: skip
    run = runs.of_sitting(session, learner_id=row.learner_id, sitting_id=row.sitting_id)
    found = results.of_run(catalogue, run)
    state = state_of(found)
    last = max((a.answer.recorded_at for a in run.answered if a.answer), default=run.started_at)
    return Person(
        learner_id=row.learner_id,
        name=row.first_name or "Sans prénom",
        state=state,
        line=line(catalogue, found) if run.answered else "N’a pas encore répondu.",
        next_action=next_action(catalogue, found, state),
        at=last,
    )


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
    return french(f"{level}.{strength}")


def next_action(catalogue: Catalogue, found: Result, state: str) -> str:
    """One thing the adviser can do or propose now."""
    if state == NOT_STARTED:
        return "Proposez de commencer ensemble."
    if state == RUNNING:
        return "Proposez de finir le parcours."
    first = next(iter(offers(catalogue, found)), None)
    if first is None:
        return "Regardez le résultat avec cette personne."
    if first.kind == MODULE:
        return f"Proposez la leçon « {first.title} »."
    return {
        HUMAN: "Orientez vers un conseiller numérique.",
        QUESTIONS: "Proposez quelques questions de plus.",
        PRACTICE: "Proposez de s’entraîner, depuis son résultat.",
    }.get(first.kind, "Regardez la suite avec cette personne.")


def lower_first(text: str) -> str:
    """For a label inside a sentence."""
    return text[:1].lower() + text[1:]


def as_csv(title: str, everyone: Iterable[Person], zone: tzinfo) -> bytes:
    """The list for a French spreadsheet: BOM, semicolons, CRLF, French dates of this zone.

    Only people who share are in it. A cell that a spreadsheet would run is kept as text.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
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
