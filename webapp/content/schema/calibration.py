"""``calibration.yaml``: difficulties found from answers, read by someone, then committed."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from webapp.content.schema.base import FrozenMap, StrictModel


class Calibrated(StrictModel):
    """One version of one exercise: slope, difficulty, standard errors (of ln a, of b) and their
    correlation, answers it rests on.
    """

    version: int = Field(ge=1)
    a: float = Field(gt=0, le=8)
    b: float = Field(ge=-8, le=8)
    b_se: float = Field(gt=0)
    slope_se: float = Field(gt=0)
    slope_b: float = Field(gt=-1, lt=1)
    answers: int = Field(ge=1)


class CalibrationFile(StrictModel):
    """Written by ``marchepied calibrate``; nothing uses it until it stands in ``content/``."""

    schema_: Literal["calibration/2"] = Field(alias="schema")
    made: dt.date
    sessions: int = Field(ge=0)
    answers: int = Field(ge=0)
    items: FrozenMap[Calibrated]

    def of(self, item_id: str, version: int) -> Calibrated | None:
        """What was found of a version; None for another version, whose difficulty may be another."""
        found = self.items.get(item_id)
        return found if found is not None and found.version == version else None
