"""``sim_sheet``: cells computed as a spreadsheet would, rows sorted, nothing typed is executed."""

from __future__ import annotations

import operator
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercises.room_checks import (
    HUGE,
    end_of,
    example,
    page,
    play,
    review,
)
from webapp.exercises.contract import Action, ActionRefused, FieldError, InvalidResponse
from webapp.exercises.posting import action_form, answer_form
from webapp.exercises.sim_sheet import EXERCISE as ROOM
from webapp.exercises.sim_sheet.cells import evaluate
from webapp.exercises.sim_sheet.formula import FormulaError, addresses, compute
from webapp.exercises.simulation import replay

SUM = action_form("sum:B4")
CELLS = {"B2": Decimal(400), "B3": Decimal("30.5"), "A2": "Loyer"}


def look(name):
    return CELLS.get(name, "")


@pytest.fixture
def spec():
    return example(ROOM, "total")


graded = partial(end_of, ROOM)


@pytest.mark.parametrize(
    "text",
    [
        "=SOMME(B2:B3)",
        "=SOMME(B2:B3",
        "=(B2+B3",
        "=somme( b2 ; b3 )",
        "=SUM(B2,B3)",
        "= B2 + B3",
        "=+B2+B3",
        "=SOMME($B$2:$B$3)",
        "=(B2+B3)*1",
        "=B3+400",
    ],
)
def test_any_formula_that_follows_the_prices_is_right(spec, text):
    assert graded(spec, B4=text).right


def test_the_button_and_the_keyboard_reach_the_same_end(spec):
    assert graded(spec, SUM).right
    assert graded(spec, SUM, action_form("clear:B4"), B4="=B2+B3").right
    assert graded(spec, action_form("compute:B4", B4="=B2"), SUM).right
    assert graded(spec, action_form("clear:B4"), action_form("undo"), SUM).right
    assert graded(spec, SUM, action_form("restart"), B4="=SOMME(B2:B3)").right


@pytest.mark.parametrize(
    ("text", "score", "keys"),
    [
        ("430", 0.5, ("number",)),
        ("430,00 €", 0.5, ("number",)),
        ("=430", 0.5, ("number",)),
        ("=400+30", 0.5, ("number",)),
        ("=SOMME(B2:B2)", 0, ("range",)),
        ("=SOMME(B2:B4)", 0, ("range",)),
        ("mot", 0, ("empty",)),
        ("431", 0, ("number",)),
    ],
)
def test_mistakes_explain_themselves(spec, text, score, keys):
    grade = graded(spec, B4=text)
    assert (grade.right, grade.score, grade.keys) == (False, score, keys)


def test_nothing_written_is_not_an_answer(spec):
    for typed in ({}, {"B4": ""}, {"B4": "  "}):
        with pytest.raises(InvalidResponse, match="Je ne sais pas"):
            ROOM.parse(spec, answer_form(**typed), ROOM.begin(spec))


def test_a_formula_may_read_another():
    spec = example(ROOM, "two-formulas")
    assert graded(spec, B4="=B2*C2", B5="=B4+B3*C3").right
    grade = graded(spec, B4="=B2*C2", B5="=SOMME(B2:B3)")
    assert grade.keys == ("range",)


def test_a_formula_that_reads_itself_is_said():
    cells = evaluate({"A1": "=B1", "B1": "=A1+1", "C1": "=SOMME(C1:C2)"}, ("A1", "B1", "C1"))
    assert "se lit elle-même" in cells["C1"]["problem"]
    assert cells["A1"]["problem"] and cells["B1"]["problem"]


def test_a_long_chain_is_refused_and_never_crashes():
    texts = {"A1": "1"} | {f"A{n}": "=" + "(" * 10 + f"A{n - 1}" + ")" * 10 for n in range(2, 60)}
    cells = evaluate(texts, texts)
    assert cells["A3"]["value"] == "1"
    assert evaluate(texts, ["A59"])["A59"]["problem"]


@pytest.mark.parametrize("text", ["1e999999999", "=9*1e99", "NaN", "Infinity", "9" * 300, HUGE])
def test_monstrous_numbers_stay_small(spec, text):
    response = ROOM.parse(spec, answer_form(B4=text), ROOM.begin(spec))
    assert len(str(response)) < 1500
    assert not ROOM.grade(spec, response).right
    review(ROOM, spec, response)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=2+3*4", 14),
        ("=(2+3)*4", 20),
        ("=-B2+1", -399),
        ("=10−4", 6),
        ("=10÷4×2", 5),
        ("=1,5+1.5", 3),
        ("=MOYENNE(B2:B3)", Decimal("215.25")),
        ("=average(B2;B3)", Decimal("215.25")),
        ("=MAX(B2:B3)-MIN(B2:B3)", Decimal("369.5")),
        ("=SOMME(A1:B3;10)", Decimal("440.5")),
        ("=SOMME(A2:B3)", Decimal("430.5")),
        ("=Z9", 0),
    ],
)
def test_the_calculator(formula, value):
    assert compute(formula, look) == value


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("=", "pas finie"),
        ("=1+", "pas finie"),
        ("=1 2", "pas finie"),
        ("=B2:B3", "SOMME"),
        ("=A2+1", "A2 contient un mot"),
        ("=SOMME(A1:ZZ999)", "trop grand"),
        ("=TOTAL(B2)", "SOMME"),
        ("=loyer", "mot"),
        ("=1/0", "zéro"),
        ("=0/0", "zéro"),
        ("=MOYENNE(C1:C5)", "pas de nombre"),
        ("=__import__('os')", "signe"),
        ("=" + "(" * 50 + "1" + ")" * 50, "trop longue"),
        ("=" + "-" * 100 + "1", "trop longue"),
        ("=" + "1+" * 300 + "1", "trop longue"),
    ],
)
def test_a_formula_that_cannot_be_computed_says_what_to_check(formula, message):
    with pytest.raises(FormulaError, match=message) as problem:
        compute(formula, look)
    assert len(str(problem.value).split()) <= 12


def test_addresses_of_a_block():
    assert addresses("B2:B4") == ["B2", "B3", "B4"]
    assert addresses("b3:a2".upper()) == ["A2", "A3", "B2", "B3"]
    assert addresses("Z1:AB1") == ["Z1", "AA1", "AB1"]


SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul}
EXPRESSIONS = st.recursive(
    st.integers(0, 999).map(lambda n: (str(n), n)),
    lambda part: st.tuples(part, st.sampled_from(sorted(SIGNS)), part).map(
        lambda p: (f"({p[0][0]}{p[1]}{p[2][0]})", SIGNS[p[1]](p[0][1], p[2][1]))
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=100)
@given(EXPRESSIONS)
def test_arithmetic_agrees_with_python(expression):
    text, value = expression
    assert compute(f"={text}") == value


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="=()+-*/;,:$.B23SOME é×€e9", max_size=40))
def test_anything_typed_gives_a_cell(text):
    cell = evaluate({"B2": "400", "B4": text}, ["B4"])["B4"]
    assert cell["kind"] in {"empty", "number", "formula", "text"}
    assert len(cell["value"]) < 300


def test_an_author_writes_the_total_with_the_drawn_values():
    world = {
        "columns": ["A", "B"],
        "rows": [["Prix", ""], ["Loyer", "{loyer}"], ["Total", ""]],
        "editable": ["B3"],
    }
    answer = {"rule": "goal", "goal": {"at": "cells.B3.value", "is": "= loyer * 2 + bus_1 / 4"}}
    spec = ROOM.spec(world, answer, {"loyer": "400", "bus_1": 30, "ville": "Valmoulin"})
    assert spec.answer.goal.is_ == "807,5"
    assert ROOM.grade(spec, ROOM.parse(spec, answer_form(B3="807.50"), ROOM.begin(spec))).right


def test_rows_are_sorted_by_number_and_stay_whole():
    spec = example(ROOM, "sort")
    up, down = action_form("sort:B"), action_form("sort:B")
    state = play(ROOM, spec, up)
    assert state["rows"] == [3, 2, 5, 4]
    html = page(ROOM, spec, state=state)
    assert html.index("Bleu") < html.index("Vert") < html.index("Petit") < html.index("Rond")
    assert 'aria-sort="ascending"' in html
    assert graded(spec, up, down).right
    assert graded(spec, action_form("sort:A"), up, down).right


@pytest.mark.parametrize(
    ("columns", "score", "keys"),
    [("B", 0.5, ("order",)), ("A", 0, ("column",)), ("AA", 0, ("column",))],
)
def test_sorting_otherwise_is_explained(columns, score, keys):
    spec = example(ROOM, "sort")
    grade = graded(spec, *(action_form(f"sort:{column}") for column in columns))
    assert (grade.score, grade.keys) == (score, keys)


def test_an_unsorted_sheet_is_not_an_answer():
    spec = example(ROOM, "sort")
    with pytest.raises(InvalidResponse, match="Triez"):
        ROOM.parse(spec, answer_form(), ROOM.begin(spec))


def keep(column, row):
    return action_form(f"filter:{column}", **{f"filter-{column}": row})


@pytest.fixture
def jobs():
    return example(ROOM, "filter")


def test_a_filter_keeps_some_rows_and_can_be_taken_off(jobs):
    state = play(ROOM, jobs, keep("B", "2"))
    assert state["rows"] == [2, 4]
    html = page(ROOM, jobs, state=state)
    assert "Pierrefeu" not in html.split("</table>")[0] and "Ménage" in html
    assert "colonne B, Valmoulin" in html
    assert graded(jobs, keep("B", "2"), action_form("sort:C")).right
    assert play(ROOM, jobs, action_form("sort:C"), keep("B", "2"))["rows"] == [4, 2]
    opened = play(ROOM, jobs, keep("B", "2"), keep("B", ""))
    assert opened == ROOM.begin(jobs)


@pytest.mark.parametrize(
    ("form", "score", "keys"),
    [
        (keep("B", "3"), 0.5, ("value",)),
        (keep("A", "2"), 0, ("filter",)),
        (action_form("sort:B"), 0, ("all",)),
    ],
)
def test_filtering_otherwise_is_explained(jobs, form, score, keys):
    grade = graded(jobs, form)
    assert (grade.score, grade.keys) == (score, keys)


@pytest.mark.parametrize("form", [keep("B", "4"), keep("B", HUGE), keep("C", "2"), keep("Z", "2")])
def test_only_the_values_shown_can_be_kept(jobs, form):
    with pytest.raises(ActionRefused) as refused:
        play(ROOM, jobs, form)
    page(ROOM, jobs, errors=refused.value.errors, form=form)


@pytest.mark.parametrize(
    "act", ["sort:B", "sum:A1", "sum:", "compute:A1", "zzz:B4", "clear:" + HUGE]
)
def test_buttons_of_another_sheet_are_refused(spec, act):
    with pytest.raises(ActionRefused):
        play(ROOM, spec, action_form(act))


@pytest.mark.parametrize("act", ["sort:", "sort:Z", "sum:B2", "compute:B2"])
def test_a_sorted_sheet_is_never_written(act):
    with pytest.raises(ActionRefused):
        play(ROOM, example(ROOM, "sort"), action_form(act, B2="5"))


def test_a_problem_is_tied_to_its_cell(spec):
    html = page(ROOM, spec, state=play(ROOM, spec, action_form("compute:B4", B4="=B2+")))
    assert 'aria-describedby="B4-error"' in html and "pas finie" in html
    assert "Écrivez" in page(ROOM, spec, errors=[FieldError("B4", "Écrivez dans la case.")])


def test_what_is_held_survives_an_old_log(spec):
    log = [Action.from_form(form).as_json() for form in (SUM, action_form("gone:B4"))]
    assert replay(ROOM, spec, log).state["cells"]["B4"]["value"] == "430"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["sum:B4", "clear:B4", "compute:B4"]), st.text(max_size=20)))
)
def test_the_grade_is_total_and_apply_is_pure(steps):
    spec = example(ROOM, "total")
    state = ROOM.begin(spec)
    for act, text in steps:
        before = repr(state)
        step = ROOM.apply(spec, state, Action.from_form(action_form(act, B4=text)))
        assert len(step.say.split()) <= 10
        assert repr(state) == before
        state = step.state
    grade = ROOM.grade(spec, state)
    assert set(grade.keys) <= ROOM.feedback_keys(spec)


def test_enter_in_the_second_cell_does_what_that_cell_asks():
    """The form's default button came with the first cell: Enter in the second one computed the first."""
    world = {
        "columns": ["A", "B"],
        "rows": [["Mois", "Heures"], ["Mai", ""], ["Juin", ""]],
        "editable": ["B2", "B3"],
    }
    goal = {"all": [{"at": "cells.B2.value", "is": "3"}, {"at": "cells.B3.value", "is": "4"}]}
    two = ROOM.spec(world, {"rule": "goal", "goal": goal})
    enter = Action.from_form(action_form("compute", B2="", B3="4"))
    assert ROOM.apply(two, ROOM.begin(two), enter).say == "Case B3 : 4."
    assert ROOM.enter(two, ROOM.begin(two)) == "compute"
