"""The real content folder, read once, and a small folder each test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from webapp.content import Catalogue, load_catalogue
from webapp.content.lint.bank import LintBank
from webapp.content.source import Source

CONTENT = Path(__file__).parents[2] / "content"
TODAY = date(2026, 11, 28)

Edit = Callable[[str, str, str], None]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The content of the repository."""
    return load_catalogue(CONTENT)


@pytest.fixture
def bank(catalogue: Catalogue) -> LintBank:
    """The whole bank as it is."""
    names = [*CONTENT.glob("*.yaml"), *CONTENT.glob("*/*.yaml"), *CONTENT.glob("*/*/*.yaml")]
    sources = {str(name.relative_to(CONTENT)): Source.read(CONTENT, name) for name in names}
    return LintBank(catalogue, sources, TODAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content folder, free to change."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace one passage of one file of the copy."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{file}: {old!r} found {text.count(old)} times"
        path.write_text(text.replace(old, new), "utf-8")

    return replace
