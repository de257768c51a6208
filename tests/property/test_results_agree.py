"""What a result page says never contradicts itself: one model, each page a view of it.

A thousand invented people of every parcours; ten thousand with ``make slow``.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.simulated import a_result, answered
from webapp import psychometrics as psy
from webapp.advising import following
from webapp.assessment.measuring import model
from webapp.assessment.measuring.results import DomainResult, _strength, agreeing
from webapp.assessment.measuring.skills import SkillEvidence, SkillStanding, seen_skills
from webapp.guidance.web.result_pages import result_page
from webapp.psychometrics import Kind, Statement

PEOPLE = 1_000


@pytest.fixture
def in_page(app):
    with app.test_request_context():
        yield


def contradictions(catalogue, result, *, about=False):
    """What a careful reader of this page would find, in words."""
    page = result_page(catalogue, result, about=about)
    for zone in [page.overall, *(theme.zone for theme in page.themes.lines)]:
        drawn = [step for step in zone.steps if step]
        if zone.known is not ("foot" in drawn) or drawn.count("foot") > 1 or len(drawn) > 2:
            yield f"steps {zone.steps}"
        if (
            zone.sentence.count("en est à la marche" if about else "en êtes à la marche")
            != zone.known
        ):
            yield zone.sentence
    labels = [label for _, skills in page.skills for label in skills]
    if len(labels) != len(set(labels)):
        yield "a skill is said twice"
    yield from _levels(result)
    yield from _themes(page, result)
    done = {skill.label for skill in result.skills if skill.standing is SkillStanding.DONE}
    if not done.issuperset(page.gestures):
        yield "a gesture that did not work each time"
    people = [
        step
        for step in (page.steps.first, page.steps.person, *page.steps.others)
        if step and "/pres-de-chez-moi" in step.url
    ]
    if len(people) != 1:
        yield f"{len(people)} ways to a person"
    if (page.strength_line is None) is not (result.strength is None):
        yield "a strength without facts"


def _themes(page, result):
    """Each domain once: a line of its own, one of several that read the same, unknown, or to see."""
    themes = page.themes
    labels = [theme.label for theme in themes.lines]
    labels += [*themes.unknown, *themes.not_met, *themes.set_aside]
    missing = {domain.label for domain in result.domains} - set(labels)
    if len(labels) != len(set(labels)) or bool(missing) is not bool(themes.together):
        yield f"themes said {labels}"
    if themes.together and any(
        domain.said.band != result.overall.band for domain in result.domains if domain.known
    ):
        yield "themes together away from the whole"


def _levels(result):
    bands = [domain.said.band for domain in result.domains if domain.known]
    known = result.overall.kind is not Kind.UNSURE and bands
    if known and not min(bands) <= result.overall.band <= max(bands):
        yield f"the whole at {result.overall.band}, its domains at {bands}"
    best = result.strength
    for other in result.domains if best else ():
        if (
            other is not best
            and other.direct
            and (other.said.low, other.said.high) >= (best.said.low, best.said.high)
        ):
            yield f"{best.id} stands apart and {other.id} is as high"


def people(catalogue, seeds):
    """Every contradiction by seed, and how many strengths were named."""
    found, strengths = {}, 0
    for seed in seeds:
        result = a_result(catalogue, seed)
        strengths += result.strength is not None
        said = [*contradictions(catalogue, result, about=bool(seed % 2))]
        if said:
            found[seed] = said
        assert following.line(catalogue, result)
    return found, strengths


@pytest.mark.usefixtures("in_page")
def test_no_page_contradicts_itself(catalogue):
    found, strengths = people(catalogue, range(PEOPLE))
    assert found == {} and strengths < PEOPLE / 4


def test_who_does_everything_in_one_domain_and_nothing_elsewhere_has_a_strength(catalogue):
    given = {name: item.skill.startswith("SEC") for name, item in catalogue.items.items()}
    assert answered(catalogue, "PAR-0-BILAN", given).strength.id == "SEC"


def act(*, right, helped=False):
    return SkillEvidence("SEC-2-SMS", "Repérer un SMS d’arnaque", "", right, helped=helped)


@pytest.mark.parametrize(
    ("acts", "standing"),
    [
        ([act(right=True)], SkillStanding.DONE),
        ([act(right=False), act(right=True)], SkillStanding.SOMETIMES),
        ([act(right=True), act(right=False)], SkillStanding.SOMETIMES),
        ([act(right=False), act(right=True, helped=True)], SkillStanding.WITH_HELP),
        ([act(right=True), act(right=False, helped=True)], SkillStanding.DONE),
        ([act(right=False)], SkillStanding.NOT_YET),
    ],
)
def test_a_skill_has_one_standing(acts, standing):
    (skill,) = seen_skills(acts)
    assert skill.standing is standing


ONE, TWO = (Statement(Kind.ONE, n, n) for n in (0, 1))
BOTH = Statement(Kind.BETWEEN, 0, 1)


def test_the_whole_never_stands_outside_its_domains():
    assert agreeing(ONE, [BOTH, BOTH]) is ONE
    assert agreeing(BOTH, [TWO, TWO]).band == 1
    assert agreeing(ONE, [TWO, TWO]).kind is Kind.UNSURE
    assert agreeing(ONE, []) is ONE


def test_two_bands_never_look_reached():
    lower = Statement(Kind.BETWEEN, 0, 1, rather=0)
    assert (BOTH.band, BOTH.maybe) == (lower.band, lower.maybe) == (0, 1)
    higher = Statement(Kind.BETWEEN, 0, 1, rather=1)
    assert (higher.band, higher.maybe) == (1, 0)
    assert (ONE.band, ONE.maybe) == (0, None)


def test_a_strength_stands_apart_or_is_not_named(catalogue):
    """Everything right everywhere: no domain is above the others, and none is called a strength."""
    names = {"SEC": ["SEC-1"], "COM": ["COM-1"], "NAV": ["NAV-1"]}
    tree = psy.TraitTree(names)
    items = [
        psy.CalibratedItem(f"{d}-{n}", f"{d}-1", skill=d, b=-1.0, a=2.0)
        for d in names
        for n in range(6)
    ]
    same = [psy.Evidence(item, psy.Outcome.RIGHT) for item in items]
    assert not psy.stands_apart(psy.posterior(tree, same), "SEC", ["COM", "NAV"])
    peak = [
        psy.Evidence(i, psy.Outcome.RIGHT if i.id.startswith("SEC") else psy.Outcome.DONT_KNOW)
        for i in items
    ]
    known = psy.posterior(tree, peak)
    assert psy.stands_apart(known, "SEC", ["COM", "NAV"])
    assert not psy.stands_apart(known, "COM", ["SEC", "NAV"])
    assert not psy.stands_apart(known, "SEC", [])


def test_a_higher_zone_is_a_strength_only_when_answers_tell_it_apart(catalogue):
    """The same two zones, named from answers that tell the domains apart, then from none."""
    tree = model.measurement_model(catalogue).tree
    first = {name: tree.domains[name][0] for name in ("SEC", "COM")}
    peak = [
        psy.Evidence(psy.CalibratedItem(f"{name}-{n}", leaf, skill=name, b=-1.0, a=2.0), outcome)
        for (name, leaf), outcome in zip(
            first.items(), (psy.Outcome.RIGHT, psy.Outcome.DONT_KNOW), strict=True
        )
        for n in range(6)
    ]
    higher = DomainResult("SEC", "", TWO, 1.0, (act(right=True),))
    lower = DomainResult("COM", "", ONE, 0.0, (act(right=False),))
    for answers, strength in ((peak, higher), ([], None)):
        known = psy.posterior(tree, answers)
        assert _strength(catalogue, known, (lower, higher)) is strength


def test_the_whole_is_the_average_of_its_domains(catalogue):
    """Where every domain is a little under a threshold, the whole is there too, not further down."""
    tree = psy.TraitTree({f"D{n}": [f"D{n}-1"] for n in range(8)})
    items = [
        psy.CalibratedItem(f"D{d}-{n}", f"D{d}-1", skill=f"D{d}", b=-1.6, a=1.5)
        for d in range(8)
        for n in range(8)
    ]
    told = [
        psy.Evidence(i, psy.Outcome.RIGHT if n % 2 else psy.Outcome.DONT_KNOW)
        for n, i in enumerate(items)
    ]
    known = psy.posterior(tree, told)
    mean, sd = known.average(tree.domain_names)
    means = [known.mean(name) for name in tree.domain_names]
    assert mean == pytest.approx(np.mean(means), abs=1e-6)
    assert sd < max(known.domain_sd) and known.mean() < mean
    alone = known.average(["D3"])
    assert alone == pytest.approx((known.mean("D3"), known.sd("D3")), abs=1e-6)
