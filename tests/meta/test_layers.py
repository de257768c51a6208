"""One rule, by folder: what stands in a folder named ``web`` may know Flask and no SQL; all the rest of
the house knows no Flask. ``import-linter`` holds the order of the features (``pyproject.toml``)."""

import ast
from pathlib import Path

from webapp.config import ROOT

ASSEMBLING = {"__init__.py", "assembly.py", "cli.py", "lab.py", "serving.py", "wsgi.py"}
"""What puts the application together and starts it, at the root of ``webapp``."""

FLASK = {"flask", "flask_babel", "flask_login", "htmx_flask", "werkzeug", "markupsafe"}
SQL = {"sqlalchemy", "sqlmodel"}
TRANSACTIONS = {"webapp/web/transaction.py", "webapp/web/errors.py", "webapp/web/health.py"}
"""Where the request meets the database: commit, its failures, its state."""


def imports(path: Path) -> set[str]:
    """Every name that a file imports, with its module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        name
        for node in ast.walk(tree)
        for name in (
            [f"{node.module}.{alias.name}" for alias in node.names]
            if isinstance(node, ast.ImportFrom) and node.module
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }


def test_the_site_does_not_load_the_simulations():
    importers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "webapp").rglob("*.py")
        if any(name.partition(".")[0] == "simulation" for name in imports(path))
    }
    assert importers == {"webapp/lab.py"}
    assert "webapp.lab" not in imports(ROOT / "webapp/assembly.py")


def is_web(module: str) -> bool:
    parts = module.split(".")
    return parts[0] == "webapp" and "web" in parts[1:]


def faults(relative: str, imported: set[str]) -> list[str]:
    """What a file imports against the rule of its folder."""
    packages = {name: name.partition(".")[0] for name in imported}
    if "web" in Path(relative).parts[1:]:
        if relative in TRANSACTIONS:
            return []
        return [name for name, package in packages.items() if package in SQL]
    if len(Path(relative).parts) == 2 and Path(relative).name in ASSEMBLING:
        return []
    return [name for name, package in packages.items() if package in FLASK or is_web(name)]


def test_flask_stays_in_web_folders_and_sql_out_of_them():
    found = [
        f"{relative} imports {name}"
        for path in sorted((ROOT / "webapp").rglob("*.py"))
        if "migrations" not in path.parts
        for relative in [path.relative_to(ROOT).as_posix()]
        for name in faults(relative, imports(path))
    ]
    assert found == []


def test_the_rule_sees_what_breaks_it():
    assert faults("webapp/assessment/sitting/reading.py", {"flask.g"})
    assert faults("webapp/assessment/models.py", {"webapp.web.render.render_page"})
    assert faults("webapp/assessment/web/views.py", {"sqlmodel.Session"})
    assert not faults("webapp/assessment/web/views.py", {"flask.g", "webapp.web.render"})
