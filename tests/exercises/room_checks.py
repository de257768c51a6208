"""What every test of a simulated room needs: its examples, its pages, and a strict reader."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import html5lib
import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from tests.exercises.rendering import render
from webapp.exercises import FOLDER
from webapp.exercises.contract import (
    Action,
    Exercise,
    Grade,
    InvalidResponse,
    Probe,
    Spec,
    State,
)
from webapp.exercises.posting import answer_form
from webapp.exercises.simulation import advance, replay
from webapp.web.questions import QuestionText, QuestionView

TEXT = QuestionText("Titre", "La situation.", "Que faites-vous ?")
HUGE = "x" * 100_000


def load(path: Path) -> dict[str, Any]:
    """One YAML file as plain data."""
    return dict(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def example(room: Exercise, name: str) -> Spec:
    """A valid example of the room, by file name."""
    data = load(FOLDER / room.type / "examples" / f"{name}.yaml")
    return room.spec(data["world"], data["answer"])


def examples(room: Exercise) -> list[Spec]:
    """Every valid example of the room."""
    paths = sorted((FOLDER / room.type / "examples").glob("*.yaml"))
    return [example(room, path.stem) for path in paths]


def check_invalid_examples(room: Exercise) -> None:
    """At least two faults, each refused."""
    paths = sorted((FOLDER / room.type / "examples" / "invalid").glob("*.yaml"))
    assert len(paths) >= 2
    for path in paths:
        data = load(path)
        with pytest.raises((ValidationError, ValueError)):
            room.spec(data["world"], data["answer"])


def play(room: Exercise, spec: Spec, *forms: dict[str, list[str]]) -> State:
    """The state after these forms, posted one by one as the page does."""
    log: list[dict[str, Any]] = []
    for form in forms:
        action = Action.from_form(form)
        step = advance(room, spec, log, action)
        assert 0 < len(step.say.split()) <= 10, step.say
        log.append(action.as_json())
    return replay(room, spec, log).state


def check_samples(room: Exercise, spec: Spec) -> None:
    """The three probes give what they promise."""
    for probe in Probe:
        *actions, final = room.sample(spec, probe)
        state = play(room, spec, *actions)
        assert final["act"] == ["answer"]
        if probe is Probe.INVALID:
            with pytest.raises(InvalidResponse):
                room.parse(spec, final, state)
            continue
        grade = room.grade(spec, room.parse(spec, final, state))
        assert grade.right is (probe is Probe.CORRECT)
        assert set(grade.keys) <= room.feedback_keys(spec)


def page(room: Exercise, spec: Spec, **more: Any) -> str:
    """``answer.html``, checked."""
    more.setdefault("state", room.begin(spec))
    view = QuestionView(room=room, spec=spec, text=TEXT, action_url="/x", **more)
    html = render(view)
    check_html(html)
    # What leaves the exercise names this form: it is on the page, or it is the page's own.
    assert html.count(f'<form id="{view.typed_form}"') + html.count(
        f' id="{view.typed_form}" '
    ) == (view.typed_form != "answer"), view.typed_form
    return html


def review(room: Exercise, spec: Spec, response: dict[str, Any]) -> str:
    """``review.html``, checked."""
    grade = room.grade(spec, response)
    view = QuestionView(room=room, spec=spec, text=TEXT, response=response, grade=grade)
    html = render(view, "review.html")
    check_html(html)
    return html


def end_of(room: Exercise, spec: Spec, *forms: dict[str, list[str]], **fields: str) -> Grade:
    """The grade after these forms and the last one, both pages read on the way."""
    state = play(room, spec, *forms)
    page(room, spec, state=state)
    response = room.parse(spec, answer_form(**fields), state)
    review(room, spec, response)
    return room.grade(spec, response)


def check_html(html: str) -> None:
    """Strict HTML5, one id each, every control named, every description present."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)
    nodes = list(tree.iter())
    ids = [node.get("id") for node in nodes if node.get("id")]
    assert len(ids) == len(set(ids)), Counter(ids)
    for name in ("aria-labelledby", "aria-describedby", "for"):
        wanted = " ".join(node.get(name, "") for node in nodes).split()
        assert set(wanted) <= set(ids), (name, wanted, ids)
    labels = {node.get("for") for node in nodes if node.tag == "label"}
    inside = {id(field) for label in nodes if label.tag == "label" for field in label.iter()}
    for node in nodes:
        if node.tag in ("input", "select", "textarea") and node.get("type") != "hidden":
            assert id(node) in inside or node.get("id") in labels
    buttons = ["".join(node.itertext()).strip() for node in nodes if node.tag == "button"]
    assert all(buttons)
    assert len(buttons) == len(set(buttons)), buttons
    # Nothing in a page says which one is right.
    assert "correct" not in html.replace("autocorrect", "")
