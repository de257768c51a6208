"""Nobody misses on and on: after three, the surest question there is; after six, an end is proposed.

The numbers are those of ``content/rules/assessment.yaml``. What answers say does not change: mercy
chooses and stops, it never counts (``docs/decisions/0034-mercy.md``).
"""

from __future__ import annotations

from collections.abc import Iterable

from webapp import psychometrics as psy
from webapp.assessment.sitting.reading import AskedQuestion, SittingView
from webapp.content.schema.rules import Mercy

SUREST = "surest"
NO_COMFORT_IS_ENOUGH = 1.0


def misses(answered: Iterable[AskedQuestion]) -> int:
    """How many answers in a row, up to the last, without a success."""
    count = 0
    for asked in answered:
        count = 0 if asked.answer is None or asked.answer.right else count + 1
    return count


def longest(run: SittingView) -> int:
    """The longest run of answers without a success."""
    answered = run.answered
    return max((misses(answered[:n]) for n in range(1, len(answered) + 1)), default=0)


def surest(
    rules: Mercy, run: SittingView, selection: psy.SelectionRules
) -> psy.SelectionRules | None:
    """Rules that choose the surest question, when it is time for one; None otherwise."""
    if misses(run.answered) < rules.surest_after:
        return None
    return psy.SelectionRules(
        comfort_first=NO_COMFORT_IS_ENOUGH,
        comfort=NO_COMFORT_IS_ENOUGH,
        family_gap=selection.family_gap,
    )


def proposes_to_stop(rules: Mercy, run: SittingView) -> bool:
    """After six in a row without a success, and after what was then done together."""
    alone = run.answered
    while alone and alone[-1].answer is not None and alone[-1].answer.helped:
        alone = alone[:-1]
    return run.ended_at is None and misses(alone) >= rules.stop_after
