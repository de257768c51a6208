"""« Quelqu’un m’aide »: said in one press, seen while it lasts, taken back in one press.

Help is never punished: what was done with it is told beside what was done alone (``results``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, g, url_for
from flask_babel import gettext as _

from webapp.accounts.web.guards import for_learner
from webapp.assessment.sitting import lifecycle, reading
from webapp.assessment.sitting.reading import ADVICE, ALONE, DONE_FOR, TOGETHER, SittingView
from webapp.exercises.posting import first
from webapp.web.forms import posted
from webapp.web.render import render_page, see_other, wants_fragment
from webapp.web.transaction import commits, db

blueprint = Blueprint("helping", __name__)

Says = Callable[[], str]
BUTTONS: Mapping[str, Says] = {
    ALONE: lambda: _("Je réponds sans aide"),
    ADVICE: lambda: _("On me donne un conseil"),
    TOGETHER: lambda: _("Nous répondons à deux"),
    DONE_FOR: lambda: _("Une personne répond pour moi"),
}
NOW: Mapping[str, Says] = {
    ALONE: lambda: _("En ce moment, vous répondez sans aide."),
    ADVICE: lambda: _("En ce moment, on vous donne un conseil."),
    TOGETHER: lambda: _("En ce moment, vous répondez à deux."),
    DONE_FOR: lambda: _("En ce moment, une personne répond pour vous."),
}


@dataclass(frozen=True)
class Helped:
    """The reminder on an exercise: how somebody helps, and the button that ends it."""

    sentence: str
    url: str
    alone: str


@dataclass(frozen=True)
class HelpPage:
    """The four ways to answer; ``now`` is the one in force, ``helped`` its reminder."""

    title: str
    now: str
    choices: tuple[tuple[str, str], ...]
    action_url: str
    back_url: str
    in_place: bool
    helped: Helped | None
    part: str = "assessment/_help.html"


def reminder(run: SittingView) -> Helped | None:
    """None when the person answers alone: nothing changes on the page."""
    if run.help not in NOW or run.help == ALONE:
        return None
    url = url_for("helping.choose", sitting_id=run.sitting_id)
    return Helped(NOW[run.help](), url, BUTTONS[ALONE]())


def help_page(run: SittingView) -> HelpPage:
    """How the person answers now, and the other ways to."""
    return HelpPage(
        title=_("Quelqu’un vous aide ?"),
        now=NOW.get(run.help, NOW[ALONE])(),
        choices=tuple((way, says()) for way, says in BUTTONS.items() if way != run.help),
        action_url=url_for("helping.choose", sitting_id=run.sitting_id),
        back_url=url_for("assessment.resume", sitting_id=run.sitting_id),
        in_place=wants_fragment(),
        helped=reminder(run),
    )


@blueprint.get("/avec-aide/<uuid:sitting_id>")
@for_learner
def choose(sitting_id: UUID) -> Response:
    """Four buttons; nothing changes by looking."""
    run = reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    return render_page("assessment/aid.html", page=help_page(run))


@blueprint.post("/avec-aide/<uuid:sitting_id>")
@commits
@for_learner
def chosen(sitting_id: UUID) -> Response:
    """From the next answer on; those already given stay as they were given."""
    run = reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
    lifecycle.set_help(db(), run, first(posted(), "act"))
    if wants_fragment():
        changed = reading.of_sitting(db(), learner_id=g.learner_id, sitting_id=sitting_id)
        return render_page("assessment/_aid.html", page=help_page(changed))
    return see_other(url_for("assessment.resume", sitting_id=sitting_id))
