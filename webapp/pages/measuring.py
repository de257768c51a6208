"""The numbers of the page for professionals: those of the rules in force, none written twice."""

from __future__ import annotations

from dataclasses import dataclass

from babel.numbers import format_decimal

from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.psychometrics.tree import (
    COLD_DOMAIN_LOADING,
    DOMAIN_COMPETENCE_LOADING,
    GRID_NODES,
)


@dataclass(frozen=True)
class MeasuringPage:
    """Numbers as French writes them."""

    domains: int
    competences: int
    skills: int
    domain_loading: str
    competence_loading: str
    nodes: int
    prior: str
    per_year: str
    memory: str
    first_count: int
    surest_after: int
    stop_after: int
    comfort_first: str
    comfort: str
    randomesque: int
    family_gap: int
    slopes: str
    stop_sd: str
    lengths: tuple[tuple[str, int, int], ...]
    bands: tuple[str, ...]
    cuts: tuple[str, ...]
    sure: str
    rather: str
    calibrated: int
    drafts: int
    items: int


def per_cent(share: float) -> str:
    """A share in hundredths."""
    return f"{round(share * 100)}\u00a0%"


def _number(value: float) -> str:
    """A number as French writes it: this page is for professionals in France."""
    return format_decimal(value, format="0.####", locale="fr").replace("-", "−")


def measuring_page(catalogue: Catalogue) -> MeasuringPage:
    """The page of a catalogue."""
    framework, rules, bands = catalogue.framework, catalogue.rules.assessment, catalogue.bands
    return MeasuringPage(
        domains=len(framework.domains),
        competences=len(framework.competences),
        skills=len(framework.skills),
        domain_loading=_number(round(COLD_DOMAIN_LOADING, 2)),
        competence_loading=_number(round(DOMAIN_COMPETENCE_LOADING, 2)),
        nodes=GRID_NODES,
        prior=_number(rules.prior.default),
        per_year=_number(rules.forgetting.per_year),
        memory=_number(rules.forgetting.memory),
        first_count=rules.comfort.first_count,
        surest_after=rules.mercy.surest_after,
        stop_after=rules.mercy.stop_after,
        comfort_first=per_cent(rules.comfort.first),
        comfort=per_cent(rules.comfort.then),
        randomesque=rules.selection.randomesque,
        family_gap=rules.selection.family_gap,
        slopes=_number(rules.selection.slopes),
        stop_sd=_number(rules.stop.sd),
        lengths=tuple(
            (french(parcours.title), parcours.entry.shortest, parcours.entry.longest)
            for parcours in catalogue.parcours.values()
            if parcours.available
        ),
        bands=tuple(french(band.name) for band in bands.bands),
        cuts=tuple(_number(cut) for cut in bands.cuts),
        sure=per_cent(rules.band_claim.sure),
        rather=per_cent(rules.band_claim.rather),
        calibrated=sum(
            catalogue.calibration.of(item.id, item.version) is not None
            for item in catalogue.items.values()
        ),
        drafts=sum(1 for item in catalogue.items.values() if item.status == "draft"),
        items=len(catalogue.items),
    )
