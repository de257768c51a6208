"""A French sentence that changes: its translation stays in sight, and is shown to nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from babel.messages.catalog import Catalog, Message

from webapp.content import Catalogue, all_rows
from webapp.content.translation import PO, catalogs, messages_of, read_languages, update

ITEM = "SEC-2-SMS-001"
PLACE = f"{ITEM}:feedback.wrong"
LONG = 'Pas encore. Ce SMS est une « arnaque », \\ avec {montant} et "des guillemets", ' * 3


@pytest.fixture
def folder(catalogue: Catalogue, tmp_path: Path) -> Path:
    """One language, with one exercise translated."""
    file = tmp_path / "en" / PO
    file.parent.mkdir(parents=True)
    file.write_bytes((catalogue.root.parent / "translations/content/en" / PO).read_bytes())
    return tmp_path


def with_wrong(catalogue: Catalogue, text: str) -> Catalogue:
    """A bank of this exercise alone, with another sentence."""
    item = catalogue.items[ITEM]
    changed = item.feedback.model_copy(update={"wrong": text})
    return replace(
        catalogue, items=MappingProxyType({ITEM: replace(item, feedback=changed)}), languages={}
    )


def entry(folder: Path) -> tuple[Catalog, Message]:
    """The catalogue of the language, and the entry of the sentence."""
    ((_, found),) = catalogs(folder)
    return found, next(message for message in found if message.context == PLACE)


def shown_in(catalogue: Catalogue, bank: Catalogue, folder: Path) -> str:
    """The language the exercise is shown in."""
    bank = replace(bank, languages=read_languages(folder))
    item = bank.items[ITEM]
    return bank.present(item, next(all_rows(item)), "en").lang


def test_a_stale_translation_is_kept_and_not_shown(catalogue: Catalogue, folder: Path) -> None:
    french = catalogue.items[ITEM].feedback.wrong
    said = catalogue.languages["en"].messages[PLACE]
    update(with_wrong(catalogue, french), folder)
    assert shown_in(catalogue, with_wrong(catalogue, french), folder) == "en"
    for text in (LONG, "Encore autre chose."):
        changed = with_wrong(catalogue, text)
        update(changed, folder)
        update(changed, folder)
        found, message = entry(folder)
        assert (message.id, message.string, message.fuzzy) == (text, said, True)
        assert message.previous_id == [french]
        assert PLACE not in messages_of(found)
        assert PLACE not in {old.context for old in found.obsolete.values()}
        assert shown_in(catalogue, changed, folder) == "fr"


def test_the_french_that_comes_back_gets_its_translation_back(
    catalogue: Catalogue, folder: Path
) -> None:
    french = catalogue.items[ITEM].feedback.wrong
    for text in (LONG, french):
        update(with_wrong(catalogue, text), folder)
    found, message = entry(folder)
    assert not message.fuzzy and not message.previous_id
    assert messages_of(found)[PLACE] == catalogue.languages["en"].messages[PLACE]


def test_what_a_translator_says_again_is_shown(catalogue: Catalogue, folder: Path) -> None:
    changed = with_wrong(catalogue, LONG)
    update(changed, folder)
    file = folder / "en" / PO
    text = file.read_text("utf-8")
    before, after = text.split(f'msgctxt "{PLACE}"')
    head, mark, rest = before.rpartition("#, fuzzy")
    assert mark
    file.write_text(f'{head}{rest.lstrip(", ")}msgctxt "{PLACE}"{after}', "utf-8")
    assert shown_in(catalogue, changed, folder) == "en"
    update(changed, folder)
    assert not entry(folder)[1].fuzzy


def test_the_old_french_is_read_back_whole(catalogue: Catalogue, folder: Path) -> None:
    file = folder / "en" / PO
    update(with_wrong(catalogue, LONG), folder)
    file.write_text(file.read_text("utf-8").replace("fuzzy, ", ""), "utf-8")
    update(with_wrong(catalogue, "Plus court."), folder)
    assert entry(folder)[1].previous_id == [LONG.strip()]
