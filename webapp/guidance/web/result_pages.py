"""The words of a result: where the person stands, what they can do, one next step. Never a mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from webapp.assessment.measuring.results import DomainResult, Result
from webapp.assessment.measuring.skills import SeenSkill, SkillStanding
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.guidance.web.goal_views import GoalChoice
from webapp.guidance.web.next_steps import NextSteps, next_steps
from webapp.guidance.web.voices import Voice, about_the_person, to_the_person
from webapp.guidance.web.zones import Zone, drawn, zone
from webapp.psychometrics import Statement

MOST_GESTURES = 3


@dataclass(frozen=True)
class ResultTheme:
    """One domain whose level is known, alone or with help."""

    id: str
    label: str
    zone: Zone
    helped: Zone | None

    @property
    def drawn(self) -> Zone:
        """The zone that is drawn."""
        return drawn(self.zone, self.helped)


@dataclass(frozen=True)
class Themes:
    """The domains: one line each, one sentence for those that say nothing apart.

    ``together`` is the level they all share, when none can be told from another; there are no
    lines then. ``unknown`` are met and not known yet, ``not_met`` are still to see, ``set_aside`` had
    nothing possible here.
    """

    lines: tuple[ResultTheme, ...]
    together: Zone | None
    unknown: tuple[str, ...]
    not_met: tuple[str, ...]
    set_aside: tuple[str, ...]


@dataclass(frozen=True)
class ResultPage:
    """The whole page, for the person and, with their agreement, for their adviser.

    ``where`` completes the heading: the other possible step, or where they stand when the heading
    says something else. ``skills`` has each skill met once, under the heading of its standing. ``goals``
    are asked about when the person never was.
    """

    title: str
    heading: str
    where: str
    running: bool
    few_answers: str | None
    overall: Zone
    helped: Zone | None
    message: str
    gestures: tuple[str, ...]
    strength_line: str | None
    themes: Themes
    skills: tuple[tuple[str, tuple[str, ...]], ...]
    steps: NextSteps
    not_a_mark: str
    sharing: str
    answered: str
    at: datetime
    print_url: str
    pdf_url: str
    resume_url: str | None
    corrected: tuple[tuple[str, str], ...]
    voice: Voice
    before: str | None
    goals: tuple[GoalChoice, ...] = ()

    @property
    def drawn(self) -> Zone:
        """The zone that is drawn."""
        return drawn(self.overall, self.helped)


def result_page(
    catalogue: Catalogue, result: Result, *, about: bool = False, goal: str | None = None
) -> ResultPage:
    """Everything the page says, from the result and the goal alone: two readings give the same words.

    ``about``: for the adviser, the same said of the person, without their goal.
    """
    messages = {key: french(text) for key, text in catalogue.bands.messages.items()}
    voice = about_the_person() if about else to_the_person()
    overall, sitting = zone(catalogue, result.overall, voice), result.sitting_id
    heading = _heading(result, overall)
    few = french(voice.message(catalogue.bands, "few_answers"))
    band = catalogue.bands.bands[result.overall.band]
    return ResultPage(
        title=result.title,
        heading=heading,
        where=overall.maybe if heading == overall.heading else overall.sentence,
        running=result.ended_at is None,
        few_answers=few if result.few_answers else None,
        overall=overall,
        helped=_with_help(catalogue, result.helped, voice),
        message=french(voice.band(band)) if overall.known else "",
        gestures=_gestures(result),
        strength_line=_strength(catalogue, result, voice),
        themes=_themes(catalogue, result, voice),
        skills=tuple(_skills(result.skills, voice)),
        steps=next_steps(catalogue, result, voice, goal),
        not_a_mark=messages["not_a_mark"],
        sharing=messages["sharing"],
        answered=voice.answered(result.answered),
        at=result.ended_at or result.started_at,
        print_url=url_for("guidance.printable", sitting_id=sitting),
        pdf_url=url_for("guidance.result_pdf", sitting_id=sitting),
        resume_url=None if result.ended_at else url_for("assessment.resume", sitting_id=sitting),
        corrected=result.corrected,
        voice=voice,
        before=voice.before if result.returning else None,
    )


def _heading(result: Result, overall: Zone) -> str:
    """Where they stand, or what they can do; thanks where nothing worked: that comes first then."""
    if all(skill.standing is SkillStanding.NOT_YET for skill in result.skills):
        return _("Merci. On s’arrête là.")
    return overall.heading if overall.known else _("Voici ce que vous savez faire")


def _strength(catalogue: Catalogue, result: Result, voice: Voice) -> str | None:
    if result.strength is None:
        return None
    message, label = voice.message(catalogue.bands, "strength"), result.strength.label
    return french(message.replace("{domaine}", label[0].lower() + label[1:]))


def _gestures(result: Result) -> tuple[str, ...]:
    """What worked each time, alone: what was done most often first, then the strongest domain."""
    done = [skill for skill in result.skills if skill.standing is SkillStanding.DONE]
    done.sort(key=lambda skill: -sum(not act.helped for act in skill.acts))
    return tuple(skill.label for skill in done[:MOST_GESTURES])


def _themes(catalogue: Catalogue, result: Result, voice: Voice) -> Themes:
    met = [domain for domain in result.domains if domain.asked]
    every = [(domain, _theme(catalogue, domain, voice)) for domain in met]
    known = [pair for pair in every if pair[1].zone.known or pair[1].helped]
    same = _cannot_be_told_apart([theme for _domain, theme in known])
    aside = result.set_aside
    return Themes(
        lines=() if same else tuple(theme for _domain, theme in known),
        together=known[0][1].zone if same else None,
        unknown=tuple(domain.label for domain, theme in every if (domain, theme) not in known),
        not_met=tuple(
            domain.label
            for domain in result.domains
            if not domain.asked and domain.label not in aside
        ),
        set_aside=aside,
    )


def _cannot_be_told_apart(themes: Sequence[ResultTheme]) -> bool:
    """Several levels that read the same, with nobody's help."""
    alone = {theme.zone.words for theme in themes}
    return len(themes) > 1 and len(alone) == 1 and not any(theme.helped for theme in themes)


def _theme(catalogue: Catalogue, domain: DomainResult, voice: Voice) -> ResultTheme:
    """While neither level is known, the same sentence is not said twice."""
    alone = zone(catalogue, domain.said, voice)
    helped = _with_help(catalogue, domain.helped, voice)
    told = helped if helped and (alone.known or helped.known) else None
    return ResultTheme(domain.id, domain.label, alone, told)


def _skills(skills: Sequence[SeenSkill], voice: Voice) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The heading and the skills of each standing that has some."""
    headings = {
        SkillStanding.DONE: voice.did,
        SkillStanding.SOMETIMES: voice.did_sometimes,
        SkillStanding.WITH_HELP: voice.did_helped,
        SkillStanding.NOT_YET: _("À découvrir"),
    }
    for standing, heading in headings.items():
        labels = tuple(skill.label for skill in skills if skill.standing is standing)
        if labels:
            yield heading, labels


def _with_help(catalogue: Catalogue, said: Statement | None, voice: Voice) -> Zone | None:
    """The zone with somebody beside; None when nobody helped."""
    return None if said is None else zone(catalogue, said, voice)
