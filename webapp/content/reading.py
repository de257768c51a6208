"""An exercise on paper for a blind reader: what a person meets, never the key nor the reasons.

A second reader must answer as the public does. Everything that gives the answer away is left out:
the key, the feedback, the clues, the numbers of the model, and what the world itself hides. The
parts are named by letters: identifiers are the author's words (see ``lettering``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from webapp.content.item import Item
from webapp.content.lettering import lettered, letters
from webapp.content.presentation import Presented, present
from webapp.content.variants import draw
from webapp.exercises import room

HIDDEN = frozenset(
    {"harm", "code", "error", "say", "show_if", "go", "image", "icon", "when_on", "when_off"}
)
"""Parts of a world that are not read before answering, or that say which answer is right.

The look of a line or of a button (``style``) stays: it is on the page, and a task may be about it.
"""


def wanted(items: Iterable[Item], names: Iterable[str]) -> list[Item]:
    """The exercises that are named: by identifier, its beginning (« SEC »), a file or a folder."""
    starts = tuple(PurePath(name).stem for name in names)
    return [item for item in items if item.id.startswith(starts)]


def blind_page(item: Item, *, number: int = 0) -> str:
    """One drawn page as plain text; another ``number`` is another draw."""
    drawn = present(item, draw(item, f"lecture {number}".encode()))
    page = replace(drawn, world=lettered(drawn.world, letters(item)))
    return "\n".join(_page(page)) + "\n"


def _page(page: Presented) -> Iterator[str]:
    item = page.item
    yield f"=== {item.id} (version {item.version}, variante {page.variant.id}, type {item.type})"
    for name, label in (("title", "Titre"), ("situation", "Situation"), ("task", "Consigne")):
        yield f"{label} : {page.text[name]}"
    if "help" in page.text:
        yield f"Aide, si on la demande : {page.text['help']}"
    yield "Ce que l'on voit :"
    yield from _written(page.world, "  ")
    yield "Pour répondre :"
    yield from (f"  {line}" for line in _ways_to_answer(page))


def _written(part: Any, indent: str) -> Iterator[str]:
    if isinstance(part, Mapping):
        for name, value in _shown(part).items():
            yield from _named(name, value, indent)
        return
    for value in part:
        flat = isinstance(value, Mapping) and not any(map(_is_deep, _shown(value).values()))
        if flat or not isinstance(value, Mapping):
            yield f"{indent}- {_plain(value)}"
        else:
            yield f"{indent}-"
            yield from _written(value, f"{indent}  ")


def _named(name: str, value: Any, indent: str) -> Iterator[str]:
    if _is_deep(value):
        yield f"{indent}{name} :"
        yield from _written(value, f"{indent}  ")
    else:
        yield f"{indent}{name} : {_plain(value)}"


def _shown(part: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in part.items()
        if name not in HIDDEN and value not in (None, "", [])
    }


def _is_deep(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and _has_parts(value))


def _has_parts(value: list[Any]) -> bool:
    return any(isinstance(part, Mapping | list) for part in value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Mapping):
        return "; ".join(f"{name} : {_plain(part)}" for name, part in _shown(value).items())
    return " | ".join(map(_plain, value)) if isinstance(value, list) else str(value)


def _ways_to_answer(page: Presented) -> Iterator[str]:
    world, rule = page.world, page.answer.get("rule")
    if rule == "exact":
        yield f"une réponse parmi : {_ids(world[room(page.item.type).chosen_from])}"
    elif rule == "set":
        yield f"{world['pick']} réponses parmi : {_ids(world['options'])}"
    elif rule == "map":
        places = ("left", "right") if "left" in world else ("cards", "categories")
        yield f"pour chacun de : {_ids(world[places[0]])}"
        yield f"une place parmi : {_ids(world[places[1]])}"
    elif rule == "order":
        yield f"dans l'ordre : {_ids(world['steps'])}"
    elif rule == "path":
        for step in world["steps"]:
            yield f"à l'étape {step['id']}, une réponse parmi : {_ids(step['options'])}"
    elif rule == "text":
        yield f"écrire : {world['field']['label']}"
    else:
        yield "dire chaque geste, dans l'ordre, puis ce que l'on a à la fin"


def _ids(parts: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(sorted(str(part["id"]) for part in parts))
