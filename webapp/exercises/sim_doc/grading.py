"""Formatting a document, graded on how its lines look at the end.

What is measured is the command (« choose, then apply »), not the skill of selecting with a mouse: it
is the same with a finger, a keyboard or a voice.
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
    Probe,
    Response,
    Spec,
    State,
    Step,
    action_form,
    answer_form,
    first,
)
from webapp.exercises.sim_doc.spec import Answer, World
from webapp.exercises.solving import asked, certain, nearest, ways

FIELD = "block"
TOGGLES = {"bold": "gras", "italic": "italique", "underline": "souligné"}
ALIGN = {"left": "à gauche", "center": "au centre", "right": "à droite"}
STYLES = {"title": "titre", "list": "liste"}
NOTHING_DONE = "Changez d'abord une ligne, ou appuyez sur « Je ne sais pas »."


class SimDoc(Exercise):
    """Lines and buttons."""

    type = "sim_doc"
    World = World
    Answer = Answer

    def has_actions(self, spec: Spec) -> bool:
        return True

    def begin(self, spec: Spec) -> State:
        blocks = {block.id: block.model_dump(exclude={"id"}) for block in spec.world.blocks}
        return {"blocks": blocks, "changed_blocks": [], "chosen": ""}

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        if action.verb != "tool" or action.target not in _tools(spec):
            raise ActionRefused(FieldError("", "Ce bouton n'existe pas dans ce document."))
        chosen = first(action.fields, FIELD)
        if chosen not in state["blocks"]:
            raise ActionRefused(FieldError(FIELD, "Choisissez d'abord une ligne."))
        after = deepcopy(state)
        after["chosen"] = chosen
        block = after["blocks"][chosen]
        _use(block, action.target)
        start = self.begin(spec)["blocks"]
        after["changed_blocks"] = [n for n, b in after["blocks"].items() if b != start[n]]
        return Step(after, f"La ligne est : {look(block)}.")

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        if state["blocks"] == self.begin(spec)["blocks"]:
            raise InvalidResponse(FieldError(FIELD, NOTHING_DONE))
        return {"blocks": deepcopy(state["blocks"]), "changed_blocks": state["changed_blocks"]}

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(self._keys(spec, response)))

    def _keys(self, spec: Spec, response: Response) -> Iterator[str]:
        """Lines that are not as wanted, then « other » for a line changed for nothing."""
        wanted = _wanted(nearest(spec.answer, response))
        for name, looks in wanted.items():
            if any(response["blocks"].get(name, {}).get(key) != v for key, v in looks.items()):
                yield name
        if set(response["changed_blocks"]) - set(wanted):
            yield "other"

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        roads = self._roads(spec) if probe is Probe.CORRECT else self._detours(spec)
        right = probe is Probe.CORRECT
        return [*next(road for road in roads if self._right(spec, road) is right), answer_form()]

    def _roads(self, spec: Spec) -> Iterator[list[FormData]]:
        start = self.begin(spec)["blocks"]
        for wanted in ways(spec.answer.goal):
            yield [
                action_form(f"tool:{_tool(key, value, start[name][key])}", block=name)
                for name, looks in _wanted(wanted).items()
                for key, value in looks.items()
                if start.get(name, {}).get(key, value) != value
            ]

    def _detours(self, spec: Spec) -> Iterator[list[FormData]]:
        for block in spec.world.blocks:
            for tool in _tools(spec):
                yield [action_form(f"tool:{tool}", block=block.id)]

    def _right(self, spec: Spec, road: Sequence[FormData]) -> bool | None:
        state = self.begin(spec)
        try:
            for form in road:
                state = self.apply(spec, state, Action.from_form(form)).state
        except ActionRefused:
            return None
        if state["blocks"] == self.begin(spec)["blocks"]:
            return None
        return self.grade(spec, state).right

    def problems(self, spec: Spec) -> Iterable[str]:
        names = [block.id for block in spec.world.blocks]
        if len(set(names)) < len(names):
            yield "Deux lignes ont le même identifiant."
        elif self.grade(spec, self.begin(spec)).right:
            yield "Le but est déjà atteint au départ."
        elif not any(self._right(spec, road) for road in self._roads(spec)):
            yield "Aucune action ne mène au but."
        elif not any(self._right(spec, road) is False for road in self._detours(spec)):
            yield "Aucune action ne manque le but."

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(block.id for block in spec.world.blocks)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        lines = set(_wanted(asked(spec.answer)))
        always = set(_wanted(certain(spec.answer)))
        return frozenset(lines) | ({"other"} if self.ids(spec) - always else set())

    def look(self, block: Mapping[str, Any]) -> str:
        """How a line looks, in words, for the templates."""
        return look(block)


def _use(block: dict[str, Any], tool: str) -> None:
    if tool in TOGGLES:
        block[tool] = not block[tool]
    elif tool.startswith("align_"):
        block["align"] = tool.removeprefix("align_")
    else:
        block["style"] = "normal" if block["style"] == tool else tool


def look(block: Mapping[str, Any]) -> str:
    """« gras, à droite », « normal, à gauche »."""
    marks = [word for key, word in TOGGLES.items() if block[key]]
    style = STYLES.get(block["style"], "" if marks else "normal")
    return ", ".join(filter(None, (style, *marks, ALIGN[block["align"]])))


def _wanted(way: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """``blocks.b2.align`` → {b2: {align: …}}."""
    found: dict[str, dict[str, Any]] = {}
    for path, value in way.items():
        parts = path.split(".")
        if len(parts) == 3 and parts[0] == "blocks":
            found.setdefault(parts[1], {})[parts[2]] = value
    return found


def _tools(spec: Spec) -> list[str]:
    """The buttons of the document itself: « Annuler » is the page's."""
    return [tool for tool in spec.world.tools if tool != "undo"]


def _tool(key: str, value: Any, now: Any) -> str:
    """The button that gives ``key`` this value; the normal style comes from taking one off."""
    if key == "align":
        return f"align_{value}"
    if key == "style":
        return str(now if value == "normal" else value)
    return key
