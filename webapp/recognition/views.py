"""« Ce que je sais faire »: a page, and the same as a sheet of paper."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, g
from flask_babel import format_date
from flask_babel import gettext as _

from webapp.assessment import history
from webapp.content.typography import french
from webapp.database import now
from webapp.recognition import pdf
from webapp.recognition.proofs import proofs
from webapp.recognition.sheet import Sheet, make_sheet
from webapp.training.lessons import module_of
from webapp.web.guards import for_learner, public
from webapp.web.house import house
from webapp.web.render import render_page
from webapp.web.transaction import db

blueprint = Blueprint("recognition", __name__)


def _sheet() -> Sheet:
    past = history.of_learner(db(), learner_id=g.learner_id)
    return make_sheet(house().catalogue, proofs(house().catalogue, past), on=now().date())


@blueprint.get("/ce-que-je-sais-faire")
@for_learner
def sheet() -> Response:
    """What is proven, what is on the way and what is missing, in words."""
    return render_page("recognition/sheet.html", page=_sheet())


@blueprint.get("/ce-que-je-sais-faire.pdf")
@for_learner
def sheet_pdf() -> Response:
    """The same on paper: tagged, in black on white, with a line for the name."""
    return _pdf(pdf.make("sheet", _sheet_data(_sheet())), "ce-que-je-sais-faire.pdf")


@blueprint.get("/lecon/<module_id>/memo.pdf")
@public
def memo_pdf(module_id: str) -> Response:
    """The memo of a lesson, A5."""
    module = module_of(house().catalogue, module_id)
    data = {
        "title": french(module.paper.title),
        "lines": [french(line) for line in module.paper.lines],
        "foot": _("Marchepied – le numérique, une marche à la fois"),
    }
    return _pdf(pdf.make("memo", data), f"{module.paper.id}.pdf")


def _sheet_data(found: Sheet) -> dict[str, Any]:
    return {
        "title": _("Ce que je sais faire"),
        "intro": _("Cette personne a réussi ces exercices, seule, plusieurs fois."),
        "name_label": _("Nom :"),
        "date": _("Le %(date)s", date=format_date(found.on, "long")),
        "proven_title": _("Je sais faire, c’est prouvé"),
        "started_title": _("J’ai réussi au moins une fois"),
        "proven": [asdict(group) for group in found.proven],
        "started": [asdict(group) for group in found.started],
        "foot": _("Prouvé : 4 réussites sur 5, sur 2 exercices et 2 jours au moins. "
                  "Ce n’est pas un diplôme."),
    }  # fmt: skip


def _pdf(body: bytes, name: str) -> Response:
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
