"""The learner's side of a code: enter it, be told who will see what, agree or not, change one's mind."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, current_app, g, request, url_for
from flask.blueprints import BlueprintSetupState

from webapp.accounts import limits
from webapp.accounts import sessions as account_sessions
from webapp.advising import codes, prescribing, sharing
from webapp.advising.guesses import Guesses
from webapp.advising.models import Prescription
from webapp.database import now
from webapp.errors import Invalid, NotFound
from webapp.web.auth import remember_learner
from webapp.web.forms import FormPage, field_errors, posted
from webapp.web.guards import for_learner, public
from webapp.web.house import house
from webapp.web.kept_cookies import needs_cookies
from webapp.web.render import render_page, see_other
from webapp.web.transaction import commits, db

blueprint = Blueprint("joining", __name__)
GUESSES = "guesses"
NO_SUCH_CODE = "Ce code n’ouvre rien. Vérifiez chaque signe sur votre carte."


@blueprint.record_once
def _install_guesses(state: BlueprintSetupState) -> None:
    state.app.extensions[GUESSES] = Guesses()


def _address() -> str:
    return limits.CODE.key(house().settings.secret_key, request.remote_addr or "")


def _behind(code: str) -> tuple[Prescription, str, str]:
    """What the link of a code opens; a wrong one is a guess, and guesses are slowed down."""
    guesses: Guesses = current_app.extensions[GUESSES]
    guesses.check(_address(), at=now())
    try:
        return prescribing.opened_by(db(), codes.read(code) or "")
    except NotFound:
        guesses.failed(_address(), at=now())
        raise


@blueprint.get("/code")
@public
def code() -> Response:
    """Type the code of the card."""
    return render_page("advising/code.html", page=FormPage())


@blueprint.post("/code")
@commits
@public
def typed() -> Response:
    """Case, spaces and hyphens do not matter; guesses are slowed down."""
    key = _address()
    limits.check(db(), key)
    found = codes.read(request.form.get("code", ""))
    try:
        if found is None:
            raise NotFound(NO_SUCH_CODE)
        prescribing.opened_by(db(), found)
    except NotFound:
        limits.failed(db(), limits.CODE, key)
        problem = Invalid(NO_SUCH_CODE, field="code")
        page = FormPage(form=posted(), errors=field_errors(problem))
        return render_page("advising/code.html", page=page, status=422)
    return see_other(url_for("joining.agree", code=found))


@blueprint.get("/c/<code>")
@public
def agree(code: str) -> Response:
    """Two sentences on who will see what. Opening the link changes nothing."""
    found, adviser, organisation = _behind(code)
    page = {"q": FormPage(), "code": found.code, "adviser": adviser, "organisation": organisation,
            "parcours": house().catalogue.parcours[found.parcours_id],
            "someone_here": g.learner_id is not None}  # fmt: skip
    return render_page("advising/agree.html", page=page)


@blueprint.post("/c/<code>")
@commits
@public
@needs_cookies
def join(code: str) -> Response:
    """Agree or not: both lead to the exercises."""
    found, _adviser, _organisation = _behind(code)
    form, token = request.form, None
    learner_id = None if form.get("who") == "other" else g.learner_id
    if learner_id is None:
        learner_id, token = account_sessions.start_learner(db(), channel=prescribing.CHANNEL)
    sitting_id = prescribing.join(
        db(), house().catalogue, found, learner_id=learner_id,
        agrees=form.get("act") == "agree", first_name=form.get("first_name", ""),
    )  # fmt: skip
    response = see_other(url_for("assessment.warmup", sitting_id=sitting_id))
    return remember_learner(response, token) if token else response


@blueprint.get("/partage")
@for_learner
def share() -> Response:
    """Who sees my results, and who looked."""
    page = {"shares": sharing.shares(db(), learner_id=g.learner_id),
            "looks": sharing.looks(db(), learner_id=g.learner_id)}  # fmt: skip
    return render_page("advising/share.html", page=page)


@blueprint.post("/partage/<uuid:prescription_id>")
@commits
@for_learner
def change_share(prescription_id: UUID) -> Response:
    """Stop, or start again; effective at once."""
    sharing.set_shared(db(), learner_id=g.learner_id, prescription_id=prescription_id,
                       shared=request.form.get("act") == "share")  # fmt: skip
    return see_other(url_for("joining.share"))
