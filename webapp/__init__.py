"""Marchepied: measures how far a person is from digital life, trains them, turns it into proof.

``create_app`` puts the application together; ``assembly`` alone names all its parts. They are imported
when it is called: a command that needs no page pays for none.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Settings
    from webapp.content import Catalogue

MAX_BODY = 256 * 1024
MAX_FORM_FIELDS = 500


def create_app(
    settings: Settings | None = None, *, testing: bool = False, catalogue: Catalogue | None = None
) -> Flask:
    """Assemble the application from its settings (the environment by default).

    A ``catalogue`` that was read already is not read again.
    """
    from flask import Flask
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

    from webapp.config import ROOT, Settings
    from webapp.exercises import FOLDER

    settings = settings or Settings.from_env(os.environ)
    app = Flask(__name__, static_folder=None)
    app.testing = testing
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.old_secret_keys),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        MAX_FORM_PARTS=MAX_FORM_FIELDS,
    )
    templates = FileSystemLoader(ROOT / "webapp" / "templates")
    app.jinja_loader = ChoiceLoader([templates, FileSystemLoader(FOLDER)])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    with _nothing_thrown_away():
        _move_in(app, settings, catalogue)
    return app


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """What is made at the start stays: looking for garbage in it costs a sixth of the start."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _move_in(app: Flask, settings: Settings, catalogue: Catalogue | None) -> None:
    from webapp.assembly import assemble
    from webapp.web.resources import install

    install(app, _furnish(settings, catalogue))
    if settings.trusted_proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count)  # type: ignore[method-assign]
    assemble(app, development=settings.development or app.testing)


def _furnish(settings: Settings, catalogue: Catalogue | None):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from webapp.content import compiled_catalogue
    from webapp.database import Database
    from webapp.web.assets import Assets
    from webapp.web.resources import Resources

    if catalogue is None:
        catalogue = compiled_catalogue(settings.content, settings.var)
    return Resources(
        settings=settings,
        database=Database(settings.database_url),
        catalogue=catalogue,
        assets=Assets(settings.static),
    )
