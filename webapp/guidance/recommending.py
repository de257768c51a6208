"""Applies ``content/rules/reco.yaml`` to a result.

Each rule is a small predicate and an offer. The danger met in an exercise comes first, then the
lowest band, then the shortest lesson; at most one offer is a person, at most three in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from webapp.assessment.measuring.results import Result
from webapp.assessment.measuring.skills import SkillStanding
from webapp.content import Catalogue
from webapp.content.schema.base import BANDS
from webapp.content.schema.rules import RecoRule
from webapp.psychometrics import Kind
from webapp.training import practising

MODULE, HUMAN, QUESTIONS, NEXT, PRACTICE = "module", "human", "questions", "next", "practice"
PROOFS = "proofs"


@dataclass(frozen=True)
class Offer:
    """One next step. ``target`` is a module id, a kind of person, a number of exercises or a page."""

    rule: str
    kind: str
    target: str
    why: str
    minutes: int | None = None
    title: str = ""


def offers(catalogue: Catalogue, result: Result, *, about: bool = False) -> tuple[Offer, ...]:
    """At most ``max_offers`` next steps, the most useful first. ``about``: told to the adviser."""
    settings = catalogue.rules.reco.settings
    kept: list[Offer] = []
    for offer in _candidates(catalogue, result, about=about):
        people = sum(1 for known in kept if known.kind == HUMAN)
        twice = any((known.kind, known.target) == (offer.kind, offer.target) for known in kept)
        if twice or (offer.kind == HUMAN and people >= settings.max_human):
            continue
        kept.append(offer)
        if len(kept) == settings.max_offers:
            break
    return tuple(kept)


def _candidates(catalogue: Catalogue, result: Result, *, about: bool) -> Iterable[Offer]:
    for said in catalogue.rules.reco.rules:
        rule = said.model_copy(update={"why": said.about}) if about else said
        maker = MAKERS.get(rule.id)
        if maker is not None:
            yield from maker(catalogue, result, rule)


def _within(rule: RecoRule, result: Result) -> bool:
    """Whether the whole result is within the bands of the rule."""
    said = result.overall
    return set(BANDS[said.low : said.high + 1]) <= set(rule.when.band_in)


def _module(catalogue: Catalogue, rule: RecoRule, module_id: str, why: str) -> Iterable[Offer]:
    module = catalogue.modules.get(module_id)
    if module is not None:
        yield Offer(rule.id, MODULE, module.id, why, module.minutes, module.title)


def _company(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    """Somebody first, after a long run without a success."""
    if result.longest_miss >= (rule.when.misses_in_a_row or 1):
        yield Offer(rule.id, HUMAN, rule.offer.human or "", rule.why)


def _danger(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    """The lesson of the very exercise in which something dangerous was done."""
    for item_id in result.harms:
        item = catalogue.items.get(item_id)
        if item is not None and item.domain in (rule.when.harm_in or ()):
            yield from _module(catalogue, rule, item.feedback.next.module, rule.why)


def _first_steps(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    below = rule.when.domains_below
    if below is None or not _within(rule, result):
        return
    if sum(1 for domain in result.domains if domain.mean < below.theta) >= below.count:
        yield Offer(rule.id, HUMAN, rule.offer.human or "", rule.why)


def _gap(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    """Lessons of the parcours for what did not work yet, lowest domain first, then shortest lesson."""
    missed = [
        (domain.mean, piece)
        for domain in result.domains
        for piece in domain.evidence
        if not piece.right
    ]
    parcours = catalogue.parcours.get(result.parcours_id)
    allowed = parcours.train.modules if parcours else ()
    found = [
        (mean, module.minutes, piece.label, module.id)
        for mean, piece in missed
        for module in catalogue.modules_teaching(piece.skill)
        if not allowed or module.id in allowed
    ]
    for _mean, _minutes, label, module_id in sorted(found):
        why = rule.why.replace("{skill}", label[0].lower() + label[1:])
        yield from _module(catalogue, rule, module_id, why)


def _workshop(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    """The same thing is still missed after several lessons about it: a person explains better."""
    missed = {
        piece.skill for domain in result.domains for piece in domain.evidence if not piece.right
    }
    for skill in sorted(missed):
        teaching = {module.id for module in catalogue.modules_teaching(skill)}
        done = sum(1 for lesson in result.lessons if lesson in teaching)
        if done >= (rule.when.same_gap_after_modules or 1):
            yield Offer(rule.id, HUMAN, rule.offer.human or "", rule.why)


def _literacy(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    """Listening changes everything for this person: said as good news, no difficulty is named."""
    limits = rule.when.listening
    if limits is None:
        return
    pieces = [piece for domain in result.domains for piece in domain.evidence]
    heard, read = ([p.right for p in pieces if p.heard is way] for way in (True, False))
    if min(len(heard), len(read)) < limits.answers_each:
        return
    if sum(heard) >= limits.heard_right * len(heard) and sum(read) <= limits.read_right * len(read):
        yield Offer(rule.id, HUMAN, rule.offer.human or "", rule.why)


def _blocked_admin(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    """A person to meet when online procedures are far: proposed, never sent."""
    if not _within(rule, result):
        return
    limits: Mapping[str, float] = rule.when.domain_below or {}
    for domain in result.domains:
        if domain.asked and domain.id in limits and domain.mean < limits[domain.id]:
            yield Offer(rule.id, HUMAN, rule.offer.human or "", rule.why)


def _uncertain(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    """More questions, when the person stopped early and the zone is still wide."""
    wide = result.overall.high - result.overall.low + 1
    if result.stopped_early and wide >= (rule.when.bands_at_least or 1):
        yield Offer(rule.id, QUESTIONS, str(rule.offer.questions or 0), rule.why)


def _from(rule: RecoRule, result: Result) -> bool:
    """Whether every band that is said of the whole is the band of the rule or above."""
    first = BANDS.index(rule.when.band_from or BANDS[0])
    return result.overall.kind is not Kind.UNSURE and result.overall.low >= first


def _ready(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    if _from(rule, result):
        yield Offer(rule.id, NEXT, rule.offer.next or "", rule.why)


def _proofs(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    """Where something worked alone, and the person is at ease."""
    if _from(rule, result) and any(skill.standing is SkillStanding.DONE for skill in result.skills):
        yield Offer(rule.id, NEXT, rule.offer.next or "", rule.why)


def _practice(catalogue: Catalogue, result: Result, rule: RecoRule) -> Iterable[Offer]:
    """Exercises made from the bank: those of what did not work, or harder ones when all of it did."""
    ahead = not practising.weak(catalogue, result) and practising.at_ease(result)
    if ahead == (rule.offer.practice == "hard"):
        count = len(practising.picks(catalogue, result))
        if count:
            yield Offer(rule.id, PRACTICE, str(count), rule.why)


Maker = Callable[[Catalogue, Result, RecoRule], Iterable[Offer]]
MAKERS: Mapping[str, Maker] = {
    "company": _company,
    "danger": _danger,
    "first_steps": _first_steps,
    "gap": _gap,
    "workshop": _workshop,
    "blocked_admin": _blocked_admin,
    "literacy": _literacy,
    "practice": _practice,
    "ahead": _practice,
    "proofs": _proofs,
    "ready": _ready,
    "uncertain": _uncertain,
}
