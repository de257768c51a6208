"""French sentences go out to translators, translations come back.

One gettext catalogue for each language: ``translations/content/<lang>/LC_MESSAGES/content.po``.
``msgctxt`` is ``ITEM-ID:place``. When a French sentence changes, its translation is kept, marked
fuzzy, beside the old French (``#|``): a translator sees both, people see neither, and the exercise is in
French until someone takes the mark away. The comment at the top says
``X-Reviewed: yes`` when a native reader signed the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, unescape, write_po

from webapp.content.catalogue import Catalogue, Language
from webapp.content.item import Item
from webapp.content.presentation import missing
from webapp.content.prose import PLACEHOLDER, WAYS, sentences

PO = Path("LC_MESSAGES/content.po")
REVIEWED = "X-Reviewed"
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
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
        before = {str(m.context): m for m in language if m.context and m.string}
        language.update(template, no_fuzzy_matching=True)
        _keep_stale(language, before)
        written.append(_write(file, language))
    return written


def _keep_stale(language: Catalog, before: Mapping[str, Message]) -> None:
    """What was said of the French of before stays in sight, until it is said again or comes back."""
    for message in language:
        old = before.get(str(message.context))
        if old is None or (message.string and not message.fuzzy):
            continue
        said_of = str(old.previous_id[0] if old.fuzzy and old.previous_id else old.id)
        message.string = old.string
        language.obsolete.pop((str(old.id), str(old.context)), None)
        back = said_of.split() == str(message.id).split()
        message.flags = message.flags - {"fuzzy"} if back else message.flags | {"fuzzy"}
        message.previous_id = [] if back else [said_of]


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
        catalog = read_po(stream, locale=code.replace("-", "_"))
    for message in catalog:
        _read_previous(message)
    return catalog


def _read_previous(message: Message) -> None:
    """Babel writes the old French after « #| » and reads it back as a comment: put it in its place."""
    old = [line[1:] for line in message.user_comments if line.startswith("|")]
    message.user_comments = [line for line in message.user_comments if not line.startswith("|")]
    written = QUOTED.findall(" ".join(old))
    if written:
        text = unescape(f'"{"".join(written)}"')
        message.previous_id = [" ".join(text.split())]  # Babel cuts its lines where it likes


def _write(file: Path, catalog: Catalog) -> Path:
    stream = BytesIO()
    write_po(stream, catalog, width=100, sort_output=False, include_previous=True)
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
