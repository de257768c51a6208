"""Rules on who is genuine, on official help, and on hurtful words: each is told where people read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from webapp.content.item import Item
from webapp.content.lint.bank import LintBank, rows
from webapp.content.lint.rule import Hit, rule
from webapp.content.presentation import Presented
from webapp.exercises import room
from webapp.exercises.contract import Nature

SITE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.example\b")
TRUE_BOXES = frozenset({"Vrai site", "Normal", "Normale"})
FALSE_BOXES = frozenset({"Autre site", "Piège", "Dangereuse"})
HURTFUL = re.compile(r"insult|menac|personne ne t['’]aime", re.IGNORECASE)


class ShownSite(NamedTuple):
    """A site of a page, and what its key says of it."""

    host: str
    genuine: bool


@rule("L48", "item", "E", "Prenez un autre site, ou corrigez « genuine » dans registry/hosts.yaml.")
def sites_agree_with_the_registry(item: Item, bank: LintBank) -> Iterator[Hit]:
    """No exercise teaches as a trap a site that is genuine elsewhere, nor the contrary."""
    genuine = bank.catalogue.registry.hosts.genuine
    shown = dict.fromkeys(site for page in rows(item) for site in _sites(page))
    for host, right in shown:
        owned = any(host == site or host.endswith(f".{site}") for site in genuine)
        if right != owned:
            said = "vrai ici, inconnu du registre" if right else "piège ici, vrai au registre"
            yield Hit(["world"], f"Site {said} : {host}.")


@rule("L49", "item", "E", "Dites cette aide dans un retour : un fait n'est lu par personne.")
def official_help_is_said(item: Item, bank: LintBank) -> Iterator[Hit]:
    """An official help of the facts is said after the answer, where it serves."""
    said = str(item.feedback).casefold()
    for n, fact in enumerate(item.meta.facts):
        for name in bank.catalogue.registry.phones.helps:
            if name.casefold() in fact.claim.casefold() and name.casefold() not in said:
                yield Hit(("meta", "facts", n), f"Dit seulement dans les faits : {name}.")


@rule("L50", "item", "E", "Commencez la situation par « Attention, … blessants. »")
def hurtful_words_are_announced(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Whoever is going to read insults or threats is told before."""
    for page in rows(item):
        if _hurts(page.world) and not item.text.situation.startswith("Attention"):
            yield Hit(["text", "situation"], "Des mots blessants arrivent sans prévenir.")
            return


def _hurts(world: Mapping[str, Any]) -> bool:
    thread, steps = world.get("thread", {}), world.get("steps", ())
    said = [message["text"] for message in thread.get("messages", ())]
    said += [step["text"] for step in steps if "options" in step]
    return any(HURTFUL.search(text) for text in said)


def _sites(page: Presented) -> Iterator[ShownSite]:
    """Each site that the key of a page calls genuine or false."""
    world = page.world
    for site, right in [*_options(page), *_cards(page), *_mails(page)]:
        yield from (ShownSite(host, right) for host in SITE.findall(site)[:1])
    dangers = _values(page.answer.get("harm", ()), "opened_links")
    talks = [*world.get("talks", ()), *([world["thread"]] if "thread" in world else [])]
    for link in (k for t in talks for m in t.get("messages", ()) for k in m.get("links", ())):
        right = "talks" in world and link["id"] not in dangers
        yield from (ShownSite(host, right) for host in SITE.findall(link["target"])[:1])


def _options(page: Presented) -> Iterator[tuple[str, bool]]:
    listed = page.world.get("options", ())
    if room(page.item.type).nature is Nature.PLAIN_CHOICE and all(
        SITE.search(option["text"]) for option in listed
    ):
        for option in listed:
            yield option["text"], option["id"] in page.answer["correct"]


def _cards(page: Presented) -> Iterator[tuple[str, bool]]:
    boxes = {str(box["id"]): str(box["label"]) for box in page.world.get("categories", ())}
    labels = {name: label.replace("\u00a0", " ") for name, label in boxes.items()}
    for card in page.world.get("cards", ()):
        label = labels[page.answer["map"][card["id"]]]
        if label in TRUE_BOXES | FALSE_BOXES:
            yield card["text"], label in TRUE_BOXES


def _mails(page: Presented) -> Iterator[tuple[str, bool]]:
    """The sender and the links of each mail; where one safe mail is to be found, the others are traps."""
    goal, harm = page.answer.get("goal", ()), page.answer.get("harm", ())
    dangers, replied = _values(harm, "opened_links"), _values(goal, "sent.in_reply_to")
    one_safe = page.item.skill == "SEC-2-OFFRE" and bool(replied)
    for mail in page.world.get("mails", ()):
        links = mail.get("links", ())
        right = "reported" not in _values(goal, f"mails.{mail['id']}.state")
        right = right and not dangers & {link["id"] for link in links}
        right = right and (mail["id"] in replied or not one_safe)
        yield mail["from"]["address"], right
        yield from ((link["target"], right) for link in links)


def _values(part: Any, at: str) -> set[str]:
    """Everything a condition compares with this part of the state."""
    if isinstance(part, list | tuple):
        return set().union(*(_values(each, at) for each in part))
    if not isinstance(part, Mapping):
        return set()
    if part.get("at") == at:
        return {str(v) for key in ("is", "contains") for v in _listed(part.get(key, ()))}
    return _values(list(part.values()), at)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
