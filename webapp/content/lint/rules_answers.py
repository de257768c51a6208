"""Rules on questions, answers and reasons: one right answer, nothing that gives it away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from operator import contains
from statistics import mean

from webapp.content.item import Item
from webapp.content.lint.bank import LintBank, Text, options, right_ids, rows, texts_of
from webapp.content.lint.language import available, likeness, words
from webapp.content.lint.playing import key_problems, play, play_problems, story_problems
from webapp.content.lint.rule import Hit, Severity, rule
from webapp.exercises import room
from webapp.exercises.conditions import KEYWORDS
from webapp.exercises.contract import Nature, Probe
from webapp.exercises.sim_sheet.formula import CELL, FUNCTIONS

ALIKE = 92
REASON_WORDS, REMEMBER_WORDS = 5, 12
LONGEST, MEAN = 1.3, 1.5
CLOSE_ENOUGH = 0.05
ENOUGH_KEYS = 20
CHI_SQUARE_95 = {1: 3.84, 2: 5.99, 3: 7.81, 4: 9.49, 5: 11.07}
ABSOLUTE = re.compile(
    r"\b(?:toujours|jamais|tout le monde|personne ne|obligatoirement)\b", re.IGNORECASE
)
BARE = re.compile(r"^(?:c'est )?(?:faux|nul|erreur|mauvaise? réponse|non)[ .!]*$", re.IGNORECASE)


@rule("L05", "item", "E", "Corrigez la clé : une seule bonne réponse dans chaque variante.")
def one_right_answer(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Each row has one right answer, found by giving them all or by solving the page."""
    for page in rows(item):
        for problem in key_problems(page):
            yield Hit(["answer"], f"Variante {page.variant.id} : {problem}")


@rule("L06", "item", "W", "Allongez un mauvais choix, ou raccourcissez le bon.")
def no_length_cue(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """The right choice is not visibly longer than the others."""
    texts, key = options(item), right_ids(item)
    others = [len(text) for id_, text in texts.items() if id_ not in key]
    if len(key) != 1 or not others:
        return
    right = max(len(text) for id_, text in texts.items() if id_ in key)
    if right > LONGEST * max(others) or right > MEAN * mean(others):
        yield Hit(["world"], "Le bon choix est plus long que les autres.")


@rule("L07", "item", "E", "Écrivez un vrai choix.")
def no_catch_all(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """No « toutes les réponses »; no absolute word in wrong choices only."""
    texts, key = options(item), right_ids(item)
    for text in texts.values():
        if re.search(r"\b(?:toutes|aucune) (?:les |des |de ces )?réponses?\b", text, re.IGNORECASE):
            yield Hit(["world"], f"Choix fourre-tout : « {text} ».")
    absolute = {id_ for id_, text in texts.items() if ABSOLUTE.search(text)}
    if key and absolute and not absolute & key:
        yield Hit(["world"], "Mot absolu seulement dans les mauvais choix.", Severity.WARNING)


@rule("L09", "item", "W", "Rendez les choix plus différents.")
def options_differ(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Two choices almost the same are a trap for the eye, not for the skill."""
    if not available("rapidfuzz") or item.skill.endswith("LIEN"):
        return
    for left, right in combinations(options(item).values(), 2):
        if likeness(left, right) > ALIKE:
            yield Hit(["world"], f"Choix presque identiques : « {left} » et « {right} ».")


@rule("L09b", "bank", "W", "Changez la situation, ou faites une variante.")
def items_differ(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """Two families almost the same are one family."""
    if not available("rapidfuzz"):
        return
    said = {
        item: " ".join(t.text for t in texts_of(item) if t.kind in ("instruction", "stimulus"))
        for item in bank.catalogue.items.values()
    }
    for left, right in combinations(said, 2):
        if likeness(said[left], said[right]) > ALIKE:
            yield str(left.path), Hit(["text"], f"Presque identique à {right.id}.")


@rule("L16", "item", "E", "Écrivez pourquoi, en cinq mots ou plus.")
def reasons(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Every mistake has its own reason, and ``remember`` fits in one breath."""
    for key, text in item.feedback.by.items():
        if len(words(text)) < REASON_WORDS or BARE.match(text):
            yield Hit(["feedback", "by", key], f"Raison trop courte : « {text} ».")
    if len(words(item.feedback.remember)) > REMEMBER_WORDS:
        yield Hit(["feedback", "remember"], "« remember » a plus de 12 mots.")
    for id_ in options(item).keys() - right_ids(item) - item.feedback.by.keys():
        if right_ids(item):
            yield Hit(["feedback", "by"], f"Le choix « {id_} » n'a pas de raison.")


@rule("L17", "item", "W", "Mélangez la liste dans « vary.shuffle ».")
def shuffled(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Closed choices change place, so that the place of the key says nothing."""
    if options(item) and right_ids(item) and not item.vary.shuffle:
        yield Hit(["vary", "shuffle"], "Les choix restent toujours à la même place.")


@rule("L17b", "bank", "W", "Changez la place de la bonne réponse dans quelques exercices.")
def key_places(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """Over the fixed-order exercises, the key has no favourite place (chi-square, 5 %)."""
    fixed = [item for item in bank.catalogue.items.values() if not item.vary.shuffle]
    places = [
        list(options(item)).index(key)
        for item in fixed
        for key in right_ids(item)
        if key in options(item)
    ]
    if len(places) < ENOUGH_KEYS:
        return
    counts, size = Counter(places), max(len(options(item)) for item in fixed)
    expected = len(places) / size
    distance = sum((counts[place] - expected) ** 2 / expected for place in range(size))
    if distance > CHI_SQUARE_95.get(size - 1, 11.07):
        yield "framework.yaml", Hit([], "La bonne réponse a une place préférée dans la banque.")


@rule("L28", "item", "E", "Écrivez la chance calculée dans « meta.c ».")
def guessing(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """The declared chance of guessing is the real one."""
    played = room(item.type)
    chance = played.chance(rows(item)[0].spec)
    if chance is not None and abs(chance - item.meta.c) > CLOSE_ENOUGH:
        yield Hit(["meta", "c"], f"c = {item.meta.c}, calculé {chance:.2f}.")


@rule("L32", "item", "E", "Écrivez un identifiant qui existe dans l'exercice.")
def ids_exist(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Clues point at something; each reason can be reached."""
    played = room(item.type)
    page = rows(item)[0]
    known = played.ids(page.spec)
    for n, clue in enumerate(page.feedback["clues"]):
        if known and clue["at"] not in known and clue["at"].split(".")[0] not in known:
            yield Hit(["feedback", "clues", n], f"L'indice vise « {clue['at']} », inconnu.")
    for key in _never_shown(item):
        yield Hit(["feedback", "by", key], f"Personne ne lira « {key} » : aucune réponse n'y mène.")


def _never_shown(item: Item) -> Iterator[str]:
    """Reasons that no answer to any variant brings up."""
    played, pages = room(item.type), rows(item)
    possible = [played.feedback_keys(page.spec) for page in pages]
    for place, key in enumerate(item.feedback.by):
        drawn = (list(page.feedback["by"])[place] for page in pages)
        if any(possible) and not any(map(contains, possible, drawn)):
            yield key


@rule("L32b", "item", "W", "Ajoutez une raison dans « feedback.by ».")
def every_mistake_explained(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """A closed choice explains each mistake; a simulation, at least the mistake it plays itself.

    A simulation knows many rare mistakes: asking a sentence for each would bury the useful ones.
    """
    played = room(item.type)
    page = rows(item)[0]
    reasons = page.feedback["by"].keys()
    if played.has_actions(page.spec):
        keys = play(played, page.spec, played.sample(page.spec, Probe.WRONG)).keys
        if keys and not reasons & set(keys):
            yield Hit(["feedback", "by"], f"Cette faute n'a pas de raison : {', '.join(keys)}.")
        return
    for key in sorted(played.expected_keys(page.spec) - reasons):
        yield Hit(["feedback", "by"], f"La faute « {key} » n'a pas de raison.")


@rule("L34", "item", "E", "Jouez l'exercice : le but doit être possible, et ne rien faire, non.")
def playable(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """The room plays its own right, wrong and dangerous answers on the rows of the exercise."""
    for page in rows(item):
        try:
            problems = list(play_problems(page))
        except ValueError as error:
            problems = [f"l'exercice ne se joue pas : {error}"]
        for problem in problems:
            yield Hit(["answer"], f"Variante {page.variant.id} : {problem}")


@rule("L34b", "item", "E", "Un seul bon choix à chaque étape ; un danger ne réussit jamais.")
def story_is_clear(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Every path of a story is walked. Its shape does not depend on the drawn values."""
    if room(item.type).nature is Nature.STORY:
        yield from (Hit(["answer"], problem) for problem in story_problems(rows(item)[0]))


@rule("L14", "text", "E", "Finissez la phrase, ou déclarez la valeur dans « vary.params ».")
def placeholders_known(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """Nothing left to write, no ``{x}`` that no parameter gives."""
    if found := re.search(r"\b(?:TODO|FIXME|XXX|lorem|à compléter)\b", text.text, re.IGNORECASE):
        yield Hit(text.loc, f"Texte à finir : « {found.group()} ».")
    if text.item is None:
        return
    given = {name for drawn in text.item.draws for name in drawn[0]}
    for name in re.findall(r"\{(\w+)\}", text.text):
        if name not in given:
            yield Hit(text.loc, f"« {{{name}}} » n'est donné par aucun paramètre.")


@rule(
    "L14c",
    "item",
    "E",
    "Donnez à la valeur un nom qui ne veut rien dire d'autre.",
)
def names_mean_one_thing(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """In a sheet, an answer computed with a value named « h1 » would read the cell H1 instead.

    Elsewhere a value is only ever written between braces: nothing can take it for something else.
    """
    if not room(item.type).computed_key:
        return
    columns = {str(name).upper() for name in item.world.get("columns", ())}
    taken = {*columns, *FUNCTIONS, *map(str.upper, (*KEYWORDS, *item.world))}
    for name in sorted(_computed_with(item)):
        if CELL.match(name.upper()) or name.upper() in taken:
            yield Hit(
                ["vary", "params"], f"« {name} » se lit aussi comme une case ou un mot du tableur."
            )


def _computed_with(item: Item) -> set[str]:
    """The drawn values that an expression of the answer names."""
    drawn = {name for options in item.draws for name in options[0]}
    return drawn & {
        word
        for text in re.findall(r"'(=[^']*)'", str(item.answer))
        for word in re.findall(r"\w+", text)
    }


@rule("L14b", "item", "E", "Servez-vous de la valeur, ou retirez-la.")
def params_used(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Each drawn value is used somewhere."""
    written = f"{item.text} {item.world} {item.answer} {item.feedback.model_dump(exclude={'by'})}"
    written += str(dict(item.feedback.by))
    formulas = re.findall(r"\w+", str(item.answer)) if room(item.type).computed_key else []
    for drawn in item.draws:
        for name in drawn[0]:
            if f"{{{name}}}" not in written and name not in formulas:
                yield Hit(["vary", "params"], f"La valeur « {name} » ne sert pas.")
