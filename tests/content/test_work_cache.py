"""What is remembered is what would have been read, and never anything older."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from webapp.config import ROOT
from webapp.content import load_catalogue
from webapp.content.lint import lint
from webapp.content.source import as_json
from webapp.content.work_cache import MISSING, WorkCache

TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path):
    for name in ("content", "translations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    content = tmp_path / "content"
    for path in (
        *content.glob("items/[!A]*/*.yaml"),
        *content.glob("modules/MOD-[!A]*.yaml"),
        *content.glob("modules/MOD-ADM-[56].yaml"),  # they use exercises of other domains
        *content.glob("parcours/PAR-[1-9]*.yaml"),
    ):
        path.unlink()
    return content


def test_the_same_catalogue_with_and_without_memory(tmp_path):
    file = tmp_path / "content.json"
    plain = load_catalogue(ROOT / "content")
    for _first_then_remembered in range(2):
        made = load_catalogue(ROOT / "content", WorkCache(file))
        assert made.version == plain.version
        assert {i.id: i.hash for i in made.items.values()} == {
            i.id: i.hash for i in plain.items.values()
        }
    assert json.loads(file.read_text("utf-8"))


def test_a_changed_file_is_read_again(folder, tmp_path):
    file = tmp_path / "content.json"
    item = next(iter(load_catalogue(folder, WorkCache(file)).items.values()))
    path = folder / item.path
    text = path.read_text("utf-8")
    path.write_text(text.replace(item.text.title, "Un autre titre", 1), "utf-8")
    assert load_catalogue(folder, WorkCache(file)).items[item.id].text.title == "Un autre titre"


def test_remarks_are_the_same_and_follow_a_change(folder, tmp_path):
    file = tmp_path / "lint.json"
    first = lint(folder, today=TODAY, memory=WorkCache(file))
    assert lint(folder, today=TODAY, memory=WorkCache(file)) == first == lint(folder, today=TODAY)
    path = min((folder / "items").glob("*/*.yaml"))
    text = path.read_text("utf-8")
    path.write_text(text.replace("  task: ", "  task: Cliquez ici. ", 1), "utf-8")
    after = lint(folder, today=TODAY, memory=WorkCache(file))
    assert {f.rule for f in after} - {f.rule for f in first}
    assert after == lint(folder, today=TODAY)


@pytest.mark.parametrize("damage", ["", "{", "[1]", "\x00"])
def test_a_damaged_memory_is_an_empty_one(tmp_path, damage):
    file = tmp_path / "memory.json"
    file.write_text(damage, "utf-8")
    memory = WorkCache(file)
    assert memory.get("key") is MISSING
    memory.put("key", {"a": [1]})
    memory.save()
    assert WorkCache(file).get("key") == {"a": [1]}


def test_what_was_not_asked_for_is_forgotten(tmp_path):
    file = tmp_path / "memory.json"
    for keys in (("a", "b"), ("b",)):
        memory = WorkCache(file)
        for key in keys:
            memory.get(key)
            memory.put(key, key)
        memory.save()
    assert WorkCache(file).get("a") is MISSING


def test_values_json_would_change_are_not_remembered():
    assert as_json({"a": [date(2026, 1, 2), None, True]}) == {"a": ["2026-01-02", None, True]}
    assert as_json({1: "a"}) is MISSING
    assert as_json({"a": [{2: 3}]}) is MISSING
