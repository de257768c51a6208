"""Paper: every type that can be printed, on a page and as a tagged PDF; the key apart."""

from __future__ import annotations

import io
import re
from collections import Counter
from urllib.parse import urlencode

import pikepdf
import pytest
from click.testing import CliRunner

from tests.web.test_advising import install
from webapp import psychometrics as psy
from webapp.assessment.measuring import model
from webapp.cli import main
from webapp.content.typography import NARROW, NO_BREAK
from webapp.exercises import rooms
from webapp.gallery.web.subjects import example_keys, subject
from webapp.printing import pdf, screening, sheets
from webapp.printing.drawings import photographs

ON_SCREEN_ONLY = {"sim_doc", "sim_files"}
SOME_ON_SCREEN = {
    "sim_phone",
    "sim_browser",
    "sim_call",
    "sim_sheet",
    "sim_inbox",
    "sim_booking",
    "sim_sms",
}
A4, A5 = (595, 842), (420, 595)


def one_of_each(catalogue):
    """The first exercise of each type that goes on paper."""
    found = {}
    for item in catalogue.items.values():
        if item.type not in found and item.id in sheets.on_paper(catalogue):
            found[item.type] = item
    return found


def opened(body):
    return pikepdf.open(io.BytesIO(body))


def tags(element, kind="/S"):
    """Every tag of the structure tree, in reading order."""
    children = element.get("/K")
    if children is None or isinstance(children, int):
        return
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and kind in child:
            yield child
            yield from tags(child, kind)


def kinds(data):
    """The kind of every block of a sheet."""
    if isinstance(data, dict):
        yield from (value for name, value in data.items() if name == "kind")
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from kinds(part)


def check_pdf(body, *, title, size=A4):
    """What PDF/UA-1 asks and a program can read; returns the tags."""
    with opened(body) as found:
        root = found.Root
        assert str(root.Lang) == "fr"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with found.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == title.replace(NARROW, NO_BREAK)
        names = []
        for tag in tags(root.StructTreeRoot):
            names.append(str(tag.S))
            if names[-1] == "/Figure":
                assert len(str(tag.Alt)) > 5
        assert names.count("/H1") == 1
        for page in found.pages:
            assert tuple(round(float(x)) for x in page.mediabox[2:]) == size
            assert str(page.get("/Tabs", "/S")) == "/S"
            for font in page.Resources.Font.values():
                assert "/ToUnicode" in font, "text that cannot be read aloud or copied"
                below = font.DescendantFonts[0].FontDescriptor
                assert {"/FontFile2", "/FontFile3"} & set(below.keys()), "a font is missing"
        return names


def test_each_room_says_whether_it_goes_on_paper(catalogue):
    seen = {}
    for key in [*catalogue.items, *example_keys()]:
        found = subject(catalogue, key, locale="fr")
        seen.setdefault(found.room.type, set()).add(found.room.paper(found.spec) is not None)
    assert seen.keys() == rooms().keys()
    assert {name for name, on in seen.items() if on == {False}} == ON_SCREEN_ONLY
    assert {name for name, on in seen.items() if on == {True, False}} <= SOME_ON_SCREEN


def test_the_key_never_is_on_the_sheet(catalogue):
    for key in [*catalogue.items, *example_keys()]:
        found = subject(catalogue, key, locale="fr")
        paper = found.room.paper(found.spec)
        if paper is None:
            continue
        assert paper.asked and paper.right and all(paper.right), key
        sheet = str([part.plain() for part in (*paper.shown, *paper.asked)])
        assert found.feedback["remember"] not in sheet
        assert set(paper.names) <= found.room.feedback_keys(found.spec) | found.room.ids(found.spec)


def test_pdf_of_each_type(catalogue):
    for item in one_of_each(catalogue).values():
        drawn = sheets.drawn(catalogue, item)
        sheet, key = sheets.exercise_sheet(drawn), sheets.key_sheet(drawn)
        names = check_pdf(pdf.make("exercise", sheets.data_of(sheet)), title=sheet.title)
        drawn_kinds = set(kinds(sheets.data_of(sheet)))
        assert ("/L" in names) is bool(drawn_kinds & {"ticks", "boxes"})
        assert ("/TH" in names) is bool(drawn_kinds & {"table", "grid"})
        check_pdf(pdf.make("key", sheets.data_of(key)), title=key.title)


def test_a_name_in_a_key_ends_with_one_mark(catalogue):
    keys = (sheets.key_sheet(sheets.drawn(catalogue, item)) for item in catalogue.items.values())
    names = [name for key in keys if key for name, _why in key.reasons if name]
    assert len(names) > 100
    ends = [re.search(r"[.?!…]+[\s»]*$", name) for name in names]
    assert [name for name, end in zip(names, ends, strict=True) if not end or ".." in end[0]] == []


def test_pdf_of_a_lesson(catalogue):
    module = catalogue.modules["MOD-SEC-1"]
    sheet, group = sheets.module_sheet(catalogue, module), sheets.group_sheet(module)
    names = check_pdf(pdf.make("module", sheets.data_of(sheet)), title=sheet.title)
    assert names.count("/Figure") == sum(bool(card.picture) for card in sheet.cards) > 0
    check_pdf(pdf.make("group", sheets.data_of(group)), title=group.title)
    memo = sheets.memo_data(module)
    check_pdf(pdf.make("memo", memo), title=memo["title"], size=A5)


def test_big_type_takes_more_room(catalogue):
    sheet = sheets.exercise_sheet(sheets.drawn(catalogue, catalogue.items["SEC-2-APPEL-001"]))
    counts = []
    for big in (False, True):
        with opened(pdf.make("exercise", sheets.data_of(sheet), big=big)) as found:
            counts.append(len(found.pages))
    assert counts[0] < counts[1]


def test_drawings_are_whole_files():
    for name, svg in photographs().items():
        assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"'), name
        assert set(re.findall(r'href="#(\w+)"', svg)) <= set(re.findall(r'id="(\w+)"', svg))


@pytest.fixture
def adviser(app):
    return install(app)


def test_an_adviser_prints_what_the_list_offers(app, adviser, catalogue):
    html = adviser.get("/conseil/papier").get_data(as_text=True)
    for item in one_of_each(catalogue).values():
        url = f"/conseil/papier/exercice/{item.id}"
        assert f'href="{url}"' in html
        page = adviser.get(url).get_data(as_text=True)
        key = adviser.get(f"/conseil/papier/corrige/{item.id}").get_data(as_text=True)
        sheet = sheets.key_sheet(sheets.drawn(catalogue, item))
        assert f"{item.id}, version {item.version}" in page
        assert "Corrigé" in key and sheet.remember in key.replace("&#39;", "'")
        assert sheet.remember not in page.replace("&#39;", "'")
    on_screen = next(i.id for i in catalogue.items.values() if i.type in ON_SCREEN_ONLY)
    assert f"{on_screen}, à faire à l’écran" in html
    assert adviser.get(f"/conseil/papier/exercice/{on_screen}").status_code == 404
    assert adviser.get("/conseil/papier/corrige/AAA-1-RIEN-001.pdf").status_code == 404


def test_another_sheet_is_another_draw(adviser):
    first, again, other = (
        adviser.get(f"/conseil/papier/exercice/SEC-2-SMS-001?v={n}").text.partition("<main")[2]
        for n in (0, 0, 1)
    )
    assert first == again != other
    assert adviser.get("/conseil/papier/exercice/SEC-2-SMS-001?v=-5").status_code == 200


def test_pdf_answers(adviser):
    for url in (
        "exercice/SEC-2-SMS-001.pdf?gros=1",
        "corrige/SEC-2-SMS-001.pdf",
        "lecon/MOD-SEC-1.pdf",
    ):
        found = adviser.get(f"/conseil/papier/{url}")
        assert found.mimetype == "application/pdf" and found.data.startswith(b"%PDF"), url
    assert "Animer" in adviser.get("/conseil/papier/lecon/MOD-SEC-1").text


def test_keys_are_for_advisers_and_lessons_for_everybody(client):
    for url in (
        "",
        "/exercice/SEC-2-SMS-001",
        "/exercice/SEC-2-SMS-001.pdf",
        "/lecon/MOD-SEC-1",
        "/corrige/SEC-2-SMS-001",
        "/corrige/SEC-2-SMS-001.pdf",
    ):
        found = client.get(f"/conseil/papier{url}")
        assert found.status_code == 303 and "/conseil/connexion" in found.headers["Location"]
    for url in ("fiche.pdf", "memo.pdf"):
        assert client.get(f"/lecon/MOD-SEC-1/{url}").mimetype == "application/pdf"
    page = client.get("/lecon/MOD-SEC-1").text
    assert "/lecon/MOD-SEC-1/fiche" in page
    assert "À retenir" in client.get("/lecon/MOD-SEC-1/fiche").text
    assert client.get("/lecon/MOD-RIEN-9/fiche.pdf").status_code == 404


def test_command_writes_the_sheets(tmp_path, monkeypatch, catalogue):
    monkeypatch.setattr("webapp.content.load_catalogue", lambda _folder: catalogue)
    out = tmp_path / "papier"
    names = ["SEC-2-SMS-001", "BUR-2-LETTRE-001", "MOD-SEC-1"]
    said = CliRunner().invoke(main, ["content", "pdf", *names, "--out", str(out), "--key"])
    assert said.exit_code == 0, said.output
    assert "À faire à l’écran : BUR-2-LETTRE-001" in said.output and "Sur papier : 2" in said.output
    written = {path.name for path in out.iterdir()}
    assert written == {
        "SEC-2-SMS-001.pdf",
        "SEC-2-SMS-001-corrige.pdf",
        "MOD-SEC-1.pdf",
        "MOD-SEC-1-memo.pdf",
        "MOD-SEC-1-animer.pdf",
    }
    without = tmp_path / "eleves"
    CliRunner().invoke(main, ["content", "pdf", "SEC-2-SMS-001", "--big", "--out", str(without)])
    assert [path.name for path in without.iterdir()] == ["SEC-2-SMS-001.pdf"]
    refused = CliRunner().invoke(main, ["content", "pdf", "SEC-9", "--out", str(tmp_path / "x")])
    assert refused.exit_code == 1 and "SEC-9" in refused.output
    assert not (tmp_path / "x").exists()


def ticked(catalogue, word):
    """The address an adviser gets to after ticking the same thing for every question."""
    parcours = screening.parcours_on_paper(catalogue)
    fields = {one.item.id: word for one in screening.questions(catalogue, parcours)}
    return "/conseil/papier/reperage?" + urlencode(fields)


def test_the_paper_screening_is_short_balanced_and_always_the_same(catalogue):
    parcours = screening.parcours_on_paper(catalogue)
    asked = screening.questions(catalogue, parcours)
    assert len(asked) == parcours.entry.form == 10
    domains = Counter(one.item.domain for one in asked)
    assert set(domains) == {domain.code for domain in catalogue.framework.domains}
    assert max(domains.values()) <= 2
    again = screening.questions(catalogue, parcours)
    assert [(o.item.id, o.variant.id) for o in asked] == [(o.item.id, o.variant.id) for o in again]
    difficulty = [one.item.meta.b for one in asked]
    assert difficulty == sorted(difficulty), "the easiest first"


def test_the_paper_screening_is_one_tagged_document_without_its_key(app, catalogue):
    client = install(app)
    for query in ("", "?gros=1"):
        names = check_pdf(
            client.get(f"/conseil/papier/reperage.pdf{query}").data, title="Repérage rapide"
        )
        assert names.count("/H2") >= 10
    data = str(screening.form_data(catalogue, screening.parcours_on_paper(catalogue)))
    for one in screening.questions(catalogue, screening.parcours_on_paper(catalogue)):
        assert one.feedback["right"] not in data


def test_an_adviser_reads_what_came_back(app, catalogue):
    client = install(app)
    assert "Lire les réponses" in client.get("/conseil/papier/reperage").text
    assert "travailler seule" in client.get(ticked(catalogue, screening.RIGHT)).text
    assert "aide humaine" in client.get(ticked(catalogue, screening.UNKNOWN)).text
    page = client.get("/conseil/papier/reperage?x=1").text
    assert "Cochez au moins 5 réponses" in page
    nonsense = client.get(ticked(catalogue, "<b>")).text
    assert (
        "Cochez au moins" in nonsense and "<b>" not in nonsense.split("<form")[1].split("</form")[0]
    )


def test_the_paper_posterior_is_that_of_the_screen(catalogue):
    parcours = screening.parcours_on_paper(catalogue)
    names = [one.item.id for one in screening.questions(catalogue, parcours)]
    half = [(name, screening.RIGHT if n % 2 else screening.WRONG) for n, name in enumerate(names)]
    found = screening.read(catalogue, parcours, half)
    made = model.measurement_model(catalogue)
    evidence = [psy.Evidence(made.items[n], screening.OUTCOMES[w]) for n, w in half]
    known = psy.posterior(made.tree, evidence, catalogue.rules.assessment.prior.default)
    start = catalogue.bands.by_code(parcours.entry.cut).theta_from
    below = float(known.masses((start,))[0])
    bounds = {
        "below": (0.9, 1),
        "rather_below": (0.65, 0.9),
        "unsure": (0.35, 0.65),
        "rather_above": (0.1, 0.35),
        "above": (0, 0.1),
    }
    low, high = bounds[found.verdict]
    assert found.answered == 10 and low <= below <= high
    assert screening.read(catalogue, parcours, half[:4]) is None


def test_the_paper_screening_is_for_advisers(client):
    for path in ("/conseil/papier/reperage", "/conseil/papier/reperage.pdf"):
        assert client.get(path).status_code == 303


def test_everything_the_person_must_read_is_on_the_sheet(catalogue):
    """A poster, a note, a card: what the world says beside the screen is said on paper too."""
    seen = set()
    for key in [*catalogue.items, *example_keys()]:
        found = subject(catalogue, key, locale="fr")
        paper = found.room.paper(found.spec)
        for name in ("note", "card", "source", "table") if paper else ():
            part = getattr(found.spec.world, name, None)
            title = getattr(part, "title", None) or getattr(part, "caption", None)
            if title:
                said = [*texts([block.plain() for block in (*paper.shown, *paper.asked)])]
                assert title in said, (key, name)
                seen.add((found.room.type, name))
    assert {
        ("sim_phone", "note"),
        ("sim_form", "card"),
        ("sim_chatbot", "source"),
        ("short_text", "table"),
        ("short_text", "note"),
    } <= seen


def texts(data):
    """Every string of plain data."""
    if isinstance(data, str):
        yield data
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from texts(part)


def test_another_sheet_is_another_page(catalogue):
    """Also where two numbers in a row happen to give the same one."""
    twins = 0
    for name in sheets.on_paper(catalogue):
        item = catalogue.items[name]
        here, beside, other = (
            sheets.drawn(catalogue, item, number).variant.id
            for number in (0, 1, sheets.another(item, 0))
        )
        assert here != other, name
        twins += here == beside
    assert twins, "the bank has no such case any more: this test looks at nothing"
