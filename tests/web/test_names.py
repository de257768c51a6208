"""Names and codes on the web: kept out of addresses, found, and typed on any keyboard."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from tests.unit.test_standing import many
from tests.web.driving import answer, path
from tests.web.test_advising import install, invitation, join, prescribe
from webapp.advising.models import Participation, Prescription
from webapp.advising.scope import by_code
from webapp.config import ROOT

NAME = "Zénobie"
TYPED = ("text", "email", "search", "tel", "url", "number", "password")
TOLD = ("autocapitalize", "autocorrect", "spellcheck")


class Fields(HTMLParser):
    """Typed fields, forms and addresses of a page."""

    def __init__(self, html):
        super().__init__()
        self.typed, self.addresses, self.get_forms, self.form = [], [], [], {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.addresses += [attrs[name] for name in ("href", "action", "src") if attrs.get(name)]
        self.form = attrs if tag == "form" else self.form
        if tag == "textarea" or (tag == "input" and attrs.get("type", "text") in TYPED):
            self.typed.append(attrs)
            if self.form.get("method") == "get":
                self.get_forms.append(attrs)


@pytest.fixture
def followed(app):
    adviser = install(app)
    url, code = prescribe(adviser)
    learner, question = join(app, code, first_name=NAME)
    answer(app, learner, question)
    return adviser, url, learner


def crowd(app, count):
    database = app.extensions["marchepied"].database
    with database.reading() as session:
        found = session.execute(select(Prescription), execution_options=by_code()).scalar_one()
    many(database, {"organisation_id": found.organisation_id, "prescription_id": found.id}, count)


def test_no_name_of_a_person_in_any_address(app, followed):
    adviser, url, learner = followed
    crowd(app, 60)
    shown = adviser.post(url, data={"nom": "zenobie", "tri": "nom"})
    assert shown.status_code == 200 and NAME in shown.text
    look = re.search(r'action="([^"]+/personne/[^"]+)"', shown.text)[1]
    pages = [
        shown,
        adviser.get(url),
        adviser.post(url, data={"nom": "nom"}),
        adviser.get(f"{url}?page=2&tri=nom"),
        adviser.get(look),
        adviser.get(path(adviser.post(look))),
        adviser.get("/conseil"),
        *(learner.get(where) for where in ("/", "/partage", "/mes-donnees", "/mes-resultats")),
    ]
    moved = adviser.post(url, data={"nom": " ", "etape": "running"})
    assert path(moved) == f"{url}?etape=running"
    for page in pages:
        fields = Fields(page.text)
        assert not fields.get_forms, "what is typed would stay in the history"
        for address in fields.addresses:
            assert not re.search("z[eé]nobie|[?&]nom=", unquote(address), re.IGNORECASE), address


def test_a_name_in_an_old_address_is_not_read(followed):
    adviser, url, _learner = followed
    assert NAME in adviser.get(f"{url}?nom=zzz").text


def test_a_search_has_pages_without_script(app, followed):
    adviser, url, _learner = followed
    crowd(app, 60)
    first = adviser.post(url, data={"nom": "NOM", "tri": "nom"}).text
    assert "Page 1 sur 2" in first and 'name="page" value="2"' in first and "Nom 00000" in first
    second = adviser.post(url, data={"nom": "NOM", "tri": "nom", "page": "2"}).text
    assert "Page 2 sur 2" in second and 'name="page" value="1"' in second and "Nom 00059" in second
    assert "Personne ne correspond" in adviser.post(url, data={"nom": "zzz"}).text


def test_every_typed_field_says_what_a_phone_may_change(app, client, followed):
    adviser, url, learner = followed
    pages = [client.get(where) for where in ("/code", "/conseil/connexion", "/")]
    pages += [
        adviser.get(where)
        for where in (
            url,
            url + "/modifier",
            "/conseil/nouveau",
            "/conseil/mot-de-passe",
            "/conseil/equipe",
        )
    ]
    pages.append(learner.get(invitation(adviser)))
    invitation_page = adviser.post("/conseil/equipe/inviter").text.replace("<wbr>", "")
    link = re.search(r"/conseil/installation/[\w-]+", invitation_page)[0]
    pages.append(client.get(link))
    seen = [field for page in pages for field in Fields(page.text).typed]
    assert len(seen) >= 12
    for field in seen:
        assert all(field.get(name) for name in TOLD), field


def test_every_field_of_the_templates_says_it_too():
    found = 0
    for file in (ROOT / "webapp").rglob("*.html"):
        for tag in re.findall(
            r"<(?:input|textarea)\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", file.read_text("utf-8")
        ):
            if re.search(
                r'type="(text|email|search|tel|url|number|password|\{\{ type \}\})"|<textarea', tag
            ):
                found += 1
                assert all(f"{name}=" in tag for name in TOLD), (file.name, tag)
    assert found >= 8


TYPED_CODES = (
    "{code}",
    "{low}",
    "{half}",
    "{wide}",
    "{arabic}",
    "http://localhost/c/{code}",
    "localhost/C/{low}/",
    "https://marchepied.example/c/{half}?i=abcdef",
    "Voici le lien : http://localhost/c/{code}/ merci",
)


def written(code):
    """The same code as other keyboards and habits write it."""
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    return {
        "code": code,
        "low": code.lower(),
        "half": f"{code[:3]}-{code[3:]}",
        "wide": wide,
        "arabic": code.translate(digits),
    }


@pytest.mark.parametrize("typed", TYPED_CODES)
def test_a_code_is_read_however_it_is_typed(app, client, typed):
    install_with_code(app, "K34MX9")
    response = client.post("/code", data={"code": typed.format(**written("K34MX9"))})
    assert response.status_code == 303 and path(response).startswith("/c/K34MX9?i=")


def install_with_code(app, code):
    prescribe(install(app))
    with app.extensions["marchepied"].database.writing() as session:
        session.connection().exec_driver_sql(f"update prescription set code = '{code}'")


@pytest.mark.parametrize(
    "address", ["/c/k34mx9", "/c/K34MX9/", "/C/K34MX9", "/C/k34-mx9/", "/c/Ｋ３４ＭＸ９"]
)
def test_an_address_copied_from_a_card_fills_the_field(app, client, address):
    install_with_code(app, "K34MX9")
    response = client.get(address, follow_redirects=True)
    assert response.status_code == 200 and 'value="K34-MX9"' in response.text


def test_a_link_with_its_sign_opens_however_its_address_was_changed(app, client):
    adviser = install(app)
    prescribe(adviser)
    link = invitation(adviser)
    for changed in (link.replace("?", "/?"), link.replace("/c/", "/C/")):
        assert "Qui verra quoi" in client.get(changed, follow_redirects=True).text


def test_the_field_of_a_code_takes_a_whole_link(client):
    field = next(one for one in Fields(client.get("/code").text).typed if one["name"] == "code")
    assert int(field["maxlength"]) >= 200


def test_a_note_is_for_the_team_and_the_title_for_everybody(app):
    adviser = install(app)
    form = {"parcours": "PAR-0-BILAN", "title": "Atelier", "note": "Salle  du fond"}
    url = path(adviser.post("/conseil/nouveau", data=form))
    assert "Salle du fond" in adviser.get(url).text
    card = adviser.get(url + "/carte").text
    assert "Atelier" in card and "Salle" not in card
    code = re.search(r'class="code" dir="ltr">([^<]+)<', adviser.get(url).text)[1]
    learner, _question = join(app, code)
    for page in ("/partage", "/mes-donnees", "/mes-donnees.json", "/mes-resultats", "/"):
        assert "Salle" not in learner.get(page).text
    assert "Atelier" in learner.get("/partage").text
    long = form | {"act": "rename", "note": "x" * 201}
    assert adviser.post(url + "/modifier", data=long).status_code == 422
    adviser.post(url + "/modifier", data=long | {"note": ""})
    assert "Note de l’équipe" not in adviser.get(url).text


def test_results_and_data_are_two_taps_from_home(client, followed):
    _adviser, _url, learner = followed
    assert 'href="/mes-papiers"' in learner.get("/").text
    papers = learner.get("/mes-papiers").text
    assert 'href="/mes-resultats"' in papers and 'href="/mes-donnees"' in papers
    assert 'href="/mes-papiers"' not in client.get("/").text


def test_what_the_list_shows_is_said_before_agreeing_and_is_all_it_shows(app, followed):
    adviser, url, _learner = followed
    said = "Leur liste montre votre étape et une phrase."
    assert said in app.test_client().get(invitation(adviser)).text
    with app.extensions["marchepied"].database.reading() as session:
        row = session.connection().execute(select(Participation.__table__)).mappings().one()
    table = re.search(r"<tbody>.*</tbody>", adviser.get(url).text, re.DOTALL)[0]
    assert row["line"].split(".")[0] in table and table.count("<td") == 4
