"""Lessons: every skill leads to one, each card has its drawing, none lasts too long."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from webapp.content.drawings import scene
from webapp.content.lint.rule import RULES
from webapp.content.lint.rules_lessons import minutes
from webapp.content.schema.module import ExampleStep, LessonStep

LONGEST = 10


def cards(catalogue):
    return [
        (module.id, card)
        for module in catalogue.modules.values()
        for step in module.steps
        if isinstance(step, LessonStep)
        for card in step.cards
    ]


def test_every_skill_with_exercises_leads_to_a_lesson(catalogue):
    asked = {item.skill for item in catalogue.items.values()}
    missing = sorted(skill for skill in asked if not catalogue.modules_teaching(skill))
    assert missing == [], "these skills lead to no lesson"


def test_every_exercise_leads_to_a_lesson_that_exists(catalogue):
    ways = {item.id: item.feedback.next.module for item in catalogue.items.values()}
    assert {item: way for item, way in ways.items() if way not in catalogue.modules} == {}


def test_a_skill_without_a_lesson_is_said(bank):
    none = replace(bank, catalogue=replace(bank.catalogue, modules=MappingProxyType({})))
    assert not list(RULES["L63"].check(bank))
    assert list(RULES["L63"].check(none))


def test_what_an_exercise_and_a_parcours_propose_teaches_what_they_ask(bank):
    assert not list(RULES["L64"].check(bank))
    items = dict(bank.catalogue.items)
    other = items["SEC-2-SMS-001"].feedback
    items["COM-1-LIRE-001"] = replace(items["COM-1-LIRE-001"], feedback=other)
    path = bank.catalogue.parcours["PAR-7-IA"]
    short = path.train.model_copy(update={"modules": path.train.modules[:1]})
    parcours = {path.id: path.model_copy(update={"train": short})}
    wrong = replace(bank.catalogue, items=MappingProxyType(items), parcours=parcours)
    files = {file for file, _ in RULES["L64"].check(replace(bank, catalogue=wrong))}
    assert files == {"items/COM/COM-1-LIRE-001.yaml", "parcours/PAR-7-IA.yaml"}


def test_a_lesson_read_aloud_lasts_ten_minutes_at_most(catalogue, bank):
    lasting = {module.id: minutes(module, bank) for module in catalogue.modules.values()}
    assert max(lasting.values()) <= LONGEST


def test_each_card_has_one_drawing_in_one_style(catalogue):
    for module, card in cards(catalogue):
        drawn = scene(card.picture, catalogue.pictures)
        assert drawn.count("<g ") == len(card.picture), (module, card.title)
        assert drawn.count("<svg ") == 1 and "currentColor" in drawn
    assert all(len(sign) < 500 and "#" not in sign for sign in catalogue.pictures.values())


def test_signs_are_drawn_on_the_same_grid(catalogue):
    """Those of cards are all there; options of exercises use some, and authors choose among the rest."""
    assert {sign for _, card in cards(catalogue) for sign in card.picture} <= set(
        catalogue.pictures
    )
    for name, sign in catalogue.pictures.items():
        assert 'viewBox="0 0 24 24"' in sign and 'stroke-width="1.8"' in sign, name
        assert not re.search(r"<(?:text|style|script|image)", sign), name


def test_cards_say_different_things(catalogue):
    titles = [card.title for _, card in cards(catalogue)]
    texts = [card.text for _, card in cards(catalogue)]
    assert len(set(texts)) == len(texts)
    assert len(set(titles)) > len(titles) * 0.95


INTERFACE = re.compile(r'_\("([^"]+)"')
QUOTED = re.compile(r"«\s*(.+?)\s*»")


def buttons(catalogue, item):
    """The names of the buttons of a type, as its templates write them, up to what is drawn."""
    room = catalogue.root.parent / "webapp" / "exercises" / item.type
    pages = (file.read_text("utf-8") for file in room.glob("*.html"))
    labels = (label for page in pages for label in INTERFACE.findall(page))
    return {label.partition("%(")[0].strip(" «").replace("’", "'") for label in labels}


def said_in(catalogue, item, quoted):
    """Whether the file of an exercise, or a button of its type, has these very words."""
    written = (catalogue.root / item.path).read_text("utf-8")
    return quoted in written or quoted in buttons(catalogue, item)


def test_what_an_explanation_quotes_is_in_its_example(catalogue):
    """« Signaler une arnaque », not « Signaler »: a person looks for the very words."""
    invented = [
        (module.id, quoted)
        for module in catalogue.modules.values()
        for step in module.steps
        if isinstance(step, ExampleStep)
        for quoted in QUOTED.findall(step.explain)
        if not said_in(catalogue, catalogue.items[step.item], quoted)
    ]
    assert invented == []
