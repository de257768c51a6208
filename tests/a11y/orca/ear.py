"""Does an exercise by ear alone: keys, and what the screen reader says. The page is never looked at.

What the person means is given in words, as an adviser would on the phone: « choisissez *Signaler le
SMS*, puis *Valider ma réponse* ». The words of a field or a button come from the page as the server sends it;
where they are, and whether they were reached, only the ear tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

from tests.a11y.orca.reader import Reader

MOST_TABS, MOST_CHOICES = 90, 16
LONGEST_MATCH, LONGEST_SENTENCE = 60, 120
SVG = "{http://www.w3.org/2000/svg}svg"
ROLES = {"button": "bouton", "radio": "(non )?selectionne", "checkbox": "case a cocher"}
"""How Orca goes on after the words of a control, in French."""
STATE = re.compile("(non )?selectionne( bouton radio)?")
"""Said by itself after a choice: its « non » is not the choice « non »."""


@dataclass(frozen=True)
class Wanted:
    """A control in words: in which group it is, and what must be opened first.

    ``same_list``: the groups one list of choices goes through; arrows lead from one to the next.
    """

    kind: str
    words: str
    option: str = ""
    inside: str = ""
    group: str = ""
    same_list: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Words without accents, signs or case: what two voices have in common."""
    text = unicodedata.normalize("NFKD", text).lower()
    return " ".join(
        re.findall(r"[a-z0-9]+", "".join(c for c in text if not unicodedata.combining(c)))
    )


class Words:
    """The words of a page's controls."""

    def __init__(self, html: str) -> None:
        self.root = html5lib.parse(html, namespaceHTMLElements=False)
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def wanted(self, form: Mapping[str, Sequence[str]]) -> list[tuple[Wanted, str]]:
        """What a form asks for, from the top of the page to its end, each with its value."""
        asked = [
            (self.field(name, value), value)
            for name, values in form.items()
            if name != "act"
            for value in values
        ]
        found = [(field, value) for field, value in asked if field is not None]
        places = list(self.root.iter())
        found.sort(key=lambda pair: places.index(pair[0]))
        return [(self.told(field, value), value) for field, value in found]

    def field(self, name: str, value: str) -> Element | None:
        """The control of a value; None for a hidden field."""
        found = [e for e in self.root.iter() if e.get("name") == name and e.tag != "button"]
        if not found or found[0].get("type") == "hidden":
            return None
        if found[0].get("type") in ("radio", "checkbox"):
            return next(e for e in found if e.get("value") == value)
        return found[0]

    def told(self, field: Element, value: str) -> Wanted:
        """A control in words."""
        if field.tag == "select":
            option = next(o for o in field.iter("option") if o.get("value", text(o)) == value)
            return Wanted("select", self.label(field), text(option), self.closed(field))
        kind = field.get("type", "text") if field.tag == "input" else "text"
        same = [e for e in self.root.iter("input") if e.get("name") == field.get("name")]
        groups = tuple(self.group(e) for e in same) if kind == "radio" else ()
        return Wanted(
            kind,
            self.label(field),
            inside=self.closed(field),
            group=self.group(field),
            same_list=groups,
        )

    def first(self, tag: str, style: str = "") -> Element:
        """The first element of a kind, by its class when one is given."""
        return next(
            e for e in self.root.iter(tag) if not style or style in (e.get("class") or "").split()
        )

    def by_id(self, name: str) -> Element:
        """The element of a name."""
        return next(e for e in self.root.iter() if e.get("id") == name)

    def button(self, act: str) -> Wanted:
        """The button of an act; the one that only Enter presses is never heard."""
        found = next(
            e
            for e in self.root.iter("button")
            if (e.get("name"), e.get("value")) == ("act", act) and e.get("aria-hidden") != "true"
        )
        return Wanted("button", found.get("aria-label") or text(found), inside=self.closed(found))

    def label(self, element: Element) -> str:
        """The accessible name, as the page gives it."""
        if element.get("aria-label"):
            return element.get("aria-label")
        for by in (element.get("aria-labelledby") or "").split():
            return " ".join(text(e) for e in self.root.iter() if e.get("id") == by)
        for label in self.root.iter("label"):
            if element in list(label.iter()) or label.get("for", "") == element.get("id"):
                return text(label, without=("option", "select"))
        raise AssertionError(f"no label: {element.attrib}")

    def group(self, element: Element) -> str:
        """The legend of the nearest group."""
        while element in self.parents:
            element = self.parents[element]
            if element.tag == "fieldset":
                return text(element.find("legend"))
        return ""

    def closed(self, element: Element) -> str:
        """The words of the closed block an element is in."""
        while element in self.parents:
            element = self.parents[element]
            if element.tag == "details" and "open" not in element.attrib:
                return text(element.find("summary"))
        return ""


def text(element: Element, without: tuple[str, ...] = ()) -> str:
    """Text that is spoken."""
    if element.tag in (SVG, *without) or element.get("aria-hidden") == "true":
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [text(child, without), child.tail or ""]
    return " ".join(" ".join(parts).split())


def in_order(said: Sequence[str], *expected: str) -> None:
    """Each of these is heard, one after the other, whatever is said between."""
    rest = plain(" ".join(said))
    for words in map(plain, expected):
        _before, found, rest = rest.partition(words)
        assert found, f"not heard in its place: {words!r}, in {said}"


class Ear:
    """Presses keys until the words are heard. Remembers the group it is in and what it opened."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.group = ""
        self.opened: set[str] = set()

    def new_page(self) -> None:
        """Another page: everything is closed again."""
        self.opened.clear()

    def reach(self, wanted: Wanted) -> list[str]:
        """Tab until the words of the control are heard, opening what is closed on the way."""
        if wanted.inside and wanted.inside not in self.opened:
            self.opened.add(wanted.inside)
            self._tab_to(Wanted("summary", wanted.inside))
            self.reader.press("Return")
        return self._tab_to(wanted)

    def _tab_to(self, wanted: Wanted) -> list[str]:
        for _ in range(MOST_TABS):
            said = self._press("Tab")
            if self._is(said, wanted):
                return said
        raise AssertionError(f"never heard: {wanted.words}")

    def _press(self, key: str) -> list[str]:
        said = self.reader.press(key)
        groups = [plain(sentence) for sentence in said if "tableau de bord" in plain(sentence)]
        self.group = groups[-1] if groups else self.group
        return said

    def _is(self, said: list[str], wanted: Wanted) -> bool:
        """The words themselves, not the beginning of longer ones, and in the right group."""
        words = plain(wanted.words)[:LONGEST_SENTENCE]
        if not self._in_group(wanted.group):
            return False
        if wanted.kind in ROLES:
            role = ROLES[wanted.kind]
            whole = re.compile(rf"{re.escape(words)}( {role}.*)?$")
            heard = (plain(sentence) for sentence in said)
            return any(whole.match(h[:LONGEST_SENTENCE]) for h in heard if not STATE.fullmatch(h))
        return words[:LONGEST_MATCH] in plain(" ".join(said))

    def _in_group(self, legend: str) -> bool:
        return plain(legend)[:LONGEST_MATCH] in self.group

    def fill(self, wanted: Wanted, value: str) -> None:
        """Give one control its value."""
        if wanted.kind == "radio":
            self._radio(wanted)
        elif wanted.kind == "checkbox":
            if "non coche" in plain(" ".join(self.reach(wanted))):
                self.reader.press("space")
        elif wanted.kind == "select":
            self._option(wanted.option, self.reach(wanted))
        else:
            self.reach(wanted)
            self.reader.press("ctrl+a")
            self.reader.type(value)

    def _radio(self, wanted: Wanted) -> None:
        """Tab reaches the group, arrows its choices; the space bar takes one."""
        for _ in range(MOST_TABS):
            said = self._press("Tab")
            here = any(map(self._in_group, wanted.same_list))
            here = here and "bouton radio" in plain(" ".join(said))
            for _choice in range(MOST_CHOICES if here else 0):
                if self._is(said, wanted):
                    if "non selectionne" in plain(" ".join(said)):
                        self.reader.press("space")
                    return
                said = self._press("Down")
        raise AssertionError(f"never heard: {wanted.words}")

    def _option(self, words: str, said: list[str]) -> None:
        """The one heard on the way in is chosen already: then no key makes Orca say it again."""
        if plain(words) in map(plain, said):
            return
        said = self.reader.press("Home")
        for _ in range(40):
            if plain(words) in map(plain, said):
                return
            said = self.reader.press("Down")
        raise AssertionError(f"never heard: {words}")

    def press(self, wanted: Wanted) -> list[str]:
        """Reach a button and press it; what follows is heard."""
        self.reach(wanted)
        return self.follow()

    def follow(self) -> list[str]:
        """Enter, and all that is said after it: a sentence or a whole page."""
        return self.reader.press("Return", quiet=2.5, first=10.0, limit=90)
