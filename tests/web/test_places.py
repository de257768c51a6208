"""« Près de chez moi »: found as people type, said in plain words, written nowhere."""

from __future__ import annotations

import re
from html import unescape

import pytest
from structlog.testing import capture_logs

from tests.unit.places.test_importing import brought
from tests.web.driving import begin
from tests.web.test_advising import install, join, prescribe
from webapp.database import Table
from webapp.places import importing

URL = "/pres-de-chez-moi"


@pytest.fixture
def directory(app):
    database = app.extensions["marchepied"].database
    brought(database)
    brought(database, "services.json", directory="Services d’essai")
    return database


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", unescape(answer.text), flags=re.DOTALL)
    return re.sub(r"[\s\u202f\u00a0]+", " ", re.sub(r"<[^>]+>", " ", text)).replace(" .", ".")


def found(client, **fields):
    return client.post(URL, data=fields)


def place_url(answer, name) -> str:
    return re.search(rf'href="({URL}/[0-9a-f-]+)">[^<]*<span class="sr">[^<]*{name}', answer.text)[
        1
    ]


def test_an_empty_directory_says_so_and_says_who_can_help(client):
    page = words(client.get(URL))
    assert "Ce site n’a pas encore de liste de lieux." in page and "Un lieu France services" in page
    assert (
        "près de chez vous" not in page
        and "<form" not in client.get(URL).text.split("<main")[1].split("</main")[0]
    )


def test_a_directory_is_searched_by_name_or_postcode(client, directory):
    assert "pas encore de liste" not in words(client.get(URL))
    for typed in ("valmoulin", "99100", "VALMOULIN 99 100"):
        page = words(found(client, lieu=typed))
        assert "4 lieux à moins de 50 kilomètres." in page
        assert "La distance part du milieu des lieux connus ici, à vol d’oiseau." in page
        assert "à moins d’un kilomètre" in page and "à environ 11 kilomètres" in page
        assert page.index("Médiathèque du Moulin") < page.index("Le Relais des Aulnes")


def test_a_filter_is_kept_from_page_to_page_and_can_be_taken_away(client, directory):
    answer = found(client, lieu="valmoulin", avec="deafness")
    assert "1 lieu à moins de 50 kilomètres." in words(answer)
    assert re.search(r'value="deafness" checked', answer.text)
    nothing = found(client, lieu="valmoulin", avec="women", rayon="5")
    assert "Aucun lieu connu ne correspond." in words(nothing)
    assert (
        'name="lieu" value="valmoulin"' in nothing.text
        and "Chercher tous les lieux, même loin" in words(nothing)
    )


def test_a_name_that_is_not_found_proposes_those_close(client, directory):
    answer = found(client, lieu="valmuolin")
    assert answer.status_code == 422 and "Est-ce une de ces communes ?" in words(answer)
    assert 'value="Valmoulin 99100"' in answer.text
    assert found(client, lieu="").status_code == 422


def test_several_communes_of_one_name_are_a_question(client, directory, tmp_path):
    row = '{"id":"x","nom":"Un lieu","commune":"Saint-Aubin","code_postal":"%s","date_maj":"2026-01-01"}'
    file = tmp_path / "two.json"
    file.write_text(
        "\n".join(row % code for code in ("63999", "64999")).replace('"x"', '"y"', 1), "utf-8"
    )
    brought(directory, file=file, directory="Deux")
    answer = found(client, lieu="st aubin")
    assert "Quelle commune ?" in words(answer)
    assert re.findall(r'name="lieu" value="(Saint-Aubin \d+)"', answer.text) == [
        "Saint-Aubin 63999",
        "Saint-Aubin 64999",
    ]
    assert "1 lieu." in words(found(client, lieu="Saint-Aubin 64999"))


def test_a_place_has_a_page_to_print(client, directory):
    page = client.get(place_url(found(client, lieu="valmoulin"), "Espace France services"))
    text = words(page)
    assert (
        "Du mardi au jeudi : de 8 h 30 à 12 h 30" in text and 'href="tel:0199001020"' in page.text
    )
    assert (
        "01 99 00 10 20" in text
        and "Sur rendez-vous" in text
        and "Accueil des personnes sourdes" in text
    )
    assert "D’après : Lieux d’essai (Valmoulin). Fiche changée le 15 octobre 2026." in text


def test_hours_that_are_not_certain_stay_as_they_are_written(client, directory):
    page = words(client.get(place_url(found(client, lieu="99120"), "Le Relais des Aulnes")))
    assert "Comme le lieu les écrit : sur demande" in page and "Du lundi" not in page


def test_a_place_that_left_its_list_says_so(client, directory, tmp_path):
    url = place_url(found(client, lieu="99120"), "Le Relais des Aulnes")
    assert "n’est plus dans la liste" not in words(client.get(url))
    lines = (importing.Path("tests/fixtures/places/mediation.csv")).read_text("utf-8").splitlines()
    file = tmp_path / "shorter.csv"
    file.write_text("\n".join(line for line in lines if not line.startswith("v-3")), "utf-8")
    brought(directory, file=file)
    assert "n’est plus dans la liste" in words(client.get(url))
    assert "Le Relais des Aulnes" not in words(found(client, lieu="valmoulin"))


def test_the_centre_of_a_commune_is_said_only_when_it_is_known(client, directory):
    from tests.unit.places.test_importing import FIXTURES
    from webapp.places.communes import import_official

    assert "du centre de la commune" not in words(found(client, lieu="valmoulin"))
    import_official(directory, FIXTURES / "communes.json")
    assert "du centre de la commune" in words(found(client, lieu="valmoulin"))


def contents(database) -> dict[str, list]:
    with database.reading() as session:
        return {
            name: [tuple(row) for row in session.connection().execute(table.select())]
            for name, table in Table.metadata.tables.items()
        }


def test_a_search_is_written_nowhere(client, directory):
    """Neither in a table, nor in the log, nor in an address; with a person known on the device."""
    begin(client)
    client.get(URL)
    before = contents(directory)
    with capture_logs() as logged:
        answers = [
            found(client, lieu="Valmoulin", avec="literacy"),
            found(client, lieu="Sainte-Zénobie"),
            found(client, lieu="99130", rayon="15"),
        ]
    said = str(logged)
    assert said.count("'route': '/pres-de-chez-moi'") == 3
    assert not re.search("valmoulin|nobie|99130|literacy", said, re.IGNORECASE)
    assert contents(directory) == before
    assert all(
        "Location" not in answer.headers and "Set-Cookie" not in answer.headers
        for answer in answers
    )
    assert not re.search(rf'(href|action)="{URL}[?][^"]*"', "".join(a.text for a in answers))


def test_no_position_is_asked(client, directory, root):
    scripts = "".join(path.read_text("utf-8") for path in (root / "static" / "js").glob("*.js"))
    assert "geolocation" not in scripts
    assert "geolocation=()" in client.get(URL).headers["Permissions-Policy"]


def test_nothing_of_a_file_becomes_code(client, directory, tmp_path):
    file = tmp_path / "bad.json"
    file.write_text(
        '{"id":"1","nom":"<b onclick=x>Lieu","commune":"Valmoulin","code_postal":"99100","date_maj":"2026-01-01",'
        '"site_web":"javascript:alert(1)","courriels":"a@b.example\\"><script>","telephone":"javascript:1"}',
        "utf-8",
    )
    brought(directory, file=file, directory="Mauvais")
    text = found(client, lieu="99100").text
    assert "<b onclick" not in text and "javascript:" not in text


def test_our_places_come_first_for_the_people_of_our_codes_only(app, client, directory):
    adviser = install(app)
    _shown, code = prescribe(adviser)
    assert "Vous n’avez pas encore choisi de lieu." in words(adviser.get("/conseil/lieux"))
    listed = adviser.post("/conseil/lieux", data={"lieu": "valmoulin"})
    urls = re.findall(r'action="(/conseil/lieux/[0-9a-f-]+)"', listed.text)
    assert len(urls) == 4
    for url in urls[:3]:
        assert adviser.post(url, data={"act": "add"}).status_code == 303
    refused = adviser.post(urls[3], data={"act": "add"})
    assert refused.status_code == 422 and "Vous avez déjà trois lieux" in words(refused)
    learner, _url = join(app, code)
    assert "Proposé par" in words(learner.get(URL))
    assert "Proposé par" in words(found(learner, lieu="99130"))
    assert "Proposé par" not in words(client.get(URL)), "somebody without a code"
    for url in urls[:3]:
        adviser.post(url, data={"act": "remove"})
    assert "Proposé par" not in words(learner.get(URL))


def test_another_organisation_does_not_touch_our_places(directory):
    from sqlmodel import select

    from webapp.advising.scope import UnscopedError
    from webapp.places.models import OwnPlace

    with pytest.raises(UnscopedError), directory.reading() as session:
        session.exec(select(OwnPlace)).all()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_speaks_the_language_of_the_person(client, directory, language):
    client.set_cookie("langue", language)
    page = client.get(place_url(found(client, lieu="valmoulin"), "Médiathèque"))
    text = words(page)
    assert "Horaires" not in text and "lundi" not in text and "Médiathèque du Moulin" in text


def test_roads_to_a_person_lead_here(app, client):
    """From the help page, the map of the site, the end of a lesson, and the advice of a result."""
    from tests.a11y.test_signed_in import lesson_pages

    for url in ("/aide", "/plan-du-site"):
        assert f'href="{URL}"' in client.get(url).text, url
    begin(client)
    end = next(url for url in lesson_pages(app, client).values() if "/lecon/fin/" in url)
    assert f'href="{URL}"' in client.get(end).text
