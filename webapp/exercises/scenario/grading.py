"""Grading of ``scenario``: the worth of the path that was walked.

One step a page. « Annuler » goes back before the end: in real life too one may think again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from webapp.exercises.contract import (
    Action,
    ActionRefused,
    Exercise,
    FieldError,
    Grade,
    InvalidResponse,
    Nature,
    Probe,
    Response,
    Spec,
    State,
    Step,
)
from webapp.exercises.paper import Frame, Paper, Tick, Ticks, Words
from webapp.exercises.posting import FormData, action_form, answer_form, first
from webapp.exercises.scenario.spec import END, Answer, Choice, StoryStep, World

FIELD = "choice"
CONTINUE = "next"


class Scenario(Exercise):
    """A story: the path is what is graded."""

    type = "scenario"
    as_written = False
    nature = Nature.STORY
    World = World
    Answer = Answer

    def problems(self, spec: Spec) -> Iterable[str]:
        steps = {step.id for step in spec.world.steps}
        choices = {choice.id for step in spec.world.steps for choice in step.options}
        if spec.world.start not in steps:
            yield "Le début n'est pas une étape."
        if not {c.go for s in spec.world.steps for c in s.options} <= steps | {END}:
            yield "Un choix mène à une étape qui n'existe pas."
        elif _loops(spec):
            yield "L'histoire peut tourner en rond."
        elif not _paths_where(spec, passing=True) or not _paths_where(spec, passing=False):
            yield "Il faut un chemin qui réussit et un chemin qui ne réussit pas."
        if not {*spec.answer.steps, *spec.answer.harm} <= choices:
            yield "La réponse nomme un choix qui n'existe pas."

    def has_actions(self, spec: Spec) -> bool:
        return True

    def begin(self, spec: Spec) -> State:
        return {"path": [], "step": spec.world.start}

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        if action.verb != CONTINUE or state["step"] == END:
            raise ActionRefused(
                FieldError("", "L'histoire est finie. Appuyez sur « Valider ma réponse ».")
            )
        chosen = first(action.fields, FIELD)
        choice = next((c for c in _step(spec, state["step"]).options if c.id == chosen), None)
        if choice is None:
            raise ActionRefused(FieldError(FIELD, "Choisissez une réponse, puis « Continuer »."))
        ended = choice.go == END
        say = "L'histoire est finie." if ended else "L'histoire continue."
        return Step({"path": [*state["path"], choice.id], "step": choice.go}, say)

    def can_validate(self, spec: Spec, state: State) -> bool:
        return bool(state["step"] == END)

    def enter(self, spec: Spec, state: State) -> str:
        return super().enter(spec, state) if state["step"] == END else CONTINUE

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        # A choice made on the last page counts even without « Continuer ».
        if state["step"] != END and first(form, FIELD):
            state = self.apply(spec, state, Action(CONTINUE, "", {FIELD: form[FIELD]})).state
        if state["step"] != END:
            message = "L'histoire n'est pas finie. Choisissez une réponse, puis « Continuer »."
            raise InvalidResponse(FieldError(FIELD, message))
        return {"path": list(state["path"])}

    def grade(self, spec: Spec, response: Response) -> Grade:
        path, answer = response["path"], spec.answer
        score = _worth(spec, path)
        right = score >= answer.pass_at
        keys = [name for name in path if name not in _best(spec)]
        harms = [name for name in path if name in _harmful(spec)]
        return Grade(min(score, 1.0), right, tuple(keys), tuple(harms))

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        path = _paths_where(spec, passing=probe is Probe.CORRECT)[0]
        return [*(action_form(CONTINUE, choice=name) for name in path), answer_form()]

    def paper(self, spec: Spec) -> Paper | None:
        numbers = {step.id: n for n, step in enumerate(spec.world.steps, 1)}
        names = {choice.id: choice.text for step in spec.world.steps for choice in step.options}
        steps = tuple(
            Frame(f"Étape {numbers[step.id]}", (Words(step.text), _boxes(step, numbers)))
            for step in spec.world.steps
        )
        start = Words(
            f"Lisez une étape à la fois. Commencez par l’étape {numbers[spec.world.start]}."
        )
        path = _paths_where(spec, passing=True)[0]
        return Paper(steps, tuple(names[name] for name in path), (start,), names)

    def chance(self, spec: Spec) -> float | None:
        return sum(p for path, p in _walks(spec) if _worth(spec, path) >= spec.answer.pass_at)

    def ids(self, spec: Spec) -> frozenset[str]:
        steps = spec.world.steps
        return frozenset(s.id for s in steps) | frozenset(c.id for s in steps for c in s.options)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        choices = {choice.id for step in spec.world.steps for choice in step.options}
        return frozenset(choices - (_best(spec) - _harmful(spec)))


def _best(spec: Spec) -> set[str]:
    """The choice of each step that is worth most: it needs no reason."""
    worth = spec.answer.steps
    return {max(s.options, key=lambda c: worth.get(c.id, 0)).id for s in spec.world.steps}


def _step(spec: Spec, name: str) -> StoryStep:
    found: StoryStep = next(step for step in spec.world.steps if step.id == name)
    return found


def _boxes(step: StoryStep, numbers: Mapping[str, int]) -> Ticks:
    """Each choice says which step to read next."""
    after = {END: "Fin de l’histoire.", **{i: f"Allez à l’étape {n}." for i, n in numbers.items()}}
    return Ticks("Cochez une seule case.", tuple(Tick(c.text, after[c.go]) for c in step.options))


def _harmful(spec: Spec) -> set[str]:
    marked = {c.id for s in spec.world.steps for c in s.options if c.harm}
    return marked | set(spec.answer.harm)


def _worth(spec: Spec, path: Sequence[str]) -> float:
    steps: dict[str, float] = spec.answer.steps
    return sum(steps.get(name, 0.0) for name in path)


def _loops(spec: Spec) -> bool:
    edges = {s.id: {c.go for c in s.options if c.go != END} for s in spec.world.steps}
    while leaves := {name for name, after in edges.items() if not after & set(edges)}:
        edges = {name: after for name, after in edges.items() if name not in leaves}
    return bool(edges)


def _walks(spec: Spec) -> Iterator[tuple[list[str], float]]:
    """Every path with its probability when each choice is drawn blindly."""

    def walk(name: str, path: list[str], p: float) -> Iterator[tuple[list[str], float]]:
        if name == END:
            yield path, p
            return
        options: Sequence[Choice] = _step(spec, name).options
        for choice in options:
            yield from walk(choice.go, [*path, choice.id], p / len(options))

    return walk(spec.world.start, [], 1.0)


def _paths_where(spec: Spec, *, passing: bool) -> list[list[str]]:
    needed = spec.answer.pass_at
    return [path for path, _p in _walks(spec) if (_worth(spec, path) >= needed) is passing]
