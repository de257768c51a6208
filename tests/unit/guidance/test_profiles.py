"""A written profile: what the rules offer to it, with the reason and what it rests on."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.cli import main
from webapp.config import ROOT
from webapp.content import ContentError, load_catalogue
from webapp.content.schema.base import BANDS
from webapp.guidance.profiles import EXAMPLE, Profile, read_profile, result_of, try_profile
from webapp.guidance.recommending import HUMAN, MAKERS, MODULE, offers

CATALOGUE = load_catalogue(ROOT / "content")
DOMAINS = [domain.code for domain in CATALOGUE.framework.domains]
GOALS = sorted(CATALOGUE.rules.reco.goals)

answers = st.fixed_dictionaries(
    {"skill": st.sampled_from(sorted(CATALOGUE.framework.skills)), "right": st.booleans()},
    optional={"heard": st.booleans(), "helped": st.booleans()},
)
bands = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(
    lambda pair: BANDS[min(pair) : max(pair) + 1]
)
profiles = st.builds(
    lambda **parts: Profile.model_validate(parts),
    bands=bands,
    goal=st.sampled_from([None, *GOALS]),
    domains=st.dictionaries(st.sampled_from(DOMAINS), st.floats(-3, 3)),
    answers=st.lists(answers, max_size=25),
    harms=st.lists(st.sampled_from(sorted(CATALOGUE.items)), max_size=2),
    lessons=st.lists(st.sampled_from(sorted(CATALOGUE.modules)), max_size=4),
    misses_in_a_row=st.integers(0, 9),
    stopped_early=st.booleans(),
)


def profile(text):
    return read_profile(CATALOGUE, text)


def rules_of(text):
    return [offer.rule for offer in try_profile(CATALOGUE, profile(text))]


@settings(max_examples=150, deadline=None)
@given(profiles)
def test_three_offers_at_most_one_of_them_a_person_none_without_evidence(one):
    found = try_profile(CATALOGUE, one)
    assert len(found) <= 3
    assert all(offer.evidence and offer.why for offer in found)
    assert len({(offer.kind, offer.target) for offer in found}) == len(found)
    people = sum(offer.kind == HUMAN for offer in found)
    assert people == (1 if one.answers or one.misses_in_a_row >= 6 else 0)
    if not one.answers:
        assert {offer.rule for offer in found} <= {"danger", "company"}
    for offer in found:
        assert "{" not in offer.why, "every hole of a reason is filled"


@settings(max_examples=80, deadline=None)
@given(profiles)
def test_somebody_in_great_difficulty_is_offered_a_person_before_a_lesson(one):
    low = [code for code, mean in one.domains.items() if mean < -1.5]
    done = {CATALOGUE.framework.skills[answer.skill].domain for answer in one.answers}
    far = one.bands == ("N1",) and len(done & set(low)) >= 4
    found = try_profile(CATALOGUE, one)
    if far or one.misses_in_a_row >= 6:
        assert found[0].kind == HUMAN


@settings(max_examples=80, deadline=None)
@given(profiles)
def test_what_the_person_wants_comes_before_the_rest(one):
    """Among lessons, only a danger goes before the one that serves the goal."""
    lessons = [o for o in try_profile(CATALOGUE, one) if o.kind == MODULE and o.rule != "danger"]
    wanted = CATALOGUE.rules.reco.goals.get(one.goal or "")
    skills = [o.evidence[0].removeprefix("skill:") for o in lessons]
    serving = [wanted is not None and wanted.serves(CATALOGUE.framework.skills[s]) for s in skills]
    assert serving == sorted(serving, reverse=True)


@settings(max_examples=40, deadline=None)
@given(profiles)
def test_an_adviser_is_told_nothing_of_the_goal(one):
    result = result_of(CATALOGUE, one)
    assert offers(CATALOGUE, result, goal=one.goal, about=True) == offers(
        CATALOGUE, result, about=True
    )


MISSED = "bands: [N2]\nanswers:\n  - {skill: SEC-2-SMS, right: false}\n  - {skill: EMP-2-CV, right: false}\n"


def test_the_goal_says_why_and_chooses_the_lesson():
    first = {goal: try_profile(CATALOGUE, profile(f"{MISSED}goal: {goal}\n"))[0] for goal in GOALS}
    assert first["emploi"].why.startswith("Vous voulez trouver un emploi. ")
    assert first["emploi"].evidence == ("skill:EMP-2-CV",)
    assert first["proteger"].evidence == ("skill:SEC-2-SMS",)
    assert first["enfants"].rule == "gap", "nothing missed serves it: no reason is invented"
    assert rules_of(MISSED)[0] == "gap"


def test_a_place_for_procedures_unless_the_person_wants_something_else():
    far = "bands: [N1]\ndomains: {ADM: -2}\nanswers: [{skill: ADM-1-OUBLI, right: true}]\n"
    assert "blocked_admin" in rules_of(far)
    assert "blocked_admin" in rules_of(far + "goal: demarches\n")
    assert "blocked_admin" not in rules_of(far + "goal: communiquer\n")


def test_nothing_is_offered_to_who_did_nothing():
    assert rules_of("bands: [N1, N2, N3]\ndomains: {ADM: -2}\nstopped_early: true\n") == []


EACH_RULE = {
    "company": "bands: [N1]\nmisses_in_a_row: 6\n",
    "first_steps": "bands: [N1]\ndomains: {ADM: -2, SEC: -2, COM: -2, NAV: -2}\nanswers:\n"
    + "".join(
        f"  - {{skill: {code}, right: false}}\n"
        for code in ("ADM-1-OUBLI", "SEC-2-SMS", "COM-1-LIRE", "NAV-1-LIENS")
    ),
    "danger": "bands: [N2]\nharms: [SEC-2-SMS-001]\n",
    "goal": MISSED + "goal: emploi\n",
    "gap": MISSED,
    "workshop": "bands: [N2]\nlessons: [MOD-SEC-1, MOD-SEC-1]\nanswers: [{skill: SEC-2-SMS, right: false}]\n",
    "blocked_admin": "bands: [N1]\ndomains: {ADM: -2}\nanswers: [{skill: ADM-1-OUBLI, right: true}]\n",
    "literacy": "bands: [N2]\nanswers:\n"
    + "  - {skill: COM-1-LIRE, right: true, heard: true}\n" * 3
    + "  - {skill: COM-1-LIRE, right: false}\n" * 3,
    "practice": MISSED,
    "ahead": "bands: [N3]\nanswers: [{skill: SEC-2-SMS, right: true}]\n",
    "ready": "bands: [N3]\nanswers: [{skill: SEC-2-SMS, right: true}]\n",
    "proofs": "bands: [N2]\nanswers: [{skill: SEC-2-SMS, right: true}]\n",
    "uncertain": "bands: [N1, N2, N3]\nstopped_early: true\nanswers: [{skill: SEC-2-SMS, right: true}]\n",
    "someone": MISSED,
}


@pytest.mark.parametrize("rule", MAKERS)
def test_each_rule_has_a_profile_that_meets_it(rule):
    found = rules_of(EACH_RULE[rule])
    if rule == "practice":
        found += rules_of(MISSED.replace("EMP-2-CV", "SEC-2-SMS"))
    assert rule in found


def test_a_rule_without_about_is_not_told_to_the_adviser():
    result = replace(result_of(CATALOGUE, profile(MISSED)), learner_id=None)
    assert "goal" not in {o.rule for o in offers(CATALOGUE, result, goal="emploi", about=True)}


def test_the_command_prints_offers_reasons_and_evidence(tmp_path):
    file = tmp_path / "profil.yaml"
    file.write_text(EXAMPLE, encoding="utf-8")
    text = CliRunner().invoke(main, ["rules", "try", str(file)])
    assert text.exit_code == 0 and "Vous voulez trouver un emploi" in text.output
    assert "Preuves : skill:EMP-2-CV" in text.output
    found = json.loads(CliRunner().invoke(main, ["rules", "try", "--json", str(file)]).output)
    assert [offer["rule"] for offer in found] == rules_of(EXAMPLE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bands: [N9]", "Valeurs possibles"),
        ("bands: [N3, N1]", "Les marches se suivent"),
        ("bands: [N1]\ngoal: voler", "voler n'existe pas"),
        ("bands: [N1]\nanswers: [{skill: XX, right: true}]", "XX n'existe pas"),
        ("bands: [N1", "ne se lit pas"),
        ("- rien", "Il faut une liste de clés"),
        ("", "Il faut une liste de clés"),
    ],
)
def test_what_is_wrong_in_a_profile_is_said_in_french(text, said):
    with pytest.raises(ContentError, match=said):
        profile(text)
