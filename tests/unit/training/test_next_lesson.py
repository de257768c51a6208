"""The next lesson comes from what was just shown."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from tests.simulated import AT
from webapp.assessment.sitting.history import Past
from webapp.assessment.sitting.reading import (
    ANSWERED,
    TRAINING,
    AskedQuestion,
    RecordedAnswer,
    SittingView,
)
from webapp.training.next_lesson import Why, after_lesson, from_past, missed_in


def a_run(catalogue, *answers):
    """A lesson about SMS with these exercises, right or not."""
    asked = tuple(
        AskedQuestion(
            UUID(int=n),
            n,
            item,
            1,
            "",
            "",
            "practice:4",
            answer=RecordedAnswer(
                ANSWERED, {}, float(right), right, (), (), hint=False, help="alone", recorded_at=AT
            ),
        )
        for n, (item, right) in enumerate(answers, 1)
    )
    run = SittingView(UUID(int=1), UUID(int=2), TRAINING, "MOD-SEC-1", "lesson", AT, AT, "finished")
    return replace(run, asked=asked)


def past(*answers):
    return [
        Past(item, "test", ANSWERED, right, hint=False, recorded_at=AT) for item, right in answers
    ]


def test_what_did_not_work_here_is_trained_by_another_lesson_first(catalogue):
    run = a_run(catalogue, ("SEC-2-SMS-001", True), ("SEC-2-REAGIR-001", False))
    proposal = after_lesson(catalogue, run, past(("MAT-1-GESTES-001", False)), {"MOD-SEC-1"})
    assert proposal.why is Why.NOT_YET and proposal.skill == "SEC-2-REAGIR"
    assert "SEC-2-REAGIR" in proposal.module.skills and proposal.module.id != "MOD-SEC-1"


def test_else_the_exercises_of_this_one_alone(catalogue):
    run = a_run(catalogue, ("SEC-2-SMS-001", False))
    proposal = after_lesson(catalogue, run, (), {"MOD-SEC-1"})
    assert (proposal.module.id, proposal.why) == ("MOD-SEC-1", Why.MORE_PRACTICE)


def test_an_exercise_done_after_a_miss_is_no_miss(catalogue):
    assert not missed_in(
        catalogue, a_run(catalogue, ("SEC-2-SMS-001", False), ("SEC-2-SMS-003", True))
    )


def test_all_right_goes_to_what_did_not_work_before(catalogue):
    run = a_run(catalogue, ("SEC-2-SMS-001", True))
    earlier = past(("MAT-1-GESTES-001", False), ("MAT-3-WIFI-001", False), ("MAT-3-WIFI-001", True))
    proposal = after_lesson(catalogue, run, earlier, {"MOD-SEC-1"})
    assert (proposal.module.id, proposal.skill) == ("MOD-MAT-1", "MAT-1-GESTES")


def test_nothing_missed_is_one_more_step_on_the_same_theme(catalogue):
    run = a_run(catalogue, ("SEC-2-SMS-001", True))
    proposal = after_lesson(catalogue, run, past(("SEC-2-SMS-001", True)), {"MOD-SEC-1"})
    assert proposal.why is Why.FURTHER and proposal.module.domain == "SEC"


def test_a_lesson_done_is_not_proposed_again(catalogue):
    done = set(catalogue.modules)
    assert from_past(catalogue, past(("MAT-1-GESTES-001", False)), done) is None
    assert after_lesson(catalogue, a_run(catalogue, ("SEC-2-SMS-001", True)), (), done) is None
