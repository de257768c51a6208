"""From a drawn exercise to what its template sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from webapp.content import Presented
from webapp.exercises import Exercise
from webapp.exercises.contract import FieldError, Grade, Response, Spec
from webapp.exercises.posting import FormData
from webapp.exercises.simulation import replay
from webapp.web.locale import page_language, printed
from webapp.web.questions import QuestionText, QuestionView
from webapp.web.wording import addressed, as_written


def _words(text: Mapping[str, str], marked: Callable[[str], Markup]) -> QuestionText:
    aid = text.get("help")
    return QuestionText(
        text["title"], marked(text["situation"]), marked(text["task"]), aid and marked(aid)
    )


def question_view(
    presented: Presented,
    room: Exercise,
    spec: Spec,
    *,
    log: Sequence[Mapping[str, Any]] = (),
    form: FormData | None = None,
    errors: Sequence[FieldError] = (),
    action_url: str = "",
    say: str = "",
    response: Response | None = None,
    grade: Grade | None = None,
) -> QuestionView:
    """The view of one exercise: while answering, or after (``response`` and ``grade``)."""
    played = replay(room, spec, log)
    text = presented.text
    return QuestionView(
        room=room,
        spec=spec,
        text=_words(text, as_written if room.as_written else addressed),
        state=played.state,
        action_url=action_url,
        step=len(log),
        undoable=played.undoable,
        form=form or {},
        errors=[FieldError(error.field, printed(error.message)) for error in errors],
        say=say,
        lang=presented.lang,
        dir=presented.dir,
        page_lang=page_language(),
        stimulus_lang=presented.stimulus_lang,
        stimulus_dir=presented.stimulus_dir,
        response=response,
        grade=grade,
    )
