"""Work already done on the same text: read once, remembered by fingerprint, thrown away at will.

Reading YAML with its comments and positions costs 15 ms a file, the linter about 70 ms an exercise:
for 170 exercises that is a slow start and a slow check. What is remembered is plain JSON under
``var/``; a key names everything the work depended on, so a stale entry can only be unused.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

MISSING = object()


class WorkCache:
    """Values by key, in one JSON file. Entries not asked for since it was opened are dropped."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._old = self._read()
        self._kept: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """What was put under this key, ``MISSING`` when nothing was."""
        found = self._kept.get(key, self._old.get(key, MISSING))
        if found is not MISSING:
            self._kept[key] = found
        return found

    def put(self, key: str, value: Any) -> None:
        """Remember a value made of JSON."""
        self._kept[key] = value

    def save(self) -> None:
        """Write what was used. Another process may write at the same time: one of them wins whole."""
        if self.file is None or self._kept.keys() == self._old.keys():
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.file.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(self._kept, out, ensure_ascii=False)
        Path(name).replace(self.file)

    def _read(self) -> dict[str, Any]:
        """An unreadable file is an empty memory."""
        try:
            found = json.loads(self.file.read_text("utf-8")) if self.file else {}
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}
