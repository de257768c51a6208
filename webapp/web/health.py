"""For machines: is the process alive, and can it serve people right now."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.schema import at_head
from webapp.startup import enough_disk
from webapp.web.resources import resources
from webapp.web.transaction import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers. Nothing else is promised."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Database there and the same, schema up to date, disk not full: 200, or 503 with what is missing."""
    checks = {"database": _database(), "schema": _schema(), "disk": _disk()}
    good = all(checks.values())
    body = jsonify(
        status="ok" if good else "unavailable",
        checks=checks,
        catalogue=resources().catalogue.version[:12],
    )
    return body, 200 if good else 503


def _database() -> bool:
    try:
        db().execute(text("select 1"))
    except SQLAlchemyError:
        return False
    return resources().database.same_file()


def _schema() -> bool:
    try:
        return at_head(resources().database.engine)
    except SQLAlchemyError:
        return False


def _disk() -> bool:
    return enough_disk(resources().settings.var)
