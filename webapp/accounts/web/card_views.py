"""A person's own card: made by them, shown once, and what opens their work again on any device."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from webapp.accounts import cards, limits, sessions, short_codes
from webapp.accounts.cards import NewCard
from webapp.accounts.models import LEARNER
from webapp.accounts.web import auth
from webapp.accounts.web.guards import for_learner, public
from webapp.accounts.web.slow_tries import PASS_FIELD, SlowTries
from webapp.errors import NotFound, Refused, TooMany
from webapp.exercises.contract import FieldError
from webapp.web.forms import FormPage, field_errors
from webapp.web.kept_cookies import needs_cookies
from webapp.web.qr import qr_code
from webapp.web.render import render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("cards", __name__)
TRIES = SlowTries(limits.CARD, cards.read_code)
LONGEST_TOKEN = 64


def printed(card: NewCard) -> Mapping[str, str | datetime]:
    """What a card says: an address for the camera, a code to type."""
    door = resources().settings.base_url + url_for("joining.code")
    return {
        "qr": qr_code(f"{door}#{card.token}"),
        "link": door,
        "code": short_codes.grouped(card.code, cards.CODE_GROUP),
        "spoken": short_codes.spoken(card.code),
        "expires_at": card.expires_at,
    }


@blueprint.get("/ma-carte")
@for_learner
def mine() -> Response:
    """Whether I have a card, and a new one."""
    made = cards.events(db(), learner_id=g.learner_id)
    page = {
        "valid": next((event for event in made if event.valid), None),
        "by_advisers": [event for event in made if event.adviser],
    }
    return render_page("accounts/my_card.html", page=page)


@blueprint.post("/ma-carte")
@commits
@for_learner
def make() -> Response:
    """A card, shown once. A double tap makes two: the page shows the one that opens."""
    card = cards.make(db(), learner_id=g.learner_id, secret_key=resources().settings.secret_key)
    return render_page("accounts/card.html", page=printed(card))


@blueprint.post("/ma-carte/annuler")
@commits
@for_learner
def cancel() -> Response:
    """A lost card: it opens nothing any more."""
    cards.end(db(), learner_id=g.learner_id)
    return see_other(url_for("cards.mine"))


def is_card(typed: str) -> bool:
    """True when what was typed has the length of a card's code."""
    return cards.read_code(typed) is not None


@needs_cookies
def ask_whose_device(typed: str) -> Response:
    """The card is known: one question before it opens. Raises ``NotFound`` or ``TooMany``."""
    holder = _holder("", typed)
    page = {
        "code": typed,
        "wait_pass": request.form.get(PASS_FIELD, ""),
        "someone_here": g.learner_id not in (None, holder),
    }
    return render_page("accounts/open_card.html", page=page)


@blueprint.post("/carte")
@commits
@public
@needs_cookies
def open_card() -> Response:
    """Opens the work of the card's holder on this device, and ends the session that was there."""
    token, typed = request.form.get("token", "")[:LONGEST_TOKEN], request.form.get("code", "")
    try:
        learner_id = _holder(token, typed)
    except (NotFound, TooMany) as problem:
        return not_opened("" if token else typed, problem, TRIES)
    before = auth.token_of(LEARNER)
    if before:
        sessions.revoke(db(), before)
    shared = request.form.get("own") != "oui"
    lasts = sessions.ON_A_SHARED_DEVICE if shared else None
    opened = sessions.open_session(db(), kind=LEARNER, person_id=learner_id, lasts=lasts)
    return auth.remember_learner(see_other(url_for("pages.home")), opened, shared=shared)


def _holder(token: str, typed: str) -> UUID:
    """Whose card it is. A token cannot be guessed; a code can be tried, slowly."""
    if not token:
        TRIES.check(typed)
    try:
        return cards.holder(
            db(), token=token, code=typed, secret_keys=resources().settings.signing_keys
        )
    except NotFound:
        TRIES.failed()
        raise


def not_opened(typed: str, problem: Refused, tries: SlowTries) -> Response:
    """The page of codes again, with why; after many tries, with what lets this code in later."""
    kept = tries.wait_pass(typed, problem.retry_after) if problem.retry_after else ""
    response = code_page(typed, field_errors(problem, "code"), kept)
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def code_page(
    typed: str = "", errors: tuple[FieldError, ...] = (), wait_pass: str = ""
) -> Response:
    """Where any code is typed: that of a parcours, or that of one's own card."""
    page = {
        "q": FormPage(form={"code": [typed]}, errors=errors),
        "wait_pass": wait_pass,
        "someone_here": g.learner_id is not None,
    }
    return render_page("advising/code.html", page=page, status=422 if errors else 200)
