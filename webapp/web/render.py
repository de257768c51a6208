"""One view, two deliveries: the whole page, or the fragment when htmx asks for it."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, make_response, render_template, request
from markupsafe import Markup

from webapp.content.drawings import alone
from webapp.exercises import FOLDER as ROOMS_FOLDER
from webapp.web.assets import csp_hash, minified
from webapp.web.htmx import current_htmx, redirection
from webapp.web.resources import resources
from webapp.web.security import allow_style

CORE_CSS = "css/core.css"
NBSP = "\N{NO-BREAK SPACE}"


def wants_fragment() -> bool:
    """True when htmx asks for a part of the page."""
    return current_htmx().partial


def render_page(
    template: str, *, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """The page, or its fragment. Both come from the same context, so they cannot disagree."""
    chosen = fragment if fragment and wants_fragment() else template
    return make_response(render_template(chosen, **context), status)


def see_other(url: str) -> Response:
    """After a POST: a page that can be reloaded. htmx is told to move the whole window."""
    if wants_fragment():
        return redirection(url)
    # No body: every browser follows, and nobody pays for a page that is never read.
    response = Response(status=303, headers={"Location": url})
    del response.headers["Content-Type"]
    return response


def inline_core_css() -> Markup:
    """What every page needs, inside an entry page: one request paints a first visit."""
    return inline_style(resources().assets[CORE_CSS].body.decode())


def inline_style(css: str) -> Markup:
    """A style allowed in this answer by its hash."""
    allow_style(csp_hash(css))
    return Markup(css)  # noqa: S704 (our own file, never input)


def room_style(type_: str) -> Markup | None:
    """The few rules one exercise type adds, inlined on its pages only."""
    path = ROOMS_FOLDER / type_ / "style.css"
    if not path.exists():
        return None
    if type_ not in _ROOM_STYLES:
        _ROOM_STYLES[type_] = minified("style.css", path.read_bytes()).decode()
    return inline_style(_ROOM_STYLES[type_]) if _ROOM_STYLES[type_] else None


_ROOM_STYLES: dict[str, str] = {}


def download(body: bytes | str, mimetype: str, name: str) -> Response:
    """A file to keep, under this name."""
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def saves_data() -> bool:
    """True when the browser asks for as little as possible: forms then send themselves."""
    return request.headers.get("Save-Data", "").lower() == "on"


def sign(name: str) -> Markup:
    """One sign of the content, in the colour of the text."""
    return Markup(alone(resources().catalogue.pictures[name]))  # noqa: S704 (files of the content, never input)


def _asset_url(name: str) -> str:
    return resources().assets.url(name)


def init(app: Flask) -> None:
    """Names every template can use."""
    app.jinja_env.globals.update(
        nbsp=NBSP,
        asset=_asset_url,
        inline_core_css=inline_core_css,
        room_style=room_style,
        saves_data=saves_data,
        sign=sign,
    )
