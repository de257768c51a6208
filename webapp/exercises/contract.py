"""The contract every exercise room keeps.

A room is one exercise type in one folder. The rest of the product never knows which type it is
holding: it hands a room the *spec* of an exercise and what the person did, and gets back a state to
show or a grade. Everything here is pure: no Flask, no database, no clock, no randomness.

Vocabulary
----------
spec      what the author wrote for one drawn variant: the world shown and the answer expected
state     what the simulated world looks like now (JSON), the result of replaying the action log
action    one thing done inside a simulation: a verb, a target, and the fields of the form
response  what is graded and stored: the raw end state (JSON)
grade     score between 0 and 1, right or not, and which feedback applies
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from webapp.exercises.paper import Paper
from webapp.exercises.posting import FormData, first
from webapp.exercises.twin import Twin, from_paper

State = dict[str, Any]
Response = dict[str, Any]


class Strict(BaseModel):
    """Base of every schema: unknown keys are refused, instances never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


Schema = type[BaseModel]
"""A class of spec: inside ``Exercise`` the word ``type`` is the room's own."""


class Layout(Enum):
    """How the room's template sits in the page (see ``templates/assessment/_question.html``).

    ONE_FORM   the template is rendered inside the answer form; its fields come with every button.
    OWN_FORMS  the template brings one small form per action; the answer form follows, alone.
    """

    ONE_FORM = "one_form"
    OWN_FORMS = "own_forms"


WORLD_FORM = "world"
"""The id of the form of a simulation where something is written (``typed=true`` in its template)."""


class Nature(Enum):
    """What answering asks of a person; the bank says how much of each it holds."""

    PLAIN_CHOICE = "plain_choice"
    QUESTION = "question"
    STORY = "story"
    SIMULATION = "simulation"


class Probe(Enum):
    """The three responses a room must be able to produce by itself, for any of its specs."""

    CORRECT = "correct"
    WRONG = "wrong"
    INVALID = "invalid"


@dataclass(frozen=True)
class Spec:
    """One drawn variant, validated by the room: ``world`` shown, ``answer`` expected."""

    world: Any
    answer: Any
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Action:
    """One posted action. ``act=open:m1`` gives verb ``open`` and target ``m1``."""

    verb: str
    target: str = ""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def from_form(cls, form: FormData) -> Action:
        """Read ``act`` and keep every other field. A missing ``act`` gives an empty verb."""
        verb, _, target = first(form, "act").partition(":")
        kept = [name for name in form if name not in RESERVED][:MOST_FIELDS]
        fields = {n: tuple(value[:LONGEST_FIELD] for value in form[n][:MOST_FIELDS]) for n in kept}
        return cls(verb[:LONGEST_NAME], target[:LONGEST_NAME], fields)

    def as_json(self) -> dict[str, Any]:
        """The form kept in the action log."""
        return {
            "verb": self.verb,
            "target": self.target,
            "fields": {name: list(values) for name, values in self.fields.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Action:
        """Read back an entry of the action log."""
        return cls(data["verb"], data.get("target", ""), data.get("fields", {}))


RESERVED = frozenset({"act", "step", "how"})
"""Field names that belong to the page, never to a room."""

LONGEST_NAME, LONGEST_FIELD, MOST_FIELDS = 100, 2000, 60
"""No exercise needs more; the log of a person who pastes a book stays small."""


@dataclass(frozen=True)
class Step:
    """The result of an action: the new state, and what changed in at most ten words."""

    state: State
    say: str


@dataclass(frozen=True)
class FieldError:
    """A message in plain French, tied to the HTML id of the control it is about."""

    field: str
    message: str


class InvalidResponse(ValueError):
    """The form cannot be used as it is: nothing is recorded, everything typed is kept."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


class ActionRefused(InvalidResponse):
    """The action does not exist here, or not in this state."""


@dataclass(frozen=True)
class Grade:
    """The judgement on a response.

    score   raw score, 0 to 1
    right   score reached the exercise's ``pass_at``
    keys    keys of ``feedback.by`` that explain this response, most useful first
    harms   ids of dangerous acts: they never lower the score twice, they trigger their own feedback
    harm_texts  feedback written with the harm itself, for rooms that carry it in the answer
    """

    score: float
    right: bool
    keys: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    harm_texts: tuple[str, ...] = ()


class Exercise(ABC):
    """One exercise type. Instances hold no state: one per process, shared by all threads."""

    type: ClassVar[str]
    World: ClassVar[Schema]
    Answer: ClassVar[Schema]
    grader_version: ClassVar[int] = 1
    as_written: ClassVar[bool] = True
    """What is shown is measured as it is written: no browser may translate it."""
    nature: ClassVar[Nature] = Nature.QUESTION
    xapi_interaction: ClassVar[str] = "other"
    """The word of SCORM and xAPI (``cmi.interaction``) for the way it is answered."""
    chosen_from: ClassVar[str] = ""
    """Where the world of a closed type keeps what may be chosen."""
    needs_warning: ClassVar[bool] = False
    """Something private could be typed or imitated: the page says that nothing here is real."""
    computed_key: ClassVar[bool] = False
    """The key holds formulas: a drawn value's name must not be a word of theirs."""
    prose_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys of the world that are words here, and names of people or files in other types."""

    def spec(
        self,
        world: Mapping[str, Any],
        answer: Mapping[str, Any],
        params: Mapping[str, Any] | None = None,
    ) -> Spec:
        """Validate a drawn world and answer.

        Raises ``pydantic.ValidationError`` when the author's file does not fit this type, and
        ``ValueError`` when it fits but cannot work (a key that names no option…).
        """
        of_world, of_answer = self.schemas(world)
        shown, key = of_world.model_validate(dict(world)), of_answer.model_validate(dict(answer))
        spec = Spec(shown, key, dict(params or {}))
        if problems := list(self.problems(spec)):
            raise ValueError(" ".join(problems))
        return spec

    def schemas(self, world: Mapping[str, Any]) -> tuple[Schema, Schema]:
        """What the world and the answer must look like; a room with two forms looks at the world."""
        return self.World, self.Answer

    def form(self, spec: Spec) -> Exercise:
        """The room that does the work for this spec: itself, unless the type has several forms."""
        return self

    def problems(self, spec: Spec) -> Iterable[str]:
        """What cannot work in this spec, in French, for the author. Empty when all is well."""
        return ()

    def layout(self, spec: Spec) -> Layout:
        """Where the template of this spec sits in the page."""
        return Layout.ONE_FORM

    def has_actions(self, spec: Spec) -> bool:
        """True when the person acts in a simulation before the answer is given."""
        return False

    def finished(self, spec: Spec, state: State) -> bool:
        """Whether the last action was the answer itself: the form sent, the hour confirmed."""
        return False

    def can_validate(self, spec: Spec, state: State) -> bool:
        """Whether « Valider ma réponse » is on the page: nothing chosen waits to be sent, and the world
        has no last action of its own.
        """
        return True

    def typed_form(self, spec: Spec, state: State) -> str:
        """The id of the form where something can be typed on this screen.

        The buttons that leave the exercise send it too: what is typed comes back with the person.
        """
        return "answer"

    def enter(self, spec: Spec, state: State) -> str:
        """The button Enter presses in a field of ``typed_form``; empty when it does nothing."""
        return "answer"

    def begin(self, spec: Spec) -> State:
        """The state before the first action."""
        return {}

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        """One action in a simulation; ``state`` is never modified.

        Raises ``ActionRefused`` for a verb or target that does not exist in this state.
        """
        raise ActionRefused(FieldError("", "Cette action n'existe pas dans cet exercice."))

    @abstractmethod
    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        """The final form and the state become the response to grade.

        Raises ``InvalidResponse`` when something is missing: the page keeps what was entered.
        """

    @abstractmethod
    def grade(self, spec: Spec, response: Response) -> Grade:
        """Judge a response. Total on anything ``parse`` returned, today or years ago."""

    @abstractmethod
    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        """The forms to post, in order, to give a correct, wrong or invalid response.

        The last form always has ``act=answer``. ``INVALID`` ends with a form ``parse`` refuses.
        """

    def named_roads(self, spec: Spec) -> Iterable[Sequence[FormData]]:
        """Each button the page names, each natural writing: the lint plays them on every variant."""
        return [self.sample(spec, Probe.CORRECT)]

    def tempting_roads(self, spec: Spec) -> Iterable[Sequence[FormData]]:
        """Mistakes that people make: none may earn the answer."""
        return [self.sample(spec, Probe.WRONG)]

    def chance(self, spec: Spec) -> float | None:
        """Probability of a right answer by blind choice; None where only data can tell."""
        return None

    def ids(self, spec: Spec) -> frozenset[str]:
        """Ids that a clue of the feedback may point at (``feedback.clues[].at``)."""
        return frozenset()

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        """Every key of ``feedback.by`` that ``grade`` may return."""
        return frozenset()

    def verbatim(self, world: Mapping[str, Any], place: str) -> bool:
        """Whether a sentence of the raw world is shown as it is written, in every language."""
        return False

    def closed_responses(self, spec: Spec) -> Iterable[Response]:
        """Every response a person can give; none where they cannot be counted."""
        return ()

    def solutions(self, spec: Spec) -> list[str] | None:
        """Ids of all right answers, found without the key; None where no program can read them."""
        return None

    def paper(self, spec: Spec) -> Paper | None:
        """The exercise on a sheet; None when only a screen can ask for the gesture."""
        return None

    def twin(self, spec: Spec) -> Twin | None:
        """The same question for another tool; None when it has no such twin."""
        return from_paper(self.paper(spec))

    def expected_keys(self, spec: Spec) -> frozenset[str]:
        """The keys an author must explain; a room where anything can be typed asks for fewer."""
        return self.feedback_keys(spec)


def copied(state: State) -> State:
    """The same state, free to change. JSON only, three times faster than ``deepcopy``: a room that
    looks for a road through its world copies thousands."""
    return {name: _copied(value) for name, value in state.items()}


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(part) for name, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value
