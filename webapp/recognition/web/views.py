"""« Ce que je sais faire »: a page, and the same as a sheet of paper."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from webapp.accounts.web.guards import for_learner
from webapp.assessment.correcting import notices
from webapp.assessment.sitting import history
from webapp.database import now
from webapp.printing import pdf
from webapp.printing.web.pdf_response import pdf_answer
from webapp.recognition.proofs import proofs
from webapp.recognition.web.sheet import ProofSheet, foot, intro, make_sheet
from webapp.web.locale import page_language
from webapp.web.render import render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import db

blueprint = Blueprint("recognition", __name__)
SAID_FOR = timedelta(days=60)
"""How long the sheet says that an exercise was graded again."""


def _sheet() -> ProofSheet:
    past = history.of_learner(db(), learner_id=g.learner_id)
    told = notices.since(db(), resources().catalogue, learner_id=g.learner_id, at=now() - SAID_FOR)
    found = proofs(resources().catalogue, past)
    today = now().astimezone(resources().settings.zone).date()
    return make_sheet(resources().catalogue, found, on=today, corrected=told)


@blueprint.get("/ce-que-je-sais-faire")
@for_learner
def sheet() -> Response:
    """What is proven, what is on the way and what is missing, in words."""
    return render_page("recognition/sheet.html", page=_sheet())


@blueprint.get("/ce-que-je-sais-faire.pdf")
@for_learner
def sheet_pdf() -> Response:
    """The same on paper: tagged, in black on white, with a line for the name; no empty paper."""
    found = _sheet()
    if found.empty:
        return see_other(url_for("recognition.sheet"))
    return pdf_answer(pdf.make("sheet", sheet_data(found)), "ce-que-je-sais-faire")


def sheet_data(found: ProofSheet) -> dict[str, Any]:
    """What the paper says: a person with nothing proven carries no sentence that certifies."""
    return {
        "lang": page_language(),
        "title": _("Ce que je sais faire"),
        "intro": intro(found),
        "name_label": _("Nom :"),
        "date": _("Le %(date)s", date=format_date(found.on, "long")),
        "proven_title": _("Je sais faire, c’est prouvé"),
        "started_title": _("J’ai réussi au moins une fois"),
        "proven": [asdict(group) for group in found.proven],
        "started": [asdict(group) for group in found.started],
        "foot": foot(found),
    }
