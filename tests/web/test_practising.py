"""Nobody ends without a next step: five exercises from the bank, for whoever has things to discover or not."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

import pytest

from tests.simulated import AT, a_result
from tests.web.driving import answer, begin, following, leave, path, settle
from webapp.assessment.measuring.skills import SkillStanding
from webapp.assessment.sitting.reading import TRAINING, AskedQuestion, SittingView
from webapp.content.schema.base import BANDS
from webapp.content.schema.module import PracticeStep
from webapp.exercises.contract import Probe
from webapp.guidance.recommending import PRACTICE, offers
from webapp.psychometrics import Kind
from webapp.training import lessons, practising


def a_run():
    """A lesson that begins."""
    return SittingView(UUID(int=1), UUID(int=2), TRAINING, "MOD-SEC-1", "lesson", AT, None, None)


def met(run, item, position):
    """The same lesson once this exercise was shown."""
    one = AskedQuestion(
        UUID(int=position), position, item.id, item.version, item.hash, "", "practice:4"
    )
    return replace(run, asked=(*run.asked, one))


def stopped_after(app, client, *probes):
    """The result of somebody who stopped after these answers."""
    url = begin(client)
    for probe in probes:
        url = following(client, answer(app, client, url, probe))
    pause = client.get(leave(client, url, "pause")).text
    stop = re.search(r'action="(/arreter/[^"]+)"', pause)[1]
    return settle(client, path(client.post(stop)))


def test_five_exercises_follow_a_test_at_once(app, client):
    # Nothing was missed: no lesson takes the place of the exercises among the three offers.
    result = stopped_after(app, client, Probe.CORRECT, Probe.CORRECT)
    press = re.search(r'action="(/entrainement/[^"]+)"', client.get(result).text)[1]
    url = settle(client, path(client.post(press)))
    assert settle(client, path(client.post(press))) == url  # pressed twice, one practice
    met = []
    while "/exercice/" in url:
        assert "Exercice pour vous entraîner" in client.get(url).text
        met.append(url)
        url = following(client, answer(app, client, url))
    assert len(met) == practising.COUNT and "/lecon/fin/" in url
    assert "Vous avez fait 5 exercices." in client.get(url).text


def test_nobody_else_opens_it(app, client):
    result = stopped_after(app, client, Probe.CORRECT)
    press = re.search(r'action="(/entrainement/[^"]+)"', client.get(result).text)[1]
    other = app.test_client()
    begin(other)
    assert other.post(press).status_code == 404


@pytest.mark.parametrize("seed", range(90))
def test_everyone_has_a_next_step_that_can_be_made(catalogue, seed):
    result = a_result(catalogue, seed)
    assert bool(offers(catalogue, result)) == bool(result.answered), (
        "nothing is told without evidence"
    )
    picks = practising.picks(catalogue, result)
    assert len(picks) == practising.COUNT
    assert all(lessons.families_of(catalogue, pick) for pick in picks)


def test_weak_skills_come_first_and_people_at_ease_go_further(catalogue):
    weak = strong = 0
    for seed in range(200):
        result = a_result(catalogue, seed)
        picks = practising.picks(catalogue, result)
        lower = {skill.code for skill in result.skills if skill.standing is not SkillStanding.DONE}
        if lower:
            weak += 1
            assert {pick.skill for pick in picks} <= lower
        elif result.overall.kind is not Kind.UNSURE and result.overall.low >= BANDS.index("N3"):
            strong += 1
            assert any(pick.level == ("N4",) for pick in picks)
            kinds = [offer.kind for offer in offers(catalogue, result)]
            assert PRACTICE in kinds and len(kinds) > 1
    assert weak and strong


def test_the_practice_of_a_lesson_does_not_show_the_same_exercises_again(catalogue):
    """Before: the three of the lesson itself, once more. Now what was not shown, the level beside too."""
    for module in catalogue.modules.values():
        shown = lessons.used_in(module)
        for step in (step for step in module.steps if isinstance(step, PracticeStep)):
            families = lessons.families_of(catalogue, step.pick)
            fresh = {item.id for item in families} - shown
            run, drawn = a_run(), []
            for position in range(step.pick.count):
                item = lessons.choose(run, families, {}, wished=step.pick.level, used=shown)
                drawn.append(item.id)
                run = met(run, item, position)
            assert set(drawn[: len(fresh)]) <= fresh
            assert len(set(drawn)) == min(len(families), step.pick.count)
