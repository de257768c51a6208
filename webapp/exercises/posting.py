"""Posted forms: how rooms read the fields they receive, and write those they play themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.exercises.keyboards import same_signs

FormData = Mapping[str, Sequence[str]]
"""A posted form: each field name with all its values, in order."""


def first(form: FormData, name: str, default: str = "") -> str:
    """The first value of a field, without surrounding spaces, whatever keyboard typed it."""
    values = form.get(name) or (default,)
    return same_signs(values[0]).strip()


def every(form: FormData, name: str) -> list[str]:
    """All values of a field, in order, without repeats."""
    return list(dict.fromkeys(value.strip() for value in form.get(name, ())))


def answer_form(**fields: str | Sequence[str]) -> dict[str, list[str]]:
    """A final form for ``sample``: ``answer_form(choice="a")``."""
    form = {
        name: [value] if isinstance(value, str) else list(value) for name, value in fields.items()
    }
    return {"act": ["answer"], **form}


def action_form(act: str, **fields: str | Sequence[str]) -> dict[str, list[str]]:
    """An action form for ``sample``: ``action_form("open:m1")``."""
    return {**answer_form(**fields), "act": [act]}
