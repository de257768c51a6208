"""Rules on the way things are said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.content.item import Item
from webapp.content.lint.bank import LintBank, Text, texts_of
from webapp.content.lint.language import (
    available,
    kandel_moles,
    lemma,
    misspelt,
    split_sentences,
    words,
    zipf,
)
from webapp.content.lint.rule import Hit, Severity, rule
from webapp.content.prose import PLACEHOLDER
from webapp.exercises import room
from webapp.exercises.contract import Nature

SENTENCE = {"N1": (12, 15), "N2": (12, 15), "N3": (15, 18), "N4": (15, 18)}
EASE = {"N1": 85, "N2": 80, "N3": 75, "N4": 70}
FREQUENCY = {"N1": 3.3, "N2": 3.1, "N3": 2.8, "N4": 2.5}
TO_READ = {"N1": 80, "N2": 120, "N3": 150, "N4": 180}
ENOUGH_WORDS = 30
SHORTEST_WORD = 3
STORY_ALLOWANCE = 1.3
STIMULUS_ALLOWANCE = 3
SPOKEN_ADDRESS = re.compile(r"\S+(?: (?:point|tiret|barre|arobase) \S+)+")
READ_ALOUD = ("instruction", "feedback", "lesson", "message")


@rule("L02", "text", "W", "Coupez la phrase en deux.")
def sentence_length(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """Short sentences: 12 words in N1–N2 and in lessons, 15 after; the stimulus may have three more."""
    warn, block = SENTENCE["N2" if text.kind == "lesson" else text.level]
    extra = STIMULUS_ALLOWANCE if text.kind == "stimulus" else 0
    for sentence in split_sentences(text.text):
        count = len(words(sentence))
        if count > warn + extra:
            severity = Severity.ERROR if count > block + extra else Severity.WARNING
            yield Hit(text.loc, f"Phrase de {count} mots : « {sentence} ».", severity)


@rule("L03", "item", "W", "Prenez des phrases et des mots plus courts.")
def ease(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Kandel–Moles on instructions and feedback together, when there is enough text."""
    said = " ".join(t.text for t in texts_of(item) if t.kind in ("instruction", "feedback"))
    score = kandel_moles(said)
    if len(words(said)) >= ENOUGH_WORDS and score < EASE[item.level]:
        yield Hit(["text"], f"Lecture difficile : {score:.0f} au lieu de {EASE[item.level]}.")


@rule("L04", "text", "W", "Prenez un mot courant, ou expliquez-le dans le glossaire.")
def common_words(text: Text, bank: LintBank) -> Iterator[Hit]:
    """Rare words need an entry in the glossary."""
    if not available("wordfreq") or text.kind not in READ_ALOUD:
        return
    for word in _plain_words(text, bank):
        if 0 < zipf(word) < FREQUENCY[text.level]:
            yield Hit(text.loc, f"Mot rare : « {word} » ({zipf(word):.1f}).")


@rule("L20", "text", "W", "Corrigez le mot, ou ajoutez le nom dans registry/.")
def spelling(text: Text, bank: LintBank) -> Iterator[Hit]:
    """A word nobody writes, or hardly anybody and no dictionary has, is misspelt or a name.

    A drawn value may be a part of an address: only what nobody writes is stopped there.
    """
    if not available("wordfreq"):
        return
    for word in _plain_words(text, bank):
        if zipf(word) == 0 or (text.kind != "param" and misspelt(word)):
            yield Hit(text.loc, f"Mot inconnu : « {word} ».")


@rule("L08", "text", "E", "Demandez ce qu'il faut faire, pas ce qu'il ne faut pas faire.")
def positive_task(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """A negative question is misread."""
    negative = r"\b(?:ne|n')\s*\S+.*\b(?:pas|jamais|aucune?)\b|\bsauf\b|\bintrus\b"
    if text.loc == ("text", "task") and re.search(negative, text.text, re.IGNORECASE):
        yield Hit(text.loc, "La consigne est négative.")


@rule("L13", "text", "E", "Écrivez pour tout le monde : « cette personne », un mot épicène.")
def gender(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """No abbreviated gender, no agreement with the reader, no pronoun after a drawn person."""
    for pattern in (r"\w\(e\)", r"\w·\w", r"\w/(?:e|ne|rice)\b", r"\w\.e\.?s?\b(?!\w)"):
        if re.search(pattern, text.text):
            yield Hit(text.loc, "Forme abrégée du genre.")
    agreed = r"\bvous êtes (?:\w+ )?\w+(?:é|ée|i|ie|ite?|ue?|tente?)\b(?! par)"
    allowed = r"\bvous êtes (?:libre|ici|aidé)"
    if re.search(agreed, text.text, re.IGNORECASE) and not re.search(
        allowed, text.text, re.IGNORECASE
    ):
        yield Hit(text.loc, "« Vous êtes » suivi d'un accord.", Severity.WARNING)
    if re.search(r"\{(?:prenom|personne)\}[^.!?]*[.!?]\s*(?:Il|Elle)\b", text.text):
        yield Hit(text.loc, "« Il » ou « elle » après une personne tirée au hasard.")


@rule("L19", "text", "W", "Apostrophe droite, espaces simples : l'affichage met le reste.")
def typography(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """Sources stay plain; French spaces and apostrophes come when shown."""
    if re.search("[\u2019\u00a0\u202f\u201c\u201d]", text.text):
        yield Hit(text.loc, "Signe typographique déjà mis.")
    if "  " in text.text or text.text != text.text.strip():
        yield Hit(text.loc, "Espace en trop.")
    glued = r"[^\s«!?][!?;](?:\s|$)|«\S|\S»"
    if text.kind != "param" and re.search(glued, text.text):
        yield Hit(text.loc, "Il manque une espace avant un signe ou près d'un guillemet.")


@rule("L21", "text", "E", "Nommez le bouton ou la partie de la page.")
def no_sensory_cue(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """Colour, shape or place alone cannot be heard."""
    cue = (
        r"\bbouton (?:vert|rouge|bleu|rond|de droite|de gauche)\b|\bci-(?:dessous|dessus|contre)\b"
        r"|\bcliquez ici\b|\bà (?:droite|gauche) de l'écran\b"
        r"|\ben (?:haut|bas) de (?:la page|l'écran)\b"
    )
    if found := re.search(cue, text.text, re.IGNORECASE):
        yield Hit(text.loc, f"Indice qui se voit seulement : « {found.group()} ».")


@rule("L25", "text", "W", "Dites : choisir, ouvrir, appuyer, écrire.")
def device_neutral(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """Words that fit a phone, a keyboard and a voice."""
    verb = r"\b(?:cliqu\w+|tap(?:ez|er|otez)|gliss(?:ez|er)|pointez|survol\w+|souris)\b"
    if found := re.search(verb, text.text, re.IGNORECASE):
        yield Hit(text.loc, f"Verbe lié à un appareil : « {found.group()} ».")


@rule("L29", "item", "W", "Raccourcissez la situation ou les choix.")
def words_to_read(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """What must be read before answering."""
    read = (t for t in texts_of(item) if t.kind in ("instruction", "stimulus"))
    count = sum(len(words(t.text)) for t in read if t.loc != ("text", "help"))
    allowed = TO_READ[item.level] * (
        STORY_ALLOWANCE if room(item.type).nature is Nature.STORY else 1
    )
    if count > allowed:
        yield Hit(["text"], f"{count} mots à lire, {allowed:.0f} au plus.")


@rule("L33", "text", "E", "Nommez la chose : sa place change à chaque tirage.")
def no_position_when_shuffled(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """« La première ligne » is wrong once the list is shuffled."""
    place = (
        r"\b(?:premi[eè]re?|deuxi[eè]me|troisi[eè]me|derni[eè]re?) "
        r"(?:ligne|case|réponse|choix|carte|mail|photo)\b"
    )
    shuffled = text.item is not None and text.item.vary.shuffle
    if shuffled and text.kind == "feedback" and re.search(place, text.text, re.IGNORECASE):
        yield Hit(text.loc, "Place citée dans une liste mélangée.")


@rule("L39", "text", "E", "Dites ce que la personne peut faire.")
def words_never_shown(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """Words that judge are never shown."""
    judging = r"\b(?:score|échec|erreurs?|nulle?s?|illettrisme|illectronisme|lacunes?)\b|\d ?%"
    if found := re.search(judging, text.text, re.IGNORECASE):
        yield Hit(text.loc, f"Mot à ne jamais montrer : « {found.group()} ».")


def _plain_words(text: Text, bank: LintBank) -> Iterator[str]:
    """Words to judge: no names, no capitals, no explained words, no drawn values."""
    explained = bank.explained
    for word in words(PLACEHOLDER.sub("x", SPOKEN_ADDRESS.sub(" ", text.text))):
        plain = word.split("'")[-1]
        if len(plain) < SHORTEST_WORD or not plain[0].islower() or plain in explained:
            continue
        if plain not in bank.registered and not {lemma(plain), plain.rstrip("s")} & explained:
            yield plain
