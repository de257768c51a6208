"""The learner's side of a code: enter it, be told who will see what, agree or not, change one's mind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import sessions as account_sessions
from webapp.accounts.web import card_views
from webapp.accounts.web.auth import remember_learner
from webapp.accounts.web.guards import for_learner, public
from webapp.advising import codes, prescribing, sharing
from webapp.advising.web import guessing
from webapp.content.schema.parcours import Parcours
from webapp.errors import NotFound, Refused, TooMany
from webapp.web.forms import FormPage
from webapp.web.kept_cookies import needs_cookies
from webapp.web.render import render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("joining", __name__)
ME, OTHER = "me", "other"
"""Whose exercises these are, on a device that holds somebody's already."""


@blueprint.get("/code")
@public
def code() -> Response:
    """Type the code of a parcours or of one's own card. The camera brings a card's token in the part of
    the address that only the script reads.
    """
    return card_views.code_page()


@blueprint.post("/code")
@commits
@public
def typed() -> ResponseReturnValue:
    """Case, spaces and hyphens do not matter; guesses are slowed down."""
    asked = request.form.get("code", "")
    try:
        if card_views.is_card(asked):
            return card_views.ask_whose_device(asked)
        found = guessing.try_code(asked).prescription
    except (NotFound, TooMany) as problem:
        return _not_opened(asked, problem)
    return see_other(_door(found.code))


def _not_opened(asked: str, problem: Refused) -> Response:
    tries = card_views.TRIES if card_views.is_card(asked) else guessing.TRIES
    return card_views.not_opened(asked, problem, tries)


def _door(code: str, who: str | None = None) -> str:
    return url_for("joining.agree", code=code, i=guessing.sign(code), qui=who)


@blueprint.get("/C/<code>", alias=True, strict_slashes=False)
@blueprint.get("/c/<code>", strict_slashes=False)
@public
def agree(code: str) -> Response:
    """Who will see what, in short sentences. A link without its sign is a code to try, already typed."""
    known = codes.read(code) or ""
    if not guessing.invited(known):
        return card_views.code_page(codes.shown(known) if known else code[:20])
    door = prescribing.opened_by(db(), known)
    parcours = resources().catalogue.parcours[door.prescription.parcours_id]
    who = request.args.get("qui", "") if g.learner_id else OTHER
    if who not in (ME, OTHER):
        return render_page("advising/who.html", page=_who(known, parcours))
    page = {"q": FormPage(), "door": door, "action": _door(known), "parcours": parcours, "who": who}
    return render_page("advising/agree.html", page=page)


def _who(code: str, parcours: Parcours) -> dict[str, Any]:
    """Somebody began on this device: whose exercises these are is said before anything else."""
    return {"parcours": parcours, "me_url": _door(code, ME), "other_url": _door(code, OTHER)}


@blueprint.post("/c/<code>")
@commits
@public
@needs_cookies
def join(code: str) -> Response:
    """Agree or not: both lead to the exercises."""
    try:
        found = guessing.try_code(code).prescription
    except (NotFound, TooMany) as problem:
        return _not_opened(code, problem)
    form, token = request.form, None
    learner_id = None if form.get("who") == OTHER else g.learner_id
    if learner_id is None:
        learner_id, token = account_sessions.start_learner(db(), channel=prescribing.CHANNEL)
    sitting_id = prescribing.join(
        db(),
        resources().catalogue,
        found,
        learner_id=learner_id,
        agrees=form.get("act") == "agree",
        first_name=form.get("first_name", ""),
    )
    response = see_other(url_for("assessment.warmup", sitting_id=sitting_id))
    return remember_learner(response, token) if token else response


@blueprint.get("/partage")
@for_learner
def share() -> Response:
    """Who sees my results, and who looked."""
    page = {
        "shares": sharing.shares(db(), learner_id=g.learner_id),
        "looks": sharing.looks(db(), learner_id=g.learner_id),
    }
    return render_page("advising/share.html", page=page)


@blueprint.post("/partage/<uuid:prescription_id>")
@commits
@for_learner
def change_share(prescription_id: UUID) -> Response:
    """Stop, or start again; effective at once."""
    sharing.set_shared(
        db(),
        learner_id=g.learner_id,
        prescription_id=prescription_id,
        shared=request.form.get("act") == "share",
    )
    return see_other(url_for("joining.share"))
