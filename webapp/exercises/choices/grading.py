"""Grading of ``choices``: (hits − false) / k, never below zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb

from webapp.exercises.choices.spec import Answer, World
from webapp.exercises.contract import (
    Exercise,
    FieldError,
    Grade,
    InvalidResponse,
    Probe,
    Response,
    Spec,
    State,
)
from webapp.exercises.paper import Paper, ticks
from webapp.exercises.posting import FormData, answer_form, every
from webapp.exercises.twin import Ask, Twin

FIELD = "choices"


class Choices(Exercise):
    """Several right answers, their number announced."""

    type = "choices"
    as_written = False
    xapi_interaction = "choice"
    chosen_from = "options"
    World = World
    Answer = Answer

    def closed_responses(self, spec: Spec) -> Iterable[Response]:
        names = [option.id for option in spec.world.options]
        return ({"choices": list(chosen)} for chosen in combinations(names, spec.world.pick))

    def problems(self, spec: Spec) -> Iterable[str]:
        known = [option.id for option in spec.world.options]
        if len(set(known)) < len(known):
            yield "Deux choix ont le même identifiant."
        if not set(spec.answer.correct) <= set(known):
            yield "Une bonne réponse n'est pas dans les choix."
        if len(set(spec.answer.correct)) != spec.world.pick:
            yield "« pick » doit être le nombre de bonnes réponses."
        if spec.world.pick >= len(known):
            yield "Il faut au moins un choix qui ne va pas."

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        known = [option.id for option in spec.world.options]
        chosen = [name for name in every(form, FIELD) if name in known]
        if len(chosen) != spec.world.pick:
            raise InvalidResponse(FieldError(FIELD, _how_many(len(chosen), spec.world.pick)))
        return {"choices": sorted(chosen, key=known.index)}

    def grade(self, spec: Spec, response: Response) -> Grade:
        chosen, correct = set(response["choices"]), set(spec.answer.correct)
        hits, false = len(chosen & correct), len(chosen - correct)
        score = max(0.0, (hits - false) / len(correct))
        right = score >= spec.answer.pass_at
        wrong_first = [*(chosen - correct), *(correct - chosen)]
        order = [option.id for option in spec.world.options]
        keys = sorted(wrong_first, key=lambda name: (name in correct, order.index(name)))
        return Grade(score, right, () if right else tuple(keys))

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        correct = list(spec.answer.correct)
        if probe is Probe.INVALID:
            return [answer_form(choices=correct[:-1])]
        if probe is Probe.CORRECT:
            return [answer_form(choices=correct)]
        others = [o.id for o in spec.world.options if o.id not in correct]
        return [answer_form(choices=[*others, *correct][: spec.world.pick])]

    def paper(self, spec: Spec) -> Paper | None:
        names = {option.id: option.text for option in spec.world.options}
        asked = ticks(f"Cochez {spec.world.pick} cases.", names.values())
        return Paper((asked,), tuple(names[name] for name in spec.answer.correct), names=names)

    def twin(self, spec: Spec) -> Twin | None:
        if spec.answer.pass_at < 1:
            return None
        return Twin(Ask.CHOICE, spec.answer.correct, {o.id: o.text for o in spec.world.options})

    def chance(self, spec: Spec) -> float | None:
        if spec.answer.pass_at < 1:
            return None
        return 1 / comb(len(spec.world.options), spec.world.pick)

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(option.id for option in spec.world.options)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return self.ids(spec)


def _how_many(chosen: int, wanted: int) -> str:
    if chosen == 0:
        return f"Choisissez {wanted} réponses, ou appuyez sur « Je ne sais pas »."
    unit = "réponse" if chosen == 1 else "réponses"
    return f"Vous avez choisi {chosen} {unit}. Il en faut {wanted}."
