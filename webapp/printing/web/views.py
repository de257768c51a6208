"""Pages to print and their PDF. Exercises and keys are the adviser's; lessons are everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext as _

from webapp.accounts.web.guards import for_adviser, public
from webapp.content import Catalogue, Presented
from webapp.content.typography import french
from webapp.printing import pdf, sheets
from webapp.printing.screening import parcours_on_paper
from webapp.printing.web.pdf_response import pdf_answer
from webapp.training.lessons import module_of
from webapp.web.render import render_page
from webapp.web.resources import resources

blueprint = Blueprint("printing", __name__)
MOST_DRAWS = 1000
MOST_PDFS = 64


@dataclass(frozen=True)
class PrintableItem:
    """One exercise of the list; ``paper`` is false for what only a screen can ask."""

    id: str
    title: str
    paper: bool


@dataclass(frozen=True)
class PrintableTheme:
    """The exercises of one domain."""

    label: str
    lines: tuple[PrintableItem, ...]


@dataclass(frozen=True)
class SheetPage:
    """A sheet and the ways to print it."""

    sheet: Any
    links: tuple[tuple[str, str], ...]
    pdf_url: str
    big_url: str


def _big() -> bool:
    return request.args.get("gros") == "1"


def _page(sheet: Any, endpoint: str, links: dict[str, str], **where: Any) -> SheetPage:
    return SheetPage(
        sheet,
        tuple(links.items()),
        url_for(endpoint, **where),
        url_for(endpoint, **where, gros=1),
    )


@blueprint.get("/conseil/papier")
@for_adviser
def index() -> Response:
    """Every exercise by theme, then every lesson, with what can be printed."""
    catalogue = resources().catalogue
    page = {
        "themes": _themes(catalogue),
        "modules": _modules(catalogue),
        "screening": parcours_on_paper(catalogue) is not None,
    }
    return render_page("printing/index.html", page=page)


def _modules(catalogue: Catalogue) -> list[PrintableItem]:
    return [
        PrintableItem(module.id, french(module.title), True)
        for module in catalogue.modules.values()
    ]


def _themes(catalogue: Catalogue) -> list[PrintableTheme]:
    found, printed = [], sheets.on_paper(catalogue)
    for domain in catalogue.framework.domains:
        lines = tuple(
            PrintableItem(item.id, french(item.text.title), item.id in printed)
            for item in catalogue.items.values()
            if item.domain == domain.code
        )
        if lines:
            found.append(PrintableTheme(french(domain.label), lines))
    return found


def _number() -> int:
    return min(max(request.args.get("v", default=0, type=int), 0), MOST_DRAWS)


def _drawn(item_id: str) -> Presented:
    item = resources().catalogue.items.get(item_id)
    drawn = sheets.drawn(resources().catalogue, item, _number()) if item else None
    if drawn is None or sheets.paper_of(drawn) is None:
        abort(404)
    return drawn


@blueprint.get("/conseil/papier/exercice/<item_id>")
@for_adviser
def exercise(item_id: str) -> Response:
    """The learner's sheet. ``?v=1`` draws another one."""
    drawn, number = _drawn(item_id), _number()
    links = {
        _("Le corrigé"): url_for("printing.key", item_id=item_id, v=number),
        _("Une autre feuille"): url_for(
            "printing.exercise", item_id=item_id, v=sheets.another(drawn.item, number)
        ),
    }
    page = _page(
        sheets.exercise_sheet(drawn), "printing.exercise_pdf", links, item_id=item_id, v=number
    )
    return render_page("printing/exercise.html", page=page)


@blueprint.get("/conseil/papier/exercice/<item_id>.pdf")
@for_adviser
def exercise_pdf(item_id: str) -> Response:
    """The learner's sheet as PDF. ``?gros=1``: in big type."""
    sheet = sheets.exercise_sheet(_drawn(item_id))
    return pdf_answer(pdf.make("exercise", sheets.data_of(sheet), big=_big()), item_id)


@blueprint.get("/conseil/papier/corrige/<item_id>")
@for_adviser
def key(item_id: str) -> Response:
    """The key, on a page of its own."""
    drawn, number = _drawn(item_id), _number()
    links = {_("La feuille"): url_for("printing.exercise", item_id=item_id, v=number)}
    page = _page(sheets.key_sheet(drawn), "printing.key_pdf", links, item_id=item_id, v=number)
    return render_page("printing/key.html", page=page)


@blueprint.get("/conseil/papier/corrige/<item_id>.pdf")
@for_adviser
def key_pdf(item_id: str) -> Response:
    """The key as PDF."""
    sheet = sheets.key_sheet(_drawn(item_id))
    return pdf_answer(pdf.make("key", sheets.data_of(sheet), big=_big()), f"{item_id}-corrige")


@blueprint.get("/conseil/papier/lecon/<module_id>")
@for_adviser
def group(module_id: str) -> Response:
    """How to run a lesson with a group."""
    sheet = sheets.group_sheet(module_of(resources().catalogue, module_id))
    links = {_("La leçon sur papier"): url_for("printing.module", module_id=module_id)}
    page = _page(sheet, "printing.group_pdf", links, module_id=module_id)
    return render_page("printing/group.html", page=page)


@blueprint.get("/conseil/papier/lecon/<module_id>.pdf")
@for_adviser
def group_pdf(module_id: str) -> Response:
    """The same as PDF."""
    sheet = sheets.group_sheet(module_of(resources().catalogue, module_id))
    return pdf_answer(pdf.make("group", sheets.data_of(sheet), big=_big()), f"{module_id}-animer")


@blueprint.get("/lecon/<module_id>/fiche")
@public
def module(module_id: str) -> Response:
    """The cards of a lesson on one page."""
    sheet = sheets.module_sheet(resources().catalogue, module_of(resources().catalogue, module_id))
    links = {_("La leçon"): url_for("training.module", module_id=module_id)}
    page = _page(sheet, "printing.module_pdf", links, module_id=module_id)
    return render_page("printing/module.html", page=page)


@blueprint.get("/lecon/<module_id>/fiche.pdf")
@public
def module_pdf(module_id: str) -> Response:
    """The same as PDF."""
    return pdf_answer(
        _cards_pdf(resources().catalogue, module_id, big=_big()), f"{module_id}-fiche"
    )


@blueprint.get("/lecon/<module_id>/memo.pdf")
@public
def memo_pdf(module_id: str) -> Response:
    """The memo of a lesson, A5."""
    found = module_of(resources().catalogue, module_id)
    return pdf_answer(_memo_pdf(resources().catalogue, module_id, big=_big()), found.paper.id)


# Anybody may ask for these: drawn once, they cost nothing to ask again.
@lru_cache(maxsize=MOST_PDFS)
def _cards_pdf(catalogue: Catalogue, module_id: str, *, big: bool) -> bytes:
    sheet = sheets.module_sheet(catalogue, module_of(catalogue, module_id))
    return pdf.make("module", sheets.data_of(sheet), big=big)


@lru_cache(maxsize=MOST_PDFS)
def _memo_pdf(catalogue: Catalogue, module_id: str, *, big: bool) -> bytes:
    return pdf.make("memo", sheets.memo_data(module_of(catalogue, module_id)), big=big)
