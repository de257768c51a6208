"""Display settings, kept on the device without an account.

The cookie holds the very class names the style sheet knows, so nothing has to be looked up: what is
not a known class is dropped, and an absent one means the setting of the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Flask, Response, request
from markupsafe import Markup

from webapp.web import cookies
from webapp.web.render import inline_style
from webapp.web.resources import resources

COOKIE = "affichage"
A_YEAR = 31_536_000
SEPARATOR = "."

SETTINGS: Mapping[str, tuple[str, ...]] = {
    "text": ("t125", "t150", "t200"),
    "space": ("wide",),
    "colours": ("light", "dark"),
    "contrast": ("strong",),
    "font": ("easy",),
    "motion": ("calm",),
    "pictures": ("nopic",),
    "voice": ("slow",),
}
"""The classes of each setting. The start is none of them."""

SIZES = {"100": "", "125": "t125", "150": "t150", "200": "t200"}
FACES = (
    (400, "fonts/atkinson-hyperlegible-next-latin-400-normal.woff2"),
    (700, "fonts/atkinson-hyperlegible-next-latin-700-normal.woff2"),
)
FACE = (
    '@font-face{{font-family:"Atkinson Hyperlegible Next";font-weight:{weight};'
    'font-display:swap;src:url("{url}") format("woff2")}}'
)


@dataclass(frozen=True)
class Prefs:
    """What the person chose, one class at most for each setting."""

    chosen: Mapping[str, str]

    @classmethod
    def of(cls, classes: Iterable[str]) -> Prefs:
        """From class names of any origin; unknown ones are dropped, the last of a setting wins."""
        known = {name: setting for setting, names in SETTINGS.items() for name in names}
        found = {known[name]: name for name in classes if name in known}
        return cls({setting: found[setting] for setting in SETTINGS if setting in found})

    @property
    def classes(self) -> str:
        """For ``<html class>``."""
        return " ".join(self.chosen.values())

    def value(self, setting: str) -> str:
        """The class chosen for one setting, empty for the setting of the start."""
        return self.chosen.get(setting, "")

    def having(self, setting: str, name: str) -> Prefs:
        """The same with one setting changed."""
        return Prefs.of({**self.chosen, setting: name}.values())


def current() -> Prefs:
    """The settings of this device."""
    return Prefs.of(request.cookies.get(COOKIE, "")[:200].split(SEPARATOR))


def save(response: Response, prefs: Prefs) -> Response:
    """Keep the settings on this device, or forget them when they are those of the start."""
    if not prefs.chosen:
        cookies.take_back(response, COOKIE)
        return response
    cookies.give(response, COOKIE, SEPARATOR.join(prefs.chosen.values()), seconds=A_YEAR)
    return response


def save_text_size(response: Response, size: str) -> Response:
    """Keep the text size chosen while preparing; any other word changes nothing."""
    if size not in SIZES:
        return response
    return save(response, current().having("text", SIZES[size]))


INPUTS = frozenset({"mouse", "touch", "pen", "keyboard"})


def display_settings() -> dict[str, str]:
    """How the exercise was shown and answered, to be kept with the answer.

    Display settings, and three coarse facts: phone or computer, the way of pressing, « Écouter ».
    They serve the fairness study of exercises and the advice to listen; nobody can be recognised.
    """
    words = request.form.get("how", "").split()[:2]
    facts = dict(current().chosen)
    facts["device"] = "phone" if _phone() else "computer"
    ways = [word for word in words if word in INPUTS]
    if ways:
        facts["input"] = ways[0]
    return facts | ({"heard": "yes"} if "heard" in words else {})


def _phone() -> bool:
    hint = request.headers.get("Sec-CH-UA-Mobile")
    return hint == "?1" if hint else "Mobi" in request.headers.get("User-Agent", "")


def html_classes() -> str:
    """The classes of the page."""
    return current().classes


def easy_font(*, wanted: bool = False) -> Markup | None:
    """The declaration of the easy-reading font, only for those who chose it.

    The browser fetches a file when a text needs it: nobody else pays the 25 kB.
    """
    if not wanted and current().value("font") != "easy":
        return None
    url = resources().assets.url
    return inline_style("".join(FACE.format(weight=w, url=url(name)) for w, name in FACES))


def init(app: Flask) -> None:
    """Names of the layout."""
    app.jinja_env.globals.update(html_classes=html_classes, easy_font=easy_font)
