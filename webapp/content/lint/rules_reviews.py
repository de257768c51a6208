"""Rules on readings: what was read and the log say the same, and nothing claims a reading by a person
that did not happen."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.content.item import Item
from webapp.content.lettering import unknown_letters
from webapp.content.lint.bank import LintBank
from webapp.content.lint.rule import Hit, rule
from webapp.content.reviewing import executed, readings_of
from webapp.content.schema.reviews import LessonReading, Proofreading, Reading, kinds

PEOPLE_NEEDED = 2
SHOWN = ("pilot", "validated")


@rule("L44", "item", "E", "Lancez « marchepied content readings ».")
def readings_agree_with_the_log(item: Item, bank: LintBank) -> Iterator[Hit]:
    """The exercise says the kinds of readings that the log holds for this version."""
    logged = kinds(readings_of(bank.catalogue, item))
    if item.meta.readings != logged:
        said, kept = (", ".join(names) or "aucune" for names in (item.meta.readings, logged))
        yield Hit(["meta"], f"Lectures dites : {said}. Dans content/reviews : {kept}.")


@rule("L44b", "bank", "E", "Corrigez la ligne du journal de relecture.")
def log_is_possible(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """A reading names an exercise or a lesson, a version and letters that exist, and is of the past."""
    for file, readings in bank.catalogue.reviews.items():
        for n, reading in enumerate(readings):
            for message in _impossible(reading, bank):
                yield file, Hit(["readings", n], message)
    for file, lessons in bank.catalogue.lesson_reviews.items():
        for n, lesson in enumerate(lessons):
            for message in _impossible_lesson(lesson, bank):
                yield file, Hit(["lessons", n], message)


def _impossible(reading: Reading, bank: LintBank) -> Iterator[str]:
    item = bank.catalogue.items.get(reading.item)
    if item is None:
        yield f"L'exercice {reading.item} n'existe pas."
    elif reading.version > item.version:
        yield f"{reading.item} n'a pas encore de version {reading.version}."
    elif reading.version == item.version and unknown_letters(item, reading.answer):
        yield f"Aucune partie de {reading.item} n'a la lettre de « {reading.answer} »."
    elif executed(bank.catalogue, reading) != reading.agrees:
        yield f"{reading.item} : l'accord n'est pas celui de la réponse rejouée."
    yield from _tomorrow(reading, bank)


def _impossible_lesson(reading: LessonReading, bank: LintBank) -> Iterator[str]:
    module = bank.catalogue.modules.get(reading.module)
    if module is None:
        yield f"La leçon {reading.module} n'existe pas."
    elif reading.version > module.version:
        yield f"{reading.module} n'a pas encore de version {reading.version}."
    yield from _tomorrow(reading, bank)


def _tomorrow(reading: Proofreading, bank: LintBank) -> Iterator[str]:
    if reading.date > bank.today:
        yield f"Cette lecture est datée du {reading.date}, dans le futur."


@rule("L45", "item", "E", "Gardez « draft » ou « review » jusqu'à ces lectures.")
def people_before_pilot(item: Item, bank: LintBank) -> Iterator[Hit]:
    """Two people read an exercise before it is shown for real, one of the public concerned."""
    people = [r.by for r in readings_of(bank.catalogue, item) if r.by != "machine"]
    if item.status in SHOWN and (len(people) < PEOPLE_NEEDED or "public" not in people):
        yield Hit(["status"], "Il faut deux lectures par des personnes, dont une du public.")
