"""A browser on paper: the results, the message or the address bar. Tabs need a screen."""

from __future__ import annotations

from webapp.exercises.contract import Exercise, Spec
from webapp.exercises.paper import Blank, Frame, Paper, Tick, Ticks, Words, ticks
from webapp.exercises.posting import action_form
from webapp.exercises.sim_browser.spec import Banner
from webapp.exercises.simulation import reached


def paper(room: Exercise, spec: Spec) -> Paper | None:
    """The sheet, when one decision is enough."""
    world = spec.world
    if world.screen == "results":
        return _results(room, spec)
    if world.screen == "page" and world.banner:
        return _message(room, spec, world.banner)
    if world.screen == "address":
        roads = {site.url: [action_form("go", address=site.url)] for site in world.sites}
        right = reached(room, spec, roads)
        return Paper((Blank("Barre d’adresse"),), tuple(right)) if right else None
    return None


def _results(room: Exercise, spec: Spec) -> Paper | None:
    results = spec.world.results
    titles = {r.id: f"Sponsorisé : {r.title}" if r.ad else r.title for r in results}
    right = reached(room, spec, {name: [action_form(f"open:{name}")] for name in titles})
    options = tuple(Tick(titles[r.id], f"{r.url} – {r.text}") for r in results)
    asked = Ticks("Quel résultat ouvrez-vous ? Cochez une seule case.", options)
    shown = (Words(f"Recherche : {spec.world.query}"),) if spec.world.query else ()
    return _sheet(Paper((asked,), tuple(titles[name] for name in right), shown, titles))


def _message(room: Exercise, spec: Spec, banner: Banner) -> Paper | None:
    names = {button.id: button.label for button in banner.buttons}
    right = reached(room, spec, {name: [action_form(f"press:{name}")] for name in names})
    page = (Words(spec.world.page_title, strong=True), Words(banner.text))
    asked = ticks("Quel bouton choisissez-vous ? Cochez une seule case.", names.values())
    shown = (Frame(spec.world.url, page),)
    return _sheet(Paper((asked,), tuple(names[name] for name in right), shown, names))


def _sheet(paper: Paper) -> Paper | None:
    """None when no single press is right."""
    return paper if paper.right else None
