"""Static files under names that change with their content, compressed once.

A file is served for a year under ``/static/css/core.1a2b3c4d.css``; a new content gets a new name.
Bodies are compressed at the first request and kept: brotli 11 costs ten pages, so never per request.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import mimetypes
import threading
from dataclasses import dataclass
from pathlib import Path

import brotli
import rcssmin
import rjsmin

MIN_COMPRESSED = 200
COMPRESSIBLE = (
    "text/",
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "image/svg+xml",
)
HASH_LENGTH = 10
PUBLIC_FOLDERS = ("css", "js", "icons", "fonts", "vendor")
JOINED = {
    "vendor/htmx/htmx-csp.js": ("vendor/htmx/htmx.min.js", "vendor/htmx/hx-csp.min.js"),
    "css/page.css": ("css/core.css", "css/exercise.css", "css/result.css"),
    "js/app.js": tuple(
        f"js/{part}.js"
        for part in (
            "base",
            "listen",
            "errors",
            "inside",
            "sending",
            "drafts",
            "print",
            "display",
            "offline",
        )
    ),
}
"""Files sent as one: fewer requests, and htmx never starts before the extension that guards it."""

ALONE = b"try{%s}catch(e){setTimeout(function(){throw e})}"
"""One of our parts that fails says so in the console, and stops no other."""

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


class UnknownAsset(LookupError):
    """A template asked for a file that is not in ``static/``."""


@dataclass(frozen=True)
class Asset:
    """One file, ready to send."""

    name: str
    hashed_name: str
    body: bytes
    mimetype: str
    etag: str

    @property
    def compressible(self) -> bool:
        """False for fonts and pictures, which are compressed already."""
        return len(self.body) >= MIN_COMPRESSED and self.mimetype.startswith(COMPRESSIBLE)


class Assets:
    """The content of ``static/``, read at start."""

    def __init__(self, folder: Path) -> None:
        self._by_name = {
            str(path.relative_to(folder)): _read(path, folder)
            for top in PUBLIC_FOLDERS
            for path in sorted((folder / top).rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }
        for name, parts in JOINED.items():
            self._by_name[name] = _asset(name, b"\n".join(map(self._part, parts)))
        self._by_hashed_name = {asset.hashed_name: asset for asset in self._by_name.values()}
        self._encoded: dict[tuple[str, str], bytes] = {}
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> Asset:
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownAsset(name) from None

    def _part(self, name: str) -> bytes:
        body = self[name].body
        return ALONE % body if name.startswith("js/") else body

    def url(self, name: str) -> str:
        """The hashed address of a file. Raises ``UnknownAsset``."""
        return f"/static/{self[name].hashed_name}"

    def names(self) -> list[str]:
        """Every file, for inventories."""
        return list(self._by_name)

    def find(self, hashed_name: str) -> Asset | None:
        """The file behind an address; None when there is none or its content has changed."""
        return self._by_hashed_name.get(hashed_name)

    def encoded(self, asset: Asset, encoding: str) -> bytes:
        """The body in ``br`` or ``gzip``, compressed once."""
        key = (asset.hashed_name, encoding)
        with self._lock:
            if key not in self._encoded:
                self._encoded[key] = compress(asset.body, encoding, best=True)
            return self._encoded[key]


def _read(path: Path, folder: Path) -> Asset:
    name, body = str(path.relative_to(folder)), path.read_bytes()
    # Vendor files are served exactly as their authors published them.
    if not name.startswith("vendor/"):
        body = minified(name, body)
    return _asset(name, body)


def _asset(name: str, body: bytes) -> Asset:
    digest, suffix = hashlib.sha256(body).hexdigest()[:HASH_LENGTH], Path(name).suffix
    hashed = f"{name.removesuffix(suffix)}.{digest}{suffix}"
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(name, hashed, body, mimetype, f'"{digest}"')


def minified(name: str, body: bytes) -> bytes:
    """Our own css and js without comments and spaces."""
    if name.endswith(".css"):
        return str(rcssmin.cssmin(body.decode())).encode()
    if name.endswith(".js"):
        return str(rjsmin.jsmin(body.decode())).encode()
    return body


def compress(body: bytes, encoding: str, *, best: bool = False) -> bytes:
    """Compress a body; ``best`` for what is kept, fast for what is made for one person."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=11 if best else 5))
    return gzip.compress(body, 9 if best else 6, mtime=0)


def csp_hash(text: str) -> str:
    """The source expression that lets one inline style through, and no other."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
