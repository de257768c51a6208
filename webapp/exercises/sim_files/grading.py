"""Tidying files, graded on where everything is at the end.

A folder the person makes has the id ``folder:<name>``, so that an author can write where a file should
be; its name is compared with the text rule (case, accents, one letter wrong if the author says so).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from webapp.exercises.conditions import grade_goal
from webapp.exercises.contract import (
    Action,
    ActionRefused,
    Exercise,
    FieldError,
    FormData,
    Grade,
    InvalidResponse,
    Layout,
    Probe,
    Response,
    Spec,
    State,
    Step,
    action_form,
    answer_form,
    first,
)
from webapp.exercises.sim_files.spec import ROOT, Answer, World
from webapp.exercises.solving import Wanted, ways

NEW = "folder:"
BIN = "bin"
LONGEST_NAME = 60
MAX_FOLDERS = 12
NOTHING_DONE = "Faites d'abord une action, ou appuyez sur « Je ne sais pas »."
NO_SUCH = "Ce bouton n'existe pas ici."


class SimFiles(Exercise):
    """Move by a list of folders; nothing to drag."""

    type = "sim_files"
    World = World
    Answer = Answer

    def layout(self, spec: Spec) -> Layout:
        return Layout.OWN_FORMS

    def has_actions(self, spec: Spec) -> bool:
        return True

    def begin(self, spec: Spec) -> State:
        world = spec.world
        return {
            "here": ROOT,
            "folders": {f.id: {"name": f.name, "in": f.inside} for f in world.folders},
            "files": {f.id: {"name": f.name, "in": f.inside} for f in world.files},
            "folder_names": {ROOT: [f.name for f in world.folders if f.inside == ROOT]},
            "deleted": [],
            "opened": [],
        }

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        moves = {
            "enter": ("open_folder", self._enter), "new": ("new_folder", self._new),
            "rename": ("rename", self._rename), "move": ("move", self._move),
            "delete": ("delete", self._delete), "restore": ("delete", self._restore),
            "read": ("open_folder", self._read),
        }  # fmt: skip
        allowed, move = moves.get(action.verb, ("", None))
        if move is None or allowed not in spec.world.actions:
            raise ActionRefused(FieldError("", NO_SUCH))
        after = deepcopy(state)
        say = move(after, action)
        after["folder_names"] = {ROOT: [f["name"] for f in after["folders"].values()]}
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
        return f"{_short(file['name'])} est ouvert."

    def _new(self, state: State, action: Action) -> str:
        name = _name(action, "folder_name", "Écrivez le nom du dossier.")
        folder = f"{NEW}{name}"
        if folder in state["folders"] or len(state["folders"]) >= MAX_FOLDERS:
            raise ActionRefused(FieldError("folder_name", "Ce dossier existe déjà."))
        state["folders"][folder] = {"name": name, "in": state["here"]}
        return f"Le dossier {_short(name)} est créé."

    def _rename(self, state: State, action: Action) -> str:
        file = _file(state, action.target)
        field = f"name-{action.target}"
        file["name"] = _name(action, field, "Écrivez le nouveau nom du fichier.")
        return f"Le fichier s'appelle {_short(file['name'])}."

    def _move(self, state: State, action: Action) -> str:
        file, to = _file(state, action.target), first(action.fields, f"to-{action.target}")
        if to not in (ROOT, *state["folders"]):
            raise ActionRefused(FieldError(f"to-{action.target}", "Choisissez un dossier."))
        file["in"] = to
        name = "le premier dossier" if to == ROOT else state["folders"][to]["name"]
        return f"{_short(file['name'])} est dans {_short(name)}."

    def _delete(self, state: State, action: Action) -> str:
        file = _file(state, action.target)
        file["before"], file["in"] = file["in"], BIN
        state["deleted"].append(action.target)
        return f"{_short(file['name'])} est dans la corbeille."

    def _restore(self, state: State, action: Action) -> str:
        if action.target not in state["deleted"]:
            raise ActionRefused(FieldError("", NO_SUCH))
        file = state["files"][action.target]
        file["in"] = file.pop("before", ROOT)
        state["deleted"].remove(action.target)
        return f"{_short(file['name'])} est revenu."

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        start = self.begin(spec)
        if all(state[key] == start[key] for key in ("files", "folders", "opened")):
            raise InvalidResponse(FieldError("", NOTHING_DONE))
        return deepcopy(state)

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(_keys(spec, response)))

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        roads = self._roads(spec) if probe is Probe.CORRECT else self._detours(spec)
        wanted = probe is Probe.CORRECT
        return [*next((road for road in roads if self._right(spec, road) is wanted), []),
                answer_form()]  # fmt: skip

    def _roads(self, spec: Spec) -> Iterator[list[FormData]]:
        for wanted in ways(spec.answer.goal):
            yield list(_forms(spec, wanted))

    def _detours(self, spec: Spec) -> Iterator[list[FormData]]:
        places = [ROOT, *(folder.id for folder in spec.world.folders)]
        for file in spec.world.files:
            for place in places:
                yield [action_form(f"move:{file.id}", **{f"to-{file.id}": place})]
            yield [action_form(f"delete:{file.id}")]
            yield [action_form(f"read:{file.id}")]

    def _right(self, spec: Spec, road: Sequence[FormData]) -> bool | None:
        """Whether a road reaches the goal; None when it is impossible or does nothing."""
        state = self.begin(spec)
        try:
            for form in road:
                state = self.apply(spec, state, Action.from_form(form)).state
            return self.grade(spec, self.parse(spec, {}, state)).right
        except InvalidResponse:
            return None

    def problems(self, spec: Spec) -> Iterable[str]:
        if self.grade(spec, self.begin(spec)).right:
            yield "Le but est déjà atteint au départ."
        elif not any(self._right(spec, road) for road in self._roads(spec)):
            yield "Aucune action ne mène au but."

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(entry.id for entry in spec.world.entries)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return self.ids(spec) | {"no_folder", "name"}


def _file(state: State, name: str) -> dict[str, Any]:
    if name not in state["files"] or name in state["deleted"]:
        raise ActionRefused(FieldError("", NO_SUCH))
    found: dict[str, Any] = state["files"][name]
    return found


def _name(action: Action, field: str, message: str) -> str:
    name = " ".join(first(action.fields, field).split())
    if not name or len(name) > LONGEST_NAME or any(sign in name for sign in '/\\:*?"<>|'):
        raise ActionRefused(FieldError(field, message))
    return name


def _short(name: str) -> str:
    return f"« {name[:30]} »"


def _keys(spec: Spec, response: Response) -> Iterator[str]:
    """A folder never made, the wrong folder used, then files moved or renamed for nothing."""
    wanted = ways(spec.answer.goal)[0]
    asked = [path for path in wanted if path.startswith("folder_names")]
    if asked and not any(name.startswith(NEW) for name in response["folders"]):
        yield "no_folder"
    for file in spec.world.files:
        now, goal = response["files"][file.id], wanted.get(f"files.{file.id}.in", file.inside)
        if now["in"] == goal or (goal.startswith(NEW) and now["in"].startswith(NEW)):
            continue
        yield now["in"] if goal != file.inside and now["in"] not in (ROOT, BIN) else file.id
    if any(f"files.{f.id}.name" in wanted for f in spec.world.files):
        yield "name"


def _forms(spec: Spec, wanted: Wanted) -> Iterator[FormData]:
    for path, value in wanted.items():
        if path.startswith("folder_names"):
            for name in value if isinstance(value, list) else [value]:
                yield action_form("new", folder_name=str(name))
    for file in spec.world.files:
        yield from _file_forms(file, wanted)


def _file_forms(file: Any, wanted: Mapping[str, Any]) -> Iterator[FormData]:
    place = wanted.get(f"files.{file.id}.in", file.inside)
    name = wanted.get(f"files.{file.id}.name", file.name)
    if name != file.name:
        yield action_form(f"rename:{file.id}", **{f"name-{file.id}": str(name)})
    if place == BIN or file.id in wanted.get("deleted", ()):
        yield action_form(f"delete:{file.id}")
    elif place != file.inside:
        yield action_form(f"move:{file.id}", **{f"to-{file.id}": str(place)})
    if file.id in wanted.get("opened", ()):
        yield action_form(f"read:{file.id}")
