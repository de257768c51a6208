"""Brings a public file into the directory: as often as one likes, never losing a place.

Rows are written by small batches, each in its own transaction: people go on using the service. The same
file twice changes nothing. A place that left its list is retired: out of the search, still a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from webapp.accounts import names
from webapp.database import Database, now, replace_rows, unhurried
from webapp.places import communes, files, nearness, records, twins
from webapp.places.models import Directory, Place

BATCH = 500
SAID_EVERY = 10_000
"""Rows between two signs of life."""
FAULTS_SAID = 100
MOST_RETIRED = 0.5
LONGEST_DIRECTORY = 80


@dataclass(frozen=True)
class FaultyRow:
    """A row that was not understood: its number in the file, and why."""

    number: int
    reason: str


@dataclass
class ImportReport:
    """What happened to each row of the file, and to the places that are no longer in it."""

    read: int = 0
    kept: int = 0
    without_position: int = 0
    retired: int = 0
    held_back: int = 0
    """Places missing from the file, not retired: too many at once."""
    faulty: int = 0
    faults: list[FaultyRow] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)


Progress = Callable[[int], None]


def import_file(
    database: Database, file: Path, *, directory: str, retire_many: bool, progress: Progress
) -> ImportReport:
    """Read the whole file. ``files.UnreadableFile`` leaves what was read before, and retires nothing."""
    report, at = ImportReport(), now()
    said = 0
    directory = names.tidy(directory)[:LONGEST_DIRECTORY]
    for batch in _batches(_understood(files.rows(file), report)):
        known = [record for record in batch if isinstance(record, records.Record)]
        database.run(lambda session, batch=batch: _write(session, batch, directory, at))  # type: ignore[misc]
        report.kept += len(known)
        report.without_position += sum(one.values["latitude"] is None for one in known)
        if report.read - said >= SAID_EVERY:
            said = report.read
            progress(said)
    if report.kept:  # what only the whole file can say
        with database.writing() as session:
            _retire(session, report, directory, at, retire_many=retire_many)
        twins.show_one_of_each(database)
        with database.writing() as session:
            _place_communes(session, directory, at)
    return report


Understood = records.Record | str
"""A record, or the key of a row with a fault: its place is still in the file."""


def _understood(
    rows: Iterable[tuple[int, files.Fields]], report: ImportReport
) -> Iterator[Understood]:
    for number, row in rows:
        report.read += 1
        try:
            yield records.read(row)
        except records.NotForPeople as reason:
            report.aside[str(reason)] += 1
        except records.Unreadable as reason:
            report.faulty += 1
            if len(report.faults) < FAULTS_SAID:
                report.faults.append(FaultyRow(number, str(reason)))
            yield records.key(row)


def _batches(understood: Iterator[Understood]) -> Iterator[list[Understood]]:
    while batch := list(islice(understood, BATCH)):
        yield batch


def _write(session: Session, batch: list[Understood], directory: str, at: datetime) -> None:
    rows = {
        place_id(directory, record.key): _row(record.values, directory, at)
        for record in batch
        if isinstance(record, records.Record)
    }
    replace_rows(session, Place, [{"id": key, **row} for key, row in rows.items()])
    seen = [place_id(directory, key) for key in batch if isinstance(key, str)]
    if seen:
        session.connection().execute(
            update(Place).where(col(Place.id).in_(seen)).values(seen_at=at)
        )


def place_id(directory: str, key: str) -> UUID:
    """The same place has the same address at each import."""
    return uuid5(NAMESPACE_URL, f"{directory}\n{key}")


def _row(values: Mapping[str, Any], directory: str, at: datetime) -> dict[str, Any]:
    located = values["latitude"] is not None
    return {
        **values,
        "directory": directory,
        "cell": nearness.cell(values["latitude"], values["longitude"]) if located else None,
        "twin_key": twins.key(values),
        "seen_at": at,
        "retired_at": None,
        "shown": True,
    }


def _retire(
    session: Session, report: ImportReport, directory: str, at: datetime, *, retire_many: bool
) -> None:
    """Who left the list; too many at once is a file cut short, unless an operator says otherwise."""
    missing = (
        col(Place.directory) == directory,
        col(Place.seen_at) < at,
        col(Place.retired_at).is_(None),
    )
    connection = unhurried(session.connection())
    count = connection.scalar(select(func.count()).where(*missing)) or 0
    if count > MOST_RETIRED * (count + report.kept) and not retire_many:
        report.held_back = count
        return
    report.retired = count
    connection.execute(update(Place).where(*missing).values(retired_at=at, shown=False))


def _place_communes(session: Session, directory: str, at: datetime) -> None:
    communes.place_from_their_places(session)
    replace_rows(session, Directory, [{"name": directory, "imported_at": at}])
