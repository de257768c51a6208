"""One class, one name: nobody should have to ask which of two is meant."""

import ast
from collections import defaultdict

from webapp.config import ROOT

PACKAGES = ("webapp", "simulation")
BY_ROOM = ROOT / "webapp" / "exercises"
"""In the folder of an exercise type, ``World`` and ``Answer`` are the words of the contract."""


def test_no_two_classes_have_one_name():
    places = defaultdict(list)
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if path.parent.parent == BY_ROOM or "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(path.relative_to(ROOT).as_posix())
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}
