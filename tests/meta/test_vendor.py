"""Third-party browser files are exactly those their authors published."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = json.loads((ROOT / "static/vendor/manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_file_is_unmodified(entry):
    body = (ROOT / entry["file"]).read_bytes()
    assert hashlib.sha256(body).hexdigest() == entry["sha256"]
    assert entry["licence"] and entry["version"]


def test_every_vendor_file_is_listed():
    listed = {entry["file"] for entry in MANIFEST}
    scripts = {str(p.relative_to(ROOT)) for p in (ROOT / "static/vendor").rglob("*.js")}
    fonts = {str(p.relative_to(ROOT)) for p in (ROOT / "static/fonts").glob("*.woff2")}
    unpacked = {str(p.relative_to(ROOT)) for p in (ROOT / "webapp").rglob("*.ttf")}
    assert scripts | fonts | unpacked <= listed
