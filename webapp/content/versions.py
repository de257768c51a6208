"""Versions of exercises: what may change freely, what needs a new number, where old ones are kept.

A person's answer must be readable years later, and what an exercise measured must stay true. The
parts that can make it easier or harder (``MEASURED``) have a fingerprint, frozen in
``versions.yaml``. Changing them asks for a new version; the old file goes to ``archive/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from webapp.content.catalogue import Catalogue
from webapp.content.errors import ContentError, Problem
from webapp.content.item import Item
from webapp.content.source import canonical, fingerprint

MEASURED = ("type", "skill", "level", "lang", "text", "world", "answer", "vary")
"""What can move the difficulty. Feedback, facts, glossary, settings and status cannot."""

FILE = "versions.yaml"
ARCHIVE = "archive"
HEAD = """# Ce que mesure chaque version de chaque exercice. Écrit par « marchepied content freeze ».
# Un changement de la consigne, du document, de la réponse ou des variantes demande une nouvelle version.
schema: versions/1
items:
"""


def measured(data: Mapping[str, Any]) -> str:
    """The fingerprint of what an exercise file measures, 16 hexadecimal digits."""
    return fingerprint(canonical({name: data[name] for name in MEASURED}))[:16]


def archived_name(item_id: str, version: int) -> str:
    """The file of an old version, inside the content folder."""
    return f"{ARCHIVE}/{item_id}.v{version}.yaml"


def freeze_versions(catalogue: Catalogue) -> list[str]:
    """Write the fingerprint of every version not frozen yet; the exercises that were added.

    Raises ``ContentError`` for an exercise that changed without a new version.
    """
    added, lines, problems = [], [], []
    for item in sorted(catalogue.items.values(), key=lambda one: one.id):
        frozen = list(catalogue.versions.items.get(item.id, ()))
        problem = version_problem(catalogue, item)
        if problem is not None:
            problems.append(Problem(item.path, 1, problem))
        elif len(frozen) < item.version:
            frozen.append(item.measured)
            added.append(item.id)
        lines.append(f"  {item.id}: [{', '.join(quoted(mark) for mark in frozen)}]")
    if problems:
        raise ContentError(problems)
    (catalogue.root / FILE).write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return added


def quoted(mark: str) -> str:
    """Always a string: sixteen digits could read as a number."""
    return f'"{mark}"'


def version_problem(catalogue: Catalogue, item: Item) -> str | None:
    """What is wrong with the version of an exercise, in French; None when all is well."""
    known = catalogue.versions.items.get(item.id, ())
    if item.version < len(known):
        return f"La version {len(known)} existe déjà : ne revenez pas à la version {item.version}."
    if item.version > len(known) + 1:
        return f"La version suivante est la {len(known) + 1}, pas la {item.version}."
    frozen = catalogue.versions.of(item.id, item.version)
    if frozen is not None and frozen != item.measured:
        return (
            f"Ce qui est mesuré a changé, mais la version est encore {item.version}. Reprenez le fichier "
            f"d'avant, lancez « marchepied content bump {item.id} », puis faites le changement."
        )
    missing = [v for v in range(1, item.version) if (item.id, v) not in catalogue.archive]
    if missing:
        return f"Il manque {archived_name(item.id, missing[0])} : les anciennes réponses en ont besoin."
    return None


def bump(catalogue: Catalogue, item_id: str) -> Path:
    """Keep the exercise as it is in the archive and give the file the next number; that file.

    Raises ``LookupError`` for an unknown exercise, ``ContentError`` when it changed already.
    """
    item = catalogue.items[item_id]
    if catalogue.versions.of(item_id, item.version) != item.measured:
        message = (
            version_problem(catalogue, item) or "Lancez d'abord « marchepied content freeze »."
        )
        raise ContentError([Problem(item.path, 1, message)])
    file = catalogue.root / item.path
    text = file.read_text("utf-8")
    kept = catalogue.root / archived_name(item_id, item.version)
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(text, encoding="utf-8")
    old, new = f"version: {item.version}\n", f"version: {item.version + 1}\n"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file
