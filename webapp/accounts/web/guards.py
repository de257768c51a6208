"""Who may open a page. Every view carries exactly one guard; a view without one fails the build."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import abort, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.models import ADMINISTRATOR
from webapp.accounts.web import auth
from webapp.web.render import see_other
from webapp.web.resources import resources

Args = ParamSpec("Args")
View = Callable[Args, ResponseReturnValue]


def _guard(
    name: str, view: View[Args], check: Callable[[], ResponseReturnValue | None]
) -> View[Args]:
    @wraps(view)
    def guarded(*args: Args.args, **kwargs: Args.kwargs) -> ResponseReturnValue:
        g.learner_id = auth.current_learner_id()
        refusal = check()
        return view(*args, **kwargs) if refusal is None else refusal

    guarded.guard = name  # type: ignore[attr-defined]
    return guarded


def public(view: View[Args]) -> View[Args]:
    """Anyone. ``g.learner_id`` is set when the device has a session."""
    return _guard("public", view, lambda: None)


def for_learner(view: View[Args]) -> View[Args]:
    """A device with a learner session; another one is sent home, where it can start."""
    return _guard("learner", view, lambda: None if g.learner_id else see_other("/?perdu=1"))


def for_adviser(view: View[Args]) -> View[Args]:
    """A signed-in adviser."""
    return _guard("adviser", view, _adviser)


def for_admin(view: View[Args]) -> View[Args]:
    """An administrator of the organisation."""

    def check() -> ResponseReturnValue | None:
        refusal = _adviser()
        if refusal is None and g.adviser.role != ADMINISTRATOR:
            abort(403)
        return refusal

    return _guard("admin", view, check)


def for_developer(view: View[Args]) -> View[Args]:
    """Development only: the page does not exist elsewhere."""
    return _guard("developer", view, _development)


def _development() -> None:
    if not (resources().settings.development or current_app.testing):
        abort(404)


def _adviser() -> ResponseReturnValue | None:
    g.adviser = auth.current_adviser()
    if g.adviser is not None:
        return None
    back = request.full_path if request.method == "GET" else url_for("advising.home")
    return see_other(url_for("accounts.sign_in", suite=back.rstrip("?")))
