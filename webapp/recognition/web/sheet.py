"""« Ce que je sais faire » as words, the same for the page and for the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.assessment.correcting.notices import CorrectionNotice
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.recognition.proofs import DEFAULT, Missing, Proof


@dataclass(frozen=True)
class SkillLine:
    """One skill in words."""

    skill: str
    label: str
    detail: str


@dataclass(frozen=True)
class DomainSkills:
    """The skills of one domain."""

    domain: str
    label: str
    lines: tuple[SkillLine, ...]


@dataclass(frozen=True)
class ProofSheet:
    """The sheet of one person; it carries no name: the person writes it by hand."""

    proven: tuple[DomainSkills, ...]
    started: tuple[DomainSkills, ...]
    on: date
    corrected: tuple[CorrectionNotice, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing to show yet."""
        return not (self.proven or self.started)


def intro(sheet: ProofSheet) -> str:
    """The first sentence of the paper, which a stranger reads as a certificate."""
    if sheet.proven:
        return _("Cette personne a réussi plusieurs fois, sans aide, ce qui est prouvé ici.")
    return _("Rien n’est encore prouvé sur cette feuille.")


def foot(sheet: ProofSheet) -> str:
    """What « prouvé » means, where something is; and what this paper is not."""
    alone = _("Personne ne surveille ces exercices. Ce n’est pas un diplôme.")
    return f"{how_to_prove()} {alone}" if sheet.proven else alone


def how_to_prove() -> str:
    """The rule of proof, with its own numbers."""
    return _(
        "Prouvé : %(need)s réussites sur %(of)s, sur %(families)s exercices au moins, "
        "à %(days)s jours d’écart au moins.",
        need=DEFAULT.need,
        of=DEFAULT.of,
        families=DEFAULT.min_families,
        days=DEFAULT.min_days,
    )


def make_sheet(
    catalogue: Catalogue,
    proofs: Sequence[Proof],
    *,
    on: date,
    corrected: Sequence[CorrectionNotice] = (),
) -> ProofSheet:
    """Proven skills first, then those on the way, by domain; what was graded again lately."""
    return ProofSheet(
        proven=_groups(catalogue, [p for p in proofs if p.proven]),
        started=_groups(catalogue, [p for p in proofs if not p.proven]),
        on=on,
        corrected=tuple(corrected),
    )


def _groups(catalogue: Catalogue, proofs: Sequence[Proof]) -> tuple[DomainSkills, ...]:
    found = []
    for domain in catalogue.framework.domains:
        lines = tuple(_line(p) for p in proofs if p.skill.split("-")[0] == domain.code)
        if lines:
            found.append(DomainSkills(domain.code, french(domain.label), lines))
    return tuple(found)


def _line(proof: Proof) -> SkillLine:
    return SkillLine(
        proof.skill, proof.label, _proven(proof) if proof.proven else _what_is_missing(proof)
    )


def _proven(proof: Proof) -> str:
    return ngettext(
        "Prouvé par %(num)d réussite, sur %(families)d exercices différents.",
        "Prouvé par %(num)d réussites, sur %(families)d exercices différents.",
        proof.rights,
        families=proof.families,
    )


def _what_is_missing(proof: Proof) -> str:
    """The first thing that is missing, as something to do."""
    first = proof.missing[0]
    if first is Missing.SUCCESSES:
        return ngettext(
            "Encore %(num)d réussite pour le prouver.",
            "Encore %(num)d réussites pour le prouver.",
            proof.more,
        )
    return {
        Missing.FAMILIES: _("Réussissez aussi un autre exercice."),
        Missing.DAYS: _("Réussissez encore, à deux jours d’écart, pour le prouver."),
    }.get(first, _("Réussissez un exercice sans choix de réponses."))
