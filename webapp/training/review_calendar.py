"""The next reviews as a calendar file (RFC 5545), for the phone that already reminds of everything.

Days only, and nothing of what the person did: a calendar is often shared. A day has one identifier:
the file taken again replaces what the first one put there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from webapp.training.memory import Memory

MOST_DAYS = 12


def review_days(memories: Iterable[Memory], *, at: datetime, zone: ZoneInfo) -> Sequence[date]:
    """The next days with something to review, today for what is late."""
    today = at.astimezone(zone).date()
    return sorted({max(today, memory.due_at.astimezone(zone).date()) for memory in memories})[
        :MOST_DAYS
    ]


def review_calendar(
    days: Iterable[date], *, learner_id: UUID, at: datetime, url: str, words: tuple[str, str]
) -> bytes:
    """The file. ``words``: the line of a day, and what is said under it."""
    from icalendar import Calendar, Event  # eighty modules, for one file: not at each start

    calendar = Calendar()
    calendar.add("prodid", "-//Marchepied//Reviews//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for day in days:
        event = Event()
        event.add("uid", str(uuid5(NAMESPACE_URL, f"{learner_id}/{day.isoformat()}")))
        event.add("dtstamp", at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", words[0])
        event.add("description", words[1])
        event.add("url", url)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
