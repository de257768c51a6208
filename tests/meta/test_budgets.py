"""Sizes that keep the house readable: small files, small functions, one guard a view, small pages."""

import ast
from pathlib import Path

from webapp.config import ROOT

LONGEST_FILE, LONGEST_FUNCTION = 220, 22
"""Statements."""
LONGEST_TEMPLATE = 120
"""Lines."""
SOURCES = sorted(
    path for path in (ROOT / "webapp").rglob("*.py") if "migrations/versions" not in path.as_posix()
)
TEMPLATES = sorted((ROOT / "webapp").rglob("*.html"))


def functions(tree: ast.AST):
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def statements(node: ast.AST) -> int:
    """What a reader has to follow: how the formatter lays it out counts for nothing."""
    return sum(isinstance(child, ast.stmt) for child in ast.walk(node))


def body_statements(function: ast.FunctionDef) -> int:
    """The docstring left out: explaining is never discouraged."""
    return statements(function) - 1 - (ast.get_docstring(function) is not None)


def too_long(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    whole = statements(tree)
    found = [f"{path}: {whole} statements"] if whole > LONGEST_FILE else []
    return found + [
        f"{path}: {function.name} {body_statements(function)} statements"
        for function in functions(tree)
        if body_statements(function) > LONGEST_FUNCTION
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


WITHOUT_PERSON = {"webapp.web.health", "webapp.web.static_files"}
"""Probes and files: no person is looked up."""


def test_every_view_has_one_guard_and_every_post_commits(app):
    views = [(rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()]
    for rule, view in views:
        assert hasattr(view, "guard") != (view.__module__ in WITHOUT_PERSON), rule
        assert ("POST" in rule.methods) == getattr(view, "commits", False), rule


def test_the_formatter_alone_decides_the_layout():
    kept = "# fmt: " + "skip"
    assert [p for p in (ROOT / "webapp").rglob("*.py") if kept in p.read_text("utf-8")] == []
