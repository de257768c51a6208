"""Serves hashed assets for a year, and compresses every other answer on the fly."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, request

from webapp.web.assets import COMPRESSIBLE, MIN_COMPRESSED, Asset, compress
from webapp.web.resources import resources
from webapp.web.security import varies

blueprint = Blueprint("static_files", __name__)
A_YEAR = "public, max-age=31536000, immutable"


@blueprint.get("/static/<path:name>")
def asset(name: str) -> Response:
    """One file of ``static/``; 404 for an unhashed or stale name."""
    found = resources().assets.find(name)
    if found is None:
        abort(404)
    response = _encoded(found)
    response.headers["Cache-Control"] = A_YEAR
    response.headers["ETag"] = found.etag
    response.make_conditional(request)
    return response


def _encoded(found: Asset) -> Response:
    encoding = accepted_encoding() if found.compressible else None
    if encoding is None:
        return Response(found.body, mimetype=found.mimetype)
    response = Response(resources().assets.encoded(found, encoding), mimetype=found.mimetype)
    response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    return response


def accepted_encoding() -> str | None:
    """The best encoding the browser accepts among ours."""
    offered = request.accept_encodings
    return next((name for name in ("br", "gzip") if offered[name] > 0), None)


def compress_answer(response: Response) -> Response:
    """Compress an HTML or JSON answer; small or already encoded ones go as they are."""
    varies(response, "Accept-Encoding")
    if response.direct_passthrough or response.headers.get("Content-Encoding"):
        return response
    if not (response.mimetype or "").startswith(COMPRESSIBLE):
        return response
    body = response.get_data()
    if len(body) >= MIN_COMPRESSED:
        _compress(response, body)
    return response


def _compress(response: Response, body: bytes) -> None:
    if encoding := accepted_encoding():
        response.set_data(compress(body, encoding))
        response.headers["Content-Encoding"] = encoding


def init(app: Flask) -> None:
    """Route of the assets, and compression after every view."""
    app.register_blueprint(blueprint)
    app.after_request(compress_answer)
