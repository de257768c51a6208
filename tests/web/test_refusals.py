"""What a form refuses is said in the language of its page, whatever service says it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.web.test_language_walk import foreign
from webapp import errors
from webapp.config import ROOT
from webapp.web.forms import field_errors
from webapp.web.locale import printed

KINDS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}
VALUES = {"whom": "Awa", "minutes": "5", "wait": "5"}
FOR_AUTHORS = ("gallery/", "assessment/correcting/regrade.py")
"""A room of development and a command: in French, as what authors write."""


def refusals() -> Iterator[tuple[str, str]]:
    """Every refusal written in the code: where, and its sentence."""
    for file in sorted((ROOT / "webapp").rglob("*.py")):
        where = str(file.relative_to(ROOT / "webapp"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = (
                node.func.id
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                else ""
            )
            if name in KINDS and not where.startswith(FOR_AUTHORS):
                yield f"{where}:{node.lineno}", sentence(node.args[0])


def sentence(argument: ast.expr) -> str:
    """Written in place, so that it is found and translated; through ``_`` or not."""
    if isinstance(argument, ast.Call):
        (argument,) = argument.args
    assert isinstance(argument, ast.Constant), f"line {argument.lineno}: write the sentence here"
    return str(argument.value)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_refusal_is_said_in_the_language_of_the_page(app: Flask, lang: str) -> None:
    said = {}
    with app.test_request_context("/mes-donnees", headers={"Cookie": f"langue={lang}"}):
        for where, french in refusals():
            (shown,) = field_errors(errors.Invalid(french, field="x", **VALUES))
            said[where] = shown.message
            assert shown.message != printed(french), (where, "scripts/i18n, then translate")
    assert len(said) > 30
    assert {where: text for where, text in said.items() if foreign(lang, text)} == {}


def test_pages_for_professionals_are_french_and_say_so(app: Flask) -> None:
    with app.test_request_context("/conseil/nouveau", headers={"Cookie": "langue=ar"}):
        for _where, french in refusals():
            (shown,) = field_errors(errors.Invalid(french, field="x", **VALUES))
            assert shown.message == printed(french) % VALUES
