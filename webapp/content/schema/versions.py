"""``versions.yaml``: what each version of each exercise measured, as a fingerprint."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.content.schema.base import FrozenMap, StrictModel


class Versions(StrictModel):
    """Fingerprints by exercise, first version first. Written by ``marchepied content freeze``."""

    schema_: Literal["versions/1"] = Field(alias="schema")
    items: FrozenMap[tuple[str, ...]]

    def of(self, item_id: str, version: int) -> str | None:
        """The fingerprint of a version; None when it was never frozen."""
        frozen = self.items.get(item_id, ())
        return frozen[version - 1] if 0 < version <= len(frozen) else None
