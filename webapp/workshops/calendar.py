"""A workshop as a calendar file (RFC 5545): the phone reminds, nothing is sent.

One identifier a workshop: the file taken again replaces what the first one put there, and one that was
called off says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.workshops.models import Workshop

REMINDER = timedelta(hours=-24)


def calendar_file(found: Workshop, *, at: datetime, url: str, words: str) -> bytes:
    """The file. ``words``: what to know besides the place and the hour."""
    from icalendar import Alarm, Calendar, Event  # eighty modules, for one file: not at each start

    event = Event()
    event.add("uid", f"{found.id}@marchepied")
    event.add("dtstamp", at)
    event.add("dtstart", found.starts_at)
    event.add("dtend", found.ends_at)
    event.add("summary", found.title)
    event.add("location", found.venue)
    event.add("description", words)
    event.add("url", url)
    event.add("status", "CANCELLED" if found.cancelled_at else "CONFIRMED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", found.title)
    alarm.add("trigger", REMINDER)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Marchepied//Workshops//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
