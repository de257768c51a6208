"""Manifest, worker and offline page. All three are public: none ever holds anything personal."""

from __future__ import annotations

import hashlib
import json

from flask import Blueprint, Response, jsonify, render_template, url_for
from flask_babel import gettext as _

from webapp.web.assets import minified
from webapp.web.guards import public
from webapp.web.house import house
from webapp.web.locale import page_language
from webapp.web.render import render_page

blueprint = Blueprint("pwa", __name__)
SHELL = ("css/core.css", "js/app.js", "icons/icon.svg")
"""What a page needs to look right without a network."""

ICONS = (("icon", "any"), ("mask", "maskable"))
SIZES = (192, 512)
BLUE, PAPER = "#0f4566", "#fffaf2"


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Lets a phone keep the service on its home screen."""
    url = house().assets.url
    icons = [{"src": url("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {"src": url(f"icons/{name}-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png",
         "purpose": purpose}
        for name, purpose in ICONS for size in SIZES
    ]  # fmt: skip
    response = jsonify(
        name="Marchepied", short_name="Marchepied", id="/", start_url="/", scope="/",
        lang="fr", display="standalone", background_color=PAPER, theme_color=BLUE, icons=icons,
        description=_("Des exercices courts, comme dans la vie. Gratuit. Sans compte."),
    )  # fmt: skip
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/sw.js")
@public
def worker() -> Response:
    """The worker, with the names of the files of this version and one language of its page."""
    shell = [house().assets.url(name) for name in SHELL]
    source = render_template(
        "pwa/worker.js", shell=json.dumps(shell), version=_version(),
        offline=url_for("pwa.offline", lang=page_language()),
    )  # fmt: skip
    response = Response(minified("worker.js", source.encode()), mimetype="text/javascript")
    # The browser itself checks for a new worker at each visit; nothing in between may keep it.
    response.headers["Cache-Control"] = "no-cache"
    return response


def _version() -> str:
    """Changes with any file of the shell, the language, and any word of the offline page."""
    parts = [house().assets[name].etag for name in SHELL]
    parts += [page_language(), render_template("pwa/_offline.html")]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:10]


@blueprint.get("/hors-ligne")
@public
def offline() -> Response:
    """What to do without a network. The worker keeps a copy of this page, and of no other."""
    return render_page("pwa/offline.html", page=None)
