"""« Quelqu’un m’aide »: recorded with each answer, seen while it lasts, told beside what is done alone."""

import re

import pytest
from sqlmodel import select

from tests.web.driving import answer, begin, following, leave
from tests.web.test_advising import install, join, prescribe
from webapp.assessment.models import Answer
from webapp.exercises.contract import Probe

BUTTON, ALONE, HELPED = "Quelqu’un m’aide", "Sans aide", "Avec de l’aide"


def text(client, url):
    return client.get(url).get_data(as_text=True)


def help_page(client, url):
    return leave(client, url, "avec-aide")


def recorded(app):
    with app.extensions["marchepied"].database.reading() as session:
        return session.exec(select(Answer.help).order_by(Answer.id)).all()


def answers(app, client, url, *probes):
    """Answer a few questions; the address of the next one."""
    for probe in probes:
        url = following(client, answer(app, client, url, probe))
    return url


def stop(client, url):
    """End the test; the address of its result."""
    sitting = leave(client, url, "pause").rpartition("/")[2]
    return client.post(f"/arreter/{sitting}").headers["Location"]


def test_one_press_to_say_it_one_press_to_take_it_back(app, client):
    url = begin(client)
    page = help_page(client, url)
    assert "vous répondez sans aide" in text(client, page)
    assert client.post(page, data={"act": "advice"}).status_code == 303
    shown = text(client, url)
    assert "on vous donne un conseil" in shown and BUTTON not in shown
    url = answers(app, client, url, Probe.CORRECT)
    assert "on vous donne un conseil" in text(client, url), "remembered for the test"
    client.post(page, data={"act": "alone"})
    assert BUTTON in text(client, url)
    answers(app, client, url, Probe.WRONG)
    assert recorded(app)[-2:] == ["advice", "alone"]


def test_looking_changes_nothing_and_an_unknown_way_is_refused(app, client):
    url = begin(client)
    page = help_page(client, url)
    assert client.get(page).status_code == 200
    assert client.post(page, data={"act": "everything"}).status_code == 422
    assert BUTTON in text(client, url)


def test_nobody_else_changes_it(app, client):
    page = help_page(client, begin(client))
    other = app.test_client()
    begin(other)
    assert other.get(page).status_code == 404
    assert other.post(page, data={"act": "together"}).status_code == 404


def test_a_new_test_starts_alone(app, client):
    url = begin(client)
    client.post(help_page(client, url), data={"act": "together"})
    stop(client, url)
    assert BUTTON in text(client, begin(client))


@pytest.mark.parametrize("way", ["advice", "together"])
def test_two_levels_are_told_when_somebody_helped(app, client, way):
    url = answers(app, client, begin(client), Probe.WRONG)
    client.post(help_page(client, url), data={"act": way})
    result = stop(client, answers(app, client, url, Probe.CORRECT, Probe.CORRECT))
    for page in (result, result + "/imprimer"):
        shown = text(client, page)
        assert ALONE in shown and HELPED in shown
        # What was done with help is no strength of the person alone.
        assert "Vous savez déjà" not in shown
    assert "Vous l’avez fait avec de l’aide" in text(client, result)


def test_nothing_changes_without_help_and_nothing_is_told_of_what_another_did(app, client):
    alone = stop(client, answers(app, client, begin(client), Probe.CORRECT))
    assert ALONE not in text(client, alone) and HELPED not in text(client, alone)
    url = begin(client)
    client.post(help_page(client, url), data={"act": "done_for"})
    result = text(client, stop(client, answers(app, client, url, Probe.CORRECT)))
    assert ALONE not in result and HELPED not in result
    assert "l’avez fait" not in result


def test_the_adviser_reads_the_same_two_levels(app):
    adviser = install(app)
    shown, code = prescribe(adviser)
    learner, url = join(app, code)
    learner.post(help_page(learner, url), data={"act": "together"})
    answers(app, learner, url, Probe.CORRECT)
    look = re.search(r'action="([^"]+/personne/[^"]+)"', text(adviser, shown))[1]
    page = text(adviser, adviser.post(look).headers["Location"])
    assert ALONE in page and HELPED in page
    assert "Cette personne l’a fait avec de l’aide" in page
