"""Refuses what another site made the browser send, without refusing whole browsers.

In order: ``Sec-Fetch-Site`` (every current browser), ``Origin``, ``Referer``. A browser that says
none of them (Firefox before 70, KaiOS, w3m, some browsers inside applications) carries a proof in
each form: the signature of a secret that only this device holds. The others never pay for it, and
never meet a form that went stale in a cached page (see docs/decisions/0035).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import Signer

from webapp.errors import Refused
from webapp.web import cookies
from webapp.web.resources import resources

Proven = TypeVar("Proven", bound=Callable[..., ResponseReturnValue])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OUR_SCRIPTS = ("HX-Request", "X-Requested-With")
"""Headers that no other site can add to a request without asking first."""

PROOF_FIELD = "form_proof"
DEVICE_COOKIE = "navigateur"
LONGEST_SECRET = 100
POSTED_FORM = re.compile(rb'<form\b[^>]*\bmethod="post"[^>]*>')


class ForeignRequest(Refused):
    """Another site made the browser send it, or nothing says who did."""

    status = 403


def refuse_cross_site() -> None:
    """403 for an unsafe request that our own pages did not make."""
    if request.method not in SAFE_METHODS and not _from_our_pages():
        raise ForeignRequest(_("Autorisez les cookies de ce site, puis rouvrez la page."))


def proven_by_link(view: Proven) -> Proven:
    """For a view whose address carries a signature: mail software presses it, and names no origin.

    A browser that says it comes from elsewhere is refused all the same.
    """
    view.proven_by_link = True  # type: ignore[attr-defined]
    return view


def _proven_by_link() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "proven_by_link", False)


def _from_our_pages() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    if origin != "null":
        return origin in _our_origins()
    if request.referrer:
        address = urlsplit(request.referrer)
        return f"{address.scheme}://{address.netloc}" in _our_origins()
    if any(name in request.headers for name in OUR_SCRIPTS):
        return True
    return _proven_by_link() or _proven()


def _our_origins() -> tuple[str, str]:
    return resources().settings.base_url, request.host_url.rstrip("/")


def _signer() -> Signer:
    return Signer(resources().settings.signing_keys, salt="form")


def _secrets_of_device() -> list[str]:
    """What only this device holds: its sessions, or a random word when it has none."""
    held = [value for name, value in request.cookies.items() if name in _secret_names()]
    return [value for value in held if 0 < len(value) <= LONGEST_SECRET]


def _secret_names() -> set[str]:
    return {cookies.host_bound(name) for name in (*cookies.SESSIONS, DEVICE_COOKIE)}


def _proven() -> bool:
    """The whole form is read here: its proof is among its fields."""
    proof = request.form.get(PROOF_FIELD, "")
    signer = _signer()
    return any(signer.verify_signature(secret, proof) for secret in _secrets_of_device())


def prove_forms(response: Response) -> Response:
    """Put the proof in each form of a page, for a browser that names no origin."""
    page = response.mimetype == "text/html" and not response.direct_passthrough
    if not page or "Sec-Fetch-Site" in request.headers:
        return response
    body = response.get_data()
    if not POSTED_FORM.search(body):
        return response
    field = b'<input type="hidden" name="%s" value="%s">' % (
        PROOF_FIELD.encode(),
        _signer().get_signature(_secret_to_sign(response)),
    )
    response.set_data(POSTED_FORM.sub(lambda form: form.group() + field, body))
    return response


def _secret_to_sign(response: Response) -> str:
    """A secret the device holds, else one given now."""
    given = response.headers.getlist("Set-Cookie")
    held = _secrets_of_device()
    if held and not any(cookie.partition("=")[0] in _secret_names() for cookie in given):
        return held[0]
    secret = secrets.token_urlsafe(16)
    cookies.give(response, cookies.host_bound(DEVICE_COOKIE), secret)
    return secret


def init(app: Flask) -> None:
    """Both directions: what comes in, and the forms that go out."""
    app.before_request(refuse_cross_site)
    app.after_request(prove_forms)
