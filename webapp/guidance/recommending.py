"""Applies ``content/rules/reco.yaml`` to a result.

Each rule is a small predicate and an offer, and says what the offer rests on. Rules are read in the
order of the file, one offer each: at most three in all, one of them a person. Somebody in great
difficulty is offered a person before a lesson; then comes a danger met in an exercise, then the goal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from webapp.assessment.measuring.results import Result
from webapp.assessment.measuring.skills import SkillEvidence, SkillStanding
from webapp.content import Catalogue
from webapp.content.schema.base import BANDS
from webapp.content.schema.rules import PersonalGoal, RecoRule
from webapp.psychometrics import Kind
from webapp.training import practising

MODULE, HUMAN, QUESTIONS, NEXT, PRACTICE = "module", "human", "questions", "next", "practice"
PROOFS = "proofs"


@dataclass(frozen=True)
class Offer:
    """One next step. ``target`` is a module id, a kind of person, a number of exercises or a page.

    ``evidence`` is what it rests on, as codes: ``skill:SEC-2-SMS``, ``domain:ADM``, ``answers:12``…
    """

    rule: str
    kind: str
    target: str
    why: str
    evidence: tuple[str, ...]
    minutes: int | None = None
    title: str = ""


@dataclass(frozen=True)
class Case:
    """What the rules look at: a result, and what the person wants when it may be told."""

    catalogue: Catalogue
    result: Result
    goal: str | None = None

    @property
    def wanted(self) -> PersonalGoal | None:
        """The goal, unless they said none or it left the rules."""
        return self.catalogue.rules.reco.goals.get(self.goal or "")

    @cached_property
    def pieces(self) -> Sequence[SkillEvidence]:
        """Everything that was done, domain by domain."""
        return [piece for domain in self.result.domains for piece in domain.evidence]

    @cached_property
    def missed(self) -> set[str]:
        """Skills of which something did not work."""
        return {piece.skill for piece in self.pieces if not piece.right}


def offers(
    catalogue: Catalogue, result: Result, *, goal: str | None = None, about: bool = False
) -> tuple[Offer, ...]:
    """At most ``max_offers`` next steps, the most useful first; none when nothing was done.

    ``about``: told to the adviser, who does not know the goal.
    """
    settings = catalogue.rules.reco.settings
    room = {True: settings.max_human, False: settings.max_offers - settings.max_human}
    kept: list[Offer] = []
    for candidates in _by_rule(Case(catalogue, result, None if about else goal), about=about):
        known = {(offer.kind, offer.target) for offer in kept}
        offer = next((o for o in candidates if (o.kind, o.target) not in known), None)
        if offer is not None and room[offer.kind == HUMAN]:
            room[offer.kind == HUMAN] -= 1
            kept.append(offer)
    return tuple(kept)


def _by_rule(case: Case, *, about: bool) -> Iterator[Iterable[Offer]]:
    """What each rule proposes, the best first."""
    for rule in case.catalogue.rules.reco.rules:
        maker = MAKERS.get(rule.id)
        if maker is None or (about and rule.about is None):
            continue
        yield maker(case, rule.model_copy(update={"why": rule.about}) if about else rule)


def _within(rule: RecoRule, result: Result) -> bool:
    """Whether the whole result is within the bands of the rule."""
    said = result.overall
    return set(BANDS[said.low : said.high + 1]) <= set(rule.when.band_in)


def _human(rule: RecoRule, *evidence: str) -> Iterable[Offer]:
    yield Offer(rule.id, HUMAN, rule.offer.human or "", rule.why, evidence)


def _module(case: Case, rule: RecoRule, module_id: str, why: str, evidence: str) -> Iterable[Offer]:
    module = case.catalogue.modules.get(module_id)
    if module is not None:
        yield Offer(rule.id, MODULE, module.id, why, (evidence,), module.minutes, module.title)


def _company(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """Somebody first, after a long run without a success."""
    longest = case.result.longest_miss
    if longest >= (rule.when.misses_in_a_row or 1):
        yield from _human(rule, f"misses_in_a_row:{longest}")


def _first_steps(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """A person before any lesson, where several domains are far."""
    limit = rule.when.domains_below
    if limit is None or not _within(rule, case.result):
        return
    low = [d.id for d in case.result.domains if d.asked and d.mean < limit.theta]
    if len(low) >= limit.count:
        yield from _human(rule, *(f"domain:{code}" for code in low))


def _danger(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """The lesson of the very exercise in which something dangerous was done."""
    for item_id in case.result.harms:
        item = case.catalogue.items.get(item_id)
        if item is not None and item.domain in (rule.when.harm_in or ()):
            module_id = item.feedback.next.module
            yield from _module(case, rule, module_id, rule.why, f"harm:{item_id}")


def _goal(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """Of what did not work yet, the lesson that serves what the person wants."""
    wanted, skills = case.wanted, case.catalogue.framework.skills
    if wanted is not None:
        serving = {code for code in case.missed if wanted.serves(skills[code])}
        why = rule.why.replace("{goal}", wanted.wish)
        yield from _lessons(case, rule.model_copy(update={"why": why}), serving)


def _gap(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """Lessons of what did not work yet."""
    yield from _lessons(case, rule, case.missed)


def _lessons(case: Case, rule: RecoRule, skills: set[str]) -> Iterable[Offer]:
    """Lessons of the parcours for these skills, lowest domain first, then shortest lesson."""
    parcours = case.catalogue.parcours.get(case.result.parcours_id)
    allowed = parcours.train.modules if parcours else ()
    pieces = {
        (domain.mean, piece.label, piece.skill)
        for domain in case.result.domains
        for piece in domain.evidence
        if piece.skill in skills
    }
    found = [
        (mean, module.minutes, label, module.id, skill)
        for mean, label, skill in pieces
        for module in case.catalogue.modules_teaching(skill)
        if not allowed or module.id in allowed
    ]
    for _mean, _minutes, label, module_id, skill in sorted(found):
        why = rule.why.replace("{skill}", label[0].lower() + label[1:])
        yield from _module(case, rule, module_id, why, f"skill:{skill}")


def _workshop(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """The same thing is still missed after several lessons about it: a person explains better."""
    for skill in sorted(case.missed):
        teaching = {module.id for module in case.catalogue.modules_teaching(skill)}
        done = [lesson for lesson in case.result.lessons if lesson in teaching]
        if len(done) >= (rule.when.same_gap_after_modules or 1):
            yield from _human(rule, f"skill:{skill}", *(f"lesson:{lesson}" for lesson in done))


def _literacy(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """Listening changes everything for this person: said as good news, no difficulty is named."""
    limits = rule.when.listening
    if limits is None:
        return
    heard, read = ([p.right for p in case.pieces if p.heard is way] for way in (True, False))
    if min(len(heard), len(read)) < limits.answers_each:
        return
    if sum(heard) >= limits.heard_right * len(heard) and sum(read) <= limits.read_right * len(read):
        yield from _human(rule, f"heard:{sum(heard)}/{len(heard)}", f"read:{sum(read)}/{len(read)}")


def _blocked_admin(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """A person to meet when online procedures are far: proposed, never sent."""
    said, wanted = case.wanted is not None, case.goal in (rule.when.goal_in or ())
    if not _within(rule, case.result) or (said and not wanted):
        return
    limits: Mapping[str, float] = rule.when.domain_below or {}
    for domain in case.result.domains:
        if domain.asked and domain.id in limits and domain.mean < limits[domain.id]:
            yield from _human(rule, f"domain:{domain.id}")


def _uncertain(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """More questions, when the person stopped early and the zone is still wide."""
    result = case.result
    wide = result.overall.high - result.overall.low + 1
    if result.answered and result.stopped_early and wide >= (rule.when.bands_at_least or 1):
        count = str(rule.offer.questions or 0)
        yield Offer(rule.id, QUESTIONS, count, rule.why, (f"bands:{wide}",))


def _from(rule: RecoRule, result: Result) -> bool:
    """Whether every band that is said of the whole is the band of the rule or above."""
    first = BANDS.index(rule.when.band_from or BANDS[0])
    return result.overall.kind is not Kind.UNSURE and result.overall.low >= first


def _ready(case: Case, rule: RecoRule) -> Iterable[Offer]:
    if case.pieces and _from(rule, case.result):
        band = BANDS[case.result.overall.low]
        yield Offer(rule.id, NEXT, rule.offer.next or "", rule.why, (f"band:{band}",))


def _proofs(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """Where something worked alone, and the first steps are behind."""
    done = [skill.code for skill in case.result.skills if skill.standing is SkillStanding.DONE]
    if done and _from(rule, case.result):
        evidence = tuple(f"skill:{code}" for code in done)
        yield Offer(rule.id, NEXT, rule.offer.next or "", rule.why, evidence)


def _practice(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """Exercises made from the bank: those of what did not work, or harder ones when all of it did."""
    weak = practising.weak(case.catalogue, case.result)
    ahead = not weak and practising.at_ease(case.result)
    if not case.result.answered or ahead != (rule.offer.practice == "hard"):
        return
    count = len(practising.picks(case.catalogue, case.result))
    evidence = tuple(f"skill:{code}" for code in weak) or (f"answers:{case.result.answered}",)
    if count:
        yield Offer(rule.id, PRACTICE, str(count), rule.why, evidence)


def _someone(case: Case, rule: RecoRule) -> Iterable[Offer]:
    """A person, for whoever did something here."""
    if case.result.answered:
        yield from _human(rule, f"answers:{case.result.answered}")


Maker = Callable[[Case, RecoRule], Iterable[Offer]]
MAKERS: Mapping[str, Maker] = {
    "company": _company,
    "first_steps": _first_steps,
    "danger": _danger,
    "goal": _goal,
    "gap": _gap,
    "workshop": _workshop,
    "blocked_admin": _blocked_admin,
    "literacy": _literacy,
    "practice": _practice,
    "ahead": _practice,
    "ready": _ready,
    "proofs": _proofs,
    "uncertain": _uncertain,
    "someone": _someone,
}
