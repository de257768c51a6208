"""What belongs to a question that is not answered yet: the hint that was asked for, and what is typed or
ticked when a person leaves by one of our ways out (an aid, the display settings, a pause). It comes
back with the exercise, and goes with the answer."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col

from webapp.assessment.models import Question
from webapp.assessment.sitting.opening import Opened
from webapp.assessment.sitting.reading import GUIDED
from webapp.exercises.posting import FormData

LONGEST = 8_000
"""Characters in all. No exercise asks for as much; beyond, nothing is kept."""

HINT = "hint"
NOT_TYPED = frozenset({"act", "step", "how", "form_proof"})


def keep(
    session: Session, opened: Opened, *, form: FormData, step: int, hint: bool = False
) -> None:
    """Keep the fields of one screen: the one before action number ``step``. The last one wins.

    ``hint``: the hint is asked for; from then on it stays on the page, on any device.
    """
    if opened.asked.answer is not None:
        return
    fields = {name: list(values) for name, values in form.items() if name not in NOT_TYPED}
    draft = dict(opened.asked.draft or {})
    if step == len(opened.log) and len(str(fields)) <= LONGEST:
        shown = {HINT: True} if HINT in draft else {}
        draft = shown | ({"step": step, "fields": fields} if fields else {})
    if hint:
        draft[HINT] = True
    if draft != (opened.asked.draft or {}):
        _write(session, opened, draft or None)


def hinted(opened: Opened) -> bool:
    """Whether the hint was asked for, or is open from the start in a guided exercise."""
    return HINT in (opened.asked.draft or {}) or opened.asked.purpose.startswith(GUIDED)


def typed(opened: Opened) -> FormData:
    """The fields kept for the screen the person is on, none when they have acted since."""
    draft = opened.asked.draft or {}
    return draft["fields"] if draft.get("step") == len(opened.log) else {}


def forget(session: Session, opened: Opened) -> None:
    """Once the answer is in, what was half typed is nobody's business any more."""
    if opened.asked.draft is not None:
        _write(session, opened, None)


def _write(session: Session, opened: Opened, draft: dict[str, object] | None) -> None:
    statement = update(Question).where(
        col(Question.learner_id) == opened.run.learner_id, col(Question.id) == opened.asked.id
    )
    session.connection().execute(statement.values(draft=draft))
