"""How the rows of an answer hold together, written once: its question, its sitting, its correction."""

from __future__ import annotations

from sqlalchemy import and_, func
from sqlmodel import col

from webapp.assessment.models import Answer, Correction, Question, Sitting

QUESTION_OF_ANSWER = and_(
    col(Question.learner_id) == col(Answer.learner_id), col(Question.id) == col(Answer.id)
)
SITTING_OF_ANSWER = and_(
    col(Sitting.learner_id) == col(Answer.learner_id), col(Sitting.id) == col(Answer.sitting_id)
)
CORRECTION_OF_ANSWER = and_(
    col(Correction.learner_id) == col(Answer.learner_id), col(Correction.id) == col(Answer.id)
)

SCORE = func.coalesce(Correction.score, Answer.score)
RIGHT = func.coalesce(Correction.right, Answer.right)
"""The grade that stands today, in a statement joined to ``CORRECTION_OF_ANSWER``."""
