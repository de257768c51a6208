"""The result on one screen: where, what is known, one next step, a person; then what is folded."""

import re

import pytest

from tests.web.driving import answer, begin, following, path, settle
from webapp.exercises.contract import Probe


def finish(app, client, probe=Probe.CORRECT):
    url = begin(client)
    while "/exercice/" in url:
        url = following(client, answer(app, client, url, probe))
    return url


def main_of(client, url):
    return client.get(url).text.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("probe", [Probe.CORRECT, Probe.WRONG])
def test_one_next_step_one_person_and_the_rest_folded(app, client, probe):
    shown = main_of(client, finish(app, client, probe))
    open_part = shown.split("<details")[0]
    assert open_part.count("btn main") == 1 and open_part.count("/pres-de-chez-moi") == 1
    assert len(re.findall(r"<li>", open_part.split('class="know"')[-1])) <= 3
    assert shown.count("<summary>Thème par thème</summary>") == 1
    folded = shown.split("<details")[1:]
    assert "btn main" not in "".join(folded)
    # A list of lines: no card for each domain.
    assert 'class="card' not in "".join(folded)


def test_the_paper_has_the_words_of_the_page(app, client):
    url = finish(app, client)
    heading = re.search(r"<h1>(.*?)</h1>", main_of(client, url))[1]
    paper = client.get(url + ".pdf")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF")
    assert pages_of(paper.data) == 1
    assert heading in main_of(client, url + "/imprimer")
    assert f'href="{url}.pdf"' in main_of(client, url + "/imprimer")


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_paper_belongs_to_the_person(app, client):
    url = finish(app, client)
    other = app.test_client()
    begin(other)
    assert other.get(url + ".pdf").status_code == 404


def test_no_paper_before_the_first_answer(client):
    sitting = path(client.post("/commencer")).rsplit("/", 1)[1]
    assert client.get(f"/resultat/{sitting}.pdf").status_code == 303


def test_nothing_known_is_drawn_nowhere(app, client):
    """One answer says no level: no step is drawn, and the page does not say « marche »."""
    url = begin(client)
    following(client, answer(app, client, url))
    shown = main_of(client, settle(client, "/mes-resultats"))
    result = re.search(r'href="/reprendre/([^"]+)"', shown)[1]
    page = main_of(client, f"/resultat/{result}")
    known = "Vous en êtes à la marche" in page
    assert known is ('class="stair"' in page)
