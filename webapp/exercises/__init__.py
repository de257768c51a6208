"""Exercise rooms: one folder per exercise type, discovered by name.

Adding a type touches one folder. A sub-package is a room when it defines ``EXERCISE``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType

from webapp.exercises.contract import Exercise

FOLDER = Path(__file__).parent


class UnknownType(LookupError):
    """No room has this name."""


@cache
def rooms() -> Mapping[str, Exercise]:
    """Every room of the house, by type name."""
    found = {}
    for module in iter_modules([str(FOLDER)]):
        if not module.ispkg:
            continue
        exercise: Exercise = import_module(f"{__name__}.{module.name}").EXERCISE
        if exercise.type != module.name:
            raise ImportError(f"room {module.name} says its type is {exercise.type}")
        found[exercise.type] = exercise
    return MappingProxyType(found)


def room(type_: str) -> Exercise:
    """The room of one exercise type. Raises ``UnknownType``."""
    try:
        return rooms()[type_]
    except KeyError:
        raise UnknownType(type_) from None


__all__ = ["FOLDER", "Exercise", "UnknownType", "room", "rooms"]
