"""Structured logs without personal data: no query, no body, no name, no code, no address.

One JSON line a request: method, route *rule* (never the path, which can hold an id), status, time.
"""

from __future__ import annotations

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

from webapp.database import new_id

log = structlog.get_logger("request")


def configure() -> None:
    """JSON on standard error, one event a line, UTC."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )


def _start() -> None:
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=str(new_id()))


def _finish(response: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else "-"
    if not rule.startswith("/static"):
        spent = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1)
        log.info(
            "request", method=request.method, route=rule, status=response.status_code, ms=spent
        )
    return response


def init(app: Flask) -> None:
    """Time every request; static files are left to the proxy's own log."""
    configure()
    app.before_request(_start)
    app.after_request(_finish)
