"""Every failure becomes a page in plain French that says what to do next, with the right status."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask, Response, make_response, request
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import BadRequest, HTTPException

from webapp.errors import Refused
from webapp.web.forms import in_words
from webapp.web.render import render_page
from webapp.web.request_origin import PROOF_FIELD

log = structlog.get_logger()
SECONDS_BEFORE_RETRY = 10
FOR_A_MOMENT = frozenset({500, 503})
"""Not the person's doing, and perhaps over in a minute: what they sent is kept in the page."""

SECRET_FIELD = "password"  # noqa: S105 (a word of field names)


def _texts(status: int) -> tuple[str, str]:
    """Title and what to do, for a status."""
    if status in (404, 410):
        return (
            _("Cette page n’existe pas"),
            _("L’adresse a peut-être une lettre en trop. Revenez à l’accueil."),
        )
    if status == 403:
        return _("Cette action est refusée"), _("Revenez à l’accueil, puis recommencez.")
    if status == 405:
        return _("Cette page ne marche pas comme cela"), _("Revenez à l’accueil.")
    if status == 413:
        return _("C’est trop long"), _("Écrivez un texte plus court, puis recommencez.")
    if status == 429:
        return _("Attendez un peu"), _("Il y a eu beaucoup d’essais. Recommencez plus tard.")
    if status == 503:
        return (
            _("Le service se repose un instant"),
            _("Ce qui était enregistré est gardé. Attendez un peu, puis recommencez."),
        )
    if status >= 500:
        return (
            _("Le service a un problème"),
            _("Ce n’est pas vous. Ce qui était enregistré est gardé. Recommencez plus tard."),
        )
    return _("Cette demande n’est pas claire"), _("Revenez à l’accueil, puis recommencez.")


@dataclass(frozen=True)
class ErrorPage:
    """What happened and what to do. ``sent``: the fields that met the error, to be sent again."""

    title: str
    advice: str
    status: int
    address: str = ""
    sent: tuple[tuple[str, str], ...] = ()


def _sent_again() -> tuple[tuple[str, str], ...]:
    """Every field of the form, in order; none of one that holds a secret."""
    fields = tuple(request.form.items(multi=True)) if request.method == "POST" else ()
    secret = any(SECRET_FIELD in name for name, _value in fields)
    return () if secret else tuple(pair for pair in fields if pair[0] != PROOF_FIELD)


def error_page(status: int, message: str | None = None) -> Response:
    """The page of one error. ``message`` replaces what to do when we know better."""
    if isinstance(request.routing_exception, BadRequest):
        # The address asked for cannot be ours: no link of a page can be made from it.
        return Response(_texts(400)[0], 400, mimetype="text/plain")
    title, advice = _texts(status)
    sent = _sent_again() if status in FOR_A_MOMENT else ()
    address = request.full_path.rstrip("?")
    page = ErrorPage(title, message or advice, status, address, sent)
    return render_page("errors/error.html", fragment="errors/_error.html", page=page, status=status)


def _on_http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    response = error_page(error.code or 500)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _on_refused(error: Refused) -> Response:
    response = error_page(error.status, in_words(error))
    if error.retry_after:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _on_database(error: Exception) -> Response:
    """The database is away or full: say so quickly, promise nothing, lose nothing."""
    log.error("database.unavailable", kind=type(error).__name__)
    response = error_page(503)
    response.headers["Retry-After"] = str(SECONDS_BEFORE_RETRY)
    return response


def _on_anything(error: Exception) -> Response:
    # The type and the place only: a message can hold what a person typed.
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
    log.error("unexpected", kind=type(error).__name__, where=where)
    return error_page(500)


def init(app: Flask) -> None:
    """Register the handlers; unexpected errors surface in tests and development."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(Refused, _on_refused)
    app.register_error_handler(DBAPIError, _on_database)
    app.register_error_handler(PoolTimeoutError, _on_database)
    if not (app.testing or app.debug):
        app.register_error_handler(Exception, _on_anything)
