"""Answers become difficulties, alarms and comparisons; nothing is applied until it is committed."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta

import html5lib
import numpy as np
import pytest
from click.testing import CliRunner

from webapp import lab
from webapp import psychometrics as psy
from webapp.assessment.measuring import model
from webapp.assessment.models import Answer, Correction, Question, Sitting
from webapp.config import ROOT
from webapp.content import load_catalogue
from webapp.content.lint import RULES
from webapp.content.lint.bank import LintBank
from webapp.database import insert_new, new_id, now
from webapp.observatory import answers, report, study

PEOPLE, ASKED = 240, 20
HARDER, UNFAIR = 1.2, 2.6


def pool_of(catalogue):
    """Thirty exercises; every second one is truly harder than experts said."""
    return [item.id for item in model.expert_items(catalogue)][:30]


def taken(catalogue, *, seed=1, unfair="", people=PEOPLE):
    """Tests of invented people on few exercises, so that each is answered often."""
    rng = np.random.default_rng(seed)
    items = {item.id: item for item in model.expert_items(catalogue)}
    pool, general, found = pool_of(catalogue), rng.normal(-0.5, 1, people), []
    for person in range(people):
        phone, given = person % 2 == 0, []
        for item_id in map(str, rng.permutation(pool)[:ASKED]):
            item = items[item_id]
            b = item.b + HARDER * (pool.index(item_id) % 2) + UNFAIR * (phone and item_id == unfair)
            right = rng.random() < psy.probability(general[person], item.a, b, item.c)
            outcome = psy.Outcome.RIGHT if right else psy.Outcome.WRONG
            groups = frozenset({"téléphone"} if phone else ())
            given.append(answers.Given(item_id, outcome, False, groups))
        found.append(answers.Test(person, "public", 0, tuple(given)))
    return found


@pytest.fixture(scope="module")
def studied(catalogue):
    return study.study(catalogue, taken(catalogue, unfair=pool_of(catalogue)[4]))


def test_without_answers_experts_are_all_there_is(catalogue):
    found = study.study(catalogue, [])
    assert found.cold and not found.kept
    assert all(line.fit.b == line.expert.b for line in found.lines)
    assert all(group.refused for group in found.fairness)
    assert "items: {}" in report.written(found, catalogue, now().date())
    assert "Aucune réponse" in report.report(found, now().date())


def test_answers_bring_difficulties_nearer_the_truth(catalogue, studied):
    pool = pool_of(catalogue)
    lines = {line.fit.id: line for line in studied.lines}
    truth = np.array([lines[i].expert.b + HARDER * (n % 2) for n, i in enumerate(pool)])
    found = np.array([lines[i].fit.b for i in pool])
    before = np.array([lines[i].expert.b for i in pool])
    # Without an anchor the scale floats: only distances between exercises can be compared.
    assert np.std(found - truth) < 0.6 * np.std(before - truth)
    assert {line.fit.id for line in studied.kept} == set(pool)


def test_unfair_to_a_group_is_found_and_small_groups_are_not_looked_at(catalogue, studied):
    groups = {group.group: group for group in studied.fairness}
    phone = groups["téléphone"]
    suspects = {one.name for one in phone.items if one.suspect}
    assert pool_of(catalogue)[4] in suspects
    assert len(suspects) <= 3
    assert not phone.refused and phone.people == PEOPLE // 2
    assert all(group.refused for name, group in groups.items() if name != "téléphone")
    assert "rien n’est dit" in report.report(studied, now().date())


def test_the_report_is_valid_and_complete(studied):
    html = report.report(studied, now().date())
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert html.count("<svg") == 1
    assert all(line.fit.id in html for line in studied.lines)


@pytest.fixture
def folder(tmp_path):
    for name in ("content", "translations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path / "content"


def said_of(catalogue):
    """What the check says of the committed difficulties."""
    return list(RULES["L46"].check(LintBank(catalogue, {}, now().date())))


def test_a_committed_file_is_used_and_another_version_is_not(catalogue, studied, folder):
    text = report.written(studied, catalogue, now().date())
    (folder / "calibration.yaml").write_text(text, "utf-8")
    after, line = load_catalogue(folder), studied.kept[0]
    used = model.measurement_model(after).items[line.fit.id]
    assert used.b == pytest.approx(line.fit.b, abs=1e-3)
    assert used.b_se == pytest.approx(line.fit.b_se, abs=1e-3)
    assert used.slope_se == pytest.approx(line.fit.slope_se, abs=1e-3)
    assert used.slope_b == pytest.approx(line.fit.slope_b, abs=1e-3)
    assert line.expert.slope_se == psy.SLOPE_SE > used.slope_se
    assert not said_of(after)

    stale = re.sub(rf"({line.fit.id}: {{version: )\d+", r"\g<1>9", text)
    nobody = "{version: 1, a: 1.0, b: 0.0, b_se: 0.5, slope_se: 0.3, slope_b: 0.0, answers: 40}"
    unknown = f"{stale}  XXX-1-RIEN-001: {nobody}\n"
    (folder / "calibration.yaml").write_text(unknown, "utf-8")
    again = load_catalogue(folder)
    assert model.measurement_model(again).items[line.fit.id].b == line.expert.b
    assert len(said_of(again)) == 2


def test_a_committed_difficulty_that_moves_is_in_alarm(catalogue, studied, folder):
    text = report.written(studied, catalogue, now().date())
    text = re.sub(r"answers: \d+}", "answers: 900}", text)
    (folder / "calibration.yaml").write_text(text, "utf-8")
    broken, weekly = pool_of(catalogue)[0], []
    for week in range(4):
        for test in taken(catalogue, seed=10 + week, people=120):
            given = tuple(
                answers.Given(
                    g.item_id,
                    psy.Outcome.WRONG if g.item_id == broken else g.outcome,
                    False,
                    g.groups,
                )
                for g in test.answers
            )
            weekly.append(answers.Test(1000 * week + test.person, "public", week, given))
    found = study.study(load_catalogue(folder), weekly)
    alarms = {line.fit.id for line in found.lines if line.drift is not None}
    assert broken in alarms and broken not in found.anchors
    assert len(alarms) <= 4 and found.anchors


def store(session, catalogue, people=3):
    """Rows: a right answer corrected since, a « don't know », one impossible, one old version."""
    pool = pool_of(catalogue)
    today = [catalogue.items[name].version for name in pool]
    kinds = [
        ("answered", today[0]),
        ("dont_know", today[1]),
        ("cannot", today[2]),
        ("answered", 99),
    ]
    for person in range(people):
        learner, sitting = new_id(), new_id()
        insert_new(
            session,
            Sitting,
            {
                "learner_id": learner,
                "id": sitting,
                "purpose": "test",
                "rules": "PAR-0-BILAN",
                "channel": "social",
                "catalogue_version": "x",
                "started_at": now(),
            },
        )
        for n, (outcome, version) in enumerate(kinds):
            same = {"learner_id": learner, "id": new_id()}
            insert_new(
                session,
                Question,
                same
                | {
                    "sitting_id": sitting,
                    "position": n + 1,
                    "item_id": pool[n],
                    "item_version": version,
                    "item_hash": "",
                    "variant": "v-",
                    "purpose": "test",
                    "shown_at": now(),
                },
            )
            insert_new(
                session,
                Answer,
                same
                | {
                    "sitting_id": sitting,
                    "outcome": outcome,
                    "right": outcome == "answered",
                    "score": 1.0,
                    "grader_version": 1,
                    "hint": False,
                    "locale": "ar",
                    "help": "alone" if person else "together",
                    "display": {"device": "phone"},
                    "recorded_at": now() - timedelta(days=7 * person),
                },
            )
            if n == 0:
                insert_new(
                    session,
                    Correction,
                    same
                    | {
                        "key_version": 2,
                        "score": 0.0,
                        "right": False,
                        "keys": [],
                        "harms": [],
                        "reason": "x",
                        "corrected_at": now(),
                    },
                )


def test_rows_are_read_as_they_count_today(database, catalogue):
    with database.writing() as session:
        store(session, catalogue)
    with database.reading() as session:
        found = answers.tests(session, catalogue)
    assert [test.person for test in found] == [0, 1, 2]
    assert {test.channel for test in found} == {"social"}
    for test in found:
        outcomes = [given.outcome for given in test.answers]
        assert outcomes == [psy.Outcome.WRONG, psy.Outcome.DONT_KNOW]
        assert test.answers[0].groups == {"téléphone", "consignes dans une autre langue"}
    assert sum(given.helped for test in found for given in test.answers) == 2
    weekly = answers.by_week(found)
    assert [[test.person for test in week] for week in weekly] == [[2], [1], [0]]


def test_the_command_works_on_an_empty_service(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'x.sqlite'}")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    done = CliRunner().invoke(lab.calibrate, ["--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "restent celles des experts" in done.output
    assert (tmp_path / "out" / "index.html").is_file()
