"""Small hands for writing XML, and the blocks of an exercise as the HTML that QTI allows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from webapp.exercises.paper import Block, Bubble, Facts, Frame, PaperTable, Words

NOT_A_NAME = re.compile(r"[^A-Za-z0-9_.-]")


def name(text: str) -> str:
    """An id as QTI accepts it: a letter or « _ » first, then letters, digits and « _.- »."""
    clean = NOT_A_NAME.sub("_", text)
    return clean if clean[:1].isalpha() or clean[:1] == "_" else f"_{clean}"


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """A child; ``base_type="x"`` writes the attribute ``base-type``."""
    found = SubElement(parent, tag, {key.replace("_", "-"): v for key, v in attributes.items()})
    found.text = text
    return found


def written(root: Element) -> bytes:
    """The document, in UTF-8, with its declaration."""
    indent(root)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def draw(parent: Element, blocks: Iterable[Block]) -> None:
    """The things to read of an exercise."""
    for block in blocks:
        if isinstance(block, Frame):
            inner = add(parent, "div")
            add(inner, "h2", block.title)
            draw(inner, block.parts)
        elif isinstance(block, PaperTable):
            _table(parent, block)
        elif isinstance(block, Facts):
            facts = add(parent, "dl")
            for key, value in block.rows:
                add(facts, "dt", key)
                add(facts, "dd", value)
        elif isinstance(block, Bubble):
            add(parent, "p", f"{block.who} : {block.text}" if block.who else block.text)
        elif isinstance(block, Words):
            _words(parent, block)
        else:
            raise TypeError(f"{block.kind} is something to write, not to read")


def _words(parent: Element, block: Words) -> None:
    if block.strong:
        add(add(parent, "p"), "strong", block.text)
    else:
        add(parent, "p", block.text)


def _table(parent: Element, block: PaperTable) -> None:
    table = add(parent, "table")
    add(table, "caption", block.caption)
    line = add(add(table, "thead"), "tr")
    for text in block.head:
        add(line, "th", text, scope="col")
    body = add(table, "tbody")
    for row in block.rows:
        line = add(body, "tr")
        for text in row:
            add(line, "td", text)
