"""``sim_inbox``: any road to the goal counts; each mistake is named; nothing breaks the box."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercises.room_checks import (
    HUGE,
    check_samples,
    end_of,
    example,
    page,
    play,
    review,
)
from webapp.exercises.contract import Action, ActionRefused, FieldError, InvalidResponse
from webapp.exercises.posting import action_form, answer_form
from webapp.exercises.sim_inbox import EXERCISE as ROOM


def do(*acts, **fields):
    """Several actions; the fields go with the last one."""
    return [*map(action_form, acts[:-1]), action_form(acts[-1], **fields)]


graded = partial(end_of, ROOM)


@pytest.fixture
def phishing():
    return example(ROOM, "phishing")


@pytest.fixture
def attach():
    return example(ROOM, "attach")


@pytest.fixture
def everything():
    return example(ROOM, "everything")


def test_reporting_by_any_road_is_right(phishing):
    assert graded(phishing, *do("open:m2", "report:m2")).right
    assert graded(phishing, *do("open:m1", "back", "open:m2", "show_link:l2", "report:m2")).right
    assert graded(phishing, *do("open:m1", "report:m1", "undo", "open:m2")).score == 0
    undone = do("open:m1", "report:m1", "undo", "back", "open:m2", "report:m2")
    assert graded(phishing, *undone).right
    restored = do("open:m1", "report:m1", "open:m1", "restore:m1", "open:m2", "report:m2")
    assert graded(phishing, *restored).right
    assert graded(phishing, *do("open:m1", "restart", "open:m2", "report:m2")).right


def test_reporting_mistakes_are_named(phishing):
    wrong = graded(phishing, *do("open:m3", "report:m3"))
    assert (wrong.score, wrong.keys) == (0, ("m3",))
    both = graded(phishing, *do("open:m3", "report:m3", "open:m2", "report:m2"))
    assert (both.score, both.keys) == (0, ("m3",))
    half = graded(phishing, *do("open:m2", "delete:m2"))
    assert (half.score, half.keys) == (0.5, ("deleted",))
    assert graded(phishing, *do("open:m2")).keys == ()
    assert graded(phishing, *do("open:m2", "reply:m2", "send")).keys == ("replied",)
    assert graded(phishing, *do("open:m4", "reply:m4", "send")).keys == ("m4",)


def test_opening_the_trap_is_a_harm_even_when_reported(phishing):
    grade = graded(phishing, *do("open:m2", "open_link:l2", "report:m2"))
    assert grade.right
    assert grade.harms == ("lien",)
    assert graded(phishing, *do("open:m2", "open_link:l2")).keys == ("l2",)


def test_the_right_file_sent(attach):
    answer = do("open:m1", "reply:m1")
    assert graded(attach, *answer, *do("send", file="f2")).right
    assert graded(attach, *answer, *do("attach", file="f2"), *do("send", file="f2")).right
    changed = [*answer, *do("attach", file=["f1", "f2"]), *do("send", file="f2")]
    assert graded(attach, *changed).right
    resent = [*answer, *do("send"), *answer, *do("send", file="f2")]
    assert graded(attach, *resent).right


@pytest.mark.parametrize(
    ("files", "score", "keys"),
    [
        ([], 0, ("none",)),
        (["f1"], 0.25, ("f1",)),
        (["f3"], 0.25, ("f3",)),
        (["f4"], 0, ("f4",)),
        (["f2", "f4"], 0.5, ("f4",)),
    ],
)
def test_wrong_files_are_named(attach, files, score, keys):
    grade = graded(attach, *do("open:m1", "reply:m1", "send", file=files))
    assert (grade.right, grade.score, grade.keys) == (False, score, keys)


def test_nothing_sent_and_new_mail(attach):
    draft = play(ROOM, attach, *do("open:m1", "reply:m1", "attach", file="f2"))
    assert not ROOM.can_validate(attach, draft)
    with pytest.raises(InvalidResponse, match="pas encore envoyé"):
        ROOM.parse(attach, {}, draft)
    to = "conseil@mission-locale.example"
    assert graded(attach, *do("write", "send", file="f2", to=to)).keys == ("new_mail",)


def test_two_files_with_one_missing(attach):
    world = attach.world.model_dump(by_alias=True)
    goal = {"all": [{"at": "sent.attachments", "is": ["f1", "f2"]}]}
    spec = ROOM.spec(world, {"goal": goal})
    check_samples(ROOM, spec)
    assert graded(spec, *do("open:m1", "reply:m1", "send", file="f1")).keys == ("missing",)
    mixed = graded(spec, *do("open:m1", "reply:m1", "send", file=["f1", "f3"]))
    assert mixed.keys == ("f3", "missing")


def test_forwarding_and_its_mistakes():
    spec = example(ROOM, "forward")
    to = "petit@atelier.example"
    assert graded(spec, *do("open:m1", "forward:m1", "send", to=to)).right
    wrong_mail = graded(spec, *do("open:m2", "forward:m2", "send", to=to))
    assert wrong_mail.keys == ("m2",)
    wrong_person = graded(spec, *do("open:m1", "forward:m1", "send", to="martin@atelier.example"))
    assert wrong_person.keys == ("to_extra", "to_missing")
    with pytest.raises(ActionRefused, match="à qui"):
        play(ROOM, spec, *do("open:m1", "forward:m1", "send"))


def test_answering_is_not_forwarding():
    world = example(ROOM, "forward").world.model_dump(by_alias=True)
    spec = ROOM.spec(world, {"goal": {"all": [{"at": "sent.in_reply_to", "is": "m2"}]}})
    to = "petit@atelier.example"
    assert graded(spec, *do("open:m2", "forward:m2", "send", to=to)).keys == ("transfer",)
    assert graded(spec, *do("open:m1", "reply:m1", "send")).keys == ("m1",)
    assert graded(spec, *do("open:m2", "reply_all:m2", "send")).right


def test_answering_everybody(everything):
    world = everything.world.model_dump(by_alias=True)
    people = ["haddad@atelier.example", "silva@atelier.example"]
    all_of_them = {"all": [{"at": "sent.in_reply_to", "is": "m1"}, {"at": "sent.to", "is": people}]}
    spec = ROOM.spec(world, {"goal": all_of_them})
    check_samples(ROOM, spec)
    assert graded(spec, *do("open:m1", "reply_all:m1", "send")).right
    assert "reply_only" in graded(spec, *do("open:m1", "reply:m1", "send")).keys
    one = {"all": [{"at": "sent.in_reply_to", "is": "m1"}, {"at": "sent.kind", "is": "reply"}]}
    spec = ROOM.spec(world, {"goal": one})
    assert graded(spec, *do("open:m1", "reply_all:m1", "send")).keys == ("reply_all",)


def test_writing_with_chosen_texts(everything):
    fields = {"to": "haddad@atelier.example", "subject": "o2", "body": "b2"}
    filed = do("open:m2", "archive:m2")
    assert graded(everything, *do("write", "send", **fields), *filed).right
    vague = {**fields, "subject": "o1", "body": "b1"}
    assert graded(everything, *do("write", "send", **vague), *filed).keys == ("subject", "body")
    half = graded(everything, *do("write", "send", **fields))
    assert half.score == 0.5
    dropped = play(ROOM, everything, *do("write", "discard"))
    assert dropped["draft"] == {}


def test_nothing_done_is_not_an_answer(phishing):
    for forms in ((), do("open:m1", "undo"), do("open:m2", "report:m2", "restart")):
        with pytest.raises(InvalidResponse, match="Je ne sais pas"):
            ROOM.parse(phishing, answer_form(), play(ROOM, phishing, *forms))


@pytest.mark.parametrize(
    "acts",
    [
        ("",),
        ("open",),
        ("open:m9",),
        ("open:" + HUGE,),
        ("back",),
        ("report:m2",),
        ("open:m1", "report:m2"),
        ("open:m1", "show_link:l2"),
        ("open:m2", "open_link:nope"),
        ("open:m2", "forward:m2"),
        ("write",),
        ("send",),
        ("discard",),
        ("open:m2", "reply:m2", "report:m2"),
        ("open:m2", "reply:m2", "attach"),
    ],
)
def test_impossible_actions_are_refused(phishing, acts):
    with pytest.raises(ActionRefused):
        play(ROOM, phishing, *do(*acts))


@pytest.mark.parametrize("files", ["f9", HUGE, ["f1", "m1"]])
def test_unknown_files_are_refused(attach, files):
    with pytest.raises(ActionRefused, match="fichier"):
        play(ROOM, attach, *do("open:m1", "reply:m1", "send", file=files))


def test_unknown_people_and_texts_are_ignored(everything):
    with pytest.raises(ActionRefused, match="à qui"):
        play(ROOM, everything, *do("write", "send", to=["x@example", HUGE]))
    fields = {"to": ["petit@atelier.example"] * 3, "subject": HUGE, "body": "?"}
    sent = play(ROOM, everything, *do("write", "send", **fields))["sent"]
    assert (sent["to"], sent["subject"], sent["body"]) == (["petit@atelier.example"], "", "")


def test_addresses_are_whole_and_states_are_words(phishing):
    html = page(ROOM, phishing)
    assert ">alerte@compte-securite-24.example</bdi>" in html
    assert html.count("non lu") == 4
    assert "Contact enregistré" in html
    state = play(ROOM, phishing, *do("open:m2", "report:m2"))
    assert "signalé comme arnaque" in page(ROOM, phishing, state=state)


def test_the_address_of_a_link_is_asked_for_and_nothing_navigates(phishing):
    state = play(ROOM, phishing, *do("open:m2"))
    html = page(ROOM, phishing, state=state)
    assert "https://compte-securite-24.example/code" not in html
    state = play(ROOM, phishing, *do("open:m2", "show_link:l2"))
    html = page(ROOM, phishing, state=state)
    assert "https://compte-securite-24.example/code" in html
    assert "<a " not in html


def test_every_screen_of_the_full_box_reads(everything):
    for acts in (("open:m1",), ("open:m1", "show_link:l1", "open_link:l2"), ("write",)):
        page(ROOM, everything, state=play(ROOM, everything, *do(*acts)))
    for verb in ("reply", "reply_all", "forward"):
        page(ROOM, everything, state=play(ROOM, everything, *do("open:m1", f"{verb}:m1")))
    for verb in ("report", "delete", "archive"):
        state = play(ROOM, everything, *do("open:m1", f"{verb}:m1", "open:m1"))
        assert "Remettre dans la boîte" in page(ROOM, everything, state=state)


def test_a_refused_mail_keeps_its_ticks(everything):
    state = play(ROOM, everything, *do("write"))
    form = {"act": ["send"], "file": ["f1"], "subject": ["o1"]}
    html = page(ROOM, everything, state=state, form=form, errors=[FieldError("to", "À qui ?")])
    assert html.count(" checked") == 2
    assert 'id="to-error"' in html


def test_clues_may_point_at_parts_of_a_mail(phishing):
    assert {"m2.from", "m2.subject", "m2.body", "l2", "p1"} <= ROOM.ids(phishing)


ACTS = st.sampled_from(
    [
        *(f"{verb}:m{n}" for n in (1, 2) for verb in ("open", "report", "delete", "archive")),
        *(f"{verb}:m{n}" for n in (1, 2) for verb in ("reply", "reply_all", "forward", "restore")),
        *("back", "write", "send", "attach", "discard", "show_link:l1", "open_link:l2"),
    ]
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "to": st.lists(st.sampled_from(["haddad@atelier.example", "petit@atelier.example", "?"])),
        "file": st.lists(st.sampled_from(["f1", "f1", ""])),
        "subject": st.sampled_from(["o1", "o2", ""]),
    },
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(ACTS, FIELDS), max_size=12))
def test_the_grade_is_total_and_apply_is_pure(steps):
    spec = example(ROOM, "everything")
    state = ROOM.begin(spec)
    for act, fields in steps:
        before = repr(state)
        try:
            step = ROOM.apply(spec, state, Action.from_form(action_form(act, **fields)))
        except ActionRefused:
            step = None
        assert repr(state) == before
        if step:
            assert len(step.say.split()) <= 10
            state = step.state
    grade = ROOM.grade(spec, state)
    assert grade.right is (grade.score == 1)
    assert set(grade.keys) <= ROOM.feedback_keys(spec)
    page(ROOM, spec, state=state)
    review(ROOM, spec, state)
