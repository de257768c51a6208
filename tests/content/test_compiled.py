"""What another process read is taken back, and only that."""

import io
import pickle
import shutil
from dataclasses import fields
from types import MappingProxyType

import pytest
from ruamel.yaml import YAML

from webapp.config import ROOT
from webapp.content import all_rows, compiled, compiled_catalogue
from webapp.content.source import Source, as_json


@pytest.fixture
def folder(tmp_path):
    """A copy of the content, and a place for what is compiled."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copytree(ROOT / "translations" / "content", tmp_path / "translations" / "content")
    var = tmp_path / "var"
    var.mkdir()
    return tmp_path / "content", var


def kept(var):
    return list(var.glob("catalogue-*.pickle"))


def refuse(*_nothing):
    raise AssertionError("the folder was read again")


def test_the_second_process_reads_nothing(folder, monkeypatch):
    first = compiled_catalogue(*folder)
    monkeypatch.setattr(compiled, "load_catalogue", refuse)
    second = compiled_catalogue(*folder)
    assert second.version == first.version
    assert second.items.keys() == first.items.keys()
    item = next(iter(second.items.values()))
    assert second.present(item, next(all_rows(item))).spec
    for field in fields(first):
        assert type(getattr(first, field.name)) is type(getattr(second, field.name)), field.name
    with pytest.raises(TypeError):
        second.items["x"] = item


@pytest.mark.parametrize("changed", ["items", "translations"])
def test_a_change_is_seen(folder, changed):
    root, var = folder
    before = compiled_catalogue(root, var)
    [file] = kept(var)
    where = root / "items" if changed == "items" else root.parent / "translations"
    touched = next(where.rglob("*.yaml" if changed == "items" else "*.po"))
    touched.write_text(touched.read_text("utf-8") + "\n# autre\n", "utf-8")
    assert compiled_catalogue(root, var).version != before.version
    assert kept(var) != [file] and len(kept(var)) == 1, "the stale one is thrown away"


@pytest.mark.parametrize("body", [b"", b"hello", pickle.dumps({"a": 1}), b"\x80\x05\x95"])
def test_a_damaged_file_is_an_absent_one(folder, body):
    first = compiled_catalogue(*folder)
    kept(folder[1])[0].write_bytes(body)
    assert compiled_catalogue(*folder).version == first.version


def test_a_file_that_others_may_write_is_not_opened(folder, monkeypatch):
    compiled_catalogue(*folder)
    kept(folder[1])[0].chmod(0o666)
    monkeypatch.setattr(compiled.pickle, "loads", refuse)
    assert compiled_catalogue(*folder).items
    assert kept(folder[1])[0].stat().st_mode & 0o777 == 0o600


def test_both_readers_of_yaml_say_the_same():
    pure = YAML(typ="safe", pure=True)
    pure.version = (1, 2)
    for file in sorted((ROOT / "content").rglob("*.yaml")):
        source = Source.read(ROOT / "content", file)
        assert as_json(source._parsed()) == as_json(pure.load(source.text)), file


def test_what_cannot_be_changed_stays_so():
    frozen = pickle.loads(dumped(MappingProxyType({"a": 1})))
    assert frozen == {"a": 1} and isinstance(frozen, MappingProxyType)


def dumped(value) -> bytes:
    out = io.BytesIO()
    compiled._Pickler(out).dump(value)
    return out.getvalue()
