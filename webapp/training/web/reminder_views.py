"""A mail when a review is due: asked from « Mes révisions », confirmed and stopped by links."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, g, request, url_for
from flask_babel import gettext as _

from webapp.accounts import limits
from webapp.accounts.web.guards import for_learner, public
from webapp.errors import Refused
from webapp.training import reminders
from webapp.training.web.my_reviews import reviews_page
from webapp.web.forms import field_errors, posted
from webapp.web.render import render_page, see_other
from webapp.web.request_origin import proven_by_link
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("reminders", __name__)


@dataclass(frozen=True)
class ReminderPage:
    """One sentence, and the button that does it; no button once it is done."""

    title: str
    lead: str
    button: str = ""


@blueprint.post("/mes-revisions/rappel")
@commits
@for_learner
def ask() -> Response:
    """Keeps the address; the mail that confirms it leaves by itself."""
    if resources().settings.mail is None:
        abort(404)
    address = request.form.get("address", "")
    try:
        _slow_down(address)
        reminders.ask(db(), learner_id=g.learner_id, address=address)
    except Refused as problem:
        return reviews_page(posted(), field_errors(problem, "address"), status=problem.status)
    return see_other(url_for("reviews.mine", _anchor="rappel"))


def _slow_down(address: str) -> None:
    """An address, and a network, are asked for a few times only: nobody is flooded with mails of ours."""
    secret, network = resources().settings.secret_key, limits.network(request.remote_addr or "")
    asked = ((limits.MAIL, address.strip()), (limits.MAILING, network))
    for limit, value in asked:
        limits.check(db(), limit.key(secret, value))
    for limit, value in asked:
        limits.failed(db(), limit, limit.key(secret, value))


@blueprint.post("/mes-revisions/rappel/arreter")
@commits
@for_learner
def forget() -> Response:
    """No mail any more, from the page itself."""
    reminders.forget(db(), learner_id=g.learner_id)
    return see_other(url_for("reviews.mine", _anchor="rappel"))


@blueprint.get("/rappel/confirmer/<token>")
@public
def to_confirm(token: str) -> Response:
    """A button: software that opens links confirms nothing."""
    reminders.to_confirm(db(), token=token, keys=resources().settings.signing_keys)
    return _page(
        _("Vos rappels"), _("Vous voulez un mail quand une révision vous attend ?"), _("Oui")
    )


@blueprint.post("/rappel/confirmer/<token>")
@commits
@public
def confirm(token: str) -> Response:
    """Whoever reads that address said yes."""
    reminders.confirm(db(), token=token, keys=resources().settings.signing_keys)
    return _page(_("Vos rappels"), _("C’est noté. Un mail part quand une révision vous attend."))


@blueprint.get("/rappel/arreter/<token>")
@public
def to_stop(token: str) -> Response:
    """A button, without signing in."""
    reminders.check_stop(token=token, keys=resources().settings.signing_keys)
    return _page(_("Vos rappels"), _("Vous ne voulez plus de mail ?"), _("Arrêter les mails"))


@blueprint.post("/rappel/arreter/<token>")
@commits
@public
@proven_by_link
def stop(token: str) -> Response:
    """No mail any more. Mail software presses it too (RFC 8058)."""
    reminders.stop(db(), token=token, keys=resources().settings.signing_keys)
    return _page(
        _("Vos rappels"), _("C’est fait. Plus aucun mail ne part. Votre adresse est effacée.")
    )


def _page(title: str, lead: str, button: str = "") -> Response:
    return render_page("training/reminder.html", page=ReminderPage(title, lead, button))
