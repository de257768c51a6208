"""Formatting a document, graded on how its lines look at the end.

What is measured is the command (« choose, then apply »), not the skill of selecting with a mouse: it
is the same with a finger, a keyboard or a voice.
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
    InvalidResponse,
    Layout,
    Nature,
    Response,
    Spec,
    State,
    Step,
    copied,
)
from webapp.exercises.goal import GoalExercise, Road
from webapp.exercises.posting import FormData, action_form, first
from webapp.exercises.sim_doc.spec import Answer, World
from webapp.exercises.solving import asked, certain, nearest, ways

FIELD = "block"
TOGGLES = {"bold": "gras", "italic": "italique", "underline": "souligné"}
ALIGN = {"left": "à gauche", "center": "au centre", "right": "à droite"}
STYLES = {"title": "titre", "list": "liste"}
SPELL = "spell"
NOT_CHANGED = "Ce mot n'est pas encore changé. Appuyez sur « Changer »."
NO_WORD = "Choisissez d'abord un mot dans la liste."


class SimDoc(GoalExercise):
    """Lines and buttons."""

    type = "sim_doc"
    nature = Nature.SIMULATION
    World = World
    Answer = Answer
    nothing_done = "Changez d'abord une ligne, ou appuyez sur « Je ne sais pas »."
    nothing_done_at = FIELD
    done_in = ("blocks",)

    def layout(self, spec: Spec) -> Layout:
        return Layout.ONE_FORM

    def enter(self, spec: Spec, state: State) -> str:
        """Nothing: on a line, it would apply the first button."""
        return ""

    def begin(self, spec: Spec) -> State:
        kept_out = {"id", "spelling"}
        blocks = {block.id: block.model_dump(exclude=kept_out) for block in spec.world.blocks}
        return {"blocks": blocks, "changed_blocks": [], "chosen": "", "spelled": {}}

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        if action.verb == SPELL:
            return self._spell(spec, state, action)
        if action.verb != "tool" or action.target not in _tools(spec):
            raise ActionRefused(FieldError("", "Ce bouton n'existe pas dans ce document."))
        chosen = first(action.fields, FIELD)
        if chosen not in state["blocks"]:
            raise ActionRefused(FieldError(FIELD, "Choisissez d'abord une ligne."))
        after = copied(state)
        after["chosen"] = chosen
        block = after["blocks"][chosen]
        _use(block, action.target)
        return Step(self._compared(spec, after), f"La ligne est : {look(block)}.")

    def _spell(self, spec: Spec, state: State, action: Action) -> Step:
        block = next((b for b in spec.world.blocks if b.id == action.target and b.spelling), None)
        if block is None:
            raise ActionRefused(FieldError("", "Ce bouton n'existe pas dans ce document."))
        field = f"{SPELL}-{block.id}"
        name = first(action.fields, field)
        text = block.corrected(name)
        if text is None:
            raise ActionRefused(FieldError(field, NO_WORD))
        after = copied(state)
        after["blocks"][block.id]["text"] = text
        after["spelled"] = {**state["spelled"], block.id: name}
        return Step(self._compared(spec, after), "Le mot est changé.")

    def _compared(self, spec: Spec, after: State) -> State:
        """The same state, with the lines that differ from the beginning."""
        start = self.begin(spec)["blocks"]
        after["changed_blocks"] = [n for n, b in after["blocks"].items() if b != start[n]]
        return after

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        _refuse_unchanged_words(form, state)
        kept = super().parse(spec, form, state)
        return {key: kept[key] for key in ("blocks", "changed_blocks", "spelled")}

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(self._keys(spec, response)))

    def _keys(self, spec: Spec, response: Response) -> Iterator[str]:
        """The wrong word chosen, lines not as wanted, then « other » for a line changed for nothing."""
        way = nearest(spec.answer, response)
        wanted, words = _wanted(way), _words(way)
        for name, word in words.items():
            chosen = response.get("spelled", {}).get(name)
            if chosen != word:
                yield chosen or name
        for name, looks in wanted.items():
            if any(response["blocks"].get(name, {}).get(key) != v for key, v in looks.items()):
                yield name
        if set(response["changed_blocks"]) - set(wanted) - set(words):
            yield "other"

    def road(self, spec: Spec, *, right: bool) -> Road | None:
        roads = self._roads(spec) if right else self._detours(spec)
        return self.first_road(spec, roads, right=right)

    def _roads(self, spec: Spec) -> Iterator[list[FormData]]:
        start = self.begin(spec)["blocks"]
        for wanted in ways(spec.answer.goal):
            words = [_spell_form(name, word) for name, word in _words(wanted).items()]
            yield words + [
                action_form(f"tool:{_tool(key, value, start[name][key])}", block=name)
                for name, looks in _wanted(wanted).items()
                for key, value in looks.items()
                if start.get(name, {}).get(key, value) != value
            ]

    def _detours(self, spec: Spec) -> Iterator[list[FormData]]:
        for block in spec.world.blocks:
            for tool in _tools(spec):
                yield [action_form(f"tool:{tool}", block=block.id)]
            for word in block.spelling.choices if block.spelling else ():
                yield [_spell_form(block.id, word.id)]

    def problems(self, spec: Spec) -> Iterable[str]:
        names = [block.id for block in spec.world.blocks]
        if len(set(names)) < len(names):
            return ["Deux lignes ont le même identifiant."]
        return super().problems(spec)

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(block.id for block in spec.world.blocks)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        some, every = asked(spec.answer), certain(spec.answer)
        lines, always = {*_wanted(some), *_words(some)}, {*_wanted(every), *_words(every)}
        for block in spec.world.blocks:
            words = {word.id for word in block.spelling.choices} if block.spelling else set()
            lines |= words - {_words(every).get(block.id)} if block.id in _words(some) else set()
        return frozenset(lines) | ({"other"} if self.ids(spec) - always else set())


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


def _spell_form(block: str, word: str) -> FormData:
    return action_form(f"{SPELL}:{block}", **{f"{SPELL}-{block}": word})


def _words(way: Mapping[str, Any]) -> dict[str, str]:
    """``spelled.b2`` → {b2: the choice that is right}."""
    start = "spelled."
    return {at.removeprefix(start): str(v) for at, v in way.items() if at.startswith(start)}


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


def _refuse_unchanged_words(form: FormData, state: State) -> None:
    """A word chosen in a list and not changed yet is not lost: it is said."""
    for name in form:
        kind, _, block = name.partition("-")
        if kind == SPELL and first(form, name) not in ("", state["spelled"].get(block)):
            raise InvalidResponse(FieldError(name, NOT_CHANGED))
