"""Nothing is forgotten: every page has its visit, every template its page."""

from __future__ import annotations

import re

import pytest

from webapp.config import ROOT

VISITED_BY_NAME = {
    # Pages behind a session, by the name tests/a11y/test_signed_in.py gives them.
    "/c/<code>": "code of a card",
    "/ce-que-je-sais-faire": "what I can do",
    "/conseil": "adviser home",
    "/conseil/equipe": "team",
    "/conseil/installation/<token>": "installation",
    "/conseil/ateliers": "our workshops",
    "/conseil/ateliers/<uuid:workshop_id>": "workshop, followed",
    "/conseil/ateliers/<uuid:workshop_id>/rappels": "reminders",
    "/conseil/ateliers/nouveau": "new workshop",
    "/ateliers": "workshops",
    "/ateliers/<uuid:workshop_id>": "workshop",
    "/conseil/lieux": "our places",
    "/conseil/mot-de-passe": "password",
    "/pres-de-chez-moi/<uuid:place_id>": "place",
    "/conseil/nouveau": "new prescription",
    "/conseil/papier": "paper",
    "/conseil/papier/reperage": "screening on paper",
    "/conseil/papier/corrige/<item_id>": "key",
    "/conseil/papier/exercice/<item_id>": "sheet",
    "/conseil/papier/lecon/<module_id>": "group note",
    "/conseil/parcours/<uuid:prescription_id>": "prescription",
    "/conseil/parcours/<uuid:prescription_id>/carte": "card",
    "/conseil/parcours/<uuid:prescription_id>/modifier": "edit",
    "/conseil/parcours/<uuid:prescription_id>/personne/<uuid:learner_id>": "person",
    "/avec-aide/<uuid:sitting_id>": "helped?",
    "/echauffement/<uuid:sitting_id>": "warm-up",
    "/exercice/<uuid:question_id>": "question",
    "/exercice/<uuid:question_id>/impossible": "impossible",
    "/exercice/<uuid:question_id>/pourquoi": "why",
    "/lecon/fin/<uuid:sitting_id>": "lesson",
    "/lecon/suite/<uuid:sitting_id>/<int:number>": "lesson",
    "/ma-carte": "my card",
    "/mes-donnees": "my data",
    "/mon-but": "my goal",
    "/mes-papiers": "my papers",
    "/mes-resultats": "my results",
    "/mes-revisions": "my reviews",
    "/rappel/arreter/<token>": "stop reminders",
    "/rappel/confirmer/<token>": "confirm reminders",
    "/partage": "sharing",
    "/pause/<uuid:sitting_id>": "pause",
    "/resultat/<uuid:sitting_id>": "result",
    "/resultat/<uuid:sitting_id>/imprimer": "result on paper",
}
NOT_A_PAGE = {
    # Answered by a redirection, a file or a machine's word: nothing to read.
    "/C/<code>",  # as a phone writes it: leads to /c/<code>
    "/ce-que-je-sais-faire.pdf",
    "/healthz",
    "/ateliers/<uuid:workshop_id>.ics",
    "/conseil/papier/corrige/<item_id>.pdf",
    "/conseil/papier/exercice/<item_id>.pdf",
    "/conseil/papier/reperage.pdf",
    "/conseil/papier/lecon/<module_id>.pdf",
    "/lecon/<module_id>/fiche.pdf",
    "/lecon/<module_id>/memo.pdf",
    "/lecon/suite/<uuid:sitting_id>",
    "/manifest.webmanifest",
    "/mes-donnees.json",
    "/mes-revisions.ics",
    "/mes-donnees/reponses.json",
    "/readyz",
    "/reprendre/<uuid:sitting_id>",
    "/resultat/<uuid:sitting_id>.pdf",
    "/static/<path:name>",
    "/sw.js",
    "/dev/exercices",  # a list of links for authors, in development only
}


def routes(app):
    return {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}


@pytest.mark.a11y
def test_every_page_has_its_accessibility_visit(app):
    from tests.a11y.subjects import PUBLIC
    from tests.a11y.test_signed_in import ADVISER, LEARNER, LESSON

    adapter = app.url_map.bind("localhost")
    public = {
        adapter.match(path.split("?")[0], return_rule=True)[0].rule
        for path in PUBLIC
        if "n-existe-pas" not in path
    }
    named = {*LEARNER, *ADVISER, *(name.split()[0] for name in LESSON)}
    assert set(VISITED_BY_NAME.values()) <= named
    forgotten = routes(app) - public - VISITED_BY_NAME.keys() - NOT_A_PAGE
    assert forgotten - {"/dev/exercices/<key>/<state>"} == set()
    assert (VISITED_BY_NAME.keys() | NOT_A_PAGE) <= routes(app), "a line for a page that is gone"


def test_no_orphan_template():
    folder = ROOT / "webapp" / "templates"
    sources = [*(ROOT / "webapp").rglob("*.py"), *(ROOT / "webapp").rglob("*.html")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = set(re.findall(r"[\w./-]+\.html", text))
    # views.py: render_page(f"training/{page.kind}.html"); the kinds are those of a lesson's pages.
    made = {f"training/{kind}.html" for kind in ("card", "example", "exercises", "recap")}
    kinds = re.findall(r'StepPage\(\s*"(\w+)"', text)
    assert made == {f"training/{kind}.html" for kind in kinds}
    templates = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    assert templates - named - made == set()


def test_decisions_have_one_number_each_and_references_lead_to_them():
    files = [path.name for path in (ROOT / "docs" / "decisions").glob("0*.md")]
    numbers = [name[:4] for name in files]
    assert len(numbers) == len(set(numbers)), sorted(numbers)
    sources = [*(ROOT / "webapp").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = set(re.findall(r"docs/decisions/(\d{4})|ADR (\d{4})", text))
    assert {number for pair in named for number in pair if number} <= set(numbers)
