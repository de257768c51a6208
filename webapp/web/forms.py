"""Forms of the service's own pages: what was typed, what is missing, where to go next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from webapp.errors import Refused
from webapp.exercises.contract import FieldError
from webapp.web.questions import FormOnly


@dataclass(frozen=True, kw_only=True)
class FormPage(FormOnly):
    """A page that is only a form. ``kind`` and ``next_url`` for those that need them."""

    kind: str = ""
    next_url: str = ""


def field_errors(problem: Refused) -> tuple[FieldError, ...]:
    """A domain error as the components show it."""
    return (FieldError(problem.field, problem.message),)


def posted() -> Mapping[str, Sequence[str]]:
    """The posted form, every field with all its values.

    Control characters are dropped at the door: nobody types them, and PostgreSQL refuses a NUL.
    """
    form = request.form.to_dict(flat=False)
    return {plain(name): [plain(value) for value in values] for name, values in form.items()}


def plain(text: str) -> str:
    """The text without control characters, line breaks and tabs apart."""
    return "".join(char for char in text if char >= " " or char in "\n\r\t")


def local_path(path: str | None, default: str) -> str:
    """A path of this site, or the default: nobody is ever sent elsewhere."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return default
    if any(ord(char) < 32 for char in path):
        return default
    return path
