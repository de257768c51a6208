"""The ways out of an exercise that is not answered yet: what is typed is kept, then the person goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, Response, abort, url_for

from webapp.accounts.web.guards import for_learner
from webapp.assessment.sitting import drafts, lifecycle
from webapp.assessment.sitting.opening import Opened
from webapp.assessment.web.aid_page import cannot_page, hint_page, why_page
from webapp.assessment.web.help_views import help_page
from webapp.assessment.web.views import opened_or_404, sent_step
from webapp.web.forms import posted
from webapp.web.render import render_page, see_other, wants_fragment
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("leaving", __name__)


def _here(opened: Opened) -> str:
    return url_for("assessment.question", question_id=opened.asked.id)


HINT = "indice"

WAYS: Mapping[str, Callable[[Opened], str]] = {
    HINT: lambda o: _here(o) + "#hint",
    "impossible": lambda o: url_for("assessment.cannot", question_id=o.asked.id),
    "pourquoi": lambda o: url_for("assessment.why", question_id=o.asked.id),
    "avec-aide": lambda o: url_for("helping.choose", sitting_id=o.run.sitting_id),
    "pause": lambda o: url_for("assessment.pause", sitting_id=o.run.sitting_id),
    "affichage": lambda o: url_for("pages.display", retour=_here(o)),
    "langue": lambda o: url_for("pages.language", retour=_here(o)),
    "accessibilite": lambda _o: url_for("pages.accessibility"),
    "vie-privee": lambda _o: url_for("pages.privacy"),
}
"""Where each way out leads. The word is the last one of the address."""


def _hint(opened: Opened) -> Response:
    return render_page("assessment/_hint.html", page=hint_page(opened))


def _cannot(opened: Opened) -> Response:
    return render_page("assessment/_aid.html", page=cannot_page(opened))


def _why(opened: Opened) -> Response:
    met = lifecycle.met_before(db(), resources().catalogue, opened.run)
    return render_page("assessment/_aid.html", page=why_page(opened.run, opened.asked.id, met))


def _help(opened: Opened) -> Response:
    return render_page("assessment/_aid.html", page=help_page(opened.run))


IN_PLACE: Mapping[str, Callable[[Opened], Response]] = {
    HINT: _hint,
    "impossible": _cannot,
    "pourquoi": _why,
    "avec-aide": _help,
}
"""Those that htmx opens in the page: the person goes nowhere."""


@blueprint.post("/exercice/<uuid:question_id>/garder/<way>")
@commits
@for_learner
def leave(question_id: UUID, way: str) -> Response:
    """Keep what is typed, then go where the button said, or open it here."""
    if way not in WAYS:
        abort(404)
    opened = opened_or_404(question_id)
    drafts.keep(db(), opened, form=posted(), step=sent_step(), hint=way == HINT)
    if wants_fragment() and way in IN_PLACE and opened.asked.answer is None:
        return IN_PLACE[way](opened)
    return see_other(WAYS[way](opened))


@blueprint.post("/exercice/<uuid:question_id>/garder")
@commits
@for_learner
def left(question_id: UUID) -> Response:
    """The page is gone by a road of the browser's own (Back, another tab): nobody waits for this."""
    drafts.keep(db(), opened_or_404(question_id), form=posted(), step=sent_step())
    return Response(status=204)
