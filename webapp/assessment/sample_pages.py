"""The pages of an exercise outside any sitting: for authors, for checks, for compression."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.assessment.answer_pages import FeedbackPage, QuestionPage, short_answer
from webapp.assessment.pages import Progress
from webapp.web.questions import QuestionView

PROGRESS = Progress(4, 20)


def sample_question(view: QuestionView, *, away: str) -> QuestionPage:
    """The page before the answer; every way out leads ``away``."""
    return QuestionPage(
        q=view, progress=PROGRESS, context_line=None, hint=None,
        hint_allowed=bool(view.text.help), dont_know_allowed=True,
        cannot_url=away, pause_url=away, why_url=away, help_url=away, helped=None,
    )  # fmt: skip


def sample_feedback(
    view: QuestionView, words: Mapping[str, Any], *, right: bool, keys: Iterable[str], away: str
) -> FeedbackPage:
    """The page after it; ``words`` are the feedback of the exercise, ``keys`` what was noticed."""
    kind, by = "right" if right else "other", words["by"]
    return FeedbackPage(
        q=view, progress=PROGRESS, context_line=None, kind=kind, short=short_answer(kind),
        headline=words["right" if right else "wrong"],
        reasons=tuple(by[key] for key in keys if key in by), show_review=True,
        clues=tuple(clue["text"] for clue in words["clues"]), remember=words["remember"],
        continue_url=away, continue_label="Continuer", pause_url=away, pause_offered=False,
    )  # fmt: skip
