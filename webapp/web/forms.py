"""Forms of the service's own pages: what was typed, what is missing, where to go next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Never

from flask import Flask, request
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items

from webapp.errors import Refused
from webapp.exercises.contract import FieldError
from webapp.web.htmx import Htmx4Request
from webapp.web.questions import FormOnly


@dataclass(frozen=True, kw_only=True)
class FormPage(FormOnly):
    """A page that is only a form. ``kind`` and ``next_url`` for those that need them."""

    kind: str = ""
    next_url: str = ""


def in_words(problem: Refused) -> str:
    """What a domain error says, in the language of the page."""
    return _(problem.message, **problem.values)


def field_errors(problem: Refused, field: str = "") -> tuple[FieldError, ...]:
    """A domain error as the components show it; ``field`` when the error names none."""
    return (FieldError(problem.field or field, in_words(problem)),)


def posted() -> Mapping[str, Sequence[str]]:
    """The posted form, every field with all its values."""
    return request.form.to_dict(flat=False)


def plain(text: str) -> str:
    """The text without control characters, line breaks and tabs apart."""
    return "".join(char for char in text if char >= " " or char in "\n\r\t")


class PlainFields(ImmutableMultiDict[str, str]):
    """Fields of a form or of an address, without control characters.

    They are dropped at the door: nobody types them, and PostgreSQL refuses a NUL. So is a part of a
    multipart form whose name cannot be read: Werkzeug hands it over under ``None``.
    """

    def __init__(
        self, mapping: Iterable[tuple[str, str]] | Mapping[str, str] | None = None
    ) -> None:
        pairs = () if mapping is None else iter_multi_items(mapping)
        super().__init__([(plain(name), plain(value)) for name, value in pairs if name is not None])


class PlainRequest(Htmx4Request):
    """A request whose fields are plain text. No page of ours sends a file."""

    parameter_storage_class = PlainFields

    def _get_file_stream(self, *_about: object, **_more: object) -> Never:
        """Werkzeug's door for the files of a form."""
        raise Refused(_("Cette demande contient un fichier. Recommencez sans fichier."))


def read_whole_body() -> None:
    """Before a transaction or a lock is taken: nobody waits for what a phone has not sent yet."""
    request.get_data(parse_form_data=True)


def init(app: Flask) -> None:
    """Every request is read this way."""
    app.request_class = PlainRequest
    app.before_request(read_whole_body)


def local_path(path: str | None, default: str) -> str:
    """A path of this site, or the default: nobody is ever sent elsewhere."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return default
    if any(ord(char) < 32 for char in path):
        return default
    return path
