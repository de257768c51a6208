"""What is on each sheet, as words: one exercise, its key, one lesson, how to run it with a group.

Sheets are in French, like what they teach to read; pure, so that a command prints them without a
server. The page and the PDF are drawn from the same sheet: they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from webapp.content import Catalogue, Item, Presented, Variant, draw
from webapp.content.drawings import scene
from webapp.content.schema.module import LessonStep, Module, RecapStep
from webapp.content.typography import french
from webapp.exercises import room
from webapp.exercises.paper import Block, Paper, plain_parts
from webapp.printing.drawings import photographs

MOST_LOOKED = 20


@dataclass(frozen=True)
class ExerciseSheet:
    """What the learner receives. ``foot`` says which exercise it is, small, for the adviser."""

    title: str
    situation: str
    task: str
    shown: tuple[Block, ...]
    asked: tuple[Block, ...]
    foot: str


@dataclass(frozen=True)
class KeySheet:
    """What the adviser keeps: the right answer, the reason of each mistake, the clues, the rule."""

    title: str
    task: str
    right: tuple[str, ...]
    said: str
    reasons: tuple[tuple[str, str], ...]
    clues: tuple[str, ...]
    remember: str
    foot: str


@dataclass(frozen=True)
class PrintedCard(Block):
    """One idea of a lesson, its drawing, and the words that replace it."""

    kind = "card"
    title: str
    text: str
    picture: str
    alt: str


@dataclass(frozen=True)
class ModuleSheet:
    """The cards of a lesson and what to keep from it."""

    title: str
    goal: str
    cards: tuple[PrintedCard, ...]
    remember: tuple[str, ...]
    foot: str


@dataclass(frozen=True)
class GroupSheet:
    """The session plan of a lesson: ``parts`` have a name and several lines."""

    title: str
    goal: str
    minutes: int
    plan: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    foot: str


def drawn(catalogue: Catalogue, item: Item, number: int = 0) -> Presented:
    """One page of an exercise: a number always gives the same one."""
    return catalogue.present(item, _page(item, number))


def another(item: Item, number: int) -> int:
    """The next number that gives another page; luck may give the same one twice."""
    here = _page(item, number).id
    numbers = range(number + 1, number + MOST_LOOKED)
    return next((n for n in numbers if _page(item, n).id != here), number + 1)


def _page(item: Item, number: int) -> Variant:
    return draw(item, f"paper/{number}".encode())


def paper_of(presented: Presented) -> Paper | None:
    """The exercise as blocks, None when it is done on a screen."""
    return room(presented.item.type).paper(presented.spec)


@lru_cache(maxsize=1)
def on_paper(catalogue: Catalogue) -> frozenset[str]:
    """The exercises that have a sheet. A catalogue never changes: looked for once."""
    items = catalogue.items.values()
    return frozenset(item.id for item in items if paper_of(drawn(catalogue, item)))


def exercise_sheet(presented: Presented) -> ExerciseSheet | None:
    """The learner's sheet, never with the key."""
    paper, text = paper_of(presented), presented.text
    if paper is None:
        return None
    return ExerciseSheet(
        text["title"], text["situation"], text["task"], paper.shown, paper.asked, _foot(presented)
    )


def key_sheet(presented: Presented) -> KeySheet | None:
    """The adviser's sheet."""
    paper, words = paper_of(presented), presented.feedback
    if paper is None:
        return None
    return KeySheet(
        title=f"Corrigé : {presented.text['title']}",
        task=presented.text["task"],
        right=paper.right,
        said=words["right"],
        reasons=tuple(
            (_ended(paper.names.get(key, "")), text) for key, text in words["by"].items()
        ),
        clues=tuple(clue["text"] for clue in words["clues"]),
        remember=words["remember"],
        foot=_foot(presented),
    )


def _ended(name: str) -> str:
    """A name that a sentence follows: one mark at its end, its own when it has one."""
    bare = name.rstrip(" »\u00a0\u202f")
    return name if not bare or bare[-1] in ".?!…" else f"{name}."


def _foot(presented: Presented) -> str:
    item = presented.item
    return f"{item.id}, version {item.version}, page {presented.variant.id}"


def module_sheet(catalogue: Catalogue, module: Module) -> ModuleSheet:
    """The cards of a lesson, in order."""
    return ModuleSheet(
        title=french(module.title),
        goal=french(module.goal),
        cards=tuple(_cards(catalogue, module)),
        remember=tuple(
            french(line) for s in module.steps if isinstance(s, RecapStep) for line in s.remember
        ),
        foot=_module_foot(module),
    )


def _cards(catalogue: Catalogue, module: Module) -> Iterator[PrintedCard]:
    for step in module.steps:
        for card in step.cards if isinstance(step, LessonStep) else ():
            picture = scene(card.picture, catalogue.pictures)
            yield PrintedCard(french(card.title), french(card.text), picture, french(card.alt))


def group_sheet(module: Module) -> GroupSheet:
    """The session plan of a lesson, for somebody who has never taught it."""
    note = module.adviser
    parts = (
        ("Il faut", note.material),
        ("À dire", (note.say,)),
        ("À demander", (note.ask,)),
        ("Sur le téléphone de chaque personne", (note.phone,)),
        ("Ce qui peut coincer", note.watch),
        ("Sans téléphone", (note.without_phone,)),
    )
    return GroupSheet(
        f"Animer : {french(module.title)}",
        french(module.goal),
        note.minutes,
        tuple((f"{part.minutes} min", french(part.do)) for part in note.plan),
        tuple((name, tuple(map(french, lines))) for name, lines in parts),
        _module_foot(module),
    )


def _module_foot(module: Module) -> str:
    return f"{module.id}, version {module.version}"


def memo_data(module: Module) -> dict[str, Any]:
    """The memo of a lesson, A5."""
    return {
        "title": french(module.paper.title),
        "lines": [french(line) for line in module.paper.lines],
        "foot": f"Marchepied – {_module_foot(module)}",
    }


def data_of(sheet: object) -> dict[str, Any]:
    """A sheet alone as plain data, for the drawing of the PDF."""
    return plain_parts(sheet) | {"photos": photographs()}
