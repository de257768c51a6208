"""The next reviews in the calendar of a phone.

Days only, and nothing of what the person did: a calendar is often shared. A day has one identifier:
the file taken again replaces what the first one put there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from webapp.calendars import calendar_file
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
    summary, description = words
    events = (
        {
            "uid": str(uuid5(NAMESPACE_URL, f"{learner_id}/{day.isoformat()}")),
            "dtstamp": at,
            "dtstart": day,
            "dtend": day + timedelta(days=1),
            "summary": summary,
            "description": description,
            "url": url,
            "class": "PRIVATE",
            "transp": "TRANSPARENT",
        }
        for day in days
    )
    return calendar_file("Reviews", events)
