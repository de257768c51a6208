"""A person's pages repeat each other: sent as what differs from a page the browser holds already.

A dictionary is a public page without anything personal, fetched once when the browser is idle. A
browser that holds it says so, and receives Zstandard frames that refer to it (RFC 9842): about a
third of the bytes of brotli, for less work. Any other browser gets brotli or gzip as before.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import zstandard
from flask import Flask, current_app, request

ENCODING = "dcz"
MAGIC = b"\x5e\x2a\x4d\x18\x20\x00\x00\x00"
"""Opens a dictionary-compressed answer, before the hash of the dictionary (RFC 9842, 4)."""

LEVEL = 9
"""Above it, bytes hardly fall and time triples (see docs/decisions)."""

KEY = "dictionaries"


@dataclass(frozen=True)
class Dictionary:
    """One public page, as browsers keep it."""

    body: bytes

    @cached_property
    def digest(self) -> bytes:
        """What a browser names it by."""
        return hashlib.sha256(self.body).digest()

    @cached_property
    def name(self) -> str:
        """For its address: another content, another name."""
        return self.digest.hex()[:10]

    @cached_property
    def _prepared(self) -> zstandard.ZstdCompressionDict:
        prepared = zstandard.ZstdCompressionDict(
            self.body, dict_type=zstandard.DICT_TYPE_RAWCONTENT
        )
        prepared.precompute_compress(level=LEVEL)
        return prepared

    def compress(self, body: bytes) -> bytes:
        """The answer for a browser that holds this dictionary."""
        compressor = zstandard.ZstdCompressor(
            level=LEVEL, dict_data=self._prepared, write_content_size=False
        )
        return MAGIC + self.digest + compressor.compress(body)


class Dictionaries:
    """One by language, each made from the templates when it is first needed, then kept."""

    def __init__(self, languages: Iterable[str], render: Callable[[str], str]) -> None:
        self._render = render
        self._languages = tuple(languages)
        self._made: dict[str, Dictionary] = {}

    def of(self, language: str) -> Dictionary:
        """The dictionary of a language. Every process makes the same bytes."""
        if language not in self._made:
            self._made[language] = Dictionary(self._render(language).encode())
        return self._made[language]

    def held(self, available: str) -> Dictionary | None:
        """The one a browser says it holds (``:base64 of its hash:``); None when it is not ours."""
        try:
            digest = base64.b64decode(available.strip().strip(":"), validate=True)
        except ValueError:
            return None
        ours = (self.of(language) for language in self._languages)
        return next((found for found in ours if found.digest == digest), None)


def install(app: Flask, made: Dictionaries) -> None:
    """Only the feature that knows the pages can make them."""
    app.extensions[KEY] = made


def dictionaries() -> Dictionaries:
    """Those of the current application."""
    found: Dictionaries = current_app.extensions[KEY]
    return found


def held_by_browser() -> Dictionary | None:
    """The dictionary this answer can refer to, if the browser holds one and reads the encoding."""
    available = request.headers.get("Available-Dictionary")
    if not available or not request.accept_encodings[ENCODING]:
        return None
    return dictionaries().held(available)
