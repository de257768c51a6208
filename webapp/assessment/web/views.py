"""The learner's path through a sitting: start, warm-up, question, feedback, pause."""

from __future__ import annotations

import json
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from webapp.accounts import sessions as account_sessions
from webapp.accounts.web.auth import remember_learner
from webapp.accounts.web.guards import for_learner, public
from webapp.assessment import xapi_export
from webapp.assessment.sitting import answering, drafts, lifecycle, reading
from webapp.assessment.sitting.opening import Opened, Withdrawn, open_question
from webapp.assessment.web.aid_page import cannot_page, why_page
from webapp.assessment.web.exercise_page import (
    WithdrawnPage,
    feedback_page,
    next_url,
    pause_page,
    question_page,
    warmup_page,
)
from webapp.exercises.contract import InvalidResponse
from webapp.exercises.posting import first
from webapp.web.forms import posted
from webapp.web.kept_cookies import needs_cookies
from webapp.web.locale import content_locale, french_words, printed
from webapp.web.prefs import display_settings, save_text_size
from webapp.web.render import download, render_page, see_other, wants_fragment
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("assessment", __name__)


def opened_or_404(question_id: UUID) -> Opened:
    """This learner's question, drawn again."""
    run = reading.of_question(db(), learner_id=g.learner_id, question_id=question_id)
    asked = run.question(question_id)
    return open_question(db(), resources().catalogue, run, asked, locale=content_locale())


@blueprint.post("/commencer")
@commits
@public
@needs_cookies
def start() -> Response:
    """One tap from the home page to the warm-up. A person already here resumes instead."""
    running = lifecycle.resumable(db(), learner_id=g.learner_id) if g.learner_id else None
    if running and lifecycle.untouched(running):
        return see_other(url_for("assessment.warmup", sitting_id=running.sitting_id))
    if running and not request.form.get("new"):
        return see_other(url_for("assessment.resume", sitting_id=running.sitting_id))
    if running:
        lifecycle.replace_by_another(db(), running)
        lifecycle.tell(db(), resources().catalogue, running)
    token = None
    learner_id = g.learner_id
    if learner_id is None:
        learner_id, token = account_sessions.start_learner(db(), channel="public")
    sitting_id = lifecycle.start(db(), resources().catalogue, learner_id=learner_id)
    response = see_other(url_for("assessment.warmup", sitting_id=sitting_id))
    return remember_learner(response, token) if token else response


@blueprint.get("/echauffement/<uuid:sitting_id>")
@for_learner
def warmup(sitting_id: UUID) -> Response:
    """Shows how to answer and sets the text size; never counted."""
    reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    return render_page("assessment/warmup.html", page=warmup_page(sitting_id))


@blueprint.post("/echauffement/<uuid:sitting_id>")
@commits
@for_learner
def warmed_up(sitting_id: UUID) -> Response:
    """Any answer is a good one here: the sizes are kept and the first exercise opens."""
    run = reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    form = posted()
    if first(form, "practice") != "soleil":
        page = warmup_page(sitting_id, form=form, missed=True)
        return save_text_size(
            render_page("assessment/warmup.html", page=page, status=422), first(form, "size")
        )
    response = see_other(next_url(run))
    return save_text_size(response, first(form, "size"))


@blueprint.get("/reprendre/<uuid:sitting_id>")
@for_learner
def resume(sitting_id: UUID) -> Response:
    """Where this sitting stands: its waiting question, or what comes after the last one."""
    run = reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    return see_other(next_url(run))


@blueprint.get("/exercice/<uuid:question_id>")
@for_learner
def question(question_id: UUID) -> Response:
    """The exercise, or its feedback when it has been answered: Back and reload are harmless."""
    opened = opened_or_404(question_id)
    if opened.asked.answer is not None:
        return _answered(opened)
    page = question_page(opened)
    return render_page("assessment/question.html", fragment="assessment/_exercise.html", page=page)


def _answered(opened: Opened) -> Response:
    if opened.asked.answer is not None and not opened.asked.answer.counted:
        return see_other(next_url(opened.run))
    return render_page("assessment/feedback.html", page=feedback_page(opened))


@blueprint.post("/exercice/<uuid:question_id>")
@commits
@for_learner
def do(question_id: UUID) -> Response:
    """One of the page's buttons. A repeated post shows where the person is, and changes nothing."""
    opened = opened_or_404(question_id)
    here = url_for("assessment.question", question_id=question_id)
    if opened.asked.answer is not None:
        return see_other(here)
    verb = first(posted(), "act", "answer")
    try:
        return _obey(opened, verb, here)
    except InvalidResponse as problem:
        page = question_page(opened, form=posted(), errors=problem.errors)
        return render_page(
            "assessment/question.html", fragment="assessment/_exercise.html", page=page, status=422
        )


def _obey(opened: Opened, verb: str, here: str) -> Response:
    conditions = answering.Conditions(
        locale=content_locale(),
        hint=drafts.hinted(opened),
        help=opened.run.help,
        display=display_settings(),
    )
    if verb == "dont_know":
        receipt = answering.dont_know(db(), opened, conditions=conditions)
    elif verb == "cannot":
        reason = first(posted(), "reason", "other")
        receipt = answering.cannot(db(), opened, reason=reason, conditions=conditions)
    elif verb == "answer":
        receipt = answering.answer(db(), opened, form=posted(), conditions=conditions)
    else:
        return _act(opened, here)
    run = opened.run.with_answer(opened.asked.id, receipt.recorded)
    if receipt.new:
        drafts.forget(db(), opened)
        lifecycle.follow(db(), resources().catalogue, run)
    if verb == "cannot":
        return see_other(url_for("assessment.resume", sitting_id=run.sitting_id))
    return see_other(here)


def sent_step() -> int:
    """The number of the action the page was about, -1 when it says nothing of use."""
    sent = first(posted(), "step")
    return int(sent) if sent.isdecimal() and len(sent) < 6 else -1


def _act(opened: Opened, here: str) -> Response:
    done = answering.act(db(), opened, step=sent_step(), form=posted())
    if done and opened.room.finished(opened.spec, done.state):
        return _obey(opened_or_404(opened.asked.id), "answer", here)
    if not wants_fragment():
        return see_other(here + "#exercise")
    fresh = opened_or_404(opened.asked.id)
    said = french_words(printed(done.say)) if done else _("Cette action est déjà faite.")
    # The same sentence twice in a row would not be spoken: the number makes each one new.
    say = Markup(_("%(what)s Action %(n)s.")) % {"what": said, "n": len(fresh.log)}  # noqa: S704
    page = question_page(fresh, say=say)
    return render_page("assessment/question.html", fragment="assessment/_exercise.html", page=page)


@blueprint.app_errorhandler(Withdrawn)
def withdrawn(change: Withdrawn) -> Response:
    """The exercise changed meanwhile: said plainly, and replaced by one tap."""
    page = WithdrawnPage(url_for("assessment.replace", question_id=change.asked.id))
    return render_page("assessment/withdrawn.html", page=page, status=409)


@blueprint.post("/exercice/<uuid:question_id>/remplacer")
@commits
@for_learner
def replace(question_id: UUID) -> Response:
    """Another exercise instead of one that was withdrawn; any other question stays as it is."""
    run = reading.of_question(db(), learner_id=g.learner_id, question_id=question_id)
    asked = run.question(question_id)
    try:
        open_question(db(), resources().catalogue, run, asked)
    except Withdrawn:
        receipt = answering.withdraw(db(), run, asked)
        if receipt.new:
            lifecycle.follow(
                db(), resources().catalogue, run.with_answer(asked.id, receipt.recorded)
            )
    return see_other(url_for("assessment.resume", sitting_id=run.sitting_id))


@blueprint.get("/exercice/<uuid:question_id>/impossible")
@for_learner
def cannot(question_id: UUID) -> Response:
    """Asks why, in four choices; nothing is recorded yet."""
    opened = opened_or_404(question_id)
    if opened.asked.answer is not None:
        return see_other(url_for("assessment.question", question_id=question_id))
    return render_page("assessment/aid.html", page=cannot_page(opened))


@blueprint.get("/exercice/<uuid:question_id>/pourquoi")
@for_learner
def why(question_id: UUID) -> Response:
    """One plain sentence for the curious."""
    run = reading.of_question(db(), learner_id=g.learner_id, question_id=question_id)
    met = lifecycle.met_before(db(), resources().catalogue, run)
    return render_page("assessment/aid.html", page=why_page(run, question_id, met))


@blueprint.get("/pause/<uuid:sitting_id>")
@for_learner
def pause(sitting_id: UUID) -> Response:
    """Nothing to save: everything already is."""
    run = reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    return render_page("assessment/pause.html", page=pause_page(run))


@blueprint.post("/arreter/<uuid:sitting_id>")
@commits
@for_learner
def stop(sitting_id: UUID) -> Response:
    """The person has enough: their answers already give a first result."""
    run = reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    lifecycle.end(db(), run, reason=lifecycle.FINISHED_BY_PERSON)
    lifecycle.tell(db(), resources().catalogue, run)
    return see_other(url_for("guidance.result", sitting_id=sitting_id))


@blueprint.get("/mes-donnees/reponses.json")
@for_learner
def statements() -> Response:
    """The person's answers as xAPI statements: they may give them to another tool, or not."""
    base = resources().settings.base_url
    found = xapi_export.statements(db(), resources().catalogue, learner_id=g.learner_id, base=base)
    body = json.dumps(found, ensure_ascii=False, indent=1)
    return download(body, "application/json", "mes-reponses-xapi.json")
