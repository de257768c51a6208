"""The hook checks what is staged, only when exercises are staged, and stops a commit on an error."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from webapp.config import ROOT

CHECK = '#!/bin/sh\ncat "$3/items/one.yaml"\ntouch ran\n! grep -q bad "$3/items/one.yaml"\n'
WHO = ("-c", "user.name=Test", "-c", "user.email=test@courrier.example")


class Repository:
    """A small repository with the hook and a check that refuses the word « bad »."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q")
        for name, text in ((".venv/bin/marchepied", CHECK), (".gitignore", ".venv\nran\n")):
            self.write(name, text)
        (root / ".venv/bin/marchepied").chmod(0o755)
        (root / ".git/hooks").mkdir(exist_ok=True)
        (root / ".git/hooks/pre-commit").symlink_to(ROOT / "scripts/pre-commit")

    def git(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One git command."""
        return subprocess.run(
            ["git", *WHO, *words],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    @property
    def checked(self) -> bool:
        return (self.root / "ran").exists()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_an_error_stops_the_commit(repository: Repository) -> None:
    repository.write("content/items/one.yaml", "bad")
    repository.git("add", "content")
    refused = repository.git("commit", "-m", "one")
    assert refused.returncode != 0
    assert "Le contrôle refuse" in refused.stdout + refused.stderr


def test_what_is_staged_is_checked_not_what_is_being_written(repository: Repository) -> None:
    repository.write("content/items/one.yaml", "good")
    repository.git("add", "content")
    repository.write("content/items/one.yaml", "bad")
    assert repository.git("commit", "-m", "one").returncode == 0
    assert repository.checked


def test_nothing_is_checked_without_exercises(repository: Repository) -> None:
    repository.write("README.md", "bad")
    repository.git("add", "README.md")
    assert repository.git("commit", "-m", "one").returncode == 0
    assert not repository.checked


def test_a_missing_check_is_not_told_as_a_bad_exercise(repository: Repository) -> None:
    (repository.root / ".venv/bin/marchepied").unlink()
    repository.write("content/items/one.yaml", "good")
    repository.git("add", "content")
    refused = repository.git("commit", "-m", "one")
    assert refused.returncode != 0
    said = refused.stdout + refused.stderr
    assert "make setup-dev" in said and "refuse" not in said
