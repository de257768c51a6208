"""No sentence stands where what it says is not so: each page in the state opposite to its promise.

The table of promises is ``docs/promises.md``; it names these tests.
"""

from __future__ import annotations

import re
from datetime import date

from tests.web.driving import answer, begin, following, path, settle
from webapp.recognition import proofs
from webapp.recognition.proofs import DEFAULT, Missing, Proof
from webapp.recognition.web import sheet
from webapp.recognition.web.views import sheet_data

CERTIFICATE = "a réussi plusieurs fois"


def proof(*missing):
    return Proof("SEC-2-SMS", "Repérer un SMS d’arnaque", 4, 5, 2, missing, 0, None)


def paper(app, *found):
    """The words of the paper for these proofs."""
    made = sheet.make_sheet(app.extensions["marchepied"].catalogue, found, on=date(2026, 11, 28))
    with app.test_request_context():
        return sheet_data(made)


def test_a_paper_with_nothing_proven_certifies_nothing(app):
    started = paper(app, proof(Missing.DAYS))
    assert CERTIFICATE not in started["intro"] and "Prouvé" not in started["foot"]
    assert "Rien n’est encore prouvé" in started["intro"]
    proven = paper(app, proof())
    assert CERTIFICATE in proven["intro"] and "4 réussites sur 5" in proven["foot"]
    assert "Rien n’est" not in proven["intro"]


def test_there_is_no_empty_paper(client):
    begin(client)
    response = client.get("/ce-que-je-sais-faire.pdf")
    assert response.status_code == 303 and path(response) == "/ce-que-je-sais-faire"
    assert "PDF" not in client.get("/ce-que-je-sais-faire").text


def test_what_is_said_of_a_proof_is_the_rule(app, client, catalogue):
    """The page writes the numbers in words: every rule in force must be that one."""
    assert {module.mastery for module in catalogue.modules.values()} == {DEFAULT}
    assert (DEFAULT.need, DEFAULT.of, DEFAULT.min_families, DEFAULT.min_days) == (4, 5, 2, 2)
    assert set(proofs.UNCOUNTED) == {"try", "guided", "example"}
    answer(app, client, begin(client))
    shown = client.get("/ce-que-je-sais-faire").text
    assert (
        "4 exercices sur 5, sans aide et sans indice" in shown and "à deux jours d’écart" in shown
    )


OFFERED = ("leçon", "propose", "exercice", "aider", "aide ", "reconnaissance", "Pix", "semaine")


def test_a_level_promises_nothing_else(catalogue):
    """These sentences are shown to whoever is at that level, with one offer, three, or none."""
    for band in catalogue.bands.bands:
        for sentence in (band.result, band.about):
            assert not [word for word in OFFERED if word in sentence], sentence


def test_a_pause_counts_what_was_done(app, client, catalogue):
    """Nobody knows where the half of an adaptive test is: no page says it."""
    url, said = begin(client), []
    for _ in range(catalogue.rules.assessment.length.pause_at):
        page = answer(app, client, url)
        said.append("Une petite pause" in page.text)
        assert "la moitié" not in page.text
        url = following(client, page)
    assert said == [False] * 9 + [True]
    assert "Vous avez fait 10 exercices. Vos réponses sont gardées." in page.text


def test_an_end_is_proposed_after_six_and_not_before(app, client, catalogue):
    url, said = begin(client), []
    for _ in range(catalogue.rules.assessment.mercy.stop_after):
        page = dont_know(client, url)
        said.append("On s’arrête là" in page.text)
        url = following(client, page) if not said[-1] else url
    assert said == [False] * 5 + [True]
    together = re.search(r'action="(/avec-aide/[^"]+)"', page.text)[1]
    url = settle(client, path(client.post(together, data={"act": "together"})))
    page = answer(app, client, url)
    assert "On s’arrête là" in page.text and "Un dernier exercice" not in page.text
    stop = re.search(r'action="(/arreter/[^"]+)"', page.text)[1]
    result = client.get(settle(client, path(client.post(stop)))).text
    assert "Vous l’avez fait avec de l’aide" in result and "À deux, c’est plus facile" in result


def dont_know(client, url):
    """« Je ne sais pas », and the page that follows."""
    return client.get(path(client.post(url, data={"act": "dont_know"})))


def test_nothing_done_is_not_announced_as_known(app, client):
    url = begin(client)
    for _ in range(6):
        page = dont_know(client, url)
        url = following(client, page) if "On s’arrête là" not in page.text else url
    stop = re.search(r'action="(/arreter/[^"]+)"', page.text)[1]
    result = client.get(settle(client, path(client.post(stop)))).text
    for sentence in (
        "Voici ce que vous savez faire",
        "point fort",
        "Vous savez déjà",
        "bon début",
    ):
        assert sentence not in result
    assert "Merci. On s’arrête là." in result
