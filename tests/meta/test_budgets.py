"""Sizes that keep the house readable: small files, small functions, one guard a view, small pages."""

import ast
from pathlib import Path

import pytest

from webapp import FEATURES
from webapp.config import ROOT

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 45, 120
SOURCES = sorted(
    path for path in (ROOT / "webapp").rglob("*.py") if "migrations/versions" not in path.as_posix()
)
TEMPLATES = sorted((ROOT / "webapp").rglob("*.html"))


def functions(tree: ast.AST):
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function: ast.FunctionDef) -> int:
    """Lines of the body, its docstring left out: explaining is never discouraged."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = first.end_lineno if documented else function.body[0].lineno - 1
    return function.end_lineno - start


def too_long(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    found = [f"{path}: {text.count(chr(10))} lines"] if text.count("\n") > LONGEST_FILE else []
    return found + [
        f"{path}: {function.name} {body_lines(function)} lines"
        for function in functions(ast.parse(text))
        if body_lines(function) > LONGEST_FUNCTION
    ]


def test_files_and_functions_stay_small():
    assert [line for path in SOURCES for line in too_long(path)] == []


def test_templates_stay_small():
    long = [
        p.name for p in TEMPLATES if p.read_text(encoding="utf-8").count("\n") > LONGEST_TEMPLATE
    ]
    assert long == []


def test_a_long_function_would_be_seen(tmp_path):
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION + 1), encoding="utf-8")
    assert too_long(path)


@pytest.mark.parametrize("feature", FEATURES)
def test_every_view_has_one_guard_and_every_post_commits(app, feature):
    module = f"webapp.{feature}"
    views = [(rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()]
    own = [(rule, view) for rule, view in views if view.__module__ == module]
    assert own
    for rule, view in own:
        assert hasattr(view, "guard"), rule
        assert ("POST" in rule.methods) == getattr(view, "commits", False), rule
