"""Mercy, and what takes the place of an exercise that cannot be done here."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from benchmarks import mercy as benchmark
from tests.simulated import AT
from webapp import psychometrics as psy
from webapp.assessment.measuring import engine, mercy, model, replacement, results
from webapp.assessment.sitting import reading
from webapp.content.schema.base import BANDS
from webapp.guidance.recommending import HUMAN, offers
from webapp.guidance.web.result_pages import result_page

PEOPLE = 12


def sat(catalogue, theta, *, goes_on=False):
    return [benchmark.sit(catalogue, theta, n, goes_on=goes_on) for n in range(PEOPLE)]


@pytest.mark.parametrize("theta", [None, -3.0, -2.0, 0.0])
def test_nobody_goes_beyond_six_without_a_success_unless_they_wish(catalogue, theta):
    people = sat(catalogue, theta)
    assert max(map(mercy.longest, people)) <= catalogue.rules.assessment.mercy.stop_after
    if theta is None:
        assert {len(run.answered) for run in people} == {6}
        on = sat(catalogue, theta, goes_on=True)
        assert min(len(run.answered) for run in on) > 6


def test_after_three_without_a_success_the_question_is_the_surest_of_all(catalogue):
    plan = model.plan_of(catalogue, catalogue.parcours["PAR-0-BILAN"])
    for run in sat(catalogue, None, goes_on=True):
        for count in range(3, len(run.asked) - 1):
            before = replace(run, asked=run.asked[:count])
            chosen = engine.next_question(catalogue, before)
            assert chosen.reason == mercy.SUREST and chosen.item_id == run.asked[count].item_id
            seen = engine.posterior(catalogue, before)
            bank = model.measurement_model(catalogue).bank
            usual = replace(plan.selection, comfort=0.0, comfort_first=0.0, randomesque=10)
            other = usual_choice(bank, seen, before, usual, plan)
            assert chance(catalogue, seen, chosen.item_id) >= chance(catalogue, seen, other) - 0.02


def usual_choice(bank, seen, run, rules, plan):
    asked = [one.item_id for one in run.asked]
    return psy.select(bank, seen, administered=asked, rules=rules, eligible=plan.eligible).item_id


def chance(catalogue, seen, name):
    """Chance of really knowing: nobody here guesses."""
    item = model.measurement_model(catalogue).items[name]
    return float(seen.density(item.competence) @ psy.probability(seen.nodes, item.a, item.b, 0.0))


def test_a_human_is_first_in_advice_after_six(catalogue):
    found = results.of_run(catalogue, sat(catalogue, None)[0])
    assert found.longest_miss == 6 and offers(catalogue, found)[0].kind == HUMAN
    assert offers(catalogue, found)[0].rule == "company"
    able = results.of_run(catalogue, sat(catalogue, 1.0)[0])
    assert "company" not in {offer.rule for offer in offers(catalogue, able)}


def test_precision_does_not_suffer(catalogue):
    without = benchmark.with_mercy(catalogue, benchmark.NEVER)
    for theta in (-2.0, 0.0):
        kept = benchmark.figures(catalogue, sat(catalogue, theta), theta)
        plain = benchmark.figures(without, sat(without, theta), theta)
        assert kept["rmse"] <= plain["rmse"] + 0.08


def refusing(catalogue, item_id, reason, run=None):
    """A test whose latest question could not be done."""
    no = reading.RecordedAnswer(
        "cannot", None, None, None, (), (), hint=False, help="alone", recorded_at=AT, reason=reason
    )
    run = run or reading.SittingView(AT, AT, "test", "PAR-0-BILAN", "public", AT, None, None)
    one = reading.AskedQuestion(
        len(run.asked), len(run.asked) + 1, item_id, 1, "", "", "test", answer=no
    )
    return replace(run, asked=(*run.asked, one))


@pytest.mark.parametrize("reason", ["device", "see_hear", "understand", "other"])
def test_what_is_impossible_gives_its_place_to_the_same_skill_no_harder(catalogue, reason):
    plan = model.plan_of(catalogue, catalogue.parcours["PAR-0-BILAN"])
    same = aside = 0
    for name in sorted(plan.eligible):
        item, run = catalogue.items[name], refusing(catalogue, name, reason)
        chosen = engine.next_question(catalogue, run)
        got = catalogue.items[chosen.item_id]
        domains = replacement.set_aside(catalogue, plan, run)
        if domains:
            aside += 1
            assert domains == {item.domain} and got.domain != item.domain
            continue
        assert got.domain == item.domain and got.type != item.type
        assert BANDS.index(got.level) <= BANDS.index(item.level)
        skills = {
            catalogue.items[one].skill for one in replacement.replacements(catalogue, plan, run)
        }
        assert item.skill not in skills or got.skill == item.skill
        same += got.skill == item.skill
    assert same


def test_a_domain_with_nothing_left_is_left_aside_and_said(app, catalogue):
    plan, run = model.plan_of(catalogue, catalogue.parcours["PAR-0-BILAN"]), None
    names = [n for n in sorted(plan.eligible) if n.startswith("BUR")]
    for name in names:
        run = refusing(catalogue, name, "device", run)
        if replacement.set_aside(catalogue, plan, run):
            break
    assert replacement.set_aside(catalogue, plan, run) == {"BUR"}
    assert catalogue.items[engine.next_question(catalogue, run).item_id].domain != "BUR"
    found = results.of_run(catalogue, run)
    label = catalogue.framework.domain("BUR").label
    assert found.set_aside == (label,)
    with app.test_request_context():
        page = result_page(catalogue, replace(found, sitting_id=uuid4()))
    assert page.themes.set_aside == (label,) and label not in page.themes.not_met
