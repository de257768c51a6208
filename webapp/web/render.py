"""One view, two deliveries: the whole page, or the fragment when htmx asks for it."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from markupsafe import Markup

from webapp.exercises import FOLDER as ROOMS_FOLDER
from webapp.web.assets import csp_hash, minified
from webapp.web.dictionaries import held_by_browser
from webapp.web.house import house
from webapp.web.security import allow_style

CORE_CSS = "css/core.css"
CSS_COOKIE = "css"
NBSP = "\N{NO-BREAK SPACE}"


def wants_fragment() -> bool:
    """True for an htmx request that is not a history restoration."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def render_page(
    template: str, *, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """The page, or its fragment. Both come from the same context, so they cannot disagree."""
    if fragment and wants_fragment():
        return make_response(render_template(fragment, **context), status)
    response = make_response(render_template(template, **context), status)
    if g.get("inlined_core_css"):
        response.set_cookie(
            CSS_COOKIE, _core_version(), max_age=31536000, samesite="Lax", httponly=True,
            secure=house().settings.secure,
        )  # fmt: skip
    return response


def see_other(url: str) -> Response:
    """After a POST: a page that can be reloaded. htmx is told to move the whole window."""
    if wants_fragment():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url
        return response
    # No body: every browser follows, and nobody pays for a page that is never read.
    response = Response(status=303, headers={"Location": url})
    del response.headers["Content-Type"]
    return response


def _core_version() -> str:
    return house().assets[CORE_CSS].etag.strip('"')


def core_css_cookie() -> str:
    """What a browser that holds the style sheet sends."""
    return f"{CSS_COOKIE}={_core_version()}"


def inline_core_css() -> Markup | None:
    """The critical style, for a browser that does not hold the style sheet yet.

    On a first visit one request paints the page; afterwards the cached file costs nothing. A
    browser that holds the dictionary has the style in it: repeating it is a few bytes, and no
    request.
    """
    if not held_by_browser():
        if request.cookies.get(CSS_COOKIE) == _core_version():
            return None
        g.inlined_core_css = True
    return inline_style(house().assets[CORE_CSS].body.decode())


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


def _asset_url(name: str) -> str:
    return house().assets.url(name)


def init(app: Flask) -> None:
    """Names every template can use."""
    app.jinja_env.globals.update(
        nbsp=NBSP,
        asset=_asset_url,
        inline_core_css=inline_core_css,
        room_style=room_style,
    )
