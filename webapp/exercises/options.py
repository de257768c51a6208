"""What every single-choice room shares: pick one of n, graded exactly.

Used by ``choice``, ``sim_sms``, ``sim_trip``, ``sim_photo``, ``sim_password`` and ``sim_chatbot``:
the stimulus differs, the judgement does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from pydantic import Field

from webapp.exercises.contract import (
    Exercise,
    FieldError,
    Grade,
    InvalidResponse,
    Probe,
    Response,
    Spec,
    State,
    Strict,
)
from webapp.exercises.paper import Block, Paper, Tick, Ticks
from webapp.exercises.posting import FormData, answer_form, first
from webapp.exercises.twin import Ask, Twin

ONE_BOX = "Cochez une seule case."
FIELD = "choice"
NOTHING_CHOSEN = "Choisissez une réponse, ou appuyez sur « Je ne sais pas »."


class Option(Strict):
    """One possible answer. ``say`` is its spoken form (addresses, passwords), sign by sign.

    ``icon`` names a sign of ``pictures/``: it is shown large, and ``text``, which says what it looks
    like and not what it is for, is heard in its place, or read on paper.
    """

    id: str
    text: str = Field(min_length=1)
    say: str | None = None
    icon: str | None = Field(None, pattern="^[a-z-]+$")


class ExactAnswer(Strict):
    """The one right option, and the options that are dangerous in real life."""

    rule: str = Field("exact", pattern="^exact$")
    correct: tuple[str, ...] = Field(min_length=1, max_length=1)
    harm: tuple[str, ...] = ()


class SingleChoice(Exercise):
    """Base of the rooms where the person picks one thing."""

    Answer: ClassVar[type[ExactAnswer]] = ExactAnswer
    xapi_interaction = "choice"
    chosen_from = "options"

    def option_ids(self, spec: Spec) -> Sequence[str]:
        """The ids that can be chosen, in the order shown."""
        return [option.id for option in spec.world.options]

    def closed_responses(self, spec: Spec) -> Iterable[Response]:
        return ({"choice": name} for name in self.option_ids(spec))

    def problems(self, spec: Spec) -> Iterable[str]:
        known = set(self.option_ids(spec))
        for name in (*spec.answer.correct, *spec.answer.harm):
            if name not in known:
                yield f"La réponse « {name} » n'est pas dans les choix."
        if len(known) < len(self.option_ids(spec)):
            yield "Deux choix ont le même identifiant."

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        chosen = first(form, FIELD)
        if chosen not in self.option_ids(spec):
            raise InvalidResponse(FieldError(FIELD, NOTHING_CHOSEN))
        return {"choice": chosen}

    def grade(self, spec: Spec, response: Response) -> Grade:
        chosen = response["choice"]
        right = chosen in spec.answer.correct
        harms = (chosen,) if chosen in spec.answer.harm else ()
        return Grade(float(right), right, () if right else (chosen,), harms)

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        right = spec.answer.correct[0]
        wrong = next(name for name in self.option_ids(spec) if name != right)
        return [answer_form(choice=right if probe is Probe.CORRECT else wrong)]

    def paper(self, spec: Spec) -> Paper | None:
        names = self.names(spec)
        asked = Ticks(ONE_BOX, tuple(self.ticks(spec)))
        return Paper((asked,), (names[spec.answer.correct[0]],), tuple(self.shown(spec)), names)

    def twin(self, spec: Spec) -> Twin | None:
        shown = tuple(self.shown(spec))
        return Twin(Ask.CHOICE, spec.answer.correct, self.names(spec), shown=shown)

    def names(self, spec: Spec) -> dict[str, str]:
        """The words of each option, by id."""
        return {option.id: option.text for option in spec.world.options}

    def ticks(self, spec: Spec) -> Iterable[Tick]:
        """The boxes to tick on paper."""
        return [Tick(text) for text in self.names(spec).values()]

    def shown(self, spec: Spec) -> Iterable[Block]:
        """What is read before choosing, on paper."""
        return ()

    def chance(self, spec: Spec) -> float | None:
        return 1 / len(self.option_ids(spec))

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(self.option_ids(spec))

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return frozenset(self.option_ids(spec)) - set(spec.answer.correct)
