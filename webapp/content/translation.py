"""French sentences go out to translators, translations come back.

One gettext catalogue for each language: ``translations/content/<lang>/LC_MESSAGES/content.po``.
``msgctxt`` is ``ITEM-ID:place``. A French sentence that changes empties its translation:
the exercise is in French until someone says it again. The comment at the top says
``X-Reviewed: yes`` when a native reader signed the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from webapp.content.catalogue import Catalogue, Language
from webapp.content.item import Item
from webapp.content.presentation import missing
from webapp.content.prose import PLACEHOLDER, WAYS, sentences

PO = Path("LC_MESSAGES/content.po")
REVIEWED = "X-Reviewed"
EPOCH = datetime(2026, 11, 24, tzinfo=UTC)


def read_languages(folder: Path) -> Mapping[str, Language]:
    """Every language that has a catalogue. Stale and empty translations are left out."""
    files = sorted(folder.glob(f"*/{PO}"))
    return MappingProxyType(
        {code: _language(code, file) for file in files if (code := _code(file))}
    )


def extract(catalogue: Catalogue) -> Catalog:
    """The template: every sentence of every exercise, with its place and its level."""
    template = _empty()
    for item in catalogue.items.values():
        _add(template, item)
    return template


def update(catalogue: Catalogue, folder: Path) -> list[Path]:
    """Write the template and bring each language up to date. Returns the files written."""
    template = extract(catalogue)
    written = [_write(folder / "content.pot", template)]
    for file in sorted(folder.glob(f"*/{PO}")):
        language = _read(_code(file), file)
        language.update(template, no_fuzzy_matching=True)
        written.append(_write(file, language))
    return written


def progress(catalogue: Catalogue, language: Language) -> Mapping[str, int]:
    """How many sentences of each exercise are left to translate."""
    return {item.id: len(missing(item, language.messages)) for item in catalogue.items.values()}


def messages_of(catalog: Catalog) -> dict[str, str]:
    """Usable translations of a catalogue, by ``ITEM-ID:place``."""
    usable = (m for m in catalog if m.context and m.string and not m.fuzzy)
    return {str(message.context): str(message.string) for message in usable}


def same_placeholders(message: Message) -> bool:
    """Whether the translation keeps each ``{x}`` of the French, no more, no less."""
    used = (sorted(PLACEHOLDER.findall(text)) for text in (str(message.id), *ways(message)))
    return len({tuple(names) for names in used}) == 1


def ways(message: Message) -> list[str]:
    """The translation; for an accepted answer, each of the writings it gives."""
    text = str(message.string)
    return text.split(WAYS) if ":answer.accept." in str(message.context) else [text]


def _add(template: Catalog, item: Item) -> None:
    for sentence in sentences(item):
        note = f"{sentence.kind}, {item.level}, {item.meta.stimulus}"
        context = f"{item.id}:{sentence.place}"
        template.add(sentence.text, context=context, auto_comments=[note])


def _language(code: str, file: Path) -> Language:
    catalog = _read(code, file)
    reviewed = f"{REVIEWED}: yes" in catalog.header_comment
    return Language(code, reviewed, MappingProxyType(messages_of(catalog)))


def _read(code: str, file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=code.replace("-", "_"))


def _write(file: Path, catalog: Catalog) -> Path:
    stream = BytesIO()
    write_po(stream, catalog, width=100, sort_output=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(stream.getvalue())
    return file


def _empty() -> Catalog:
    return Catalog(
        project="Marchepied",
        version="content",
        creation_date=EPOCH,
        revision_date=EPOCH,
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
    )


def _code(file: Path) -> str:
    return file.parent.parent.name


def catalogs(folder: Path) -> Iterable[tuple[Path, Catalog]]:
    """Each catalogue as written, stale entries included, for the lint."""
    for file in sorted(folder.glob(f"*/{PO}")):
        yield file, _read(_code(file), file)


def extract_all(content: Path, translations: Path) -> list[Path]:
    """Bring every catalogue of exercises up to date with the files. Returns what was written."""
    from webapp.content.loading import load_catalogue

    return update(load_catalogue(content), translations / "content")
