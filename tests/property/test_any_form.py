"""Whatever is posted to a room, it answers with a state, a grade or a plain refusal; never a crash."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.config import ROOT
from webapp.content import draw, load_catalogue
from webapp.exercises import room, rooms
from webapp.exercises.contract import Action, InvalidResponse, Probe
from webapp.exercises.simulation import advance, replay

CATALOGUE = load_catalogue(ROOT / "content")
BY_TYPE = {kind: [i for i in CATALOGUE.items.values() if i.type == kind] for kind in rooms()}
ODD = ["", " ", "0", "-1", "a", "é" * 300, "=1/0", "../..", "{x}", "1e999", "\u202e", "<b>", "None"]


def words_of(kind, spec) -> list[str]:
    """Names, values and acts a person could send, from what the room itself sends."""
    forms = [form for probe in Probe for form in room(kind).sample(spec, probe)]
    values = {value for form in forms for all_ in form.values() for value in all_}
    return sorted({name for form in forms for name in form} | values)


def fuzzed(kind, data):
    """A room, a drawn spec, and forms half sensible and half absurd."""
    item = data.draw(st.sampled_from(BY_TYPE[kind]), label="item")
    spec = CATALOGUE.present(item, draw(item, data.draw(st.binary(max_size=4)))).spec
    words = st.sampled_from([*words_of(kind, spec), *ODD])
    form = st.dictionaries(words, st.lists(words, max_size=3), max_size=5)
    acts = st.builds(lambda act, rest: rest | {"act": [act]}, words, form)
    return room(kind), spec, data.draw(st.lists(acts, max_size=5)), data.draw(acts)


@pytest.mark.parametrize("kind", sorted(rooms()))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_room_never_crashes(kind, data):
    exercise, spec, forms, final = fuzzed(kind, data)
    log = []
    for form in forms:
        action = Action.from_form(form)
        try:
            step = advance(exercise, spec, log, action)
        except InvalidResponse as refusal:
            assert all(e.message for e in refusal.errors)  # noqa: PT017 (either road is right)
            continue
        assert step.say
        log.append(json.loads(json.dumps(action.as_json())))
    state = replay(exercise, spec, log).state
    assert replay(exercise, spec, log).state == state == json.loads(json.dumps(state))
    try:
        response = exercise.parse(spec, final, state)
    except InvalidResponse as refusal:
        assert refusal.errors  # noqa: PT017 (either road is right)
        return
    grade = exercise.grade(spec, json.loads(json.dumps(response)))
    assert 0 <= grade.score <= 1
    assert grade == exercise.grade(spec, response)
    assert set(grade.keys) <= exercise.feedback_keys(spec)
