"""Rules on files, numbers of variants, words to explain, pictures, parcours, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import Node, ScalarNode

from webapp.content.item import Item
from webapp.content.lint.bank import LintBank, Text
from webapp.content.lint.language import words
from webapp.content.lint.rule import Hit, Severity, rule
from webapp.content.prose import sentences
from webapp.content.source import Loc, Source, walk
from webapp.content.translation import catalogs, same_placeholders, ways
from webapp.content.variants import count_variants
from webapp.content.versions import version_problem

CALIBRATION = "calibration.yaml"
YAML_1_1 = frozenset({"y", "n", "yes", "no", "on", "off"})
VARIANTS, VARIANTS_SEC = 3, 6
DEFINITION_WORDS, LABEL_WORDS = 12, 12
EXPANSION = 1.8
ALT_SHORTEST, ALT_LONGEST = 20, 150
FEW_WORDS, SHORT_TEXT = 3, 20
VERDICT = re.compile(
    r"\b(?:bon|bonne|mauvaise?|correcte?|incorrecte?|juste|faux|fausse)\b", re.IGNORECASE
)
KNOWN_ACRONYMS = frozenset({"OK"})


@rule("L15c", "item", "E", "Donnez un dessin de pictures/ à chaque choix de la liste, ou à aucun.")
def icons(item: Item, bank: LintBank) -> Iterator[Hit]:
    """Answers that are looked at: every one of a list has its sign, and the sign exists."""
    for loc, node in walk_lists(item.world):
        named = [option["icon"] for option in node if "icon" in option]
        if named and len(named) < len(node):
            yield Hit(loc, "Un choix de cette liste n'a pas de dessin.")
        for missing in (name for name in named if name not in bank.catalogue.pictures):
            yield Hit(loc, f"Le dessin {missing} manque dans pictures/.")


def walk_lists(node: object, *at: str | int) -> Iterator[tuple[list[str | int], list[Any]]]:
    """Each list of mappings in a world, with its place."""
    if isinstance(node, Mapping):
        for name, part in node.items():
            yield from walk_lists(part, *at, str(name))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        if node and all(isinstance(part, Mapping) for part in node):
            yield ["world", *at], list(node)
        for rank, part in enumerate(node):
            yield from walk_lists(part, *at, rank)


@rule("L15", "item", "E", "Dites ce que l'on voit, en 20 à 150 signes, sans juger.")
def picture_words(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """The words that replace a picture carry what it shows, not the answer."""
    for sentence in sentences(item):
        if sentence.place.endswith(".alt"):
            yield from picture_problems(sentence.text, sentence.place.split("."))


def picture_problems(text: str, loc: Loc) -> Iterator[Hit]:
    """What is wrong in the words that replace a picture."""
    if not ALT_SHORTEST <= len(text) <= ALT_LONGEST:
        yield Hit(loc, f"Texte d'image de {len(text)} signes.")
    if re.match(r"(?:une? )?(?:image|photo|dessin) (?:de|d')", text, re.IGNORECASE):
        yield Hit(loc, "« Image de » ne sert à rien.")
    if VERDICT.search(text):
        yield Hit(loc, "Le texte d'image donne la réponse.")


@rule("L24", "text", "E", "Ajoutez le sigle dans glossary/fr.yaml.")
def acronyms_explained(text: Text, bank: LintBank) -> Iterator[Hit]:
    """Every acronym can be opened."""
    if text.file.startswith("glossary") or text.kind == "param":
        return
    for acronym in re.findall(r"(?<![\w-])[A-Z]{2,5}(?![\w(-])", text.text):
        known = acronym in bank.catalogue.glossary or acronym in KNOWN_ACRONYMS
        if not known and not text.text.isupper():
            yield Hit(text.loc, f"Sigle sans explication : {acronym}.")


@rule("L42", "item", "E", "Ajoutez le mot dans glossary/fr.yaml.")
def glossary_words(item: Item, bank: LintBank) -> Iterator[Hit]:
    """Words to explain have a definition."""
    for word in item.meta.glossary:
        if word not in bank.catalogue.glossary:
            yield Hit(["meta", "glossary"], f"Mot sans définition : {word}.")


@rule("L42b", "bank", "E", "Raccourcissez la définition.")
def short_definitions(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """A definition fits in twelve words."""
    for word, meaning in bank.catalogue.glossary.items():
        if len(words(meaning)) > DEFINITION_WORDS:
            yield "glossary/fr.yaml", Hit(["words", word], f"« {word} » : plus de 12 mots.")


@rule("L27", "item", "W", "Ajoutez des valeurs dans « vary.params ».")
def enough_variants(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """A page is rarely seen twice: 3 variants, 6 for security."""
    needed = VARIANTS_SEC if item.domain == "SEC" else VARIANTS
    if count_variants(item) < needed:
        yield Hit(["vary"], f"{count_variants(item)} variantes, il en faut {needed}.")


@rule("L31", "file", "E", "Mettez la phrase entre guillemets.")
def yaml_traps(source: Source) -> Iterator[Hit]:
    """A comma or a colon cuts an unquoted sentence inside ``{…}``; « no » is not a key."""
    try:
        tree = source.tree
    except MarkedYAMLError:  # said on reading, L01
        return
    for value, key, in_flow in walk(tree):
        for message in _traps(value, key, in_flow=in_flow):
            yield Hit([*_where(source, value)], message)


def _traps(value: Node, key: Node | None, *, in_flow: bool) -> Iterator[str]:
    if isinstance(key, ScalarNode) and key.style is None and key.value.lower() in YAML_1_1:
        yield f"Clé réservée : {key.value}."
    if str(value.tag).endswith("null"):
        yield "Valeur vide : une phrase est peut-être coupée."
    if in_flow and _prose_unquoted(value):
        yield f"Phrase sans guillemets entre accolades : {value.value}"


def _prose_unquoted(value: object) -> bool:
    if not isinstance(value, ScalarNode) or value.style is not None:
        return False
    return len(value.value.split()) > FEW_WORDS and not value.value[0].isdigit()


def _where(source: Source, node: object) -> Iterator[str | int]:
    """The place of a node, found from the top."""
    yield from _path(source.tree, node) or ()


def _path(top: object, node: object) -> tuple[str | int, ...] | None:
    if top is node:
        return ()
    children = getattr(top, "value", ())
    if not isinstance(children, list):
        return None
    for index, child in enumerate(children):
        step, value = (child[0].value, child[1]) if isinstance(child, tuple) else (index, child)
        found = _path(value, node)
        if found is not None:
            return (step, *found)
    return None


@rule("L36", "bank", "E", "Gardez les mêmes {valeurs} que le français.")
def translations_match(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """A translation keeps every drawn value, and is not much longer than the French."""
    for file, catalog in catalogs(bank.translations):
        for message in catalog:
            if not (message.context and message.string) or message.fuzzy:
                continue
            where = f"{file.parent.parent.name}, {message.context}"
            item = str(message.context).split(":")[0]
            path = _path_of(bank, item)
            if not same_placeholders(message):
                yield path, Hit([], f"Traduction ({where}) : valeurs différentes.")
            if max(map(len, ways(message))) > EXPANSION * max(SHORT_TEXT, len(str(message.id))):
                text = f"Traduction ({where}) : très longue."
                yield path, Hit([], text, Severity.WARNING)


def _path_of(bank: LintBank, item: str) -> str:
    found = bank.catalogue.items.get(item)
    return str(found.path) if found else "framework.yaml"


@rule("L41", "bank", "E", "Écrivez les exercices qui manquent, ou fermez le parcours.")
def parcours_fit(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """An open parcours has enough exercises for its shortest assessment."""
    for parcours in bank.catalogue.parcours.values():
        count = len(bank.catalogue.items_for(parcours))
        enough = count >= parcours.entry.shortest
        if parcours.available and not enough:
            message = f"Parcours ouvert avec {count} exercices."
            yield f"parcours/{parcours.id}.yaml", Hit(["available"], message)
        if enough and not parcours.available:
            message = f"{count} exercices : ce parcours peut s'ouvrir."
            yield f"parcours/{parcours.id}.yaml", Hit(["available"], message, Severity.INFO)


@rule("L43", "item", "E", "Un nouveau numéro protège les réponses déjà données.")
def version_follows_what_is_measured(item: Item, bank: LintBank) -> Iterator[Hit]:
    """What can move the difficulty changes only with a new version, and old versions are kept."""
    problem = version_problem(bank.catalogue, item)
    if problem is not None:
        yield Hit(["version"], problem)
    elif bank.catalogue.versions.of(item.id, item.version) is None:
        yield Hit(["version"], "Cette version n'est pas encore gelée.", Severity.INFO)


@rule("L46", "bank", "W", "Refaites « marchepied calibrate », ou enlevez la ligne.")
def calibration_is_of_this_version(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """A difficulty found for another version, or for nothing, is not used: better said."""
    for item_id, found in bank.catalogue.calibration.items.items():
        item = bank.catalogue.items.get(item_id)
        if item is None:
            yield CALIBRATION, Hit(["items", item_id], f"L'exercice {item_id} n'existe pas.")
        elif item.version != found.version:
            message = (
                f"Mesuré en version {found.version}, l'exercice est en version {item.version}."
            )
            yield CALIBRATION, Hit(["items", item_id], message)


@rule("L47", "text", "E", "Dites le geste, en douze mots au plus, sans point.")
def short_labels(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """A label of the framework is one gesture: twelve words at most, a capital, no full stop."""
    if text.file != "framework.yaml":
        return
    if len(words(text.text)) > LABEL_WORDS:
        yield Hit(text.loc, f"Intitulé de {len(words(text.text))} mots : « {text.text} ».")
    if not text.text[0].isupper() or text.text.endswith("."):
        yield Hit(text.loc, f"Intitulé à réécrire : « {text.text} ».")
