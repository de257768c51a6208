"""The table of promises names tests that exist and sentences the product still says."""

from __future__ import annotations

import re

ROW = re.compile(r"^\| [^|]+ \| (?P<said>[^|]+) \| [^|]+ \| (?P<tests>[^|]+) \|$", re.MULTILINE)


def test_each_promise_names_a_test_that_exists(root):
    rows = list(ROW.finditer((root / "docs" / "promises.md").read_text("utf-8")))[2:]
    tests = "\n".join(file.read_text("utf-8") for file in (root / "tests").rglob("test_*.py"))
    assert len(rows) > 15
    for row in rows:
        names = re.findall(r"`(test_\w+)`", row["tests"])
        assert names and all(f"def {name}(" in tests for name in names), row[0]


def test_each_quoted_sentence_is_still_said(root):
    """One that the product no longer says leaves the table."""
    rows = list(ROW.finditer((root / "docs" / "promises.md").read_text("utf-8")))[2:]
    sources = [
        *(root / "webapp").rglob("*.py"),
        *(root / "webapp").rglob("*.html"),
        *(root / "content").glob("*.yaml"),
        *(root / "content" / "rules").glob("*.yaml"),
    ]
    said = "".join(file.read_text("utf-8") for file in sources).replace("'", "’")
    for row in rows:
        for sentence in re.findall(r"^« ([^»«…%]{12,}?)\.? »$", row["said"].strip()):
            first = re.split(r"[.?] ", sentence)[0].strip()
            assert re.sub(r"\d+", "%(num)d", first) in said or first in said, sentence
