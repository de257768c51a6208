"""Every sentence a learner meets exists in every language, with the same blanks and all plurals."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from webapp.web.locale import FRENCH, NAMES, PO, printed, read_messages

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "translations/messages"
OTHERS = [code for code in NAMES if code != FRENCH]
KEYWORDS = re.findall("-k (\\S+)", (ROOT / "scripts/i18n").read_text(encoding="utf-8"))
BLANK = re.compile(r"%\(\w+\)[sd]")
ONE_OR_TWO = {"ar": {1, 2}}
"""Plural forms that say the number in a word: Arabic has its own for one and two."""


def read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the code says today."""
    target = tmp_path_factory.mktemp("i18n") / "messages.pot"
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "babel.cfg",
        *(part for pair in KEYWORDS for part in ("-k", pair)),
        "-o",
        str(target),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    return read(target)


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_french(sentences: Catalog, language: str) -> None:
    catalog = read(FOLDER / language / PO, language)
    ready = {m.id for m in catalog if m.string and not m.fuzzy and (m.string if m.id else True)}
    missing = [m.id for m in sentences if m.id and m.id not in ready]
    assert not missing, "run scripts/i18n, then translate"


@pytest.mark.parametrize("language", OTHERS)
def test_blanks_are_the_same(language: str) -> None:
    for message in read(FOLDER / language / PO, language):
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = set(BLANK.findall(source[-1]))
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for n, text in enumerate(texts if message.id and message.string else ()):
            optional = {"%(num)d"} if n in ONE_OR_TWO.get(language, set()) else set()
            assert wanted - optional <= set(BLANK.findall(text)) <= wanted, message.id


@pytest.mark.parametrize("language", OTHERS)
def test_every_plural_form_is_there(language: str) -> None:
    catalog = read(FOLDER / language / PO, language)
    assert catalog.num_plurals == {"en": 2, "ar": 6}[language]
    for message in catalog:
        if message.pluralizable:
            assert len(message.string) == catalog.num_plurals and all(message.string), message.id


@pytest.mark.parametrize("language", OTHERS)
def test_machine_translation_says_so(language: str) -> None:
    assert "X-Reviewed:" in read(FOLDER / language / PO, language).header_comment


def test_plurals_speak() -> None:
    arabic = read_messages(FOLDER / "ar" / PO)
    forms = {
        n: arabic.ungettext("%(num)d minute", "%(num)d minutes", n) for n in (0, 1, 2, 3, 11, 100)
    }
    assert len(set(forms.values())) >= 4
    assert "%(num)d" in forms[3]


def test_french_is_printed_properly() -> None:
    nb = "\N{NO-BREAK SPACE}"
    assert printed("Vous savez ? « Oui »") == f"Vous savez{nb}? «{nb}Oui{nb}»"
    assert printed("%(n)s sur %(top)s") == "%(n)s sur %(top)s"
