"""The edge commits: one transaction per POST, none per GET.

A view never commits and a service never does either. ``@commits`` runs the whole view in a writing
session, commits once, then lets the answer leave: what the person is told was saved, is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast

from flask import Flask, g
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from webapp.web.resources import resources

Args = ParamSpec("Args")
View = Callable[Args, ResponseReturnValue]


class WroteOnGetError(RuntimeError):
    """A view without ``@commits`` left something to write: it would be lost in silence."""


def db() -> Session:
    """The session of this request: read only, unless the view is ``@commits``."""
    if "session" not in g:
        g.session = resources().database.session()
    return cast(Session, g.session)


def commits(view: View[Args]) -> View[Args]:
    """Run the view in one transaction, again when the database asks for it."""

    @wraps(view)
    def wrapper(*args: Args.args, **kwargs: Args.kwargs) -> ResponseReturnValue:
        def work(session: Session) -> ResponseReturnValue:
            _close()
            g.session, g.writing = session, True
            return view(*args, **kwargs)

        return resources().database.run(work)

    wrapper.commits = True  # type: ignore[attr-defined]
    return wrapper


def writing() -> bool:
    """True inside a view that commits."""
    return bool(g.get("writing", False))


def _close(_error: BaseException | None = None) -> None:
    session = g.pop("session", None)
    if session is None:
        return
    forgotten = bool(session.new or session.dirty or session.deleted)
    session.close()
    if forgotten and _error is None:
        raise WroteOnGetError


def init(app: Flask) -> None:
    """Close the session at the end of every request."""
    app.teardown_request(_close)
