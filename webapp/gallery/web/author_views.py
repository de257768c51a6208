"""Development only: the bank as its authors need it, the check and the coverage as pages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request, url_for

from webapp.accounts.web.guards import for_developer
from webapp.assessment.web.exercise_page import Choice
from webapp.content import Catalogue
from webapp.content.schema.base import BANDS
from webapp.content.stats import LEAST_LIVED, MOST_CHOICE, shortfalls
from webapp.content.stats_text import READER_NAMES, most_seen, never_seen
from webapp.exercises import rooms
from webapp.gallery import authors
from webapp.gallery.web.rendering import app_renderer
from webapp.gallery.web.subjects import STATES, subject
from webapp.guidance import profiles
from webapp.web.questions import FormOnly
from webapp.web.render import render_page
from webapp.web.resources import resources

blueprint = Blueprint("authors", __name__, url_prefix="/dev/auteurs")
DRAWS = 3


@dataclass(frozen=True)
class BankPage:
    """The list of exercises with its filters."""

    form: FormOnly
    choices: dict[str, tuple[Choice, ...]]
    bank: authors.Page
    counts: tuple[int, int, int]
    before: str | None
    after: str | None


@blueprint.get("")
@for_developer
def index() -> Response:
    """Search and filter the bank."""
    wanted = {name: request.args.get(name, "") for name in authors.FILTERS}
    said, catalogue = _checked(), resources().catalogue
    bank = authors.listed(catalogue, said, wanted, request.args.get("page", 1, type=int))
    page = BankPage(
        form=FormOnly(form={name: [value] for name, value in wanted.items()}),
        choices=_choices(catalogue),
        bank=bank,
        counts=said.counts,
        before=_turn(wanted, bank.number - 1) if bank.number > 1 else None,
        after=_turn(wanted, bank.number + 1) if bank.number < bank.last else None,
    )
    return render_page("gallery/authors.html", page=page)


@blueprint.get("/controle")
@for_developer
def check() -> Response:
    """What the check says of the whole bank."""
    said = _checked()
    page = {"counts": said.counts, "by_file": said.by_file}
    return render_page("gallery/check.html", page=page)


@blueprint.get("/couverture")
@for_developer
def cover() -> Response:
    """What the bank covers and what it lacks."""
    seen, exposure = authors.covered(resources().catalogue)
    page = {
        "seen": seen,
        "exposure": exposure,
        "most": most_seen(exposure.shares),
        "missing": shortfalls(seen),
        "domains": resources().catalogue.framework.domains,
        "bands": BANDS,
        "readers": READER_NAMES,
        "never": never_seen(exposure.shares),
        "most_choice": MOST_CHOICE,
        "least_lived": LEAST_LIVED,
    }
    return render_page("gallery/coverage.html", page=page)


@blueprint.get("/regles")
@for_developer
def rules() -> Response:
    """A profile in, what the rules of advice offer out, each with its reason."""
    text = request.args.get("profil", profiles.EXAMPLE)
    found, problems = authors.tried(resources().catalogue, text)
    page = {"profile": text, "offers": found, "problems": problems}
    return render_page("gallery/rules.html", page=page, status=422 if problems else 200)


@blueprint.get("/<key>")
@for_developer
def exercise(key: str) -> Response:
    """One exercise: what the check says, who read it, its page in every state and some draws."""
    found = authors.sheet(resources().catalogue, _checked(), key)
    shown = subject(resources().catalogue, key, locale="fr")
    previews = [
        (STATES[state], [_preview(key, state, number) for number in range(DRAWS)])
        for state in shown.states
    ]
    return render_page("gallery/author_item.html", page={"sheet": found, "previews": previews})


def _checked() -> authors.LintOutcome:
    settings = resources().settings
    flask_app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return authors.checked(settings.content, settings.var / "lint.json", app_renderer(flask_app))


def _preview(key: str, state: str, number: int) -> str:
    return url_for("gallery.exercise", key=key, state=state, v=number)


def _turn(wanted: dict[str, str], number: int) -> str:
    kept = {name: value for name, value in wanted.items() if value}
    return f"{url_for('authors.index')}?{urlencode(kept | {'page': str(number)})}"


def _choices(catalogue: Catalogue) -> dict[str, tuple[Choice, ...]]:
    domains = ((domain.code, domain.label) for domain in catalogue.framework.domains)
    bands = ((band.code, band.name) for band in catalogue.bands.bands)
    types = ((name, name) for name in sorted(rooms()))
    statuses = ((name, name) for name in sorted({i.status for i in catalogue.items.values()}))
    every = {"domaine": domains, "niveau": bands, "type": types, "statut": statuses}
    return {name: tuple(Choice(*pair) for pair in pairs) for name, pairs in every.items()}
