"""Rules on lessons: as strict as those on exercises, since a lesson is believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from math import ceil

from webapp.content.lint.bank import LintBank, step_texts
from webapp.content.lint.language import kandel_moles, words
from webapp.content.lint.rule import Hit, rule
from webapp.content.lint.rules_form import picture_problems
from webapp.content.lint.rules_language import EASE
from webapp.content.lint.rules_safety import fact_problems
from webapp.content.schema.module import (
    ExampleStep,
    GuidedStep,
    LessonStep,
    Module,
    PracticeStep,
    TryStep,
)

CARDS_AT_LEAST = 3
CARD_WORDS, TITLE_WORDS = 25, 7
WORDS_A_MINUTE = 130
ORDER = ("try", "lesson", "example", "guided", "practice", "recap")
NOBODY_DID = re.compile(r"^(?:oui|bravo|bien joué|exact|vous avez)\b", re.IGNORECASE)
CLAIM = re.compile(r"\bgratuit|\bla loi\b|\bofficielle?ment\b", re.IGNORECASE)
Problems = Iterator[tuple[tuple[str | int, ...], str]]


def lesson_rule(
    id_: str, severity: str, todo: str
) -> Callable[[Callable[[Module, LintBank], Problems]], Callable[[Module, LintBank], Problems]]:
    """Register a check of one lesson as a rule on the whole bank."""

    def register(
        check: Callable[[Module, LintBank], Problems],
    ) -> Callable[[Module, LintBank], Problems]:
        @rule(id_, "bank", severity, todo)
        def every_lesson(bank: LintBank) -> Iterator[tuple[str, Hit]]:
            for module in bank.catalogue.modules.values():
                for loc, message in check(module, bank):
                    yield f"modules/{module.id}.yaml", Hit(loc, message)

        return check

    return register


@lesson_rule("L40", "E", "Voyez « La leçon » dans le guide des auteurs.")
def lesson_works(module: Module, bank: LintBank) -> Problems:
    """Short cards, an example with clues, six steps in order, and enough families to prove a skill."""
    for n, step in enumerate(module.steps):
        yield from ((("steps", n), message) for message in _step_problems(bank, step))
    kinds = [step.kind for step in module.steps]
    if sorted(kinds, key=ORDER.index) != kinds or set(kinds) != set(ORDER):
        yield ("steps",), f"Une leçon suit cet ordre : {', '.join(ORDER)}."
    for skill in module.skills:
        if len(bank.catalogue.items_of(skill)) < module.mastery.min_families:
            yield ("skills",), f"{skill} n'a pas assez d'exercices différents."


def _step_problems(bank: LintBank, step: object) -> Iterator[str]:
    if isinstance(step, LessonStep):
        yield from _card_problems(step)
    if isinstance(step, ExampleStep):
        item = bank.catalogue.items.get(step.item)
        if item and not item.feedback.clues:
            yield f"L'exemple {step.item} n'a pas d'indices."
        if NOBODY_DID.search(step.explain):
            yield "L'exemple est déjà fait : ne félicitez personne."
    if isinstance(step, PracticeStep):
        found = bank.catalogue.items_of(step.pick.skill)
        if not any(not step.pick.level or item.level in step.pick.level for item in found):
            yield f"Aucun exercice de {step.pick.skill} à ce niveau."


def _card_problems(step: LessonStep) -> Iterator[str]:
    if len(step.cards) < CARDS_AT_LEAST:
        yield f"{len(step.cards)} cartes : il en faut au moins {CARDS_AT_LEAST}."
    for card in step.cards:
        if len(words(card.text)) > CARD_WORDS:
            yield f"Carte de plus de {CARD_WORDS} mots : « {card.text} »."
        if len(words(card.title)) > TITLE_WORDS:
            yield f"Titre de plus de {TITLE_WORDS} mots : « {card.title} »."
    titles = [card.title for card in step.cards]
    yield from (f"Deux cartes « {title} »." for title in {t for t in titles if titles.count(t) > 1})


@lesson_rule("L60", "E", "Prenez les exercices des savoir-faire de la leçon, chacun une fois.")
def lesson_trains_what_it_teaches(module: Module, bank: LintBank) -> Problems:
    """Each exercise is of a skill of the lesson and comes once; each skill is done, not only read."""
    shown = [(n, s.item) for n, s in enumerate(module.steps) if isinstance(s, ALONE)]
    for n, item_id in shown:
        item = bank.catalogue.items.get(item_id)
        if item and item.skill not in module.skills:
            yield ("steps", n), f"{item_id} n'est pas un exercice de cette leçon."
        if sum(item_id == other for _, other in shown) > 1:
            yield ("steps", n), f"{item_id} est montré deux fois."
    done = {
        "-".join(item_id.split("-")[:3])
        for n, item_id in shown
        if module.steps[n].kind != "example"
    }
    practised = {s.pick.skill for s in module.steps if isinstance(s, PracticeStep)}
    for skill in module.skills:
        if skill not in practised | done:
            yield ("skills",), f"Cette leçon ne fait rien faire de {skill}."
    for skill in practised - set(module.skills):
        yield ("skills",), f"{skill} est entraîné sans être dans « skills »."


ALONE = (TryStep, ExampleStep, GuidedStep)
"""Steps about one exercise."""


@lesson_rule("L61", "E", "Enlevez une carte ou un exercice, ou écrivez la vraie durée.")
def lesson_lasts_what_it_says(module: Module, bank: LintBank) -> Problems:
    """All that is read, at 130 words a minute, and the exercises fit in the minutes announced."""
    needed = minutes(module, bank)
    if needed > module.minutes:
        yield ("minutes",), f"Cette leçon dure {needed} minutes, elle en annonce {module.minutes}."


def minutes(module: Module, bank: LintBank) -> int:
    """How long a lesson takes to somebody to whom it is read aloud."""
    spoken = sum(len(words(said[0])) for step in module.steps for said in step_texts(step))
    seconds = 60 * spoken / WORDS_A_MINUTE
    return ceil((seconds + sum(_seconds(bank, step) for step in module.steps)) / 60)


def _seconds(bank: LintBank, step: object) -> float:
    """The time of the exercises of a step; an example is read, not done: half of it."""
    items = bank.catalogue.items
    if isinstance(step, PracticeStep):
        found = bank.catalogue.items_of(step.pick.skill)
        wished = [item for item in found if item.level in (step.pick.level or (item.level,))]
        each = [item.meta.seconds for item in wished]
        return step.pick.count * sum(each) / max(1, len(each))
    if isinstance(step, ExampleStep) and step.item in items:
        return items[step.item].meta.seconds / 2
    if isinstance(step, TryStep | GuidedStep) and step.item in items:
        return items[step.item].meta.seconds
    return 0


@lesson_rule("L62", "W", "Prenez des phrases et des mots plus courts.")
def lesson_ease(module: Module, _bank: LintBank) -> Problems:
    """Kandel–Moles on all the cards together."""
    said = " ".join(text for step in module.steps for text, *_place in step_texts(step))
    score = kandel_moles(said)
    if score < EASE[module.level]:
        yield ("steps",), f"Lecture difficile : {score:.0f} au lieu de {EASE[module.level]}."


@lesson_rule("L15b", "E", "Dites ce que l'on voit, en 20 à 150 signes, sans juger.")
def lesson_pictures(module: Module, bank: LintBank) -> Problems:
    """Drawings of lessons have words too, and their signs exist."""
    for n, step in enumerate(module.steps):
        for m, card in enumerate(step.cards if isinstance(step, LessonStep) else ()):
            loc = ("steps", n, "cards", m)
            missing = [sign for sign in card.picture if sign not in bank.catalogue.pictures]
            unknown = (f"Le dessin {sign} manque dans pictures/." for sign in missing)
            yield from (
                (loc, said)
                for said in chain((hit.message for hit in picture_problems(card.alt, loc)), unknown)
            )


@lesson_rule("L18b", "E", "Vérifiez le fait sur la page officielle, puis datez-le.")
def lesson_facts(module: Module, bank: LintBank) -> Problems:
    """Facts are fresh and sure; a lesson that promises or names an official help gives its source."""
    for n, fact in enumerate(module.facts):
        yield from ((("facts", n), message) for message in fact_problems(fact, bank.today))
        if fact.evidence == "to_verify":
            yield ("facts", n), "Un fait « to_verify » n'entre pas dans une leçon."
    said = " ".join(text for step in module.steps for text, *_place in step_texts(step))
    claims = [match.group() for match in [CLAIM.search(said)] if match]
    claims += [name for name in bank.catalogue.registry.phones.helps if name in said]
    if claims and not module.facts:
        yield ("facts",), f"« {claims[0]} » : dites d'où vient ce fait."


@rule("L64", "bank", "E", "Nommez une leçon de ce savoir-faire.")
def what_follows_teaches_the_same(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """The lesson named by an exercise teaches its skill; those of a parcours, all that it measures."""
    catalogue = bank.catalogue
    for item in catalogue.items.values():
        module = catalogue.modules.get(item.feedback.next.module)
        if module and item.skill not in module.skills:
            yield str(item.path), Hit(["feedback", "next"], f"{module.id} n'apprend pas ceci.")
    for parcours in catalogue.parcours.values():
        listed = [catalogue.modules[name] for name in parcours.train.modules]
        taught = {skill for module in listed for skill in module.skills}
        for skill in catalogue.framework.matching(parcours.entry.skills) if listed else ():
            if skill.code not in taught:
                message = f"Aucune leçon de ce parcours n'apprend {skill.code}."
                yield f"parcours/{parcours.id}.yaml", Hit(["train", "modules"], message)


@rule("L63", "bank", "E", "Ajoutez ce savoir-faire à une leçon.")
def every_skill_leads_to_a_lesson(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """A skill that is measured can be learnt."""
    for skill in bank.catalogue.framework.skills.values():
        if bank.catalogue.items_of(skill.code) and not bank.catalogue.modules_teaching(skill.code):
            yield "framework.yaml", Hit([], f"{skill.code} ne mène à aucune leçon.")
