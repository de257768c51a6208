"""A store and access requests are read on paper too; settings need a phone."""

from __future__ import annotations

from webapp.exercises.contract import Exercise, Spec, State
from webapp.exercises.paper import ANOTHER, Frame, Paper, Tick, Ticks, Words, ticks
from webapp.exercises.posting import FormData, action_form
from webapp.exercises.sim_phone.spec import World
from webapp.exercises.simulation import reached, solved
from webapp.exercises.solving import ways


def paper(room: Exercise, spec: Spec) -> Paper | None:
    """The sheet, when reading and one decision are enough."""
    world: World = spec.world
    if world.screen == "permissions":
        several = len(ways(spec.answer.goal)) > 1
        return _permissions(world, solved(room, spec), several=several)
    if world.screen == "store":
        return _store(world, reached(room, spec, _installing(world)))
    return None


def _note(world: World) -> tuple[Frame, ...]:
    """The poster or the card near the person."""
    note = world.note
    return (Frame(note.title, (Words(note.text),)),) if note else ()


def _installing(world: World) -> dict[str, list[FormData]]:
    return {
        app.id: [action_form(f"open:{app.id}"), action_form(f"install:{app.id}")]
        for app in world.apps
    }


def _permissions(world: World, end: State, *, several: bool) -> Paper:
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
    more = (ANOTHER,) if several else ()
    return Paper(asked, right + more, (*_note(world), Words(world.app, strong=True)), names)


def _store(world: World, right: list[str]) -> Paper | None:
    names = {app.id: f"{app.name} – {app.maker}" for app in world.apps}
    options = tuple(
        Tick(
            names[app.id],
            ". ".join(filter(None, ("Sponsorisé" if app.ad else "", app.price, app.note))),
        )
        for app in world.apps
    )
    shown = (*_note(world), *((Words(f"Recherche : {world.query}"),) if world.query else ()))
    asked = Ticks("Quelle application installez-vous ? Cochez.", options)
    if not right:
        return None
    return Paper((asked,), tuple(names[name] for name in right), shown, names)
