"""Headers on every answer, and the refusal of what another site made the browser send.

Cross-site posts are refused by ``Sec-Fetch-Site``, then ``Origin``: a token printed in the page
would go stale in a cached or offline page, and a person would lose an answer for it.
"""

from __future__ import annotations

import secrets

from flask import Flask, Response, abort, g, request

from webapp.web.house import house

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE = "text/html"
PERMISSIONS = "camera=(self), microphone=(), geolocation=(), browsing-topics=()"
NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The policy of a file or a redirect: it runs nothing, and 400 bytes an answer are spared."""

TWO_YEARS = "max-age=63072000; includeSubDomains"
# What is not named falls back: plugins on the first line, workers on the second.
POLICY = (
    "default-src 'none'",
    "script-src 'self'{nonce}",
    "style-src 'self'{styles}",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
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


def refuse_cross_site() -> None:
    """403 for an unsafe request that our own pages did not make."""
    if request.method in SAFE_METHODS or _from_our_pages():
        return
    abort(403)


def _from_our_pages() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in (house().settings.base_url, request.host_url.rstrip("/"))
    # Neither header: no browser in use sends a cross-site form this way, a script must say so.
    return "HX-Request" in request.headers or "X-Requested-With" in request.headers


def add_headers(response: Response) -> Response:
    """Every header that means something for this answer, errors included."""
    if response.mimetype == PAGE:
        response.headers["Content-Security-Policy"] = _page_policy()
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.vary.add("HX-Request")
    response.headers.setdefault("Content-Security-Policy", NOTHING)
    for name, value in FIXED_HEADERS.items():
        response.headers.setdefault(name, value)
    if house().settings.secure:
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
    """Both directions: what comes in, what goes out."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.before_request(refuse_cross_site)
    app.after_request(add_headers)
