"""The list of planted mistakes, and planting one in a tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

LIST = Path(__file__).with_name("mutants.yaml")


@dataclass(frozen=True)
class Mutant:
    """One mistake. ``hurts`` is what a person would live with it; ``tests`` should see it."""

    name: str
    area: str
    file: str
    text: str
    becomes: str
    hurts: str
    tests: tuple[str, ...]

    def planted_in(self, source: str) -> str:
        """The source with the mistake. Raises ``ValueError`` unless its text stands there once."""
        times = source.count(self.text)
        if times != 1:
            raise ValueError(f"« {self.name} »: its text stands {times} times in {self.file}")
        return source.replace(self.text, self.becomes)


def mutants() -> tuple[Mutant, ...]:
    """Every mutant, in the order of the list."""
    entries = YAML(typ="safe").load(LIST)
    return tuple(Mutant(**{**entry, "tests": tuple(entry["tests"])}) for entry in entries)


@contextmanager
def planted(mutant: Mutant, tree: Path) -> Iterator[None]:
    """The tree holds the mistake inside the ``with``, and is as it was after it."""
    file = tree / mutant.file
    source = file.read_text(encoding="utf-8")
    file.write_text(mutant.planted_in(source), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(source, encoding="utf-8")
