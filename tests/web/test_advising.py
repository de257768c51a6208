"""The adviser's path: install, prescribe, follow, export; and everything another organisation tries."""

import csv
import io
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.strict_client import StrictClient
from tests.web.driving import answer, path, settle
from webapp.accounts import setup
from webapp.accounts.setup import setup_link_if_needed
from webapp.advising import codes, following

PASSWORD = "cerise tambour velours 7"


def install(app, *, organisation="Mission locale de Valmoulin", email="awa@ml.example"):
    """A fresh organisation; the client of its administrator."""
    house = app.extensions["marchepied"]
    with house.database.writing() as session:
        token = setup.make_link(session, setup.SETUP, None, "administrator")
    app.test_client_class = StrictClient
    client = app.test_client()
    form = {
        "organisation": organisation,
        "name": "Awa Diallo",
        "email": email,
        "password": PASSWORD,
    }
    response = client.post(f"/conseil/installation/{token}", data=form)
    assert response.status_code == 303, response.get_data(as_text=True)
    return client


def prescribe(client, parcours="PAR-0-BILAN", title="Atelier du mardi"):
    response = client.post("/conseil/nouveau", data={"parcours": parcours, "title": title})
    assert response.status_code == 303, response.get_data(as_text=True)
    url = path(response)
    html = client.get(url).get_data(as_text=True)
    return url, re.search(r'class="code" dir="ltr">([^<]+)<', html)[1]


def invitation(adviser) -> str:
    """The link of the adviser's latest prescription, with its sign."""
    home = adviser.get("/conseil").get_data(as_text=True)
    shown = re.search(r'href="(/conseil/parcours/[0-9a-f-]{36})"', home)[1]
    page = adviser.get(shown).text.replace("<wbr>", "")  # where the link may break
    return re.search(r"localhost(/c/[^<]+)<", page)[1]


def join(app, code, *, agree=True, first_name="Lina"):
    learner = app.test_client()
    response = learner.post("/code", data={"code": code.lower().replace("-", " ")})
    door = path(response)
    html = learner.get(door).get_data(as_text=True)
    assert "Qui verra quoi" in html and "Awa Diallo" in html
    act = "agree" if agree else "private"
    warmup = path(learner.post(door, data={"act": act, "first_name": first_name}))
    learner.post(warmup, data={"practice": "soleil", "size": "100"})
    return learner, settle(learner, warmup.replace("echauffement", "reprendre"))


def test_setup_link_works_once(app):
    house = app.extensions["marchepied"]
    with house.database.writing() as session:
        url = setup_link_if_needed(session, "http://localhost")
    client = app.test_client()
    page = url.removeprefix("http://localhost")
    assert client.get(page).status_code == 200
    assert client.get(page).status_code == 200  # opening it spends nothing
    form = {"organisation": "Ville", "name": "Awa", "email": "a@b.example", "password": PASSWORD}
    weak = client.post(page, data=form | {"password": "azertyuiop12"})
    assert weak.status_code == 422
    assert client.post(page, data=form).status_code == 303
    assert app.test_client().post(page, data=form).status_code == 404
    with house.database.writing() as session:
        assert setup_link_if_needed(session, "http://localhost") is None


def test_sign_in_says_the_same_for_all_mistakes_and_slows_down(app):
    install(app)
    client = app.test_client()
    client.get("/conseil/connexion")  # the style sheet is inlined on a first visit only
    wrong = client.post("/conseil/connexion", data={"email": "awa@ml.example", "password": "x"})
    unknown = client.post("/conseil/connexion", data={"email": "no@ml.example", "password": "x"})
    strip = lambda r: re.sub(r'(value|nonce)="[^"]*"', "", r.get_data(as_text=True))  # noqa: E731
    assert wrong.status_code == unknown.status_code == 422
    assert strip(wrong) == strip(unknown)
    for _ in range(5):
        client.post("/conseil/connexion", data={"email": "awa@ml.example", "password": "x"})
    good = {"email": "awa@ml.example", "password": PASSWORD}
    locked = client.post("/conseil/connexion", data=good)
    assert locked.status_code == 429
    assert int(locked.headers["Retry-After"]) > 0
    other = client.post("/conseil/connexion", data=good | {"email": "b@ml.example"})
    assert other.status_code == 422  # one locked account locks nobody else


def test_no_redirection_to_another_site(app):
    install(app)
    client = app.test_client()
    for bad in ("https://evil.example", "//evil.example", "/\\evil.example", "/a\nb"):
        data = {"email": "awa@ml.example", "password": PASSWORD, "suite": bad}
        response = client.post("/conseil/connexion", data=data)
        assert path(response) == "/conseil"


def test_whole_adviser_journey(app):
    adviser = install(app)
    assert "pas encore de parcours" in adviser.get("/conseil").get_data(as_text=True)
    assert adviser.get("/conseil/nouveau").status_code == 200
    assert adviser.post("/conseil/nouveau", data={}).status_code == 422
    url, code = prescribe(adviser)
    assert "Personne n’est encore entré" in adviser.get(url).get_data(as_text=True)
    card = adviser.get(url + "/carte").get_data(as_text=True)
    assert card.count("<svg") >= 8 and code in card
    learner, question = join(app, code)
    answer(app, learner, question)
    html = adviser.get(url).get_data(as_text=True)
    assert "Lina" in html and "En cours" in html
    look = re.search(r'action="([^"]+/personne/[^"]+)"', html)[1]
    person = adviser.get(path(adviser.post(look))).get_data(as_text=True)
    assert "Lina" in person and "Cette personne a fait 1 exercice" in person
    assert "Cette personne a répondu à peu de questions" in person
    result = person.split("<main")[1].split("</main>")[0]
    result = re.sub(r'<p class="hint">.*?</p>', "", result)
    assert not re.search(r"\b(vous|votre|vos)\b", result, re.IGNORECASE)
    shared = learner.get("/partage").get_data(as_text=True)
    assert "Awa Diallo" in shared and "Qui a regardé" in shared
    stop = re.search(r'action="(/partage/[^"]+)"', shared)[1]
    learner.post(stop, data={"act": "stop"})
    assert adviser.get(look).status_code == 404
    assert adviser.post(look).status_code == 404
    html = adviser.get(url).get_data(as_text=True)
    assert "Lina" not in html and "garde son résultat" in html


def test_private_person_is_counted_and_nothing_else(app):
    adviser = install(app)
    url, code = prescribe(adviser)
    join(app, code, agree=False, first_name="Secret")
    html = adviser.get(url).get_data(as_text=True)
    assert "Secret" not in html and "Ne partage pas" in html
    rows = adviser.post(url + "/liste.csv").get_data(as_text=True)
    assert "Secret" not in rows and rows.count("\r\n") == 1


def test_csv_opens_right_and_runs_nothing(app):
    adviser = install(app)
    url, code = prescribe(adviser, title="=cmd|' /C calc'!A0")
    join(app, code, first_name="Léa")
    response = adviser.post(url + "/liste.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    body = response.get_data()
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.count(b"\r\n") == body.count(b"\n") == 2
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {6}
    assert rows[0][1] == "Prénom" and rows[1][1] == "Léa"
    assert rows[1][0].startswith("'=")
    cells = body.decode("utf-8-sig").replace("\r\n", ";").rstrip(";").split(";")
    assert all(cell[0] == cell[-1] == '"' for cell in cells), "a comma would cut a cell elsewhere"
    assert re.fullmatch(r"\d\d/\d\d/20\d\d", rows[1][5])


def test_csv_keeps_any_name_in_one_cell():
    at = datetime(2026, 3, 7, 12, tzinfo=UTC)
    names = ('Zoé; "Élo"', "=1+1", " +33", "-2", "@SUM(A1)", "\t=1", "＝1+1", "Jean-Noël", "")
    people = [
        following.PersonLine(uuid4(), name, following.DONE, "Débutant.", "À faire", at)
        for name in names
    ]
    text = following.as_csv("Été à Valmoulin", people, UTC).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    kept = [name if name in (names[0], "Jean-Noël", "") else f"'{name}" for name in names]
    assert [row[1] for row in rows] == kept
    assert {(row[0], row[2], row[5]) for row in rows} == {("Été à Valmoulin", "Fini", "07/03/2026")}


def test_another_organisation_sees_nothing(app):
    mine = install(app)
    url, code = prescribe(mine)
    learner, question = join(app, code)
    answer(app, learner, question)
    look = re.search(r'action="([^"]+/personne/[^"]+)"', mine.get(url).get_data(as_text=True))[1]
    theirs = install(app, organisation="Autre", email="z@autre.example")
    for target in (url, url + "/carte", url + "/modifier", look):
        assert theirs.get(target).status_code == 404
    for target in (url + "/modifier", url + "/liste.csv", look):
        assert theirs.post(target, data={"act": "close"}).status_code == 404
    absent = url.rsplit("/", 1)[0] + f"/{uuid4()}"
    assert theirs.get(absent).status_code == 404
    assert "Atelier du mardi" not in theirs.get("/conseil").get_data(as_text=True)


def test_close_rename_delete(app):
    adviser = install(app)
    url, code = prescribe(adviser)
    edit = url + "/modifier"
    assert adviser.post(edit, data={"act": "rename", "title": " "}).status_code == 422
    assert adviser.post(edit, data={"act": "rename", "title": "Nouveau titre"}).status_code == 303
    adviser.post(edit, data={"act": "close"})
    learner = app.test_client()
    assert learner.post("/code", data={"code": code}).status_code == 422
    adviser.post(edit, data={"act": "reopen"})
    assert learner.post("/code", data={"code": code}).status_code == 303
    assert adviser.post(edit, data={"act": "delete"}).status_code == 422
    assert path(adviser.post(edit, data={"act": "delete", "sure": "oui"})).startswith(
        "/conseil?efface="
    )
    assert adviser.get(url).status_code == 404


def test_hand_over_between_people(app):
    adviser = install(app)
    _url, code = prescribe(adviser)
    learner, first = join(app, code)
    html = learner.get(invitation(adviser)).get_data(as_text=True)
    assert "C’est moi" in html
    response = learner.post(f"/c/{codes.read(code)}", data={"act": "private", "who": "other"})
    assert learner.get(first).status_code == 404  # the next person never sees the one before
    assert learner.get(path(response)).status_code == 200


def test_team_invitation_and_leaving(app):
    admin = install(app)
    html = admin.post("/conseil/equipe/inviter").text.replace("<wbr>", "")
    link = re.search(r"(/conseil/installation/[\w-]+)", html)[1]
    colleague = app.test_client()
    form = {"name": "Bilal", "email": "bilal@ml.example", "password": "nuage quatre fenêtre"}
    assert colleague.post(link, data=form).status_code == 303
    assert colleague.get("/conseil/equipe").status_code == 200
    assert colleague.post("/conseil/equipe/inviter").status_code == 403
    team = admin.get("/conseil/equipe").get_data(as_text=True)
    end = re.search(r'action="(/conseil/equipe/[^"]+/retirer)"', team)[1]
    assert admin.post(end).status_code == 422
    assert admin.post(end, data={"sure": "oui"}).status_code == 303
    assert colleague.get("/conseil/equipe").status_code == 303


def test_password_change_ends_other_sessions(app):
    first = install(app)
    second = app.test_client()
    second.post("/conseil/connexion", data={"email": "awa@ml.example", "password": PASSWORD})
    assert second.get("/conseil").status_code == 200
    wrong = {"old": "x", "password": "rideau girafe sept"}
    assert first.post("/conseil/mot-de-passe", data=wrong).status_code == 422
    good = {"old": PASSWORD, "password": "rideau girafe sept"}
    assert first.post("/conseil/mot-de-passe", data=good).status_code == 303
    assert first.get("/conseil").status_code == 200
    assert second.get("/conseil").status_code == 303


def test_sign_out_revokes_on_the_server(app):
    adviser = install(app)
    stolen = adviser.get_cookie("asid").value
    adviser.post("/conseil/deconnexion")
    thief = app.test_client()
    thief.set_cookie("asid", stolen)
    assert thief.get("/conseil").status_code == 303


@pytest.mark.parametrize("typed", ["", "ABC", "000-000", "x" * 5000, "<script>", "KTR 4MX 9"])
def test_codes_that_cannot_be(client, typed):
    response = client.post("/code", data={"code": typed})
    assert response.status_code == 422
    assert "<script>" not in response.get_data(as_text=True)


def test_a_deletion_can_be_undone(app):
    adviser = install(app)
    url, _code = prescribe(adviser, title="Groupe du jeudi")
    form = {"act": "delete", "sure": "oui"}
    home = path(adviser.post(url + "/modifier", data=form))
    html = adviser.get(home).get_data(as_text=True)
    assert "Groupe du jeudi" in html and "n’est plus dans votre liste" in html
    other = install(app, organisation="Autre", email="x@autre.example")
    assert other.post(url + "/remettre").status_code == 404
    assert "Groupe du jeudi" not in other.get(home).get_data(as_text=True)
    for _twice in range(2):
        assert path(adviser.post(url + "/remettre")) == url
    assert "Code fermé" not in adviser.get(url).get_data(as_text=True)
    assert "n’est plus dans votre liste" not in adviser.get(home).get_data(as_text=True)


def test_control_characters_never_reach_a_field(app):
    adviser = install(app)
    url, _code = prescribe(adviser, title="Atelier\x00 du\x07 mardi")
    assert "Atelier du mardi" in adviser.get(url).get_data(as_text=True)
    assert adviser.get(url + "?page=%00&etape=%00").status_code == 200
    assert adviser.post(url, data={"nom": "\x00li", "etape": "\x00"}).status_code == 200


def test_who_comes_back_is_told_that_earlier_tests_count_before_agreeing(app):
    adviser = install(app)
    _url, code = prescribe(adviser)
    learner, question = join(app, code)
    said = "Ce résultat tient compte de vos tests d’avant"
    answer(app, learner, question)
    door = invitation(adviser)
    assert said in learner.get(door + "&qui=me").get_data(as_text=True)
    assert said not in learner.get(door + "&qui=other").get_data(as_text=True)
    assert said not in app.test_client().get(invitation(adviser)).get_data(as_text=True)
