"""Every page in Arabic and in English: no word of another language that does not say so.

In Arabic any Latin word is foreign, names apart: a sentence outside gettext is seen whatever it says.
In English a passage is French when two of its words are. What a translation quotes or explains in brackets, addresses and names of files are what a person will read on the screen: they stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from wordfreq import zipf_frequency

from tests.a11y.subjects import PUBLIC, exercise_states
from tests.a11y.test_signed_in import adviser_pages, learner_pages
from tests.conftest import upgrade_database
from webapp import create_app
from webapp.config import Settings

SPOKEN = (
    "alt",
    "title",
    "aria-label",
    "placeholder",
    "data-say",
    "data-stop",
    "data-slower",
    "data-away",
    "data-busy",
)
KEPT_AS_THEY_ARE = re.compile(
    "\N{LEFT-TO-RIGHT ISOLATE}[^\N{POP DIRECTIONAL ISOLATE}]*"  # quoted in a translation, set apart
    "|“[^”]*”|«[^»]*»"
    r"|(?:\S+ ){0,3}\S+ \([^)]*\)|\d+ rue des \w+|\S*(?:\.example|@|\.pdf|\.jpg)\S*|\b[A-Z]{3}-\d[A-Z]{2}\b"
)
NAME = re.compile(r"(?<![A-Za-zÀ-ÿ])[A-ZÀ-Ý][\w.-]+(?:[ ,]+(?:(?:de|des|du|et) )?[A-ZÀ-Ý][\w.-]+)*")
"""Marchepied, Pix, PDF, Olena Diallo, Mairie de Valmoulin: a name has no language."""
NAMES = {
    "Défenseur des droits",
    "France services",
    "atelier",
    "cv",
    "example",
    "htmx",
    "tournesol",
    "typst",
    "xAPI",
    "zzz",
}
WORD = re.compile(r"[A-Za-zÀ-ÿŒœ]{2,}")
FOR_AUTHORS = ("/dev/composants", "/dev/auteurs")
MUCH_MORE_FRENCH = 1.5


@cache
def is_french(word: str) -> bool:
    return zipf_frequency(word, "fr") - zipf_frequency(word, "en") > MUCH_MORE_FRENCH


def foreign(lang: str, text: str) -> list[str]:
    """The words of a text that are not of its language."""
    rest = KEPT_AS_THEY_ARE.sub(" ", text)
    for name in NAMES:
        rest = rest.replace(name, " ")
    if lang == "ar":
        return WORD.findall(NAME.sub(" ", rest)) or [w for w in WORD.findall(rest) if known(w)]
    words = [w for w in WORD.findall(NAME.sub(" ", rest)) if is_french(w.lower())]
    return words if lang == "en" and len(words) > 1 else []


@cache
def known(word: str) -> bool:
    """A single word of our own buttons and levels, which begins like a name."""
    return word in {
        "Débutant",
        "Écouter",
        "Valider",
        "Continuer",
        "Revenir",
        "Commencer",
        "Reprendre",
        "Choisissez",
        "Imprimer",
        "Accueil",
        "Annuler",
        "Attention",
    }


def spoken(node, lang: str) -> Iterator[tuple[str, str]]:
    """Every text a person can hear, with the language it is declared in; an address has none."""
    if not isinstance(node.tag, str):
        return
    if "address" in (node.get("class") or "").split():
        return
    own = node.get("lang", lang)
    for name in SPOKEN:
        yield own, node.get(name) or ""
    if node.tag not in ("script", "style"):
        yield own, node.text or ""
    for child in node:
        yield from spoken(child, own)
        yield own, child.tail or ""


def undeclared(html: str, lang: str) -> list[str]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert tree.get("lang") in (lang, "fr"), "professionals' pages are in French"
    return [" ".join(text.split()) for own, text in spoken(tree, "") if foreign(own, text)]


@pytest.mark.parametrize(
    ("lang", "text", "wrong"),
    [
        ("ar", "أنت هنا: Débutant.", True),
        ("ar", "أنت هنا: Premiers pas.", True),
        ("ar", "ورقتي بصيغة PDF", False),
        ("ar", "يقترح عليك Awa Diallo", False),
        ("en", "Les SMS d’arnaque pour un colis", True),
        ("en", "Mairie de Valmoulin: appointment Saturday.", False),
        ("fr", "Les SMS d’arnaque", False),
        ("en", "The box “Nom de famille” (last name)", False),
        ("ar", "Ce code n’ouvre rien.", True),
    ],
)
def test_the_walk_can_fail(lang: str, text: str, wrong: bool) -> None:
    assert bool(foreign(lang, text)) is wrong


@pytest.fixture(scope="module")
def seen_app(tmp_path_factory) -> Flask:
    """The application with its gallery, where each exercise is in each state."""
    settings = Settings.from_env(
        {
            "VAR_DIR": str(tmp_path_factory.mktemp("walk")),
            "MARCHEPIED_DEV": "1",
            "SECRET_KEY": "for tests only" * 4,
            "BASE_URL": "http://localhost",
        }
    )
    upgrade_database(settings.database_url)
    return create_app(settings, testing=True)


@pytest.fixture(scope="module")
def visits(seen_app) -> list[tuple[FlaskClient, str]]:
    """Who opens what: a learner half-way through everything, their adviser, everybody."""
    learner, adviser = seen_app.test_client(), seen_app.test_client()
    for client in (learner, adviser):
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        client.set_cookie("langue", "fr")
    own, theirs = learner_pages(seen_app, learner), adviser_pages(seen_app, adviser, learner)
    open_to_all = [page for page in PUBLIC if not page.startswith(FOR_AUTHORS)]
    return [(learner, page) for page in (*own.values(), *open_to_all, *exercise_states())] + [
        (adviser, page) for page in theirs.values()
    ]


REFUSALS = [
    ("/code", {"code": "AAA-BBB"}, 422),
    ("/echauffement/{sitting}", {"act": "answer"}, 422),
    ("/mes-donnees/effacer", {}, 422),
    ("/exercice/00000000-0000-7000-8000-000000000000", {"act": "answer"}, 404),
    ("/lecon/MOD-XXX", {}, 404),
    ("/carte", {"code": "AAA"}, 422),
    ("/mes-donnees", {"act": "erase"}, 405),
]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_page_speaks_its_language(visits, lang: str) -> None:
    found = {}
    for client, page in visits:
        client.set_cookie("langue", lang)
        answer = client.get(page)
        if answer.mimetype == "text/html" and answer.status_code not in (302, 303):
            for text in undeclared(answer.get_data(as_text=True), lang):
                found.setdefault(text, page)
    assert found == {}


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_refusal_speaks_the_language_of_the_page(visits, lang: str) -> None:
    client = visits[0][0]
    client.set_cookie("langue", lang)
    warmup = next(page for _who, page in visits if "/echauffement/" in page)
    found = {}
    for path, form, status in REFUSALS:
        answer = client.post(path.format(sitting=warmup.rsplit("/", 1)[1]), data=form)
        assert answer.status_code == status, path
        for text in undeclared(answer.get_data(as_text=True), lang):
            found.setdefault(text, path)
    assert found == {}
