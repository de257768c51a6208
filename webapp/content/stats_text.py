"""The figures of the bank as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webapp.content.schema.base import BANDS
from webapp.content.stats import (
    BAND_SHARES,
    FAMILIES,
    LEAST_LIVED,
    MOST_CHOICE,
    NO_ONE,
    Coverage,
    shortfalls,
)

READER_NAMES = {
    "machine": "par une machine",
    "professional": "par une personne du métier",
    "public": "par une personne concernée",
    NO_ONE: "par personne",
}
MOST_SEEN = 10


def as_text(seen: Coverage, exposure: Mapping[str, float], people: int) -> str:
    """The whole report. ``exposure``: share of ``people`` who see each exercise."""
    parts = (
        _sizes(seen),
        _skills(seen),
        _reading(seen),
        _languages(seen),
        _exposure(exposure, people),
        _missing(seen),
    )
    return "\n\n".join("\n".join(part) for part in parts)


def _sizes(seen: Coverage) -> Iterator[str]:
    yield f"Exercices : {seen.size} (au moins {FAMILIES})"
    yield f"Choix simples : {seen.choice_share:.0%} (au plus {MOST_CHOICE:.0%})"
    yield f"Simulations et histoires : {seen.lived_share:.0%} (au moins {LEAST_LIVED:.0%})"
    fewest, middle, total = seen.variants
    yield f"Variantes : {fewest} au moins, {middle:g} au milieu, {total} en tout"
    shares = (
        f"{b} {seen.bands[b]} ({seen.band_share(b):.0%} ; visé {BAND_SHARES[b]:.0%})" for b in BANDS
    )
    yield f"Niveaux : {', '.join(shares)}"
    for label, counts in (
        ("Domaines", seen.domains),
        ("Types", seen.types),
        ("Statuts", seen.statuses),
    ):
        yield f"{label} : {', '.join(f'{name} {count}' for name, count in counts.items())}"
    read = (f"{READER_NAMES[name]} {count}" for name, count in seen.readings.items())
    yield f"Exercices relus : {', '.join(read)}"
    lessons = (f"{READER_NAMES[name]} {count}" for name, count in seen.lesson_readings.items())
    yield f"Leçons relues : {', '.join(lessons)}"
    yield f"Lectures à l'aveugle : {seen.blind}, désaccords réglés : {seen.disagreements}"
    yield f"Pas encore lus à l'aveugle : {', '.join(seen.not_blind) or 'aucun'}"


def _skills(seen: Coverage) -> Iterator[str]:
    bands = "".join(f"{band:>4}" for band in BANDS)
    yield f"{'Savoir-faire':<22}{bands}{'Tout':>6}{'Var.':>7}  Leçons et types"
    for skill in seen.skills:
        bands = "".join(f"{skill.bands.get(band, ''):>4}" for band in BANDS)
        types = ", ".join(skill.types)
        lessons = ", ".join(skill.lessons) or "aucune leçon"
        yield f"{skill.code:<22}{bands}{skill.families:>6}{skill.variants:>7}  {lessons} ; {types}"


def _reading(seen: Coverage) -> Iterator[str]:
    yield "Lecture (facilité de Kandel et Moles ; mots par phrase)"
    for band in BANDS:
        ease, length = seen.reading_of_band(band)
        yield f"  {band} : {ease:.0f} ; {length:.1f}"


def _languages(seen: Coverage) -> Iterator[str]:
    yield "Traductions"
    for language in seen.languages:
        signed = "relue" if language.reviewed else "pas relue"
        yield (
            f"  {language.code} : {language.exercises} exercices sur {seen.size}, dont "
            f"{language.with_document} avec le document ; "
            f"{language.sentences_left} phrases à traduire ({signed})"
        )


def _exposure(exposure: Mapping[str, float], people: int) -> Iterator[str]:
    yield f"Exercices les plus vus (bilan simulé, {people} personnes inventées)"
    yield from (f"  {share:>4.0%}  {name}" for name, share in most_seen(exposure))
    yield f"  Jamais vus : {never_seen(exposure)} sur {len(exposure)}"


def most_seen(exposure: Mapping[str, float]) -> list[tuple[str, float]]:
    """The exercises most people see, the most seen first."""
    return sorted(exposure.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_SEEN]


def never_seen(exposure: Mapping[str, float]) -> int:
    """How many exercises nobody sees."""
    return sum(not share for share in exposure.values())


def _missing(seen: Coverage) -> Iterator[str]:
    found = shortfalls(seen)
    yield "Il manque :" if found else "Rien ne manque."
    yield from (f"  {line}" for line in found)
