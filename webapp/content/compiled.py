"""The catalogue as another process read it: one file under ``var/``, named by all it depends on.

Reading and checking the content folder takes seconds; taking back what came out of it, a hundredth
of one. The name holds the content, the translations and the code that reads them: a file that is
stale is never opened, and thrown away by the next one.
"""

from __future__ import annotations

import copyreg
import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from webapp.content.catalogue import Catalogue
from webapp.content.loading import load_catalogue

CODE = Path(__file__).resolve().parents[1]
READERS = ("content", "exercises")
"""The packages whose classes are in the file."""

PREFIX, SUFFIX = "catalogue-", ".pickle"
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def compiled_catalogue(root: Path, var: Path) -> Catalogue:
    """The catalogue of a content folder. Raises ``ContentError`` as ``load_catalogue`` does."""
    file = var / f"{PREFIX}{_key(root)}{SUFFIX}"
    return _taken_back(file) or _compiled(root, file)


def _key(root: Path) -> str:
    seen = hashlib.sha256(f"{sys.version} {version('pydantic')} {root.resolve()}".encode())
    for file in _sources(root):
        seen.update(f"\0{file}\0".encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()[:32]


def _sources(root: Path) -> Iterator[Path]:
    for package in READERS:
        yield from sorted((CODE / package).rglob("*.py"))
    yield from sorted(path for path in root.rglob("*") if path.is_file())
    yield from sorted((root.parent / "translations" / "content").rglob("*.po"))


def _taken_back(file: Path) -> Catalogue | None:
    """None when there is none, when somebody else could have written it, or when it is damaged."""
    try:
        about = file.stat()
        if about.st_uid != os.geteuid() or about.st_mode & OTHERS_MAY_WRITE:
            return None
        found = pickle.loads(file.read_bytes())  # noqa: S301 (ours, and nobody else's: see above)
    except (OSError, EOFError, pickle.PickleError, AttributeError, ImportError, ValueError):
        return None
    return found if isinstance(found, Catalogue) else None


def _compiled(root: Path, file: Path) -> Catalogue:
    catalogue = load_catalogue(root)
    for stale in file.parent.glob(f"{PREFIX}*{SUFFIX}"):
        stale.unlink(missing_ok=True)
    # Another process may do the same at the same moment: one of the two wins whole.
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as out:
        _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(catalogue)
    Path(name).replace(file)
    return catalogue


class _Pickler(pickle.Pickler):
    """Knows the mappings that cannot be changed, which pickle does not."""

    dispatch_table = copyreg.dispatch_table.copy()


def _frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


_Pickler.dispatch_table[MappingProxyType] = lambda mapping: (_frozen, (dict(mapping),))
