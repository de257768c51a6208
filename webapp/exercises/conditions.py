"""The condition language of simulations: six words on the end state.

``all`` and ``any`` combine; ``is``, ``in``, ``contains`` and ``not`` compare the value found ``at``
a dotted path of the state. Any road to the goal counts because only the end state is read.

    {all: [{at: sent.in_reply_to, is: m1}, {at: sent.attachments, is: [f2]}]}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from webapp.exercises.contract import Grade, State, Strict
from webapp.exercises.text_rules import EXACT, TextRule, same_text

MISSING = object()
"""What a path gives when nothing is there: equal to nothing, not even to None."""

KEYWORDS = ("all", "any", "at", "is", "in", "contains", "not")
"""The words of the language."""
COMPARISONS = ("is_", "in_", "contains", "not_")


class Condition(BaseModel):
    """One node: either a combination (``all``/``any``) or a comparison (``at`` + words)."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, populate_by_name=True)

    all: tuple[Condition, ...] | None = Field(None, min_length=1)
    any: tuple[Condition, ...] | None = Field(None, min_length=1)
    at: str | None = None
    is_: Any = Field(MISSING, alias="is")
    in_: Any = Field(MISSING, alias="in")
    contains: Any = MISSING
    not_: Any = Field(MISSING, alias="not")

    @model_validator(mode="after")
    def _one_shape(self) -> Condition:
        words = [name for name in COMPARISONS if getattr(self, name) is not MISSING]
        shapes = [self.all is not None, self.any is not None, self.at is not None]
        if sum(shapes) != 1 or (self.at is None) == bool(words):
            raise ValueError("une condition est « all », « any », ou « at » avec un mot")
        return self

    def paths(self) -> Iterator[str]:
        """Every path this condition reads, for the lint."""
        for child in (*(self.all or ()), *(self.any or ())):
            yield from child.paths()
        if self.at is not None:
            yield self.at


def value_at(state: Any, path: str) -> Any:
    """The value at a dotted path, ``MISSING`` when any part is absent."""
    for part in path.split("."):
        if isinstance(state, Mapping) and part in state:
            state = state[part]
        else:
            return MISSING
    return state


def holds(condition: Condition, state: State, rule: TextRule = EXACT) -> bool:
    """Whether the end state satisfies the condition; text is compared with ``rule``."""
    if condition.all is not None:
        return all(holds(child, state, rule) for child in condition.all)
    if condition.any is not None:
        return any(holds(child, state, rule) for child in condition.any)
    value = value_at(state, condition.at or "")
    if value is MISSING:
        return False
    return all(test(value) for test in _tests(condition, rule))


def _tests(condition: Condition, rule: TextRule) -> Iterator[Callable[[Any], bool]]:
    if condition.is_ is not MISSING:
        yield lambda value: same(value, condition.is_, rule)
    if condition.in_ is not MISSING:
        yield lambda value: any(same(value, option, rule) for option in condition.in_)
    if condition.contains is not MISSING:
        yield lambda value: _contains(value, condition.contains, rule)
    if condition.not_ is not MISSING:
        yield lambda value: not same(value, condition.not_, rule)


def same(value: Any, expected: Any, rule: TextRule = EXACT) -> bool:
    """Equality as an author means it: lists as sets, text by the rule, numbers as text too.

    An author writes ``is: 12`` for a field where the person typed « 12 ».
    """
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    if _is_list(value) and _is_list(expected):
        return sorted(map(str, value)) == sorted(map(str, expected))
    if _is_list(value) or _is_list(expected):
        return False
    return same_text(str(value), str(expected), rule)


def _contains(value: Any, expected: Any, rule: TextRule) -> bool:
    if not _is_list(value):
        return False
    return any(same(member, expected, rule) for member in value)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


class Partial(Strict):
    """A road part of the way: what it is worth, and when."""

    score: float = Field(gt=0, lt=1)
    when: Condition


class Harm(Strict):
    """A dangerous end state: never lowers the score twice, says its own sentence."""

    id: str
    when: Condition
    text: str = Field(min_length=1)


class GoalAnswer(Strict):
    """The answer of every goal-graded simulation."""

    rule: str = Field("goal", pattern="^goal$")
    goal: Condition
    partial: tuple[Partial, ...] = ()
    harm: tuple[Harm, ...] = ()
    text_rule: TextRule = EXACT
    pass_at: float = Field(1.0, gt=0, le=1)


def grade_goal(answer: GoalAnswer, state: State, keys: Sequence[str] = ()) -> Grade:
    """Grade an end state: 1 at the goal, else the best partial road, else 0.

    ``keys`` are the room's explanations, kept only when the goal is not reached.
    """
    reached = holds(answer.goal, state, answer.text_rule)
    roads = (p.score for p in answer.partial if holds(p.when, state, answer.text_rule))
    score = 1.0 if reached else max(roads, default=0.0)
    harms = [harm for harm in answer.harm if holds(harm.when, state, answer.text_rule)]
    right = score >= answer.pass_at
    return Grade(
        score,
        right,
        () if right else tuple(dict.fromkeys(keys)),
        tuple(harm.id for harm in harms),
        tuple(harm.text for harm in harms),
    )
