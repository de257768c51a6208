"""Every cookie of the service is given and taken back here: ours alone, out of reach of scripts and of
other sites, over https when the service is."""

from __future__ import annotations

from flask import Response

from webapp.web.resources import resources

LEARNER_SESSION = "sid"
ADVISER_SESSION = "asid"
SESSIONS = (LEARNER_SESSION, ADVISER_SESSION)


def host_bound(name: str) -> str:
    """``__Host-`` binds a cookie to this very host; browsers accept it over https only."""
    return f"__Host-{name}" if resources().settings.secure else name


def give(
    response: Response, name: str, value: str, *, seconds: int | None = None, path: str = "/"
) -> None:
    """Without ``seconds`` it dies with the browser."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=resources().settings.secure,
    )


def take_back(response: Response, name: str, *, path: str = "/") -> None:
    """The browser drops it."""
    response.delete_cookie(
        name, path=path, httponly=True, samesite="Lax", secure=resources().settings.secure
    )
