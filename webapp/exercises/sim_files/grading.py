"""Tidying files, graded on where everything is at the end.

A folder the person makes has the id ``folder:<name>``, so that an author can write where a file should
be; its name is compared with the text rule (case, accents, one letter wrong if the author says so).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from webapp.exercises.conditions import grade_goal
from webapp.exercises.contract import (
    Action,
    ActionRefused,
    FieldError,
    Grade,
    Nature,
    Response,
    Spec,
    State,
    Step,
    copied,
)
from webapp.exercises.goal import GoalExercise, Road
from webapp.exercises.posting import FormData, action_form, first
from webapp.exercises.sim_files.goals import BIN, NEW, forms, keys, possible_keys
from webapp.exercises.sim_files.spec import ROOT, Answer, World
from webapp.exercises.solving import ways
from webapp.exercises.text_rules import file_name, normalise

LONGEST_NAME = 60
MAX_FOLDERS = 12
MOST_WORDS = 2
TAKEN = "Ce nom est déjà pris. Choisissez un autre nom."
THERE = "Un fichier de ce nom est déjà là. Renommez d’abord le fichier."
LOOKING = {"look"}
"""Never forbidden by the author: opening a file to read it."""
NO_SUCH = "Ce bouton n'existe pas ici."


class SimFiles(GoalExercise):
    """Move by a list of folders; nothing to drag."""

    type = "sim_files"
    nature = Nature.SIMULATION
    World = World
    Answer = Answer
    nothing_done = "Faites d'abord une action, ou appuyez sur « Je ne sais pas »."
    done_in = ("files", "folders", "opened")

    def begin(self, spec: Spec) -> State:
        world = spec.world
        return {
            "here": ROOT,
            "folders": {f.id: {"name": f.name, "in": f.inside} for f in world.folders},
            "files": {f.id: {"name": f.name, "in": f.inside} for f in world.files},
            "folder_names": _by_place(
                {f.id: {"name": f.name, "in": f.inside} for f in world.folders}
            ),
            "deleted": [],
            "opened": [],
            "reading": "",
        }

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        moves = {
            "enter": ({"open_folder"}, self._enter),
            "new": ({"new_folder"}, self._new),
            "rename": ({"rename"}, self._rename),
            "move": ({"move"}, self._move),
            "delete": ({"delete"}, self._delete),
            "restore": ({"delete", "restore"}, self._restore),
            "read": (LOOKING, self._read),
            "close": (LOOKING, self._close),
        }
        allowed, move = moves.get(action.verb, (set(), None))
        if move is None or not allowed & {*LOOKING, *spec.world.actions}:
            raise ActionRefused(FieldError("", NO_SUCH))
        after = copied(state)
        say = move(after, action)
        if "open_file" not in spec.world.actions:
            after["opened"] = []  # looked at, which is no part of what is asked
        after["folder_names"] = _by_place(after["folders"])
        return Step(after, say)

    def _enter(self, state: State, action: Action) -> str:
        if action.target not in (ROOT, *state["folders"]):
            raise ActionRefused(FieldError("", NO_SUCH))
        state["here"] = action.target
        return "Ce dossier est ouvert."

    def _read(self, state: State, action: Action) -> str:
        file = _file(state, action.target)
        if action.target not in state["opened"]:
            state["opened"].append(action.target)
        state["reading"] = action.target
        return f"{_short(file['name'])} est ouvert."

    def _close(self, state: State, action: Action) -> str:
        if not action.target or state["reading"] != action.target:
            raise ActionRefused(FieldError("", NO_SUCH))
        state["reading"] = ""
        return "Le fichier est fermé."

    def _new(self, state: State, action: Action) -> str:
        name = _name(action, "folder_name", "Écrivez le nom du dossier.")
        folder = f"{NEW}{name}"
        beside = [f["name"] for f in state["folders"].values() if f["in"] == state["here"]]
        if folder in state["folders"] or _taken(name, beside):
            raise ActionRefused(FieldError("folder_name", TAKEN))
        if len(state["folders"]) >= MAX_FOLDERS:
            raise ActionRefused(FieldError("folder_name", "Il y a assez de dossiers ici."))
        state["folders"][folder] = {"name": name, "in": state["here"]}
        return f"Le dossier {_short(name)} est créé."

    def _rename(self, state: State, action: Action) -> str:
        """The ending is kept when the person leaves it out, as most systems do."""
        file, field = _file(state, action.target), f"name-{action.target}"
        name = _name(action, field, "Écrivez le nouveau nom du fichier.")
        _, _, ending = file["name"].rpartition(".")
        name = name if "." in name else file_name(name, ending if "." in file["name"] else "")
        if _taken(name, _beside(state, action.target, file["in"])):
            raise ActionRefused(FieldError(field, TAKEN))
        file["name"] = name
        return f"Le fichier s'appelle {_short(name)}."

    def _move(self, state: State, action: Action) -> str:
        file, to = _file(state, action.target), first(action.fields, f"to-{action.target}")
        if to not in (ROOT, *state["folders"]):
            raise ActionRefused(FieldError(f"to-{action.target}", "Choisissez un dossier."))
        if _taken(file["name"], _beside(state, action.target, to)):
            raise ActionRefused(FieldError(f"to-{action.target}", THERE))
        file["in"] = to
        place = "le premier dossier" if to == ROOT else _short(state["folders"][to]["name"])
        return f"{_short(file['name'])} est dans {place}."

    def _delete(self, state: State, action: Action) -> str:
        file = _file(state, action.target)
        file["before"], file["in"] = file["in"], BIN
        if state["reading"] == action.target:
            state["reading"] = ""
        state["deleted"].append(action.target)
        return f"{_short(file['name'])} est dans la corbeille."

    def _restore(self, state: State, action: Action) -> str:
        if action.target not in state["deleted"]:
            raise ActionRefused(FieldError("", NO_SUCH))
        file = state["files"][action.target]
        if _taken(file["name"], _beside(state, action.target, file.get("before", ROOT))):
            raise ActionRefused(FieldError("", THERE))
        file["in"] = file.pop("before", ROOT)
        state["deleted"].remove(action.target)
        return f"{_short(file['name'])} est revenu."

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(keys(spec, response)))

    def road(self, spec: Spec, *, right: bool) -> Road | None:
        roads = self._roads(spec) if right else self._detours(spec)
        return self.first_road(spec, roads, right=right)

    def _roads(self, spec: Spec) -> Iterator[list[FormData]]:
        for wanted in ways(spec.answer.goal):
            yield list(forms(spec, wanted))

    def _detours(self, spec: Spec) -> Iterator[list[FormData]]:
        places = [ROOT, *(folder.id for folder in spec.world.folders)]
        for file in spec.world.files:
            for place in places:
                yield [action_form(f"move:{file.id}", **{f"to-{file.id}": place})]
            yield [action_form(f"delete:{file.id}")]
            yield [action_form(f"read:{file.id}")]
            yield [action_form(f"rename:{file.id}", **{f"name-{file.id}": "Autre nom"})]
        yield [action_form("new", folder_name="Autre nom")]

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(entry.id for entry in spec.world.entries)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return frozenset(possible_keys(spec))


def _file(state: State, name: str) -> dict[str, Any]:
    if name not in state["files"] or name in state["deleted"]:
        raise ActionRefused(FieldError("", NO_SUCH))
    found: dict[str, Any] = state["files"][name]
    return found


def _name(action: Action, field: str, message: str) -> str:
    name = file_name(first(action.fields, field))
    if not name or len(name) > LONGEST_NAME or any(sign in name for sign in '/\\:*?"<>|'):
        raise ActionRefused(FieldError(field, message))
    return name


def _short(name: str) -> str:
    """A name in a spoken sentence: its first words."""
    words = name[:30].split()
    return f"« {' '.join(words[:MOST_WORDS])}{'…' if len(words) > MOST_WORDS else ''} »"


def _beside(state: State, key: str, place: str) -> list[str]:
    """Names of the other files of a place."""
    files = state["files"].items()
    return [file["name"] for other, file in files if other != key and file["in"] == place]


def _taken(name: str, others: Iterable[str]) -> bool:
    """Whether a name is already there; case and accents make no difference to a reader."""
    return normalise(name) in map(normalise, others)


def _by_place(folders: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """The names of the folders in each place, for an author's ``contains``."""
    places: dict[str, list[str]] = {ROOT: [], **{name: [] for name in folders}}
    for folder in folders.values():
        places[folder["in"]].append(folder["name"])
    return places
