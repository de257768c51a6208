"""The condition language and the text rules, on states and texts nobody thought of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webapp.exercises.conditions import Condition, GoalAnswer, Partial, grade_goal, holds
from webapp.exercises.text_rules import TextRule, edit_distance, same_text

WORDS = st.sampled_from(["m1", "m2", "sent", "été", "Été", "12", "1 200", "14h30", ""])
LEAVES = st.one_of(WORDS, st.booleans(), st.integers(-3, 3), st.none(), st.lists(WORDS, max_size=3))
STATES = st.recursive(
    st.dictionaries(WORDS, LEAVES, max_size=4),
    lambda inner: st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
PATHS = st.lists(WORDS, min_size=1, max_size=3).map(".".join)
WORD = st.sampled_from(["is", "in", "contains", "not"])


@st.composite
def comparisons(draw):
    word, value = draw(WORD), draw(LEAVES)
    return {"at": draw(PATHS), word: [value] if word == "in" else value}


CONDITIONS = st.recursive(
    comparisons(),
    lambda inner: st.builds(
        lambda word, parts: {word: parts},
        st.sampled_from(["all", "any"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
).map(Condition.model_validate)
RULES = st.builds(
    TextRule,
    kind=st.sampled_from(["word", "number", "time", "email"]),
    case=st.sampled_from(["strict", "ignore"]),
    typos=st.integers(0, 2),
)


@given(CONDITIONS, STATES, RULES)
def test_always_yes_or_no(condition, state, rule):
    assert holds(condition, state, rule) in (True, False)


@given(st.lists(CONDITIONS, min_size=1, max_size=3), STATES)
def test_all_and_any_are_what_they_say(parts, state):
    each = [holds(part, state) for part in parts]
    assert holds(Condition(all=tuple(parts)), state) == all(each)
    assert holds(Condition(any=tuple(parts)), state) == any(each)


@given(PATHS, LEAVES, STATES)
def test_is_and_not_never_both_hold(path, value, state):
    is_, not_ = ({"at": path, word: value} for word in ("is", "not"))
    both = [holds(Condition.model_validate(part), state) for part in (is_, not_)]
    assert both != [True, True]


@given(CONDITIONS, CONDITIONS, st.floats(0.05, 0.95), STATES)
def test_the_goal_is_worth_more_than_any_part_of_the_way(goal, part, score, state):
    answer = GoalAnswer(goal=goal, partial=(Partial(score=score, when=part),))
    grade = grade_goal(answer, state, keys=("a", "a", "b"))
    assert grade.right == holds(goal, state)
    assert grade.score == (1.0 if grade.right else score if holds(part, state) else 0.0)
    assert grade.keys == (() if grade.right else ("a", "b"))


@given(st.lists(st.tuples(st.floats(0.05, 0.95), st.booleans()), min_size=2, max_size=5))
def test_the_best_part_of_the_way_counts_wherever_it_is_written(parts):
    """Each part with whether it was done."""
    goal, done, left = ({"at": "m1", "is": word} for word in ("sent", "12", "m2"))
    partial = tuple(
        Partial(score=score, when=Condition.model_validate(done if reached else left))
        for score, reached in parts
    )
    answer = GoalAnswer(goal=Condition.model_validate(goal), partial=partial)
    best = max((score for score, reached in parts if reached), default=0.0)
    assert grade_goal(answer, {"m1": "12"}).score == best
    assert grade_goal(answer, {"m1": "sent"}).score == 1.0


@given(st.text(max_size=40), RULES)
def test_a_text_is_the_same_as_itself(text, rule):
    assert same_text(text, text, rule)


@given(st.text(max_size=30), st.text(max_size=30), RULES)
def test_the_order_of_two_texts_does_not_matter(left, right, rule):
    assert same_text(left, right, rule) == same_text(right, left, rule)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_the_edit_distance_is_a_distance(a, b, c):
    assert edit_distance(a, b) == edit_distance(b, a)
    assert (edit_distance(a, b) == 0) == (a == b)
    assert edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c)


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_is_read_as_people_say_it(hours: int, mins: int) -> None:
    rule, expected = TextRule(kind="time"), f"{hours} h {mins:02}"
    for said in (f"à {hours}h{mins:02}", f"À {hours} heures {mins:02}.", f"{hours}:{mins:02}"):
        assert same_text(said, expected, rule)
    assert not same_text(f"à {hours} h {mins:02}", f"{hours} h {(mins + 1) % 60:02}", rule)
