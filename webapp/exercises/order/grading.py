"""Grading of ``order``: the share of precedence pairs that hold.

Two ways to answer, the same on every device: « Monter » and « Descendre » (one action each), or a
number in front of each step. What is in the lists wins, because it is what the person last saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

from webapp.exercises.contract import (
    Action,
    ActionRefused,
    Exercise,
    FieldError,
    Grade,
    InvalidResponse,
    Probe,
    Response,
    Spec,
    State,
    Step,
)
from webapp.exercises.order.spec import Answer, World
from webapp.exercises.paper import ANOTHER, Boxes, Paper
from webapp.exercises.posting import FormData, answer_form, first
from webapp.exercises.twin import Ask, Twin

UP, DOWN = "up", "down"
MOST_ORDERS = 24
"""Beyond, another tool would have to list too many right answers."""


class Order(Exercise):
    """Several right orders may exist."""

    type = "order"
    as_written = False
    xapi_interaction = "sequencing"
    World = World
    Answer = Answer

    def problems(self, spec: Spec) -> Iterable[str]:
        known = _ids(spec)
        if len(set(known)) < len(known):
            yield "Deux étapes ont le même identifiant."
        if not {name for pair in spec.answer.before for name in pair} <= set(known):
            yield "« before » nomme une étape qui n'existe pas."
        elif not any(_holding(spec, order) == len(spec.answer.before) for order in _orders(spec)):
            yield "« before » ne laisse aucun ordre possible."

    def has_actions(self, spec: Spec) -> bool:
        return True

    def begin(self, spec: Spec) -> State:
        """The steps as drawn; turned round when chance drew an order that is already right."""
        ids = _ids(spec)
        return {"order": ids[::-1] if _holding(spec, ids) == len(spec.answer.before) else ids}

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        order = _typed(spec, action.fields) or list(state["order"])
        if action.verb not in (UP, DOWN) or action.target not in order:
            raise ActionRefused(FieldError("", "Choisissez « Monter » ou « Descendre »."))
        old = order.index(action.target)
        new = old + (-1 if action.verb == UP else 1)
        if not 0 <= new < len(order):
            where = "en haut" if new < 0 else "en bas"
            raise ActionRefused(FieldError("", f"Cette étape est déjà tout {where}."))
        order[old], order[new] = order[new], order[old]
        return Step({"order": order}, f"Cette étape est maintenant numéro {new + 1}.")

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        ranks = {step: first(form, step) for step in _ids(spec)}
        if not any(ranks.values()):
            return {"order": list(state["order"])}
        order = _typed(spec, form)
        if order is None:
            errors = _twice(spec, ranks)
            raise InvalidResponse(*errors)
        return {"order": order}

    def grade(self, spec: Spec, response: Response) -> Grade:
        order, pairs = response["order"], spec.answer.before
        score = _holding(spec, order) / len(pairs)
        right = score >= spec.answer.pass_at
        late = [name for pair in pairs if not _holds(order, pair) for name in pair]
        return Grade(score, right, () if right else tuple(dict.fromkeys(late)))

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        ids = _ids(spec)
        if probe is Probe.INVALID:
            return [answer_form(**dict.fromkeys(ids, "1"))]
        needed = spec.answer.pass_at * len(spec.answer.before)
        wanted = next(
            order
            for order in _orders(spec)
            if (_holding(spec, order) >= needed) is (probe is Probe.CORRECT)
        )
        return [answer_form(**{name: str(rank) for rank, name in enumerate(wanted, 1)})]

    def paper(self, spec: Spec) -> Paper | None:
        names = {step.id: step.text for step in spec.world.steps}
        shown = [names[name] for name in self.begin(spec)["order"]]
        asked = Boxes(f"Écrivez les numéros, de 1 à {len(shown)}.", tuple(shown))
        ranks = self.sample(spec, Probe.CORRECT)[0]
        order = sorted(names, key=lambda name: int(first(ranks, name)))
        right = [f"{rank}. {names[name]}" for rank, name in enumerate(order, 1)]
        if sum(_holding(spec, o) == len(spec.answer.before) for o in _orders(spec)) > 1:
            right.append(ANOTHER)
        return Paper((asked,), tuple(right), names=names)

    def twin(self, spec: Spec) -> Twin | None:
        needed = spec.answer.pass_at * len(spec.answer.before)
        right = [order for order in _orders(spec) if _holding(spec, order) >= needed]
        if len(right) > MOST_ORDERS:
            return None
        names = {step.id: step.text for step in spec.world.steps}
        shown = {name: names[name] for name in self.begin(spec)["order"]}
        return Twin(Ask.ORDER, right[0], shown, also=tuple(right[1:]))

    def chance(self, spec: Spec) -> float | None:
        needed = spec.answer.pass_at * len(spec.answer.before)
        orders = [_holding(spec, order) >= needed for order in _orders(spec)]
        return float(sum(orders) / len(orders))

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(_ids(spec))

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return self.ids(spec)


def _ids(spec: Spec) -> list[str]:
    return [step.id for step in spec.world.steps]


def _orders(spec: Spec) -> Iterable[tuple[str, ...]]:
    return permutations(_ids(spec))


def _holds(order: Sequence[str], pair: tuple[str, str]) -> bool:
    return order.index(pair[0]) < order.index(pair[1])


def _holding(spec: Spec, order: Sequence[str]) -> int:
    return sum(_holds(order, pair) for pair in spec.answer.before)


def _typed(spec: Spec, form: FormData) -> list[str] | None:
    """The order written by the numbers, None unless each number is there once."""
    ids = _ids(spec)
    ranks = {first(form, step): step for step in ids}
    wanted = [str(rank) for rank in range(1, len(ids) + 1)]
    return [ranks[rank] for rank in wanted] if sorted(ranks) == sorted(wanted) else None


def _twice(spec: Spec, ranks: dict[str, str]) -> list[FieldError]:
    seen: set[str] = set()
    errors = []
    for step in spec.world.steps:
        rank = ranks[step.id]
        if rank in seen or not rank:
            errors.append(FieldError(step.id, f"Donnez un autre numéro à « {step.text} »."))
        seen.add(rank)
    return errors or [FieldError(spec.world.steps[0].id, "Donnez un numéro à chaque étape.")]
