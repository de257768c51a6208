"""The words of a result: what you can do first, a zone and never a mark, three next steps at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.assessment.results import DomainResult, Result
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.guidance.recommending import HUMAN, MODULE, QUESTIONS, Offer, offers
from webapp.guidance.voices import Voice, about_the_person, to_the_person
from webapp.psychometrics import Statement

BANDS = 4


@dataclass(frozen=True)
class Zone:
    """A sentence, and the same drawn: four steps, those of the zone filled."""

    sentence: str
    steps: tuple[bool, ...]
    low: str
    high: str
    known: bool


@dataclass(frozen=True)
class DomainView:
    """One domain of the result page."""

    id: str
    label: str
    zone: Zone
    done: tuple[str, ...]
    met: tuple[str, ...]
    helped: Zone | None = None
    done_helped: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepView:
    """One next step, and why."""

    title: str
    why: str
    url: str
    button: str
    minutes: str | None
    post: bool = False


@dataclass(frozen=True)
class ResultPage:
    """The whole page, for the person and, with their agreement, for their adviser."""

    title: str
    running: bool
    few_answers: str | None
    overall: Zone
    message: str
    strengths: tuple[str, ...]
    strength_line: str | None
    to_work: str | None
    domains: tuple[DomainView, ...]
    not_met: tuple[str, ...]
    steps: tuple[StepView, ...]
    not_a_mark: str
    sharing: str
    answered: str
    at: datetime
    print_url: str
    resume_url: str | None
    harms: bool
    corrected: tuple[tuple[str, str], ...]
    voice: Voice
    helped: Zone | None
    before: str | None


def result_page(catalogue: Catalogue, result: Result, *, about: bool = False) -> ResultPage:
    """Everything the page says, from the result alone: two readings give the same words.

    ``about``: for the adviser, the same said of the person.
    """
    messages = {key: french(text) for key, text in catalogue.bands.messages.items()}
    voice = about_the_person() if about else to_the_person()
    overall = _overall(catalogue, result, voice)
    met = [domain for domain in result.domains if domain.asked]
    return ResultPage(
        title=result.title,
        running=result.ended_at is None,
        few_answers=french(voice.message(catalogue.bands, "few_answers")) if result.few_answers else None,
        overall=overall,
        message=french(voice.band(catalogue.bands.bands[result.overall.low])) if overall.known else "",
        strengths=_strengths(result),
        strength_line=_strength(catalogue, result, voice),
        to_work=_named(messages["to_work"], result.to_work) if result.to_work else None,
        domains=tuple(_domain(catalogue, domain, voice) for domain in met),
        not_met=tuple(domain.label for domain in result.domains if not domain.asked),
        steps=tuple(_step(result, offer, voice) for offer in offers(catalogue, result, about=about)),
        not_a_mark=messages["not_a_mark"],
        sharing=messages["sharing"],
        answered=voice.answered(result.answered),
        at=result.ended_at or result.started_at,
        print_url=url_for("guidance.printable", sitting_id=result.sitting_id),
        resume_url=None if result.ended_at
        else url_for("assessment.resume", sitting_id=result.sitting_id),
        harms=bool(result.harms),
        corrected=result.corrected,
        voice=voice,
        helped=_with_help(catalogue, result.helped, voice),
        before=voice.before if result.returning else None,
    )  # fmt: skip


def _named(message: str, domain: DomainResult) -> str:
    return message.replace("{domaine}", domain.label[0].lower() + domain.label[1:])


def _strength(catalogue: Catalogue, result: Result, voice: Voice) -> str | None:
    if not result.strengths:
        return None
    return french(_named(voice.message(catalogue.bands, "strength"), result.strengths[0]))


def _strengths(result: Result) -> tuple[str, ...]:
    """The proofs themselves, strongest domain first: at most five, each once."""
    labels = [piece.label for domain in result.strengths for piece in domain.done]
    return tuple(dict.fromkeys(labels))[:5]


def _overall(catalogue: Catalogue, result: Result, voice: Voice) -> Zone:
    said = result.overall
    return zone(catalogue, said.kind.value, said.low, said.high, said.rather, voice)


def _domain(catalogue: Catalogue, domain: DomainResult, voice: Voice) -> DomainView:
    alone = zone(catalogue, domain.kind, domain.low, domain.high, domain.rather, voice)
    helped = _with_help(catalogue, domain.helped, voice)
    # While neither level is known, the same sentence is not said twice.
    told = helped if helped and (alone.known or helped.known) else None
    return DomainView(
        id=domain.id,
        label=domain.label,
        zone=alone,
        done=tuple(dict.fromkeys(piece.label for piece in domain.done)),
        met=tuple(dict.fromkeys(p.label for p in domain.evidence if not p.right)),
        helped=told,
        done_helped=tuple(dict.fromkeys(piece.label for piece in domain.done_helped)),
    )


def _with_help(catalogue: Catalogue, said: Statement | None, voice: Voice) -> Zone | None:
    """The zone with somebody beside; None when nobody helped."""
    if said is None:
        return None
    return zone(catalogue, said.kind.value, said.low, said.high, said.rather, voice)


def zone(
    catalogue: Catalogue, kind: str, low: int, high: int, rather: int | None, voice: Voice
) -> Zone:
    """The sentence of a zone. « Plutôt » only when the engine allows it."""
    names = [french(band.name) for band in catalogue.bands.bands]
    steps = tuple(low <= n <= high for n in range(BANDS))
    if kind == "one":
        sentence = voice.one % {"band": names[low]}
    elif kind == "between" and rather is not None:
        said = {"low": names[low], "high": names[high], "rather": names[rather]}
        sentence = voice.rather % said
    elif kind == "between":
        sentence = voice.between % {"low": names[low], "high": names[high]}
    else:
        sentence = voice.unsure
    return Zone(sentence, steps, names[low], names[high], kind != "unsure")


def _step(result: Result, offer: Offer, voice: Voice) -> StepView:
    minutes = offer.minutes and ngettext("%(num)d minute", "%(num)d minutes", offer.minutes)
    if offer.kind == MODULE:
        url = url_for("training.module", module_id=offer.target)
        return StepView(
            french(offer.title), french(offer.why), url, _("Voir la leçon"), minutes or None
        )
    if offer.kind == HUMAN:
        url = url_for("guidance.people", kind=offer.target)
        return StepView(voice.help, french(offer.why), url,
                        _("Trouver une aide"), None)  # fmt: skip
    if offer.kind == QUESTIONS:
        url = url_for("guidance.more_questions", sitting_id=result.sitting_id)
        return StepView(_("Quelques questions de plus"), french(offer.why), url, _("Continuer"),
                        None, post=True)  # fmt: skip
    return StepView(_("Aller plus loin"), french(offer.why), url_for("guidance.further"),
                    _("En savoir plus"), None)  # fmt: skip
