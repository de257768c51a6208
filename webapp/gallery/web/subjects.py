"""What the gallery can show: each exercise of the bank, each example of a room, in five states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML

from webapp.content import Catalogue, Presented, draw
from webapp.errors import NotFound
from webapp.exercises import FOLDER, Exercise, room, rooms
from webapp.exercises.contract import Action, InvalidResponse, Probe, Spec
from webapp.exercises.posting import FormData
from webapp.exercises.simulation import replay
from webapp.web.exercise_views import question_view
from webapp.web.locale import french_words
from webapp.web.questions import QuestionView

STATES = {
    "depart": "Au départ",
    "action": "Après des actions",
    "manque": "Il manque quelque chose",
    "juste": "Bonne réponse",
    "autre": "Autre réponse",
}
EXAMPLE_FEEDBACK = {
    "right": "Oui.",
    "wrong": "Pas encore.",
    "by": {},
    "clues": [],
    "remember": "À garder.",
}
SEPARATOR = ":"


@dataclass(frozen=True)
class Subject:
    """One exercise, drawn. The attributes after ``room`` are those of a presented item."""

    key: str
    title: str
    room: Exercise
    spec: Spec
    text: Mapping[str, str]
    feedback: Mapping[str, Any]
    lang: str = "fr"
    dir: str = "ltr"
    stimulus_lang: str = "fr"
    stimulus_dir: str = "ltr"

    @property
    def states(self) -> tuple[str, ...]:
        """The states this type can be in."""
        acts = self.room.has_actions(self.spec)
        return tuple(state for state in STATES if acts or state != "action")


@dataclass(frozen=True)
class ShownSubject:
    """A subject in one state; ``right`` once it is answered."""

    view: QuestionView
    right: bool | None = None
    keys: tuple[str, ...] = field(default_factory=tuple)


def subject(catalogue: Catalogue, key: str, *, locale: str, number: int = 0) -> Subject:
    """One exercise by key. Raises ``NotFound``."""
    type_, _, name = key.partition(SEPARATOR)
    if name:
        return _example(key, type_, name)
    item = catalogue.items.get(key)
    if item is None:
        raise NotFound("Cet exercice n’existe pas.")
    shown = catalogue.present(item, draw(item, str(number).encode()), locale)
    return Subject(
        key,
        shown.text["title"],
        room(item.type),
        shown.spec,
        shown.text,
        shown.feedback,
        shown.lang,
        shown.dir,
        shown.stimulus_lang,
        shown.stimulus_dir,
    )


def example_keys() -> list[str]:
    """Every valid example of every room."""
    return [f"{type_}{SEPARATOR}{path.stem}" for type_ in sorted(rooms()) for path in _files(type_)]


def _files(type_: str) -> Sequence[Path]:
    return sorted((FOLDER / type_ / "examples").glob("*.yaml"))


def _example(key: str, type_: str, name: str) -> Subject:
    path = next((p for t in rooms() if t == type_ for p in _files(t) if p.stem == name), None)
    if path is None:
        raise NotFound("Cet exemple n’existe pas.")
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    found = room(type_)
    text = {"title": f"Exemple {name}", "situation": "La situation.", "task": "Que faites-vous ?"}
    spec = found.spec(data["world"], data["answer"])
    return Subject(key, text["title"], found, spec, text, EXAMPLE_FEEDBACK)


def show(subject: Subject, state: str, *, action_url: str) -> ShownSubject:
    """The subject in a state. Raises ``NotFound`` for one it cannot be in."""
    if state not in subject.states:
        raise NotFound("Cet état n’existe pas.")
    if state == "depart":
        return ShownSubject(_view(subject, action_url))
    probe = {"manque": Probe.INVALID, "autre": Probe.WRONG}.get(state, Probe.CORRECT)
    *actions, final = subject.room.sample(subject.spec, probe)
    log = [Action.from_form(form).as_json() for form in actions]
    if state == "action":
        return ShownSubject(
            _view(subject, action_url, log=log, say=french_words("Voilà ce qui a changé."))
        )
    if state == "manque":
        return ShownSubject(_refused(subject, action_url, log, final))
    return _answered(subject, log, final)


def _view(subject: Subject, action_url: str, **more: Any) -> QuestionView:
    presented = cast(Presented, subject)
    return question_view(presented, subject.room, subject.spec, action_url=action_url, **more)


def _refused(
    subject: Subject, action_url: str, log: list[dict[str, Any]], final: FormData
) -> QuestionView:
    try:
        subject.room.parse(subject.spec, final, _end(subject, log))
    except InvalidResponse as problem:
        return _view(subject, action_url, log=log, form=final, errors=problem.errors)
    raise NotFound("Cet exercice accepte toutes les réponses.")


def _answered(subject: Subject, log: list[dict[str, Any]], final: FormData) -> ShownSubject:
    response = subject.room.parse(subject.spec, final, _end(subject, log))
    grade = subject.room.grade(subject.spec, response)
    view = _view(subject, "", log=log, response=response, grade=grade)
    return ShownSubject(view, grade.right, (*grade.harms, *grade.keys))


def _end(subject: Subject, log: list[dict[str, Any]]) -> dict[str, Any]:
    return replay(subject.room, subject.spec, log).state
