"""The page of an exercise as it is served, for the check that looks at it (L35).

The application is made, and even imported, only when a page is asked for: a check that remembers
everything stays quick.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Settings
    from webapp.content import Catalogue, Presented
    from webapp.content.lint.run import Render, Renderer


def page_renderer(settings: Settings) -> Renderer:
    """From a catalogue, what makes the page of each of its exercises, before any answer."""

    def for_catalogue(catalogue: Catalogue) -> Render:
        @cache
        def app() -> Flask:
            from webapp import create_app

            return create_app(settings, testing=True, catalogue=catalogue)

        return lambda page: _rendered(app(), page)

    return for_catalogue


def app_renderer(app: Flask) -> Renderer:
    """The same, by an application that runs already."""
    return lambda _catalogue: lambda page: _rendered(app, page)


def _rendered(app: Flask, page: Presented) -> str:
    from webapp.assessment.web.sample_page import question_html

    with app.test_request_context("/"):
        return question_html(page, here="/")
