"""What a service refuses, in plain French, with the status the web will send."""

from __future__ import annotations


class Refused(Exception):
    """Base of every domain error. ``field`` is the control it is about, if any.

    The message is translated where it is shown: ``%(name)s`` in it is one of ``values``.
    """

    status = 400

    def __init__(
        self, message: str, *, field: str = "", retry_after: int = 0, **values: str
    ) -> None:
        super().__init__(message % values if values else message)
        self.message, self.field, self.retry_after = message, field, retry_after
        self.values = values


class NotFound(Refused):
    """Absent, or belonging to someone else: both look the same from outside."""

    status = 404


class Invalid(Refused):
    """The form cannot be used as it is; everything typed is kept."""

    status = 422


class TooMany(Refused):
    """Too many tries; ``retry_after`` seconds to wait."""

    status = 429
