"""One type is one folder: the rest of the house asks the room, and names none."""

import re

from webapp.config import ROOT
from webapp.exercises import FOLDER, rooms

COMMON_WORDS = {"choice", "choices", "match", "order", "sort"}
"""Types whose name is also the name of a field or of a rule."""


def test_no_type_is_named_outside_its_room():
    names = "|".join(sorted(set(rooms()) - COMMON_WORDS))
    named = re.compile(rf"""["']({names})["']|== ["'](choice|choices|match|sort)["']""")
    sources = [p for p in (ROOT / "webapp").rglob("*.py") if p.parent.parent != FOLDER]
    found = {
        path.relative_to(ROOT).as_posix(): named.findall(path.read_text("utf-8"))
        for path in sources
        if "migrations" not in path.parts
    }
    assert {path: hits for path, hits in found.items() if hits} == {}
