"""Orca and Chromium: one exercise of each type is finished by ear alone, and the answer is kept."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from tests.a11y.orca.ear import Ear, Words, plain
from tests.a11y.orca.reader import Reader, missing
from tests.a11y.test_hands import one_item_a_form
from tests.acting import forms, give, recorded
from webapp.config import ROOT
from webapp.content.lint.rules_page import MOST_PHRASES

pytestmark = [pytest.mark.orca, pytest.mark.slow]


@pytest.fixture(scope="session")
def reader():
    """One screen reader for all exercises: starting it costs fifteen seconds."""
    absent = missing()
    if absent:
        pytest.skip(f"Orca cannot run here, these are not installed: {', '.join(absent)}")
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
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    (folder / "figures.json").write_text(text, encoding="utf-8")


def page_now(app, reader, question) -> Words:
    """The page as the server sends it to this person at this moment."""
    client = app.test_client()
    token = reader.driver.get_cookie("sid")["value"]
    client.set_cookie("sid", token)
    return Words(client.get(f"/exercice/{question}").get_data(as_text=True))


def before_the_answer(opening: list[str]) -> int:
    """How many phrases are heard before the button of the answer, header and hints included."""
    heard = [plain(phrase) for phrase in opening]
    return next(n for n, pair in enumerate(pairwise(heard))
                if pair in (("valider", "bouton"), ("j ai fini", "bouton")))  # fmt: skip


@pytest.mark.parametrize(("kind", "item_id"), one_item_a_form())
def test_finished_by_ear_alone(reader, notes, live_app, address, kind, item_id):
    folder, figures = notes
    reader.open(address + "/healthz")
    reader.driver.delete_all_cookies()
    reader.driver.add_cookie({"name": "langue", "value": "fr"})
    reader.transcript, reader.keys = [], 0
    question = give(live_app, reader.driver, address, item_id)
    opening = reader.heard(quiet=1.0, first=4.0, limit=40)
    ear, spoken = Ear(reader), []
    try:
        for form in forms(live_app, question):
            words = page_now(live_app, reader, question)
            ear.new_page()
            for wanted, value in words.wanted(form):
                ear.fill(wanted, value)
            spoken = ear.press(words.button(form["act"][0]))
        answers = recorded(live_app, question)
    finally:
        (folder / f"{kind}.txt").write_text("\n".join(reader.transcript), encoding="utf-8")
    figures[kind] = {"item": item_id, "keys": reader.keys, "before": before_the_answer(opening),
                     "phrases": sum(not t.startswith("[") for t in reader.transcript)}  # fmt: skip
    assert len(answers) == 1 and answers[0].right
    task = plain(live_app.extensions["marchepied"].catalogue.items[item_id].text.title)
    assert task[:40] in plain(" ".join(opening)), opening
    assert before_the_answer(opening) <= MOST_PHRASES, "too long to listen to before the answer"
    assert spoken, "nothing is said after the answer"
