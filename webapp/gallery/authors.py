"""What people who write exercises see: the bank, what the check says of it, what it covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from webapp.assessment.measuring.exposure import ExpectedExposure, expected_exposure
from webapp.content import Catalogue, ContentError, Item, WorkCache, count_variants
from webapp.content.lettering import with_names
from webapp.content.lint import Finding, Severity, lint
from webapp.content.lint.run import Renderer
from webapp.content.reading import blind_page
from webapp.content.reviewing import readings_of
from webapp.content.schema.reviews import Reading
from webapp.content.stats import Coverage, coverage
from webapp.content.stats_text import READER_NAMES
from webapp.errors import NotFound
from webapp.exercises import rooms
from webapp.guidance import profiles
from webapp.guidance.recommending import Offer

PAGE_SIZE = 20
FILTERS = ("texte", "domaine", "niveau", "type", "statut")
EVERYTHING = "PAR-0-BILAN"


@dataclass(frozen=True)
class LintRemark:
    """One finding of the check, as it is read."""

    file: str
    line: int
    rule: str
    kind: str
    message: str
    todo: str


@dataclass(frozen=True)
class ItemRow:
    """One exercise of the list."""

    id: str
    title: str
    skill: str
    level: str
    type: str
    status: str
    variants: int
    read: str
    remarks: int


@dataclass(frozen=True)
class Page:
    """One page of the list; ``number`` of ``last``, ``found`` in all."""

    lines: tuple[ItemRow, ...]
    number: int
    last: int
    found: int


@dataclass(frozen=True)
class AuthorSheet:
    """One exercise for its author."""

    line: ItemRow
    remarks: tuple[LintRemark, ...]
    readings: tuple[tuple[str, Reading, str], ...]
    blind: str


@dataclass(frozen=True)
class LintOutcome:
    """What the check said of the files as they are now."""

    findings: tuple[Finding, ...]

    def of(self, item: Item) -> tuple[LintRemark, ...]:
        """The remarks on one exercise, what only informs left out."""
        return tuple(_remark(f) for f in self.serious if f.file == item.path)

    @property
    def serious(self) -> tuple[Finding, ...]:
        """Errors and warnings."""
        return tuple(f for f in self.findings if f.severity is not Severity.INFO)

    @property
    def by_file(self) -> Mapping[str, list[LintRemark]]:
        """Errors and warnings, by file."""
        found: dict[str, list[LintRemark]] = {}
        for finding in self.serious:
            found.setdefault(str(finding.file), []).append(_remark(finding))
        return found

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many errors, warnings and notices."""
        counts = Counter(finding.severity for finding in self.findings)
        return counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]


_LAST: dict[Path, tuple[int, LintOutcome]] = {}


def checked(root: Path, memory: Path, renderer: Renderer) -> LintOutcome:
    """The check of a content folder, done again only when a file is newer."""
    files = (*root.rglob("*.yaml"), *root.parent.glob("translations/content/*/*/*.po"))
    newest = max((file.stat().st_mtime_ns for file in files), default=0)
    if root not in _LAST or _LAST[root][0] != newest:
        findings = tuple(lint(root, memory=WorkCache(memory), renderer=renderer))
        _LAST[root] = (newest, LintOutcome(findings))
    return _LAST[root][1]


def listed(catalogue: Catalogue, said: LintOutcome, wanted: Mapping[str, str], number: int) -> Page:
    """The exercises that fit every filter, one page of them."""
    found = [item for item in catalogue.items.values() if _fits(catalogue, item, wanted)]
    last = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(1, number), last)
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(tuple(_line(catalogue, said, item) for item in shown), number, last, len(found))


def sheet(catalogue: Catalogue, said: LintOutcome, item_id: str) -> AuthorSheet:
    """One exercise. Raises ``NotFound``."""
    item = catalogue.items.get(item_id)
    if item is None:
        raise NotFound("Cet exercice n’existe pas.")
    return AuthorSheet(
        _line(catalogue, said, item),
        said.of(item),
        tuple(
            (READER_NAMES[r.by], r, with_names(item, r.answer))
            for r in readings_of(catalogue, item)
        ),
        blind_page(item),
    )


def tried(catalogue: Catalogue, text: str) -> tuple[Sequence[Offer], Sequence[str]]:
    """What the rules offer to a written profile, or what is wrong in it."""
    try:
        profile = profiles.read_profile(catalogue, text)
    except ContentError as error:
        return (), [f"Ligne {problem.line} : {problem.message}" for problem in error.problems]
    return profiles.try_profile(catalogue, profile), ()


def covered(catalogue: Catalogue) -> tuple[Coverage, ExpectedExposure]:
    """What the bank covers, and what a simulated assessment shows."""
    if catalogue.version not in _COVERED:
        _COVERED.clear()
        _COVERED[catalogue.version] = (
            coverage(catalogue, rooms()),
            expected_exposure(catalogue, EVERYTHING),
        )
    return _COVERED[catalogue.version]


_COVERED: dict[str, tuple[Coverage, ExpectedExposure]] = {}


def _fits(catalogue: Catalogue, item: Item, wanted: Mapping[str, str]) -> bool:
    skill = catalogue.framework.skills[item.skill].label
    read = f"{item.id} {item.text.title} {item.text.situation} {skill}".casefold()
    exact = {"domaine": item.domain, "niveau": item.level, "type": item.type, "statut": item.status}
    return wanted.get("texte", "").casefold().strip() in read and all(
        not wanted.get(name) or wanted[name] == value for name, value in exact.items()
    )


def _line(catalogue: Catalogue, said: LintOutcome, item: Item) -> ItemRow:
    read = ", ".join(READER_NAMES[kind] for kind in item.meta.readings) or READER_NAMES["none"]
    return ItemRow(
        item.id,
        item.text.title,
        catalogue.framework.skills[item.skill].label,
        catalogue.bands.by_code(item.level).name,
        item.type,
        item.status,
        count_variants(item),
        read,
        len(said.of(item)),
    )


def _remark(found: Finding) -> LintRemark:
    kind = "Bloque" if found.severity is Severity.ERROR else "À revoir"
    return LintRemark(str(found.file), found.line, found.rule, kind, found.message, found.todo)
