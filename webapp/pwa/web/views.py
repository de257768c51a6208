"""Manifest, worker and offline page. All three are public: none ever holds anything personal."""

from __future__ import annotations

import hashlib
import json

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.accounts.web.guards import public
from webapp.web.assets import minified
from webapp.web.locale import NAMES
from webapp.web.render import CORE_CSS, render_page
from webapp.web.resources import resources
from webapp.web.security import varies

blueprint = Blueprint("pwa", __name__)
SHELL = ("js/app.js", "icons/icon.svg")
"""What the offline page needs without a network; its style is inside it."""

ICONS = (("icon", "any"), ("mask", "maskable"))
SIZES = (192, 512)
WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
BLUE, PAPER = "#0f4566", "#fffaf2"


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Lets a phone keep the service on its home screen."""
    url = resources().assets.url
    icons = [{"src": url("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {
            "src": url(f"icons/{name}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, purpose in ICONS
        for size in SIZES
    ]
    response = jsonify(
        name="Marchepied",
        start_url="/",
        lang="fr",
        display="standalone",
        background_color=PAPER,
        theme_color=BLUE,
        icons=icons,
        description=_("Des exercices courts, comme dans la vie. Gratuit. Sans compte."),
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "public, max-age=3600"
    varies(response, "Accept-Language", "Cookie")
    return response


@blueprint.get("/sw.js")
@public
def worker() -> Response:
    """The worker, with the names of the files of this version."""
    shell = [resources().assets.url(name) for name in SHELL]
    source = render_template(
        "pwa/worker.js",
        shell=json.dumps(shell),
        version=_version(),
        offline=url_for("pwa.offline"),
    )
    response = Response(minified("worker.js", source.encode()), mimetype="text/javascript")
    # Browsers ask for it again after every page: an hour in their cache spares a kilobyte each time.
    response.headers["Cache-Control"] = "max-age=3600"
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    response.add_etag()
    response.make_conditional(request)
    return response


def _version() -> str:
    """Changes with any file of the shell, and any word of the offline page in any language."""
    parts = [resources().assets[name].etag for name in (*SHELL, CORE_CSS)]
    for language in NAMES:
        with force_locale(language):
            parts.append(render_template("pwa/_offline.html"))
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:10]


@blueprint.get("/hors-ligne")
@public
def offline() -> Response:
    """What to do without a network. The worker keeps a copy of this page, and of no other."""
    return render_page("pwa/offline.html", page=None)
