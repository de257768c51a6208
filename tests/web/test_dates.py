"""Dates shown to people are those of their clock; what is stored stays UTC."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from webapp.advising import following
from webapp.config import ConfigError, Settings
from webapp.web.locale import day
from webapp.web.resources import resources

MOMENTS = [
    (datetime(2026, 1, 10, 22, 59, tzinfo=UTC), 10),  # winter: one hour later in Paris
    (datetime(2026, 1, 10, 23, 0, tzinfo=UTC), 11),
    (datetime(2026, 7, 10, 21, 59, tzinfo=UTC), 10),  # summer: two hours
    (datetime(2026, 7, 10, 22, 0, tzinfo=UTC), 11),
    (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), 28),  # the night when the clock goes forward
    (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), 29),
    (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), 29),
    (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), 30),
    (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), 24),  # the night when it goes back
    (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), 25),
    (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), 25),
    (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), 26),
]


@pytest.mark.parametrize(("moment", "shown"), MOMENTS)
def test_a_page_says_the_day_of_paris(app: Flask, moment: datetime, shown: int) -> None:
    with app.test_request_context("/"):
        assert day(moment).split()[0] == str(shown)


@pytest.mark.parametrize(("moment", "shown"), MOMENTS)
def test_a_list_says_the_day_of_paris(app: Flask, moment: datetime, shown: int) -> None:
    person = following.PersonLine(uuid4(), "Ali", following.DONE, "", "", moment)
    with app.app_context():
        text = following.as_csv("Été", [person], resources().settings.zone).decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    assert row[5] == f"{shown:02}/{moment:%m/%Y}"


def test_the_zone_is_a_setting(tmp_path: Path) -> None:
    env = {"VAR_DIR": str(tmp_path)}
    late = datetime(2026, 1, 10, 23, 30, tzinfo=UTC)
    assert late.astimezone(Settings.from_env(env).zone).day == 11
    there = Settings.from_env(env | {"TIME_ZONE": "America/Guadeloupe"}).zone
    assert late.astimezone(there).day == 10


@pytest.mark.parametrize("name", ["Europe/Pari", "../../etc/passwd", "Paris", "/etc"])
def test_an_unknown_zone_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="fuseau"):
        Settings.from_env({"VAR_DIR": str(tmp_path), "TIME_ZONE": name})
