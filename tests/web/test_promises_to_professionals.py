"""What advisers are told, in the state where it is true and in the other one."""

from __future__ import annotations

import re
from dataclasses import replace

from flask.testing import FlaskClient

from tests.web.driving import answer, following
from tests.web.test_advising import install, invitation, join, prescribe
from webapp.accounts.setup import INVITATION, RESET, SETUP, VALID_FOR
from webapp.pages.measuring import measuring_page

CLOSED = "Personne de nouveau ne peut entrer"


def text(answer) -> str:
    return answer.get_data(as_text=True).replace("\xa0", " ")


def test_a_closed_code_lets_go_on_who_is_in_and_nobody_new(app):
    adviser = install(app)
    url, code = prescribe(adviser)
    edit = url + "/modifier"
    learner, question = join(app, code)
    assert CLOSED not in text(adviser.get(edit)) and CLOSED not in text(adviser.get(url))
    adviser.post(edit, data={"act": "close"})
    assert CLOSED in text(adviser.get(edit)) and CLOSED in text(adviser.get(url))
    assert "/exercice/" in following(learner, answer(app, learner, question))
    assert app.test_client().post("/code", data={"code": code}).status_code == 422
    adviser.post(edit, data={"act": "reopen"})
    assert CLOSED not in text(adviser.get(edit))
    assert app.test_client().post("/code", data={"code": code}).status_code == 303


def test_opening_and_closing_keep_what_was_typed(app):
    """The title typed and not kept yet is not lost by the button below it."""
    adviser = install(app)
    url, _code = prescribe(adviser)
    adviser.post(url + "/modifier", data={"act": "close", "title": "Lundi", "note": "Salle 2"})
    assert "Lundi" in text(adviser.get(url)) and "Salle 2" in text(adviser.get(url))
    refused = adviser.post(url + "/modifier", data={"act": "reopen", "title": " ", "note": "Ici"})
    assert refused.status_code == 422 and 'value="Ici"' in refused.text
    assert CLOSED in text(adviser.get(url))


def test_a_deleted_parcours_leaves_people_their_result_and_no_name(app):
    adviser = install(app)
    url, code = prescribe(adviser)
    learner, question = join(app, code)
    answer(app, learner, question)
    look = re.search(r'action="(/conseil/parcours/[^"]+/personne/[^"]+)"', text(adviser.get(url)))
    adviser.post(url + "/modifier", data={"act": "delete", "sure": "oui"})
    assert learner.get("/mes-resultats").status_code == 200
    assert "Lina" not in text(learner.get("/mes-donnees"))
    assert adviser.post(look[1]).status_code == 404
    adviser.post(url + "/remettre")
    assert "Lina" not in text(adviser.get(url))
    assert adviser.post(look[1]).status_code == 404


def test_the_name_of_an_adviser_is_shown_before_sharing(app):
    adviser = install(app)
    prescribe(adviser)
    assert "Awa Diallo" in text(FlaskClient(app).get(invitation(adviser)))


def test_links_last_what_the_page_says():
    days = {purpose: lasting.days for purpose, lasting in VALID_FOR.items()}
    assert days == {INVITATION: 7, RESET: 1, SETUP: 1}


def test_what_is_promised_by_an_error_is_said_of_what_was_recorded(app, monkeypatch):
    """An adviser has no answers: nothing is said of them."""
    adviser = install(app)
    monkeypatch.setattr("webapp.advising.web.views.prescribing.prescriptions", _away)
    page = text(adviser.get("/conseil"))
    assert "Ce qui était enregistré est gardé" in page and "Vos réponses" not in page


def _away(*_nothing, **_more):
    from sqlalchemy.exc import OperationalError

    raise OperationalError("select", {}, Exception("disk I/O error"))


def test_the_page_of_the_measure_has_the_numbers_of_the_rules(catalogue):
    """Other rules, other numbers: none is written in the page."""
    rules = catalogue.rules.assessment
    other = rules.model_copy(
        update={
            "comfort": rules.comfort.model_copy(update={"first_count": 91, "first": 0.81}),
            "mercy": rules.mercy.model_copy(update={"surest_after": 92, "stop_after": 93}),
            "selection": rules.selection.model_copy(update={"randomesque": 94, "family_gap": 95}),
            "stop": rules.stop.model_copy(update={"sd": 0.96}),
            "band_claim": rules.band_claim.model_copy(update={"sure": 0.97}),
        }
    )
    changed = catalogue.rules.model_copy(update={"assessment": other})
    page = measuring_page(replace(catalogue, rules=changed))
    assert (page.first_count, page.surest_after, page.stop_after) == (91, 92, 93)
    assert (page.randomesque, page.family_gap, page.stop_sd) == (94, 95, "0,96")
    assert page.comfort_first.startswith("81") and page.sure.startswith("97")
    assert page.items == len(catalogue.items) and page.drafts <= page.items
