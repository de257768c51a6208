"""Home, display settings, language, help, and the four pages every public service owes."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.accounts.web.guards import for_learner, public
from webapp.assessment.sitting import lifecycle
from webapp.content.presentation import direction
from webapp.pages.continuing import Continuation, Waiting, continuation
from webapp.pages.measuring import measuring_page
from webapp.pages.web.settings_form import DisplaySetting, groups
from webapp.pages.web.texts import (
    Section,
    accessibility_sections,
    credit_sections,
    help_sections,
    papers_and_choices,
    privacy_sections,
    site_map,
)
from webapp.web import prefs
from webapp.web.locale import NAMES, remember_language
from webapp.web.render import render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("pages", __name__)
RETURN = "retour"
MAX_PATH = 300


@dataclass(frozen=True)
class HomePage:
    """The first page of somebody new. ``lost`` when this device has nothing of them; ``left`` and
    ``erased`` say what was just done; ``longest`` and ``minutes`` are those of the open test."""

    languages: tuple[tuple[str, str, str], ...]
    longest: int
    minutes: int
    lost: bool
    left: bool
    erased: bool


@dataclass(frozen=True)
class SpacePage:
    """The first page of somebody who comes back: one thing to go on with."""

    languages: tuple[tuple[str, str, str], ...]
    going_on: Continuation
    url: str


@dataclass(frozen=True)
class DisplayPage:
    """The settings and where to go back to."""

    groups: tuple[DisplaySetting, ...]
    back: str
    saved: bool
    changed: bool


@dataclass(frozen=True)
class LanguagePage:
    """Each language in its own words."""

    languages: tuple[tuple[str, str, str], ...]
    back: str


@dataclass(frozen=True)
class TextPage:
    """A title, one sentence, then sections."""

    title: str
    lead: str
    sections: tuple[Section, ...]


def safe_path(path: str | None) -> str:
    """A page of this site, or the home page: nothing else can be a way back."""
    if not path or len(path) > MAX_PATH or not path.isprintable() or "\\" in path:
        return "/"
    parts = urlsplit(path)
    local = path.startswith("/") and not path.startswith("//") and not parts.netloc
    return path if local and not parts.scheme else "/"


@blueprint.app_template_global()
def return_path() -> str | None:
    """What the links to the settings carry: the page the person is on, kept from page to page."""
    if request.endpoint in ("pages.display", "pages.language"):
        path = safe_path(request.args.get(RETURN))
    else:
        path = safe_path(request.path)
    return None if path == "/" else path


@blueprint.get("/")
@public
def home() -> Response:
    """One obvious button: to begin, or for who comes back to go on."""
    going_on = None
    if g.learner_id is not None:
        going_on = continuation(db(), resources().catalogue, learner_id=g.learner_id)
    if going_on is not None:
        space = SpacePage(_languages(), going_on, _address(going_on))
        return render_page("pages/space.html", page=space)
    entry = resources().catalogue.parcours[lifecycle.DEFAULT_PARCOURS]
    page = HomePage(
        _languages(),
        entry.entry.longest,
        entry.minutes,
        lost="perdu" in request.args,
        left="fini" in request.args and g.learner_id is None,
        erased="efface" in request.args and g.learner_id is None,
    )
    return render_page("pages/home.html", page=page)


_OPENED_BY = {
    Waiting.TEST: "assessment.resume",
    Waiting.LESSON: "training.resume",
    Waiting.EXERCISES: "training.resume",
    Waiting.RESULT: "guidance.result",
}


def _address(going_on: Continuation) -> str:
    if going_on.kind is Waiting.REVIEW:
        return url_for("training.review")
    return url_for(_OPENED_BY[going_on.kind], sitting_id=going_on.sitting_id)


@blueprint.get("/mes-papiers")
@for_learner
def papers() -> Response:
    """Everything a person keeps or decides here, on one list."""
    return render_page("pages/papers.html", page={"groups": papers_and_choices()})


def _languages() -> tuple[tuple[str, str, str], ...]:
    """Each language by its own name."""
    return tuple((code, name, direction(code)) for code, name in NAMES.items())


@blueprint.get("/affichage")
@public
def display() -> Response:
    """Every setting, as it is on this device."""
    chosen = prefs.current()
    page = DisplayPage(
        groups=groups(chosen),
        back=safe_path(request.args.get(RETURN)),
        saved="ok" in request.args,
        changed=bool(chosen.chosen),
    )
    return render_page("pages/display.html", page=page)


@blueprint.post("/affichage")
@commits
@public
def save_display() -> ResponseReturnValue:
    """Keep the settings, then go back to where the person was."""
    back = safe_path(request.form.get(RETURN))
    if request.form.get("act") == "reset":
        here = url_for("pages.display", retour=back, ok=1)
        return prefs.save(see_other(here), prefs.Prefs({}))
    chosen = prefs.Prefs.of(request.form.get(name, "") for name in prefs.SETTINGS)
    return prefs.save(see_other(back), chosen)


@blueprint.get("/langue")
@public
def language() -> Response:
    """The languages of the service."""
    page = LanguagePage(_languages(), safe_path(request.args.get(RETURN)))
    return render_page("pages/language.html", page=page)


@blueprint.post("/langue")
@commits
@public
def save_language() -> ResponseReturnValue:
    """Keep the language, then go back to where the person was."""
    back = see_other(safe_path(request.form.get(RETURN)))
    return remember_language(back, request.form.get("lang", ""))


@blueprint.get("/aide", endpoint="help")
@public
def help_page() -> Response:
    """How to use the service, and who can help."""
    lead = _("Lisez, ou demandez à une personne de lire avec vous.")
    return _text(_("Aide"), lead, help_sections())


@blueprint.get("/accessibilite")
@public
def accessibility() -> Response:
    """What was checked, how, and what was not yet."""
    lead = _("Ce service veut marcher partout, avec toutes les aides.")
    return _text(_("Accessibilité"), lead, accessibility_sections())


@blueprint.get("/vie-privee")
@public
def privacy() -> Response:
    """What is kept, for how long, who sees it."""
    lead = _("Vos réponses sont à vous. Personne ne les voit sans votre accord.")
    return _text(_("Vie privée"), lead, privacy_sections())


@blueprint.get("/credits", endpoint="credits")
@public
def credits_page() -> Response:
    """Whose work this service is made with."""
    lead = _("Ce service est libre. Chacun peut le lire, le copier et l’améliorer.")
    return _text(_("Crédits"), lead, credit_sections())


@blueprint.get("/mesure")
@public
def measuring() -> Response:
    """For professionals: the model, its rules and its limits."""
    return render_page("pages/measuring.html", page=measuring_page(resources().catalogue))


@blueprint.get("/plan-du-site")
@public
def sitemap() -> Response:
    """Every page a person can open by themselves."""
    return render_page("pages/sitemap.html", page={"groups": site_map()})


def _text(title: str, lead: str, sections: tuple[Section, ...]) -> Response:
    return render_page("pages/text.html", page=TextPage(title, lead, sections))
