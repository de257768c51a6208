"""A store and access requests are read on paper too; settings need a phone."""

from __future__ import annotations

from webapp.exercises.contract import Spec, State
from webapp.exercises.paper import Paper, Tick, Ticks, Words, ticks
from webapp.exercises.sim_phone.spec import World


def paper(spec: Spec, end: State) -> Paper | None:
    """The sheet; ``end`` is the phone as the exercise wants it."""
    world: World = spec.world
    if world.screen == "permissions":
        return _permissions(world, end)
    if world.screen == "store" and end["installed"]:
        return _store(world, end)
    return None


def _permissions(world: World, end: State) -> Paper:
    asked = tuple(
        ticks(
            f"{permission.label}. Cochez une case.", (world.labels[o] for o in permission.options)
        )
        for permission in world.permissions
    )
    right = tuple(
        f"{p.label} : {world.labels[end['permissions'][p.id]]}" for p in world.permissions
    )
    names = {
        f"{p.id}.{option}": f"{p.label}, {world.labels[option]}"
        for p in world.permissions
        for option in p.options
    }
    return Paper(asked, right, (Words(world.app, strong=True),), names)


def _store(world: World, end: State) -> Paper:
    names = {app.id: f"{app.name} – {app.maker}" for app in world.apps}
    options = tuple(
        Tick(names[app.id], ". ".join(filter(None, ("Annonce" if app.ad else "", app.price, app.note))))
        for app in world.apps
    )  # fmt: skip
    shown = (Words(f"Recherche : {world.query}"),) if world.query else ()
    asked = Ticks("Quelle application installez-vous ? Cochez.", options)
    return Paper((asked,), tuple(names[name] for name in end["installed"]), shown, names)
