"""What a person wants: asked in pictures on their first result, then theirs to change or to erase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, abort, g, request, url_for
from flask_babel import gettext as _

from webapp.accounts import goals
from webapp.accounts.web.guards import for_learner
from webapp.content import Catalogue
from webapp.web.forms import local_path
from webapp.web.render import render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("goals", __name__)


@dataclass(frozen=True)
class GoalChoice:
    """One picture and its words; ``chosen`` for the present goal."""

    value: str
    text: str
    picture: str
    chosen: bool


@dataclass(frozen=True)
class GoalPage:
    """Every choice; ``said`` when one was made, ``saved`` just after."""

    choices: tuple[GoalChoice, ...]
    said: bool
    saved: bool


def goal_words() -> Mapping[str, str]:
    """Each goal of the rules, as a person says it."""
    return {
        "emploi": _("Trouver un emploi"),
        "demarches": _("Faire mes démarches"),
        "communiquer": _("Communiquer"),
        "proteger": _("Me protéger"),
        "enfants": _("Aider mes enfants"),
    }


def goal_choices(catalogue: Catalogue, chosen: str | None = None) -> tuple[GoalChoice, ...]:
    """In the order of the rules."""
    words = goal_words()
    return tuple(
        GoalChoice(name, words[name], goal.picture, name == chosen)
        for name, goal in catalogue.rules.reco.goals.items()
    )


@blueprint.get("/mon-but")
@for_learner
def mine() -> Response:
    """What I said, to change or to erase."""
    said = goals.goal_of(db(), learner_id=g.learner_id)
    page = GoalPage(goal_choices(resources().catalogue, said), bool(said), "ok" in request.args)
    return render_page("guidance/goal.html", page=page)


@blueprint.post("/mon-but")
@commits
@for_learner
def keep() -> Response:
    """Keeps the choice, or that there is none, then goes back to where it was asked."""
    said = request.form.get("goal", goals.NOT_SAID)
    if said and said not in resources().catalogue.rules.reco.goals:
        abort(404)
    goals.keep(db(), learner_id=g.learner_id, goal=said)
    return see_other(local_path(request.form.get("retour"), url_for("goals.mine", ok=1)))
