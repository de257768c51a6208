"""Nobody is created for a browser that keeps no cookie: each try would leave a ghost behind.

A browser that shows no cookie at all is given one and asked to send the same form again (307, which it
does by itself). The second time it either shows the cookie, and the view runs, or reads what to allow.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import Refused
from webapp.web import cookies

Args = ParamSpec("Args")
View = Callable[Args, ResponseReturnValue]

COOKIE, SECOND_TIME = "essai", "essai"
SECONDS = 120


class CookiesBlocked(Refused):
    """The page says what to allow; nothing was written."""

    status = 403


def needs_cookies(view: View[Args]) -> View[Args]:
    """For a view that creates somebody: it runs once the browser has given a cookie back."""

    @wraps(view)
    def wrapper(*args: Args.args, **kwargs: Args.kwargs) -> ResponseReturnValue:
        return view(*args, **kwargs) if request.cookies else _try_again()

    return wrapper


def _try_again() -> Response:
    if SECOND_TIME in request.args:
        raise CookiesBlocked(
            _("Votre navigateur bloque les cookies. Autorisez ceux de ce site, puis recommencez.")
        )
    response = Response(status=307, headers={"Location": f"{request.path}?{SECOND_TIME}=1"})
    cookies.give(response, COOKIE, "1", seconds=SECONDS)
    return response
