"""One figure held against its gate, with its Monte-Carlo error and the anchor of the same run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """A target's figure.

    gate      what must hold; None for a figure that is only reported
    at_most   whether the gate is a ceiling (a floor otherwise)
    anchor    the same figure for what the target is set against, on the same people and luck
    """

    target: str
    what: str
    value: float
    standard_error: float
    gate: float | None
    at_most: bool
    moonshot: float | None = None
    anchor: float | None = None
    anchor_name: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure itself passes its gate."""
        return self.allowed(0.0)

    @property
    def beyond(self) -> bool:
        """Whether the figure passes its moonshot."""
        if self.moonshot is None:
            return False
        return self.value <= self.moonshot if self.at_most else self.value >= self.moonshot

    def allowed(self, errors: float) -> bool:
        """Whether it passes within ``errors`` standard errors: for runs with fewer people."""
        if self.gate is None:
            return True
        margin = errors * self.standard_error
        return (
            self.value <= self.gate + margin if self.at_most else self.value >= self.gate - margin
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data, verdicts included."""
        return asdict(self) | {"met": self.met, "beyond_moonshot": self.beyond}
