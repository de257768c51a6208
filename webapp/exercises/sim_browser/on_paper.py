"""A browser on paper: the results, the message or the address bar. Tabs need a screen."""

from __future__ import annotations

from webapp.exercises.contract import Spec, State
from webapp.exercises.paper import Blank, Frame, Paper, Tick, Ticks, Words, ticks
from webapp.exercises.sim_browser.spec import World


def paper(spec: Spec, end: State) -> Paper | None:
    """The sheet; ``end`` is the browser as the exercise wants it."""
    world: World = spec.world
    if world.screen == "results" and end["page"]:
        return _results(world, end["page"])
    if world.screen == "page" and end["banner"]["pressed"]:
        return _message(world, end["banner"]["pressed"])
    if world.screen == "address":
        site = next(site for site in world.sites if site.id == end["page"])
        return Paper((Blank("Barre d’adresse"),), (site.url,))
    return None


def _results(world: World, page: str) -> Paper:
    titles = {r.id: f"Annonce : {r.title}" if r.ad else r.title for r in world.results}
    options = tuple(Tick(titles[r.id], f"{r.url} – {r.text}") for r in world.results)
    asked = Ticks("Quel résultat ouvrez-vous ? Cochez une seule case.", options)
    return Paper((asked,), (titles[page],), (Words(f"Recherche : {world.query}"),), titles)


def _message(world: World, pressed: str) -> Paper | None:
    if world.banner is None:
        return None
    names = {button.id: button.label for button in world.banner.buttons}
    shown = Frame(world.url, (Words(world.page_title, strong=True), Words(world.banner.text)))
    asked = ticks("Quel bouton choisissez-vous ? Cochez une seule case.", names.values())
    return Paper((asked,), (names[pressed],), (shown,), names)
