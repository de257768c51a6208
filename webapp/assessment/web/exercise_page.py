"""Puts the sentences of the interface around a question: gettext lives here, not in services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from webapp.assessment.sitting.drafts import hinted, typed
from webapp.assessment.sitting.opening import Opened
from webapp.assessment.sitting.reading import TEST, TRAINING, SittingView
from webapp.assessment.web import page_objects
from webapp.assessment.web.context import context_line
from webapp.assessment.web.ending_page import EndingView, ending, pause_line
from webapp.assessment.web.help_views import Helped, reminder
from webapp.content.typography import french
from webapp.exercises.contract import FieldError
from webapp.exercises.posting import FormData
from webapp.web.exercise_views import question_view
from webapp.web.questions import FormOnly, QuestionView
from webapp.web.resources import resources


@dataclass(frozen=True)
class Choice:
    """One row of a radio group."""

    id: str
    text: str
    say: str | None = None


@dataclass(frozen=True)
class QuestionPage:
    """The page of one exercise."""

    q: QuestionView
    progress: page_objects.Progress | None
    context_line: str | None
    hint: str | None
    dont_know_allowed: bool
    ways: tuple[tuple[str, str], ...]
    keep_url: Callable[[str], str]
    beacon_url: str
    helped: Helped | None


@dataclass(frozen=True)
class FeedbackPage:
    """The page after an answer."""

    q: QuestionView
    progress: page_objects.Progress | None
    context_line: str | None
    kind: str
    short: str
    headline: str
    reasons: tuple[str, ...]
    show_review: bool
    clues: tuple[str, ...]
    remember: str
    continue_url: str
    continue_label: str
    pause_url: str
    pause_offered: str | None
    ending: EndingView | None
    corrected: str | None = None


@dataclass(frozen=True)
class WithdrawnPage:
    """The exercise changed while the person was on it."""

    replace_url: str


@dataclass(frozen=True)
class PausePage:
    """Everything is kept; two ways on."""

    resume_url: str
    stop_url: str
    result_url: bool
    at_home: bool
    in_lessons: bool


@dataclass(frozen=True)
class WarmupPage:
    """The unscored first page."""

    q: FormOnly
    sizes: tuple[Choice, ...]
    practice: tuple[Choice, ...]
    action_url: str
    skip_url: str


def next_url(run: SittingView) -> str:
    """The page that follows, whatever the person did before."""
    if run.current is not None and run.ended_at is None and run.purpose != TRAINING:
        return url_for("assessment.question", question_id=run.current.id)
    if run.purpose == TEST:
        return url_for("guidance.result", sitting_id=run.sitting_id)
    return url_for("training.resume", sitting_id=run.sitting_id)


def question_page(
    opened: Opened,
    *,
    form: FormData | None = None,
    errors: Sequence[FieldError] = (),
    say: str = "",
) -> QuestionPage:
    """The exercise as it stands after what was done so far, with what is typed and not sent yet."""
    run, question_id = opened.run, opened.asked.id
    form = typed(opened) if form is None else form
    view = question_view(
        opened.presented,
        opened.room,
        opened.spec,
        log=opened.log,
        form=form,
        errors=errors,
        say=say,
        action_url=url_for("assessment.do", question_id=question_id),
    )
    testing, helped = run.purpose == TEST, reminder(run)
    return QuestionPage(
        q=view,
        progress=page_objects.progress(resources().catalogue, run, question_id)
        if testing
        else None,
        context_line=context_line(run),
        hint=view.text.help if hinted(opened) else None,
        dont_know_allowed=True,
        ways=other_ways(alone=not helped, testing=testing),
        keep_url=lambda way: url_for("leaving.leave", question_id=question_id, way=way),
        beacon_url=url_for("leaving.left", question_id=question_id),
        helped=helped,
    )


def other_ways(*, alone: bool, testing: bool) -> tuple[tuple[str, str], ...]:
    """The ways out of an exercise: the last word of their address, and what their button says."""
    ways = [("impossible", _("Je ne peux pas faire cet exercice ici"))]
    if alone:
        ways.append(("avec-aide", _("Quelqu’un m’aide")))
    if testing:
        ways.append(("pause", _("Faire une pause")))
    return (*ways, ("pourquoi", _("Pourquoi cette question ?")))


def feedback_page(opened: Opened) -> FeedbackPage:
    """What the answer shows, and what to keep from the exercise."""
    run, grade, kind = (
        opened.run,
        page_objects.stored_grade(opened.asked),
        page_objects.feedback_kind(opened.asked),
    )
    recorded = opened.asked.answer
    testing, feedback = run.purpose == TEST, opened.presented.feedback
    view = question_view(
        opened.presented,
        opened.room,
        opened.spec,
        log=opened.log,
        response=recorded.response if recorded else None,
        grade=grade,
    )
    return FeedbackPage(
        q=view,
        progress=page_objects.progress(resources().catalogue, run, opened.asked.id)
        if testing
        else None,
        context_line=context_line(run),
        kind=kind,
        short=short_answer(kind),
        headline=_("Merci de l’avoir dit. Voici comment faire.")
        if kind == "dont_know"
        else page_objects.headline(opened),
        reasons=page_objects.reasons(opened),
        show_review=grade is not None,
        clues=tuple(clue["text"] for clue in feedback["clues"]),
        remember=feedback["remember"],
        continue_url=next_url(run),
        continue_label=_continue_label(run),
        pause_url=url_for("assessment.pause", sitting_id=run.sitting_id),
        pause_offered=pause_line(run) if testing and run.ended_at is None else None,
        ending=ending(run) if testing else None,
        corrected=french(recorded.corrected) if recorded and recorded.corrected else None,
    )


def short_answer(kind: str) -> str:
    """One or two words for the title of the page: heard first, before anything else."""
    return {
        "right": _("Oui"),
        "almost": _("Presque"),
        "other": _("Pas encore"),
        "dont_know": _("À découvrir"),
    }.get(kind, _("Réponse gardée"))


def _continue_label(run: SittingView) -> str:
    return _("Voir mon résultat") if run.ended_at and run.purpose == TEST else _("Continuer")


def pause_page(run: SittingView) -> PausePage:
    """« Arrêter et voir mon résultat » once there is something to see."""
    return PausePage(
        resume_url=url_for("assessment.resume", sitting_id=run.sitting_id),
        stop_url=url_for("assessment.stop", sitting_id=run.sitting_id),
        result_url=bool(run.answered) and run.purpose == TEST and run.ended_at is None,
        at_home=run.purpose == TEST and run.ended_at is None,
        in_lessons=run.purpose == TRAINING and run.ended_at is None,
    )


def warmup_page(
    sitting_id: UUID, *, form: FormData | None = None, missed: bool = False
) -> WarmupPage:
    """``missed`` after another word was chosen: said kindly, nothing is counted."""
    errors = [FieldError("practice", _("Choisissez le mot « Soleil », puis « Valider »."))]
    return WarmupPage(
        q=FormOnly(form=form or {"size": ["100"]}, errors=errors if missed else ()),
        sizes=(
            Choice("100", _("Oui, elle me va.")),
            Choice("125", _("Je préfère plus grand.")),
            Choice("150", _("Je préfère très grand.")),
        ),
        practice=(
            Choice("lune", _("Lune")),
            Choice("soleil", _("Soleil")),
            Choice("pluie", _("Pluie")),
        ),
        action_url=url_for("assessment.warmed_up", sitting_id=sitting_id),
        skip_url=url_for("assessment.resume", sitting_id=sitting_id),
    )
