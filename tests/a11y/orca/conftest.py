"""One screen reader for every test by ear: starting it costs fifteen seconds."""

from __future__ import annotations

import json

import pytest

from tests.a11y.orca.reader import Reader, missing
from tests.a11y.orca.started import skip_without
from webapp.config import ROOT


@pytest.fixture(scope="session")
def reader():
    """Orca and Chromium, or the reason why they cannot run here."""
    skip_without(missing(), "Orca cannot run")
    made = Reader()
    yield made
    made.close()


@pytest.fixture(scope="session")
def notes():
    """What was said, exercise by exercise, for a person to read: ``var/orca``."""
    folder = ROOT / "var" / "orca"
    folder.mkdir(parents=True, exist_ok=True)
    figures = {}
    yield folder, figures
    if figures:
        text = json.dumps(figures, indent=1, ensure_ascii=False)
        (folder / "figures.json").write_text(text, encoding="utf-8")


@pytest.fixture
def person(reader, notes, address, request):
    """The reader, with somebody new before it; what was said is kept whatever happens."""
    reader.open(address + "/healthz")
    reader.driver.delete_all_cookies()
    reader.driver.add_cookie({"name": "langue", "value": "fr"})
    reader.forget()
    yield reader
    name = request.node.name.removeprefix("test_").replace("/", "-")
    (notes[0] / f"{name}.txt").write_text("\n".join(reader.transcript), encoding="utf-8")
    assert "cliquable" not in {phrase.strip(" .") for phrase in reader.transcript}
