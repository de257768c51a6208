"""Rules on the page as it is served, without script: its weight, its order, its links.

The page is made by whoever runs the check (``Bank.render``); without it these rules say nothing.
What needs a browser (contrast, 320 px, axe) is tested elsewhere, on every type of exercise.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from html.parser import HTMLParser

from webapp.content.item import Item
from webapp.content.lint.bank import LintBank, rows
from webapp.content.lint.rule import Hit, rule

HEAVIEST = 8_000
MOST_PHRASES = 110
SPOKEN = frozenset({"input", "select", "textarea", "button", "img"})
SILENT = frozenset({"script", "style", "title", "template"})
VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "source", "wbr"})


@rule("L35", "item", "E", "Regardez la page dans la galerie des exercices.")
def page_is_light_and_in_order(item: Item, bank: LintBank) -> Iterator[Hit]:
    """8 kB and 110 spoken phrases at most, the task first, one id once, no link that leaves."""
    if bank.render is not None:
        yield from (Hit(["world"], m) for m in page_problems(bank.render(rows(item)[0])))


def page_problems(html: str) -> Iterator[str]:
    """Why a page is not what a slow phone and a screen reader need."""
    weight, page = len(gzip.compress(html.encode(), mtime=0)), read_page(html)
    if weight > HEAVIEST:
        yield f"Page de {weight} octets compressés, {HEAVIEST} au plus."
    if page.phrases > MOST_PHRASES:
        yield f"{page.phrases} morceaux à écouter, {MOST_PHRASES} au plus."
    if not page.task_first:
        yield "La consigne n'est pas lue avant le document et les choix."
    for link in page.links:
        yield f"Lien qui quitte l'exercice : {link}."
    for name in sorted({name for name in page.ids if page.ids.count(name) > 1}):
        yield f"L'identifiant « {name} » est deux fois dans la page."


class PageReader(HTMLParser):
    """One reading of a page from top to bottom, as a screen reader does it."""

    def __init__(self) -> None:
        super().__init__()
        self.phrases = 0
        self.ids: list[str] = []
        self.links: list[str] = []
        self.task_first = False
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a part: its id, its link, what a control says."""
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("id") == "exercise":
            self.task_first = "task" in self.ids
        link = given.get("href", "#")
        if tag == "a" and self._inside("exercise") and not link.startswith("#"):
            self.links.append(link)
        if tag in SPOKEN and given.get("type") != "hidden" and self._spoken():
            self.phrases += 1
        if tag not in VOID:
            self._open.append((tag, given.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        """Closes a part, and the parts left open inside."""
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        """One run of text is one phrase; the name of a button comes with the button."""
        named = any(tag in ("button", "option") for tag, _ in self._open)
        if data.strip() and self._spoken() and not named:
            self.phrases += 1

    def _inside(self, id_: str) -> bool:
        return any(name == id_ for _, name in self._open)

    def _spoken(self) -> bool:
        tags = {tag for tag, _ in self._open}
        return "main" in tags and not tags & SILENT


def read_page(html: str) -> PageReader:
    """The page, read once."""
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return reader
