"""The screening on paper, for advisers: its sheets, its key, and what the answers say."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from webapp.accounts.web.guards import for_adviser
from webapp.assessment.measuring.screening import FEWEST
from webapp.content.schema.parcours import Parcours
from webapp.content.typography import french
from webapp.printing import pdf, screening, sheets
from webapp.printing.web.pdf_response import pdf_answer
from webapp.web.render import render_page
from webapp.web.resources import resources

blueprint = Blueprint("screening", __name__)


@dataclass(frozen=True)
class ScreeningQuestion:
    """One question: its key, and what was ticked for it."""

    field: str
    title: str
    task: str
    right: tuple[str, ...]
    given: str


@dataclass(frozen=True)
class ScreeningPage:
    """The key to read the sheets with; ``verdict`` once enough answers are in."""

    title: str
    lines: tuple[ScreeningQuestion, ...]
    choices: tuple[tuple[str, str], ...]
    asked: bool
    few: str
    verdict: str


@blueprint.get("/conseil/papier/reperage")
@for_adviser
def reading() -> Response:
    """The key, and what came back: answers are read, never kept."""
    parcours, catalogue = _parcours(), resources().catalogue
    lines = tuple(_lines(parcours))
    given = [(line.field, line.given) for line in lines if line.given]
    found = screening.read(catalogue, parcours, given)
    page = ScreeningPage(
        title=french(parcours.title),
        lines=lines,
        choices=_choices(),
        asked=bool(request.args),
        few=_("Cochez au moins %(n)s réponses pour lire un résultat.", n=FEWEST),
        verdict=_said(found),
    )
    return render_page("printing/screening.html", page=page)


@blueprint.get("/conseil/papier/reperage.pdf")
@for_adviser
def form_pdf() -> Response:
    """The sheets to hand out. ``?gros=1``: in big type."""
    data = screening.form_data(resources().catalogue, _parcours())
    return pdf_answer(pdf.make("form", data, big=request.args.get("gros") == "1"), "reperage")


def _parcours() -> Parcours:
    found = screening.parcours_on_paper(resources().catalogue)
    if found is None:
        abort(404)
    return found


def _lines(parcours: Parcours) -> list[ScreeningQuestion]:
    lines = []
    for drawn in screening.questions(resources().catalogue, parcours):
        key = sheets.key_sheet(drawn)
        given = request.args.get(drawn.item.id, "")
        if key is not None:
            lines.append(
                ScreeningQuestion(
                    drawn.item.id,
                    drawn.text["title"],
                    key.task,
                    key.right,
                    given if given in screening.OUTCOMES else "",
                )
            )
    return lines


def _choices() -> tuple[tuple[str, str], ...]:
    return (
        (screening.RIGHT, _("C’est la bonne réponse")),
        (screening.WRONG, _("C’est une autre réponse")),
        (screening.UNKNOWN, _("La personne ne sait pas")),
    )


def _said(found: screening.ScreeningReading | None) -> str:
    if found is None:
        return ""
    return {
        "below": _(
            "Une aide humaine serait utile pour commencer : un atelier, un conseiller numérique."
        ),
        "above": _("Cette personne peut travailler seule avec des leçons courtes."),
        "rather_below": _("Une aide humaine serait sans doute utile pour commencer."),
        "rather_above": _(
            "Cette personne peut sans doute travailler seule avec des leçons courtes."
        ),
        "unsure": _("Ces réponses ne suffisent pas. Proposez « Mon point de départ »."),
    }[found.verdict]
