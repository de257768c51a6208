"""Reading the files: YAML 1.2 only, where « no » and « on » are words, with the line of any part.

Values are read first, quickly; positions are looked up only when there is something to say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from webapp.content.errors import ContentError, Problem
from webapp.content.work_cache import MISSING, WorkCache

Loc = Sequence[str | int]
UNREADABLE = "regardez cette ligne et la ligne d'avant"
WHY = {
    "mapping values are not allowed": "« : » coupe une phrase sans guillemets",
    "could not find expected ':'": "il manque « : » après un nom",
    "duplicate key": "le même nom est écrit deux fois",
    "cannot start any token": "ce signe ou cette tabulation ne peut pas commencer une ligne",
    "unexpected end of stream": "il manque un guillemet à la fin",
    "expected <block end>": "les espaces au début de la ligne ne vont pas",
    "expected ',' or": "il manque une virgule, ou la fin de la liste",
}
"""What YAML says in English, by a few of its words, and in the words of an author."""


@dataclass(frozen=True)
class Source:
    """One file of the content folder, named relative to it."""

    name: PurePath
    text: str
    memory: WorkCache = field(default_factory=WorkCache, compare=False, repr=False)

    @classmethod
    def read(cls, root: Path, file: Path, memory: WorkCache | None = None) -> Source:
        """Read a file of the content folder."""
        return cls(PurePath(file.relative_to(root)), file.read_text("utf-8"), memory or WorkCache())

    @cached_property
    def data(self) -> Any:
        """The values. Raises ``ContentError`` when this is not YAML."""
        key = fingerprint(self.text)
        data = self.memory.get(key)
        if data is MISSING:
            data = self._parsed()
            plain = as_json(data)
            if plain is not MISSING:
                self.memory.put(key, plain)
        return data

    def _parsed(self) -> Any:
        """The values. Errors are those of the slow reader, whose words are known."""
        try:
            return _yaml(pure=False).load(self.text)
        except MarkedYAMLError as error:
            _ = self.tree
            raise self._unreadable(error) from error

    @cached_property
    def tree(self) -> Node:
        """The nodes with their positions and their way of writing. Raises ``ContentError`` too."""
        try:
            node: Node = _yaml().compose(self.text)
        except MarkedYAMLError as error:
            raise self._unreadable(error) from error
        return node

    def _unreadable(self, error: MarkedYAMLError) -> ContentError:
        said = str(error.problem)
        # A quote never closed is seen at the end of the file: the line to correct is its beginning.
        mark = error.context_mark if "end of stream" in said else error.problem_mark
        line = mark.line + 1 if mark else 1
        why = next((french for sign, french in WHY.items() if sign in said), UNREADABLE)
        return ContentError([Problem(self.name, line, f"Ce fichier YAML ne se lit pas : {why}.")])

    def line(self, loc: Loc) -> int:
        """The line of a part, or of the nearest part around it."""
        node, line = self.tree, 1
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

    def problem(self, loc: Loc, message: str) -> Problem:
        """A problem at a part of this file."""
        return Problem(self.name, self.line(loc), message, ".".join(map(str, loc)))


def _yaml(*, pure: bool = True) -> YAML:
    """The reader that knows every position; or, not pure, the one in C, five times faster."""
    yaml = YAML(typ="safe", pure=pure)
    yaml.version = (1, 2)
    return yaml


def _child(node: Node, step: str | int) -> tuple[Node, int] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    if isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            if step == index or str(step) in (str(index), node_id(value)):
                return value, value.start_mark.line + 1
    return None


def node_id(node: Node) -> str | None:
    """The ``id`` (or ``code``) written in a mapping node."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value in ("id", "code"):
                return str(value.value)
    return None


def walk(node: Node) -> Iterator[tuple[Node, Node | None, bool]]:
    """Every value node with its key (None in a list) and whether it sits in a ``{…}``."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield value, key, bool(node.flow_style)
            yield from walk(value)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield value, None, False
            yield from walk(value)


def as_json(data: Any) -> Any:
    """The same values as JSON has them, dates as written; ``MISSING`` when JSON would change one."""
    if isinstance(data, dict):
        parts = {key: as_json(value) for key, value in data.items()}
        whole = all(isinstance(key, str) for key in parts) and MISSING not in parts.values()
        return parts if whole else MISSING
    if isinstance(data, list):
        items = [as_json(value) for value in data]
        return MISSING if MISSING in items else items
    if isinstance(data, date):
        return data.isoformat()
    return data if isinstance(data, str | int | float | bool | None) else MISSING


def canonical(data: Any) -> str:
    """One text for one meaning: sorted keys, no spaces, dates as written."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def fingerprint(text: str) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
