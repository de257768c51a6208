"""The pages of an exercise outside any sitting: for authors, for checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from webapp.assessment.web.exercise_page import FeedbackPage, QuestionPage, other_ways, short_answer
from webapp.assessment.web.page_objects import Progress
from webapp.content import Presented
from webapp.exercises import room
from webapp.web.exercise_views import question_view
from webapp.web.questions import QuestionView

PROGRESS = Progress(4, 20)


def sample_question(view: QuestionView, *, away: str) -> QuestionPage:
    """The page before the answer; every way out leads ``away``."""
    return QuestionPage(
        q=view,
        progress=PROGRESS,
        context_line=None,
        hint=None,
        dont_know_allowed=True,
        ways=other_ways(alone=True, testing=True),
        keep_url=lambda _way: away,
        beacon_url=away,
        helped=None,
    )


def question_html(shown: Presented, *, here: str) -> str:
    """An exercise before any answer, as it is served at an address."""
    view = question_view(shown, room(shown.item.type), shown.spec, action_url=here)
    return render_template("assessment/question.html", page=sample_question(view, away=here))


def sample_feedback(
    view: QuestionView, words: Mapping[str, Any], *, right: bool, keys: Iterable[str], away: str
) -> FeedbackPage:
    """The page after it; ``words`` are the feedback of the exercise, ``keys`` what was noticed."""
    kind, by = "right" if right else "other", words["by"]
    return FeedbackPage(
        q=view,
        progress=PROGRESS,
        context_line=None,
        kind=kind,
        short=short_answer(kind),
        headline=words["right" if right else "wrong"],
        reasons=tuple(by[key] for key in keys if key in by),
        show_review=True,
        clues=tuple(clue["text"] for clue in words["clues"]),
        remember=words["remember"],
        continue_url=away,
        continue_label=_("Continuer"),
        pause_url=away,
        pause_offered=None,
        ending=None,
    )
