"""A PDF as an answer of the site."""

from __future__ import annotations

from flask import Response


def pdf_answer(body: bytes, name: str) -> Response:
    """Shown in the browser, under a name worth keeping when it is saved."""
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
