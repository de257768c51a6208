"""A calendar file (RFC 5545): the phone that already reminds of everything reminds of this too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any


def calendar_file(
    product: str, events: Iterable[Mapping[str, Any]], *, remind: timedelta | None = None
) -> bytes:
    """The file. Each event is its properties by name; ``remind``: how long from its start, if at all."""
    from icalendar import Alarm, Calendar, Event  # eighty modules, for one file: not at each start

    calendar = Calendar()
    calendar.add("prodid", f"-//Marchepied//{product}//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for properties in events:
        event = Event()
        for name, value in properties.items():
            event.add(name, value)
        if remind is not None:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", properties["summary"])
            alarm.add("trigger", remind)
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
