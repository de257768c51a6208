"""What the pages of a sitting need, made once, frozen: templates never query."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from webapp.assessment.sitting.opening import Opened
from webapp.assessment.sitting.reading import ANSWERED, CANNOT, AskedQuestion, SittingView
from webapp.content import Catalogue
from webapp.exercises.contract import Grade


@dataclass(frozen=True)
class Progress:
    """« Exercice 4 sur 20 au plus » and the rising steps."""

    rank: int
    at_most: int

    @property
    def steps(self) -> tuple[str, ...]:
        """Class of each drawn step, one an exercise: done, here, or to come."""
        here = min(self.rank, self.at_most)
        done, to_come = ("on",) * (here - 1), ("",) * (self.at_most - here)
        return (*done, "now", *to_come)


def progress(catalogue: Catalogue, run: SittingView, question_id: UUID) -> Progress:
    """Where the person is. The maximum comes from the parcours, never from the page."""
    return Progress(run.rank(question_id), longest(catalogue, run))


def longest(catalogue: Catalogue, run: SittingView) -> int:
    """The most questions this parcours can ask."""
    parcours = catalogue.parcours.get(run.parcours_id)
    most: int = parcours.entry.longest if parcours else catalogue.rules.assessment.length.max
    return most


def stored_grade(asked: AskedQuestion) -> Grade | None:
    """The grade as it was recorded; None when nothing was graded."""
    recorded = asked.answer
    if recorded is None or recorded.outcome != ANSWERED:
        return None
    return Grade(recorded.score or 0.0, bool(recorded.right), recorded.keys, recorded.harms)


def feedback_kind(asked: AskedQuestion) -> str:
    """``right``, ``almost``, ``other``, ``dont_know`` or ``cannot``: the words follow from it."""
    recorded = asked.answer
    if recorded is None or recorded.outcome != ANSWERED:
        return "cannot" if recorded and recorded.outcome == CANNOT else "dont_know"
    if recorded.right:
        return "right"
    return "almost" if (recorded.score or 0) > 0 else "other"


def reasons(opened: Opened) -> tuple[str, ...]:
    """The sentences that explain this very answer, the danger first."""
    grade, feedback = stored_grade(opened.asked), opened.presented.feedback
    if grade is None:
        return ()
    by: dict[str, str] = feedback["by"]
    explained = [by[key] for key in (*grade.harms, *grade.keys) if key in by]
    return tuple(dict.fromkeys((*harm_sentences(opened), *explained)))


def harm_sentences(opened: Opened) -> tuple[str, ...]:
    """Sentences written with a dangerous end state, in the variant's own words."""
    recorded = opened.asked.answer
    if recorded is None or not recorded.harms or recorded.response is None:
        return ()
    return opened.room.grade(opened.spec, recorded.response).harm_texts


def headline(opened: Opened) -> str:
    """The first sentence of the feedback."""
    feedback = opened.presented.feedback
    return str(feedback["right" if feedback_kind(opened.asked) == "right" else "wrong"])
