"""What htmx says of a request, and how a page that moves on is told to it.

``htmx-flask`` reads the headers that htmx 4 kept; those it renamed (``HX-Source``,
``HX-Request-Type``, ``HX-Target`` as ``tag#id``) are read here, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, request
from htmx_flask import Htmx
from htmx_flask.requests import HtmxAwareRequest, HtmxHeaders
from werkzeug.datastructures import Headers

PARTIAL = "partial"


@dataclass(frozen=True)
class Element:
    """An element of the page, as htmx 4 names it: ``div#main``, ``button``."""

    tag: str
    id: str

    @classmethod
    def named(cls, name: str) -> Element:
        """From the header; empty parts when it says nothing."""
        tag, _, id_ = name.partition("#")
        return cls(tag, id_)


class Htmx4Headers(HtmxHeaders):  # type: ignore[misc]
    """``request.htmx`` with the names of htmx 4."""

    _headers: Headers

    @property
    def partial(self) -> bool:
        """True when a part of the page is to be replaced, not when a whole page is restored."""
        asked = self._headers.get("HX-Request-Type", PARTIAL)
        return bool(self) and asked == PARTIAL and not self.history_restore_request

    @property
    def source_element(self) -> Element:
        """What the person used: a form, a button."""
        return Element.named(self._headers.get("HX-Source", ""))

    @property
    def target_element(self) -> Element:
        """What the answer will replace."""
        return Element.named(self._headers.get("HX-Target", ""))


class Htmx4Request(HtmxAwareRequest):  # type: ignore[misc]
    """A request that carries ``htmx``."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.htmx = Htmx4Headers(self.headers)


def current_htmx() -> Htmx4Headers:
    """What htmx says of this request."""
    headers: Htmx4Headers = request.htmx  # type: ignore[attr-defined]
    return headers


def redirection(url: str) -> Response:
    """Tells htmx to move the whole window."""
    return Response(status=204, headers={"HX-Redirect": url})


def init(app: Flask) -> None:
    """The extension; requests are ``Htmx4Request`` by ``forms``."""
    Htmx(app)
