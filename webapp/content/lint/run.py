"""Running every rule over the content folder, and saying the result in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path, PurePath
from typing import TextIO

import webapp.exercises as rooms_package
from webapp.content.catalogue import Catalogue
from webapp.content.errors import ContentError
from webapp.content.item import Item
from webapp.content.lint import (
    rules_answers,
    rules_form,
    rules_language,
    rules_lessons,
    rules_page,
    rules_reviews,
    rules_safety,
    rules_sites,
)
from webapp.content.lint.bank import LintBank, Text
from webapp.content.lint.language import available
from webapp.content.lint.rule import Finding, Severity, of_scope
from webapp.content.loading import Loader
from webapp.content.presentation import Presented
from webapp.content.source import Source, canonical, fingerprint
from webapp.content.typography import counted
from webapp.content.work_cache import MISSING, WorkCache

FAMILIES = (
    rules_answers,
    rules_form,
    rules_language,
    rules_lessons,
    rules_page,
    rules_reviews,
    rules_safety,
    rules_sites,
)
"""Importing these modules registers their rules."""

OPTIONAL = {
    "wordfreq": "mots rares et orthographe (L04, L20)",
    "simplemma": "formes des verbes (L04)",
    "rapidfuzz": "ressemblances (L09)",
}
ON_READING = "L01"
FIX_FILE = "Corrigez le fichier ; le guide des auteurs montre un exemple."
Render = Callable[[Presented], str]
Renderer = Callable[[Catalogue], Render]
NAMES = {Severity.ERROR: "erreur", Severity.WARNING: "avertissement", Severity.INFO: "information"}


def lint(
    root: Path,
    *,
    today: date | None = None,
    memory: WorkCache | None = None,
    renderer: Renderer | None = None,
) -> list[Finding]:
    """Every remark on the content folder, waivers applied, in the order of files and lines.

    ``memory`` keeps what files say, and the remarks on exercises that did not change; ``renderer``
    makes the pages that some rules look at.
    """
    memory = memory or WorkCache()
    loader = Loader(root, memory)
    catalogue = loader.read()
    found = [
        Finding(PurePath(p.file), p.line, ON_READING, Severity.ERROR, p.message, FIX_FILE)
        for p in loader.problems
    ]
    found += _check_files(loader.sources, memory)
    if catalogue is not None:
        bank = LintBank(
            catalogue,
            loader.sources,
            today or datetime.now(UTC).date(),
            renderer(catalogue) if renderer else None,
        )
        found += _check(bank, memory)
        memory.save()
        found = [finding for finding in found if not waived(bank, finding)]
    return sorted(set(found))


def run_lint(
    root: Path,
    stream: TextIO,
    *,
    memory: WorkCache | None = None,
    renderer: Renderer | None = None,
) -> int:
    """Print every remark and a summary. Returns 1 when at least one error blocks, else 0."""
    findings = lint(root, memory=memory, renderer=renderer)
    for finding in findings:
        print(finding, file=stream)
    for package, use in OPTIONAL.items():
        if not available(package):
            print(f"Non vérifié : {use}. Installez le groupe « content ».", file=stream)
    counts = Counter(finding.severity for finding in findings)
    summary = (counted(counts[severity], name) for severity, name in NAMES.items())
    print(", ".join(summary) + ".", file=stream)
    return int(counts[Severity.ERROR] > 0)


def _check_files(sources: Mapping[str, Source], memory: WorkCache) -> Iterator[Finding]:
    code = _code_key()
    for source in sources.values():
        with suppress(ContentError):  # What YAML cannot read is already said by the reader.
            yield from _remembered(memory, f"{code}/file", source, check_file)


def check_file(source: Source) -> Iterator[Finding]:
    """The rules on one file as it is written."""
    for rule in of_scope("file"):
        yield from (rule.finding(source, hit) for hit in rule.check(source))


def waived(bank: LintBank, finding: Finding) -> bool:
    """Whether a written waiver accepts this warning. An error is never waived."""
    return finding.severity is not Severity.ERROR and any(
        waiver.rule == finding.rule and PurePath(waiver.file) == finding.file
        for waiver in bank.catalogue.registry.waivers.waivers
    )


def _check(bank: LintBank, memory: WorkCache) -> Iterator[Finding]:
    shared = _shared_key(bank)
    by_file = {
        file: list(texts) for file, texts in groupby(sorted(bank.texts, key=BY_FILE), key=BY_FILE)
    }
    items = {str(item.path): item for item in bank.catalogue.items.values()}

    def check(source: Source) -> Iterator[Finding]:
        file = str(source.name)
        yield from _check_texts(bank, source, by_file[file])
        yield from _check_item(bank, source, items.get(file))

    for file in by_file:
        yield from _remembered(memory, shared, bank.sources[file], check)
    for rule in of_scope("bank"):
        for file, hit in rule.check(bank):
            yield rule.finding(bank.sources[file], hit)


BY_FILE = attrgetter("file")


def _remembered(
    memory: WorkCache, shared: str, source: Source, check: Callable[[Source], Iterable[Finding]]
) -> Iterator[Finding]:
    """The remarks on a file, looked for only when it or what they depend on changed."""
    key = fingerprint(f"{shared}/{source.text}")
    known = memory.get(key)
    if known is MISSING:
        known = [[f.line, f.rule, f.severity, f.message, f.todo] for f in check(source)]
        memory.put(key, known)
    for line, rule_id, severity, message, todo in known:
        yield Finding(source.name, line, rule_id, Severity(severity), message, todo)


def _check_texts(bank: LintBank, source: Source, texts: Sequence[Text]) -> Iterator[Finding]:
    for rule in of_scope("text"):
        for text in texts:
            yield from (rule.finding(source, hit) for hit in rule.check(text, bank))


def _check_item(bank: LintBank, source: Source, item: Item | None) -> Iterator[Finding]:
    for rule in of_scope("item") if item else ():
        yield from (rule.finding(source, hit) for hit in rule.check(item, bank))


def _shared_key(bank: LintBank) -> str:
    """All that the remarks on one exercise depend on besides its own file.

    The rules and the rooms themselves, the word lists installed, every other kind of content, the
    translations, and the day: a fact grows old without any file changing.
    """
    spoken = {str(po): po.read_text("utf-8") for po in sorted(bank.translations.rglob("*.po"))}
    files = {name: s.text for name, s in bank.sources.items() if not name.startswith("items/")}
    rendered = bank.render is not None
    return fingerprint(canonical([_code_key(), bank.today, rendered, spoken, files]))


def _code_key() -> str:
    code = [path for pattern in ("*.py", "*.html") for path in _files(pattern)]
    lists = [available(package) for package in OPTIONAL]
    return fingerprint(canonical([lists, {str(p): p.read_text("utf-8") for p in code}]))


def _files(pattern: str) -> Iterator[Path]:
    for folder in RULED_BY:
        yield from sorted(folder.rglob(pattern))


PACKAGE = Path(rooms_package.__file__).parents[1]
RULED_BY = tuple(PACKAGE / name for name in ("content", "exercises", "web", "templates"))
