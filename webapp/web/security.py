"""Headers on every answer. What comes in is looked at by ``request_origin``."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g

from webapp.web.resources import resources

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE = "text/html"
PERMISSIONS = "camera=(self), microphone=(), geolocation=(), browsing-topics=()"
NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The policy of a file or a redirect: it runs nothing, and 400 bytes an answer are spared."""

TWO_YEARS = "max-age=63072000; includeSubDomains"
# What is not named falls back: plugins on the first line, workers on the script's line, or on
# ``child-src`` in engines that do not know ``worker-src`` (Safari 10, Chromium 58).
POLICY = (
    "default-src 'none'",
    "script-src 'self'{nonce}",
    "style-src 'self'{styles}",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "child-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types htmx marchepied",
)


def csp_nonce() -> str:
    """The nonce of this answer: it marks the scripts and the ``hx-*`` attributes that are ours."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def allow_style(source: str) -> None:
    """Let one inline style of this answer through; ``source`` is its CSP hash."""
    g.setdefault("style_sources", []).append(source)


def add_headers(response: Response) -> Response:
    """Every header that means something for this answer, errors included."""
    if response.mimetype == PAGE:
        response.headers["Content-Security-Policy"] = _page_policy()
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.vary.add("HX-Request")
    response.headers.setdefault("Content-Security-Policy", NOTHING)
    for name, value in FIXED_HEADERS.items():
        response.headers.setdefault(name, value)
    if resources().settings.secure:
        response.headers["Strict-Transport-Security"] = TWO_YEARS
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _page_policy() -> str:
    styles = "".join(f" {source}" for source in g.get("style_sources", ()))
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    return "; ".join(POLICY).format(styles=styles, nonce=nonce)


def varies(response: Response, *names: str) -> None:
    """Name what an answer depends on: only for one that a cache may keep."""
    if not response.cache_control.no_store:
        response.vary.update(names)


def init(app: Flask) -> None:
    """The names templates use, and the headers of every answer."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(add_headers)
