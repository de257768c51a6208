"""A goal about files, read both ways: how to reach it, and what explains that it is not reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from webapp.exercises.conditions import same
from webapp.exercises.contract import Response, Spec
from webapp.exercises.posting import FormData, action_form
from webapp.exercises.sim_files.spec import ROOT, Entry
from webapp.exercises.solving import Wanted, asked, certain, nearest

NEW = "folder:"
BIN = "bin"


def keys(spec: Spec, response: Response) -> Iterator[str]:
    """A folder not made or misnamed, files in the wrong place, misnamed, then opened for nothing."""
    wanted, rule = nearest(spec.answer, response), spec.answer.text_rule
    yield from _folder_keys(spec, response, _new_folders(wanted))
    for file in spec.world.files:
        now, goal = response["files"][file.id], wanted.get(f"files.{file.id}.in", file.inside)
        if same(now["in"], goal, rule) or (goal.startswith(NEW) and now["in"].startswith(NEW)):
            continue
        yield now["in"] if goal != file.inside and now["in"] in spec.world.folder_ids else file.id
    for file in spec.world.files:
        goal = wanted.get(f"files.{file.id}.name", file.name)
        if not same(response["files"][file.id]["name"], goal, rule):
            yield "name"
    if {"opened", "reading"} & wanted.keys():
        yield from _opened(spec, response, wanted)


def possible_keys(spec: Spec) -> Iterator[str]:
    """The keys above that the buttons of this exercise can bring about."""
    wanted, can = asked(spec.answer), set(spec.world.actions)
    if _new_folders(wanted):
        yield from ("no_folder", "folder_name")
    if "rename" in can:
        yield "name"
    if can & {"move", "delete"}:
        yield from (entry.id for entry in spec.world.entries)
    elif {"opened", "reading"} & wanted.keys():
        right = certain(spec.answer)
        found = {*right.get("opened", ()), right.get("reading")}
        files = [file for file in spec.world.files if file.id not in found]
        places = {file.inside for file in spec.world.files if file.id in found}
        yield from (file.id for file in files)
        yield from {file.inside for file in files} - {ROOT, *places}


def _opened(spec: Spec, response: Response, wanted: Wanted) -> Iterator[str]:
    """The files opened instead, then the folders they were looked for in."""
    right = {*wanted.get("opened", ()), wanted.get("reading", "")}
    wrong = [
        file for file in spec.world.files if file.id in response["opened"] and file.id not in right
    ]
    places = {file.inside for file in spec.world.files if file.id in right}
    yield from (file.id for file in wrong)
    yield from (file.inside for file in wrong if file.inside not in {ROOT, *places})


def _folder_keys(spec: Spec, response: Response, asked: Mapping[str, str]) -> Iterator[str]:
    made = [f["name"] for name, f in response["folders"].items() if name.startswith(NEW)]
    if asked and not made:
        yield "no_folder"
    elif not all(any(same(n, name, spec.answer.text_rule) for n in made) for name in asked):
        yield "folder_name"


def _new_folders(wanted: Mapping[str, Any]) -> dict[str, str]:
    """The folders a goal asks for, and where each one goes."""
    found: dict[str, str] = {}
    for path, value in wanted.items():
        if path.startswith("folder_names."):
            names = value if isinstance(value, list) else [value]
            found |= {str(name): path.partition(".")[2] for name in names}
        elif path.endswith(".in") and str(value).startswith(NEW):
            found.setdefault(str(value).removeprefix(NEW), ROOT)
    return found


def forms(spec: Spec, wanted: Wanted) -> Iterator[FormData]:
    """The actions that satisfy what a goal wants: folders first, then each file."""
    known = {folder.name for folder in spec.world.folders}
    for name, place in _new_folders(wanted).items():
        if name not in known:
            if place != ROOT:
                yield action_form(f"enter:{place}")
            yield action_form("new", folder_name=name)
            if place != ROOT:
                yield action_form(f"enter:{ROOT}")
    for file in spec.world.files:
        yield from _file_forms(file, wanted)


def _file_forms(file: Entry, wanted: Mapping[str, Any]) -> Iterator[FormData]:
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
