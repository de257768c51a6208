"""What a person wants: asked once with their first result, changed, erased, told to nobody."""

import pytest

from tests.web.driving import path
from tests.web.test_practising import stopped_after
from webapp.accounts.models import Learner
from webapp.exercises.contract import Probe
from webapp.guidance.web.goal_views import goal_words

ASKED = "Qu’est-ce qui compte le plus pour vous"


@pytest.fixture
def result(app, client):
    """The address of a result that has something to learn."""
    return stopped_after(app, client, *[Probe.WRONG] * 4)


def test_the_words_of_each_goal_are_those_of_the_rules(app, catalogue):
    """« vos démarches » in a reason is « mes démarches » on a button."""
    with app.test_request_context():
        said = goal_words()
    yours = {"mes": "vos", "me": "vous"}
    assert {
        name: " ".join(yours.get(w, w) for w in text.lower().split()) for name, text in said.items()
    } == {name: goal.wish for name, goal in catalogue.rules.reco.goals.items()}


def test_asked_once_then_the_advice_says_it(client, result):
    assert ASKED in client.get(result).text
    sent = client.post("/mon-but", data={"goal": "proteger", "retour": f"{result}#next"})
    assert sent.location == f"{result}#next"
    page = client.get(result).text
    assert ASKED not in page
    assert 'aria-pressed="true"' in client.get("/mon-but").text


def test_passing_is_an_answer(client, result):
    client.post("/mon-but", data={"goal": "", "retour": result})
    assert ASKED not in client.get(result).text
    assert 'aria-pressed="true"' not in client.get("/mon-but").text
    assert "Effacer mon choix" not in client.get("/mon-but").text


def test_changed_then_erased(client, app, result):
    client.post("/mon-but", data={"goal": "emploi"})
    assert client.get("/mes-donnees.json").json["Vous"][0]["goal"] == "emploi"
    assert path(client.post("/mon-but", data={"goal": ""})) == "/mon-but?ok=1"
    assert client.get("/mes-donnees.json").json["Vous"][0]["goal"] == ""


def test_only_the_goals_of_the_rules(client, result):
    assert client.post("/mon-but", data={"goal": "voler"}).status_code == 404


def test_nobody_is_sent_elsewhere(client, result):
    sent = client.post("/mon-but", data={"goal": "emploi", "retour": "//ailleurs.example"})
    assert path(sent) == "/mon-but?ok=1"


def test_it_is_of_a_person(client):
    assert client.get("/mon-but").status_code in (302, 303)
    assert Learner.model_fields["goal"].default is None


def test_the_authors_page_tries_a_profile(client):
    page = client.get("/dev/auteurs/regles").text
    assert "Vous voulez trouver un emploi." in page and "skill:EMP-2-CV" in page.replace(
        "<wbr>", ""
    )
    wrong = client.get("/dev/auteurs/regles", query_string={"profil": "bands: [N9]"})
    assert wrong.status_code == 422 and "Ligne 1" in wrong.text
