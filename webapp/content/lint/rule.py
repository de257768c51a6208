"""What a rule is, and the list of all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

from webapp.content.source import Loc, Source


class Severity(StrEnum):
    """How much it matters."""

    ERROR = "E"
    WARNING = "W"
    INFO = "I"


@dataclass(frozen=True, order=True)
class Finding:
    """One remark on one line of one file."""

    file: PurePath
    line: int
    rule: str
    severity: Severity
    message: str
    todo: str

    def __str__(self) -> str:
        head = f"{self.file}:{self.line} {self.rule} {self.severity}"
        return f"{head} {self.message} {self.todo}".rstrip()


class Hit(NamedTuple):
    """What a rule found: where in the file, what, and how serious when not as usual."""

    loc: Loc
    message: str
    severity: Severity | None = None


Scope = Literal["text", "item", "bank", "file"]
Check = Callable[..., Iterable[Any]]


@dataclass(frozen=True)
class Rule:
    """A rule, the part it looks at, and what the author does about it."""

    id: str
    scope: Scope
    severity: Severity
    todo: str
    check: Check

    def finding(self, source: Source, hit: Hit) -> Finding:
        """The remark for a hit in a file."""
        severity = hit.severity or self.severity
        return Finding(source.name, source.line(hit.loc), self.id, severity, hit.message, self.todo)


_rules: dict[str, Rule] = {}
RULES: Mapping[str, Rule] = _rules


def rule(id_: str, scope: Scope, severity: str, todo: str) -> Callable[[Check], Check]:
    """Register a check. It yields ``Hit`` (for a bank: ``(file, Hit)``; for a text: a message)."""

    def register(check: Check) -> Check:
        if id_ in _rules:
            raise ValueError(f"rule {id_} exists already")
        _rules[id_] = Rule(id_, scope, Severity(severity), todo, check)
        return check

    return register


def of_scope(scope: Scope) -> Iterator[Rule]:
    """The rules of one scope, by number."""
    return (_rules[key] for key in sorted(_rules) if _rules[key].scope == scope)
