"""The words of a result: what you can do first, a zone and never a mark, three next steps at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.assessment.measuring.results import DomainResult, Result
from webapp.assessment.measuring.skills import Standing
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.guidance.recommending import (
    HUMAN,
    MODULE,
    PRACTICE,
    PROOFS,
    QUESTIONS,
    Offer,
    offers,
)
from webapp.guidance.web.voices import Voice, about_the_person, to_the_person
from webapp.psychometrics import Kind, Statement
from webapp.web.locale import french_words

MOST_GESTURES = 5


@dataclass(frozen=True)
class Zone:
    """A sentence, and the same drawn: the foot on one of four steps, another hatched when possible.

    ``steps`` has « foot », « maybe » or nothing for each.
    """

    sentence: str
    steps: tuple[str, ...]
    known: bool


@dataclass(frozen=True)
class DomainView:
    """One domain of the result page. Each skill is in one list only: ``skills`` by standing."""

    id: str
    label: str
    zone: Zone
    skills: tuple[tuple[str, tuple[str, ...]], ...]
    helped: Zone | None = None


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
    heading: str
    running: bool
    few_answers: str | None
    overall: Zone
    message: str
    gestures: tuple[str, ...]
    strength_line: str | None
    domains: tuple[DomainView, ...]
    not_met: tuple[str, ...]
    set_aside: tuple[str, ...]
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
    overall = zone(catalogue, result.overall, voice)
    met = [domain for domain in result.domains if domain.asked]
    return ResultPage(
        title=result.title,
        heading=_heading(result),
        running=result.ended_at is None,
        few_answers=french(voice.message(catalogue.bands, "few_answers")) if result.few_answers else None,
        overall=overall,
        message=french(voice.band(catalogue.bands.bands[result.overall.band])) if overall.known else "",
        gestures=_gestures(result),
        strength_line=_strength(catalogue, result, voice),
        domains=tuple(_domain(catalogue, domain, voice) for domain in met),
        not_met=tuple(
            domain.label for domain in result.domains
            if not domain.asked and domain.label not in result.set_aside
        ),
        set_aside=result.set_aside,
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


def _heading(result: Result) -> str:
    """Thanks, where nothing worked: a page does not announce what it has not."""
    if any(skill.standing is not Standing.NOT_YET for skill in result.skills):
        return _("Voici ce que vous savez faire")
    return _("Merci. On s’arrête là.")


def _strength(catalogue: Catalogue, result: Result, voice: Voice) -> str | None:
    if result.strength is None:
        return None
    message, label = voice.message(catalogue.bands, "strength"), result.strength.label
    return french(message.replace("{domaine}", label[0].lower() + label[1:]))


def _gestures(result: Result) -> tuple[str, ...]:
    """What worked each time, alone, strongest domain first: at most five."""
    done = [skill.label for skill in result.skills if skill.standing is Standing.DONE]
    return tuple(done[:MOST_GESTURES])


def _domain(catalogue: Catalogue, domain: DomainResult, voice: Voice) -> DomainView:
    alone = zone(catalogue, domain.said, voice)
    helped = _with_help(catalogue, domain.helped, voice)
    # While neither level is known, the same sentence is not said twice.
    told = helped if helped and (alone.known or helped.known) else None
    return DomainView(domain.id, domain.label, alone, tuple(_skills(domain, voice)), told)


def _skills(domain: DomainResult, voice: Voice) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The heading and the skills of each standing that has some."""
    headings = {
        Standing.DONE: voice.did,
        Standing.SOMETIMES: voice.did_sometimes,
        Standing.WITH_HELP: voice.did_helped,
        Standing.NOT_YET: _("À découvrir"),
    }
    for standing, heading in headings.items():
        labels = tuple(skill.label for skill in domain.skills if skill.standing is standing)
        if labels:
            yield heading, labels


def _with_help(catalogue: Catalogue, said: Statement | None, voice: Voice) -> Zone | None:
    """The zone with somebody beside; None when nobody helped."""
    return None if said is None else zone(catalogue, said, voice)


def zone(catalogue: Catalogue, said: Statement, voice: Voice) -> Zone:
    """The sentence of a zone and its drawing: never two steps that look reached."""
    names = [french_words(french(band.name)) for band in catalogue.bands.bands]
    known = said.kind is not Kind.UNSURE
    drawn = {said.band: "foot", said.maybe: "maybe"} if known else {}
    steps = tuple(drawn.get(n, "") for n in range(len(names)))
    return Zone(voice.zone(said, names), steps, known)


def _step(result: Result, offer: Offer, voice: Voice) -> StepView:
    minutes = offer.minutes and ngettext("%(num)d minute", "%(num)d minutes", offer.minutes)
    if offer.kind == MODULE:
        url = url_for("training.module", module_id=offer.target)
        return StepView(
            french_words(french(offer.title)),
            french(offer.why),
            url,
            _("Voir la leçon"),
            minutes or None,
        )
    if offer.kind == HUMAN:
        url = url_for("guidance.people", kind=offer.target)
        return StepView(voice.help, french(offer.why), url,
                        _("Trouver une aide"), None)  # fmt: skip
    if offer.kind == PRACTICE:
        url = url_for("training.practise", sitting_id=result.sitting_id)
        title = ngettext("S’entraîner : %(num)d exercice", "S’entraîner : %(num)d exercices",
                         int(offer.target))  # fmt: skip
        return StepView(title, french(offer.why), url, _("M’entraîner"), None, post=True)
    if offer.target == PROOFS:
        return StepView(_("Prouver ce que vous savez faire"), french(offer.why),
                        url_for("recognition.sheet"), _("Voir comment"), None)  # fmt: skip
    if offer.kind == QUESTIONS:
        url = url_for("guidance.more_questions", sitting_id=result.sitting_id)
        return StepView(_("Quelques questions de plus"), french(offer.why), url, _("Continuer"),
                        None, post=True)  # fmt: skip
    return StepView(_("La certification Pix"), french(offer.why), url_for("guidance.further"),
                    _("En savoir plus"), None)  # fmt: skip
