"""Running every rule over the content folder, and saying the result in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import TextIO

from webapp.content.lint import rules_answers, rules_form, rules_language, rules_safety
from webapp.content.lint.bank import Bank
from webapp.content.lint.language import available
from webapp.content.lint.rule import Finding, Severity, of_scope
from webapp.content.loading import Loader
from webapp.content.source import Source

FAMILIES = (rules_answers, rules_form, rules_language, rules_safety)
"""Importing these modules registers their rules."""

OPTIONAL = {
    "wordfreq": "mots rares et orthographe (L04, L20)",
    "simplemma": "formes des verbes (L04)",
    "rapidfuzz": "ressemblances (L09)",
}
ON_READING = "L01"
FIX_FILE = "Corrigez le fichier ; le guide des auteurs montre un exemple."
NAMES = {Severity.ERROR: "erreur", Severity.WARNING: "avertissement", Severity.INFO: "information"}


def lint(root: Path, *, today: date | None = None) -> list[Finding]:
    """Every remark on the content folder, waivers applied, in the order of files and lines."""
    loader = Loader(root)
    catalogue = loader.read()
    found = [
        Finding(PurePath(p.file), p.line, ON_READING, Severity.ERROR, p.message, FIX_FILE)
        for p in loader.problems
    ]
    found += [finding for source in loader.sources.values() for finding in check_file(source)]
    if catalogue is not None:
        bank = Bank(catalogue, loader.sources, today or datetime.now(UTC).date())
        found += _check(bank)
        found = [finding for finding in found if not waived(bank, finding)]
    return sorted(set(found))


def run_lint(root: Path, stream: TextIO) -> int:
    """Print every remark and a summary. Returns 1 when at least one error blocks, else 0."""
    findings = lint(root)
    for finding in findings:
        print(finding, file=stream)
    for package, use in OPTIONAL.items():
        if not available(package):
            print(f"Non vérifié : {use}. Installez le groupe « content ».", file=stream)
    counts = Counter(finding.severity for finding in findings)
    summary = (f"{counts[severity]} {name}(s)" for severity, name in NAMES.items())
    print(", ".join(summary) + ".", file=stream)
    return int(counts[Severity.ERROR] > 0)


def check_file(source: Source) -> Iterator[Finding]:
    """The rules on one file as it is written."""
    for rule in of_scope("file"):
        yield from (rule.finding(source, hit) for hit in rule.check(source))


def waived(bank: Bank, finding: Finding) -> bool:
    """Whether a written waiver accepts this warning. An error is never waived."""
    return finding.severity is not Severity.ERROR and any(
        waiver.rule == finding.rule and PurePath(waiver.file) == finding.file
        for waiver in bank.catalogue.registry.waivers.waivers
    )


def _check(bank: Bank) -> Iterator[Finding]:
    for rule in of_scope("text"):
        for text in bank.texts:
            yield from (
                rule.finding(bank.sources[text.file], hit) for hit in rule.check(text, bank)
            )
    for rule in of_scope("item"):
        for item in bank.catalogue.items.values():
            source = bank.sources[str(item.path)]
            yield from (rule.finding(source, hit) for hit in rule.check(item, bank))
    for rule in of_scope("bank"):
        for file, hit in rule.check(bank):
            yield rule.finding(bank.sources[file], hit)
