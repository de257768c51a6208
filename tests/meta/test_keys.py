"""A key of ``content/`` that nothing reads promises what the service does not do: there is none.

Keys are looked for by name: one that shares its name with another is not seen here.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re

from webapp.config import ROOT
from webapp.content import schema
from webapp.content.schema.base import StrictModel

FOR_PEOPLE = {
    # Written for who reads the files: authors, reviewers, a concordance study.
    "BandInfo.digcomp",
    "BandInfo.pix",
    "Skill.digcomp",
    "Skill.pix",
    "A11y.notes",
    "CalibrationFile.made",
    # What a step of a lesson shows, in the file too; a single way exists.
    "ExampleStep.reveal",
    # The badge of a parcours: its skills are checked, no page gives it yet.
    "Recognise.badge",
}


def read_somewhere() -> set[str]:
    """Names read as attributes, in code and in templates."""
    found = set()
    for path in (ROOT / "webapp").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found.add(node.attr)
    for path in (ROOT / "webapp").rglob("*.html"):
        found |= set(re.findall(r"\.(\w+)", path.read_text(encoding="utf-8")))
    return found


def every_model(parent: type = StrictModel):
    for child in parent.__subclasses__():
        yield child
        yield from every_model(child)


def test_every_key_is_read():
    for module in pkgutil.iter_modules(schema.__path__):
        importlib.import_module(f"{schema.__name__}.{module.name}")
    read = read_somewhere() | {"schema_"}
    unread = {
        f"{model.__name__}.{name}"
        for model in set(every_model())
        if model.__module__.startswith(schema.__name__)
        for name in model.model_fields
        if name not in read
    }
    assert unread == FOR_PEOPLE


def test_a_key_nobody_declared_is_refused():
    assert StrictModel.model_config["extra"] == "forbid"
