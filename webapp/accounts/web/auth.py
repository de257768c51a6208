"""Cookies and Flask-Login over our own revocable sessions.

Flask's signed cookie session is not used: it cannot be revoked, and reading it makes every answer
vary with every cookie, files for everybody included. Flask-Login asks ``_load`` who the person is;
session protection is off, because on a phone network the address changes all the time.
"""

from __future__ import annotations

from uuid import UUID

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface
from flask_login import LoginManager, UserMixin, current_user

from webapp.accounts import sessions
from webapp.accounts.models import ADVISER, LEARNER
from webapp.accounts.sessions import SignedIn
from webapp.web import cookies, kept_cookies, request_origin
from webapp.web.transaction import db, writing

PLAIN_NAMES = {LEARNER: cookies.LEARNER_SESSION, ADVISER: cookies.ADVISER_SESSION}
LONGEST_TOKEN = 100


class NoFlaskSession(SessionInterface):
    """Flask then keeps an empty one that refuses to be written: a cookie of it is never sent."""

    def open_session(self, _app: Flask, _request: Request) -> None:
        """Nothing to open."""

    def save_session(self, *_nothing: object) -> None:
        """Nothing to keep."""


class LoggedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login holds: an adviser of this request."""

    def __init__(self, adviser: SignedIn) -> None:
        self.adviser = adviser

    def get_id(self) -> str:
        """The adviser's id."""
        return str(self.adviser.id)


def cookie_name(kind: str) -> str:
    """The cookie of a learner's or an adviser's session."""
    return cookies.host_bound(PLAIN_NAMES[kind])


def token_of(kind: str) -> str | None:
    """The token of this device, None when there is none or it is absurd."""
    token = request.cookies.get(cookie_name(kind), "")
    return token if 0 < len(token) <= LONGEST_TOKEN else None


def current_learner_id() -> UUID | None:
    """The learner of this device. A POST keeps the session alive."""
    token = token_of(LEARNER)
    found = sessions.find_learner(db(), token, to_write=writing()) if token else None
    if token is None or found is None:
        return None
    if writing():
        sessions.touch(db(), token, kind=LEARNER, seen_at=found[1])
    return found[0]


def current_adviser() -> SignedIn | None:
    """The adviser of this request."""
    return current_user.adviser if current_user.is_authenticated else None


def _load(_request: Request) -> LoggedIn | None:
    token = token_of(ADVISER)
    adviser = sessions.find_adviser(db(), token) if token else None
    if token is None or adviser is None:
        return None
    if writing():
        sessions.touch(db(), token, kind=ADVISER, seen_at=adviser.seen_at)
    return LoggedIn(adviser)


def remember_learner(response: Response, token: str, *, shared: bool = False) -> Response:
    """Give a learner's device its token; on a shared device it dies with the browser."""
    keep = None if shared else int(sessions.ABSOLUTE[LEARNER].total_seconds())
    cookies.give(response, cookie_name(LEARNER), token, seconds=keep)
    return response


def remember_adviser(response: Response, token: str) -> Response:
    """Give an adviser's browser its token: it dies with the browser."""
    cookies.give(response, cookie_name(ADVISER), token)
    return response


def forget(response: Response, kind: str) -> Response:
    """Take back the token and what came with it, and ask the browser to drop what it cached."""
    proof = cookies.host_bound(request_origin.DEVICE_COOKIE)
    for name in (cookie_name(kind), proof, kept_cookies.COOKIE):
        cookies.take_back(response, name)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def init(app: Flask) -> None:
    """Flask-Login, without its cookie and without its session protection."""
    app.session_interface = NoFlaskSession()
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(_load)
