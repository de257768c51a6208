"""Every part of the application, named once, in the order it is put together."""

from __future__ import annotations

from flask import Blueprint, Flask

from webapp.accounts.web import auth, card_views
from webapp.accounts.web import views as accounts
from webapp.advising.web import joining, looking, replacing_cards
from webapp.advising.web import views as advising
from webapp.assessment.web import help_views, leave_views
from webapp.assessment.web import views as assessment
from webapp.guidance.web import goal_views
from webapp.guidance.web import views as guidance
from webapp.pages.web import views as pages
from webapp.places.web import adviser_views as own_places
from webapp.places.web import views as places
from webapp.printing.web import screening_views
from webapp.printing.web import views as printing
from webapp.pwa.web import views as pwa
from webapp.recognition.web import views as recognition
from webapp.training.web import my_reviews, reminder_views
from webapp.training.web import views as training
from webapp.web import (
    errors,
    forms,
    health,
    htmx,
    locale,
    logs,
    prefs,
    render,
    request_origin,
    security,
    static_files,
    transaction,
    wording,
)
from webapp.workshops.web import adviser_views as planning
from webapp.workshops.web import views as workshops

GLUE = (
    logs,
    transaction,
    security,
    request_origin,
    render,
    locale,
    prefs,
    auth,
    errors,
    forms,
    htmx,
    static_files,
    wording,
)
"""Modules with an ``init(app)``."""

BLUEPRINTS = (
    health.blueprint,
    pages.blueprint,
    accounts.blueprint,
    card_views.blueprint,
    assessment.blueprint,
    help_views.blueprint,
    leave_views.blueprint,
    guidance.blueprint,
    goal_views.blueprint,
    training.blueprint,
    my_reviews.blueprint,
    reminder_views.blueprint,
    printing.blueprint,
    screening_views.blueprint,
    recognition.blueprint,
    joining.blueprint,
    advising.blueprint,
    looking.blueprint,
    replacing_cards.blueprint,
    workshops.blueprint,
    planning.blueprint,
    places.blueprint,
    own_places.blueprint,
    pwa.blueprint,
)
"""In the order a person meets them."""


def development_blueprints() -> tuple[Blueprint, ...]:
    """The gallery and the authors' pages, read only where they are served."""
    from webapp.gallery.web import author_views, views

    return views.blueprint, author_views.blueprint


def assemble(app: Flask, *, development: bool) -> None:
    """Give the application its hooks and its routes."""
    # Flask runs after_request in reverse order of registration: compression must come last.
    for glue in reversed(GLUE):
        glue.init(app)
    for blueprint in BLUEPRINTS + (development_blueprints() if development else ()):
        app.register_blueprint(blueprint)
