"""What ``sort`` and ``match`` share: one label for each thing, graded by how many fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from math import ceil, prod

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
from webapp.exercises.paper import Block, Paper
from webapp.exercises.posting import FormData, answer_form, first
from webapp.exercises.twin import Ask, Twin

ROUNDING = 0.005
"""An author writes 0.83 for five of six."""


class MapAnswer(Strict):
    """The label of each thing, and the share that is enough."""

    rule: str = Field("map", pattern="^map$")
    map: dict[str, str] = Field(min_length=2)
    pass_at: float = Field(1.0, gt=0, le=1)


MOST_RESPONSES = 300


class MapExercise(Exercise):
    """Base: ``things`` get ``labels``."""

    Answer = MapAnswer
    xapi_interaction = "matching"
    missing_message = "Il manque une réponse."

    def things(self, spec: Spec) -> Mapping[str, str]:
        """Id and text of what gets a label, in the order shown."""
        raise NotImplementedError

    def labels(self, spec: Spec) -> Mapping[str, str]:
        """Id and text of the labels."""
        raise NotImplementedError

    def closed_responses(self, spec: Spec) -> Iterable[Response]:
        """All of them, or one change at a time when they are many: each thing is graded by itself."""
        things, labels = list(self.things(spec)), list(self.labels(spec))
        if len(labels) ** len(things) <= MOST_RESPONSES:
            for given in product(labels, repeat=len(things)):
                yield {"map": dict(zip(things, given, strict=True))}
            return
        yield {"map": dict(spec.answer.map)}
        for thing, label in product(things, labels):
            if label != spec.answer.map[thing]:
                yield {"map": {**spec.answer.map, thing: label}}

    def problems(self, spec: Spec) -> Iterable[str]:
        if set(spec.answer.map) != set(self.things(spec)):
            yield "La réponse doit nommer chaque élément, une fois."
        if not set(spec.answer.map.values()) <= set(self.labels(spec)):
            yield "Une réponse n'est pas dans les choix."

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        given = {thing: first(form, thing) for thing in self.things(spec)}
        labels = self.labels(spec)
        errors = [
            FieldError(thing, f"{self.missing_message} « {self.things(spec)[thing]} »")
            for thing, label in given.items()
            if label not in labels
        ]
        if errors:
            raise InvalidResponse(*errors)
        return {"map": given}

    def grade(self, spec: Spec, response: Response) -> Grade:
        expected, given = spec.answer.map, response["map"]
        missed = [thing for thing in self.things(spec) if given.get(thing) != expected[thing]]
        score = 1 - len(missed) / len(expected)
        right = score >= spec.answer.pass_at - ROUNDING
        return Grade(score, right, tuple(missed))

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        right = dict(spec.answer.map)
        if probe is Probe.CORRECT:
            return [answer_form(**right)]
        if probe is Probe.INVALID:
            right.pop(next(iter(right)))
            return [answer_form(**right)]
        labels = list(self.labels(spec))
        return [answer_form(**{t: next(x for x in labels if x != right[t]) for t in right})]

    def paper(self, spec: Spec) -> Paper | None:
        things, labels = self.things(spec), self.labels(spec)
        right = (f"{things[thing]} → {labels[spec.answer.map[thing]]}" for thing in things)
        return Paper(self.asked(spec), tuple(right), names={**labels, **things})

    def twin(self, spec: Spec) -> Twin | None:
        things, answer = self.things(spec), spec.answer
        correct = tuple(answer.map[thing] for thing in things)
        share = self.needed(spec) / len(things)
        return Twin(Ask.MATCH, correct, things, self.labels(spec), pass_at=share)

    def asked(self, spec: Spec) -> tuple[Block, ...]:
        """What is ticked or written on paper."""
        raise NotImplementedError

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(self.things(spec)) | frozenset(self.labels(spec))

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return frozenset(self.things(spec))

    def needed(self, spec: Spec) -> int:
        """How many must fit."""
        share: float = spec.answer.pass_at - ROUNDING
        return ceil(share * len(spec.answer.map))


def chance_with_repeats(things: int, labels: int, needed: int) -> float:
    """At least ``needed`` of ``things`` right, each label drawn blindly."""
    p = 1 / labels
    return sum(
        len(list(combinations(range(things), k))) * p**k * (1 - p) ** (things - k)
        for k in range(needed, things + 1)
    )


def chance_without_repeats(things: int, labels: int) -> float:
    """All right, with a different label for each thing."""
    return 1 / prod(range(labels - things + 1, labels + 1))
