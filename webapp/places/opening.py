"""Opening hours as public files write them (OpenStreetMap), taken apart to be said in plain words.

Only what is common and certain is read: days, times, « closed ». Anything else is shown as it is written:
a wrong hour costs somebody a bus. Public holidays are not known here: nothing says « open now ».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
RULE = re.compile(
    r"(?P<days>(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?(?:, ?)?)+) "
    r"(?P<times>off|closed|\d{1,2}:\d{2}-\d{1,2}:\d{2}(?:, ?\d{1,2}:\d{2}-\d{1,2}:\d{2})*)"
)
Times = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OpenDays:
    """Days that follow and have the same hours: numbers from Monday (0), pairs of « 08:30 »."""

    first: int
    last: int
    times: Times


def read(text: str) -> Sequence[OpenDays] | None:
    """The open days of a week; None when it is not certain what the text means."""
    week: dict[int, Times] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        found = RULE.fullmatch(rule)
        if not found:
            return None
        for day in _days(found["days"]):
            week[day] = _times(found["times"])
    return _grouped(week) or None


def _days(text: str) -> Sequence[int]:
    days: list[int] = []
    for part in re.split(r", ?", text.rstrip(", ")):
        first, _dash, last = part.partition("-")
        if first in DAYS:
            start, end = DAYS.index(first), DAYS.index(last or first)
            days += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return days


def _times(text: str) -> Times:
    spans = re.findall(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})", text)
    return tuple((start.rjust(5, "0"), end.rjust(5, "0")) for start, end in spans)


def _grouped(week: dict[int, Times]) -> list[OpenDays]:
    groups: list[OpenDays] = []
    for day in sorted(day for day, times in week.items() if times):
        before = groups[-1] if groups else None
        if before and before.last == day - 1 and before.times == week[day]:
            groups[-1] = OpenDays(before.first, day, before.times)
        else:
            groups.append(OpenDays(day, day, week[day]))
    return groups
