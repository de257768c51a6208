"""Which language a person reads. The interface is French; other languages are gettext catalogues.

Catalogues are read from their ``.po`` at start: a fresh clone needs no compilation, and what a
translator changes is what is served. A translation marked fuzzy is never shown.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, request
from flask_babel import Babel, Domain, get_locale
from markupsafe import Markup

from webapp.content.presentation import direction
from webapp.content.typography import NO_BREAK, counted, french
from webapp.web import cookies
from webapp.web.resources import resources
from webapp.web.security import varies

FRENCH = "fr"
NAMES = {FRENCH: "français", "en": "English", "ar": "العربية"}
"""Each language in its own words: that is how a person recognises it."""

FIRST_WORDS = "Je voudrais de l’aide pour le numérique."
"""Said at a desk in France, whatever the language of the page."""

COOKIE = "langue"
A_YEAR = 31_536_000
FRENCH_ONLY = ("/conseil", "/observatoire", "/mesure")
"""Rooms for professionals: in French, and declared so."""

WITHOUT_COOKIES = "pwa"
"""What the worker fetches carries no cookie: the language is in the address."""

PO = "LC_MESSAGES/messages.po"


class PoDomain(Domain):
    """Messages read from ``.po`` files once, at start."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._by_language: dict[str, NullTranslations] = {
            code: read_messages(folder / code / PO) for code in NAMES if code != FRENCH
        }
        self._by_language[FRENCH] = Typography()

    def get_translations(self) -> NullTranslations:
        """The messages of this request's language; French sentences are their own translation."""
        return self._by_language[str(get_locale() or FRENCH)]


class Typography(NullTranslations):
    """French msgids are shown as they are written, with the spaces French asks for."""

    def gettext(self, message: str) -> str:
        """The sentence itself, printed properly."""
        return printed(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Zero and one are singular in French."""
        return printed(msgid1 if n in (0, 1) else msgid2)

    ugettext, ungettext = gettext, ngettext


@cache
def printed(message: str) -> str:
    """French typography with the no-break space every font has."""
    return french(message).replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")


def read_messages(file: Path) -> NullTranslations:
    """One catalogue; nothing to translate when the file does not exist."""
    if not file.exists():
        return NullTranslations()
    compiled = BytesIO()
    with file.open("rb") as stream:
        write_mo(compiled, read_po(stream), use_fuzzy=False)
    compiled.seek(0)
    return Translations(compiled)


def select_language() -> str:
    """The person's choice, else the browser's wish, else French."""
    if request.path.startswith(FRENCH_ONLY):
        return FRENCH
    asked = request.args.get("lang", "") if request.blueprint == WITHOUT_COOKIES else ""
    chosen = asked or request.cookies.get(COOKIE, "")
    if chosen in NAMES:
        return chosen
    wishes = (wish.split("-")[0].lower() for wish, weight in request.accept_languages if weight)
    return next((code for code in wishes if code in NAMES), FRENCH)


def page_language() -> str:
    """Language code of this page."""
    return str(get_locale() or FRENCH)


def page_direction() -> str:
    """``ltr`` or ``rtl``."""
    return direction(page_language())


def language_name() -> str:
    """The name of this page's language, in that language."""
    return NAMES[page_language()]


def content_locale() -> str:
    """The language exercises are asked in, when they are translated."""
    return page_language()


def remember_language(response: Response, code: str) -> Response:
    """Keep a choice on this device; an unknown code changes nothing."""
    if code in NAMES:
        cookies.give(response, COOKIE, code, seconds=A_YEAR)
    return response


def day(moment: dt.datetime) -> str:
    """« 24 novembre 2026 », in the page's language, as the clock on the wall says it."""
    here = moment.astimezone(resources().settings.zone)
    written = format_date(here, "long", locale=page_language())
    if page_language() == FRENCH and here.day == 1:
        written = "1er" + written.removeprefix("1")
    return written.replace(" ", NO_BREAK, 1)


def moment(at: dt.datetime) -> str:
    """A day and its hour: two things done on one day are told apart."""
    hour = format_time(at.astimezone(resources().settings.zone), "short", locale=page_language())
    return f"{day(at)}, {hour}"


def _announce(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = page_language()
        varies(response, "Accept-Language", "Cookie")
    return response


def init(app: Flask) -> None:
    """Language of each request, and the names templates use to declare it."""
    babel = Babel(app, default_locale=FRENCH, locale_selector=select_language)
    babel.domain_instance = PoDomain(house_folder(app) / "messages")
    app.jinja_env.globals.update(
        page_language=page_language,
        page_direction=page_direction,
        language_name=language_name,
        in_french=in_french,
        french_words=french_words,
        first_words=FIRST_WORDS,
        colon=colon,
    )
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["counted"] = counted
    app.jinja_env.filters["printed"] = printed
    app.after_request(_announce)


def colon(language: str = "") -> str:
    """Between a label and what it names: only French puts a space before it."""
    return "\N{NO-BREAK SPACE}:" if (language or page_language()) == FRENCH else ":"


def in_french() -> Markup:
    """``lang`` and ``dir`` for words that stay French inside a page in another language."""
    return Markup("") if page_language() == FRENCH else Markup(' lang="fr" dir="ltr"')


def french_words(words: str) -> str | Markup:
    """Words that stay French inside a sentence in another language, declared so."""
    attributes = in_french()
    return Markup("<span{}>{}</span>").format(attributes, words) if attributes else words


def house_folder(app: Flask) -> Path:
    """Where the catalogues are."""
    with app.app_context():
        return resources().settings.translations
