"""Rules that protect people: no real address, number, brand or secret; facts one can check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from webapp.content.item import Item
from webapp.content.lint.bank import LintBank, Text
from webapp.content.lint.rule import Hit, rule
from webapp.content.schema.item import Fact
from webapp.exercises import room
from webapp.exercises.contract import Nature

HOST = re.compile(
    r"(?<![\w@.-])(?:https?://)?((?:[a-z0-9{}_-]+\.)+[a-z]{2,}|[a-z0-9-]+\.[a-z]{2,})\b"
)
FILE_ENDINGS = {
    "pdf",
    "jpg",
    "jpeg",
    "png",
    "docx",
    "doc",
    "odt",
    "xlsx",
    "ods",
    "svg",
    "txt",
    "zip",
}
MAIL = re.compile(r"[\w.{}+-]+@([\w.{}-]+)")
PHONE = re.compile(r"(?<!\d)0\d(?: ?\d{2}){4}(?!\d)")
SHORT = re.compile(r"\b(?:au|appelez le|transférez au|numéro)\s+(\d{2,5})\b", re.IGNORECASE)
DIGITS = re.compile(r"(?<![\w,.])(?:\d[ -]?){13,19}(?!\w)")
NIR = re.compile(r"(?<!\d)[12] ?\d{2} ?[01]\d ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}(?!\d)")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
NAME = re.compile(r"(?<=[a-zà-ÿ] )(?:[ldmnst]')?([A-ZÀ-Ý][a-zà-ÿ]{2,}[\w-]*)")
CAPITALS = frozenset({"monsieur", "madame", "mme", "internet", "noël"})
"""Words written with a capital that name nobody."""
A_YEAR = timedelta(days=366)


@rule("L10", "item", "E", "Prenez une adresse en « .example », ou un site officiel du registre.")
def hosts_registered(item: Item, bank: LintBank) -> Iterator[Hit]:
    """Every address of an exercise is one nobody can buy, or an official one."""
    for host in _hosts(_all_text(item)):
        if not _allowed(host, bank):
            yield Hit(["world"], f"Adresse inconnue : {host}.")


@rule("L11", "item", "E", "Prenez un numéro des blocs de fiction (registry/phones.yaml).")
def phones_registered(item: Item, bank: LintBank) -> Iterator[Hit]:
    """Every phone number belongs to nobody."""
    phones = bank.catalogue.registry.phones
    written = _all_text(item)
    for number in PHONE.findall(written):
        if not number.replace(" ", "").startswith(
            tuple(block.replace(" ", "") for block in phones.fiction_blocks)
        ):
            yield Hit(["world"], f"Vrai numéro possible : {number}.")
    for number in SHORT.findall(f"{item.text.situation} {item.feedback.right}"):
        if number not in phones.short_numbers:
            yield Hit(["text"], f"Numéro court inconnu : {number}.")


@rule("L12", "item", "E", "Prenez une adresse mail en « .example ».")
def mails_registered(item: Item, bank: LintBank) -> Iterator[Hit]:
    """No mail can reach a real person."""
    for host in MAIL.findall(_all_text(item)):
        if not host.rstrip(".").endswith(bank.catalogue.registry.hosts.fictional_suffixes):
            yield Hit(["world"], f"Adresse mail réelle possible : {host}.")


@rule("L18", "item", "E", "Vérifiez le fait sur la page officielle, puis datez-le.")
def facts_fresh(item: Item, bank: LintBank) -> Iterator[Hit]:
    """Facts have a source, a grade and an end; a doubtful one keeps the exercise a draft."""
    for n, fact in enumerate(item.meta.facts):
        loc = ("meta", "facts", n)
        yield from (Hit(loc, message) for message in fact_problems(fact, bank.today))
        if fact.evidence == "to_verify" and item.status not in ("draft", "paused"):
            yield Hit(loc, "Un fait « to_verify » garde l'exercice au statut draft.")


def fact_problems(fact: Fact, today: date) -> Iterator[str]:
    """What is too old in a fact."""
    if fact.review_by <= today:
        yield f"Fait à revoir depuis le {fact.review_by}."
    if fact.review_by - fact.checked > A_YEAR:
        yield "Un fait se revoit au moins une fois par an."


@rule("L22", "text", "E", "Citez un site officiel du registre, en entier.")
def lesson_links(text: Text, bank: LintBank) -> Iterator[Hit]:
    """Lessons name official sites only."""
    if text.kind == "lesson":
        for host in _hosts(text.text):
            if not _allowed(host, bank):
                yield Hit(text.loc, f"Site inconnu : {host}.")


@rule("L23", "text", "E", "Inventez un nom, ou dites « une application de messages ».")
def no_brand(text: Text, bank: LintBank) -> Iterator[Hit]:
    """Real brands are never named."""
    for brand in dict.fromkeys(bank.brands.findall(text.text)):
        yield Hit(text.loc, f"Marque réelle : {brand}.")


@rule("L23c", "text", "W", "Écrivez le nom dans registry/, ou prenez un nom déjà inventé.")
def names_registered(text: Text, bank: LintBank) -> Iterator[Hit]:
    """A capital inside a sentence of an exercise is a name: it is invented and registered."""
    for name in NAME.findall(text.text) if text.item else ():
        if name.lower() not in bank.known_names | CAPITALS:
            yield Hit(text.loc, f"Nom inconnu du registre : {name}.")


@rule("L23b", "item", "E", "Ajoutez « Exercice. » dans « world.warning ».")
def public_service_warned(item: Item, bank: LintBank) -> Iterator[Hit]:
    """A simulation that looks like a public service says it is an exercise."""
    if room(item.type).nature is not Nature.SIMULATION or "xercice" in str(
        item.world.get("warning", "")
    ):
        return
    for service in bank.catalogue.registry.organisations.public:
        if re.search(rf"(?<!\w){re.escape(service)}(?!\w)", str(item.world)):
            yield Hit(["world"], f"Service public sans avertissement : {service}.")


@rule("L30", "text", "W", "Écrivez une date relative : « cette année », « le mois dernier ».")
def no_year(text: Text, _bank: LintBank) -> Iterator[Hit]:
    """A fixed year grows old."""
    if found := re.search(r"\b(?:19|20)\d{2}\b", text.text):
        yield Hit(text.loc, f"Année fixe : {found.group()}.")


@rule("L37", "item", "E", "Mettez des informations inventées, et l'avertissement.")
def no_secret(item: Item, _bank: LintBank) -> Iterator[Hit]:
    """Nothing real can be typed or shown: no password field, no number that could be valid."""
    if room(item.type).needs_warning and not item.world.get("warning"):
        yield Hit(["world"], "« world.warning » manque.")
    for field in item.world.get("form", {}).get("fields", ()):
        if re.search(
            r"mot de passe|code secret|carte bancaire", str(field.get("label")), re.IGNORECASE
        ):
            yield Hit(["world", "form"], f"Secret demandé : « {field['label']} ».")
    yield from (Hit(["world"], problem) for problem in _valid_numbers(_all_text(item)))


@rule("L37b", "bank", "E", "Ce numéro doit être inventé : changez un chiffre.")
def no_secret_in_pools(bank: LintBank) -> Iterator[tuple[str, Hit]]:
    """Pools neither."""
    source = bank.sources.get("pools/fr.yaml")
    for problem in _valid_numbers(source.text if source else ""):
        yield "pools/fr.yaml", Hit(["pools"], problem)


def _valid_numbers(text: str) -> Iterator[str]:
    for number in DIGITS.findall(text):
        if luhn(number):
            yield f"Numéro de carte possible : {number.strip()}."
    for number in NIR.findall(text):
        if valid_nir(number):
            yield f"Numéro de sécurité sociale possible : {number}."
    for number in IBAN.findall(text):
        if valid_iban(number):
            yield f"IBAN possible : {number}."


def luhn(number: str) -> bool:
    """Whether the check digit of a card number is right (Luhn)."""
    digits = [int(sign) for sign in number if sign.isdigit()][::-1]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def valid_nir(number: str) -> bool:
    """Whether the key of a French social security number is right (97 − n mod 97)."""
    plain = number.replace(" ", "").replace("2A", "19").replace("2B", "18")
    return plain.isdigit() and 97 - int(plain[:13]) % 97 == int(plain[13:])


def valid_iban(number: str) -> bool:
    """Whether an account number passes the check of ISO 13616 (mod 97 = 1)."""
    plain = number.replace(" ", "")
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _hosts(text: str) -> Iterator[str]:
    for host in HOST.findall(MAIL.sub(" ", text)):
        if host.rsplit(".", 1)[-1] not in FILE_ENDINGS:
            yield host


def _allowed(host: str, bank: LintBank) -> bool:
    hosts = bank.catalogue.registry.hosts
    official = any(host == site or host.endswith(f".{site}") for site in hosts.official)
    return official or host.endswith(hosts.fictional_suffixes)


def _all_text(item: Item) -> str:
    """Everything written in the file that a person may meet, values included."""
    drawn = [str(value) for options in item.draws for row in options for value in row.values()]
    return _strings([item.text, dict(item.world), item.feedback, drawn])


def _strings(part: Any) -> str:
    if isinstance(part, str):
        return part
    if hasattr(part, "items"):
        return _strings(list(part.values()))
    if isinstance(part, list | tuple):
        return " | ".join(map(_strings, part))
    if hasattr(part, "model_dump"):
        return _strings([getattr(part, name) for name in type(part).model_fields if name != "at"])
    return ""
