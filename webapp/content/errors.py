"""What can be wrong in a content file, said to its author: file, line, and a sentence in French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file. ``line`` starts at 1; ``path`` is the dotted place in the data."""

    file: PurePath
    line: int
    message: str
    path: str = ""

    def __str__(self) -> str:
        where = f" ({self.path})" if self.path else ""
        return f"{self.file}:{self.line}{where} : {self.message}"


class ContentError(ValueError):
    """The content cannot be used: at least one file is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
