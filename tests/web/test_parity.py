"""With htmx or without: the same rows, and the same page at the end, for everything that carries hx-*."""

import re

import pytest
from sqlmodel import select

from tests.acting import ask_someone, forms
from webapp.assessment.models import ActionEntry, Answer, Question, Sitting
from webapp.assessment.web.leave_views import IN_PLACE
from webapp.config import ROOT

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
PROVEN = {
    "assessment/_help.html": 1,
    "assessment/_question.html": 1,
    "components/exercise.html": 1,
    "components/way_out.html": 1,
}
"""Where hx-* is written, and how many elements carry it: each has its case below."""
ACTING = (
    "order",
    "scenario",
    "sim_booking",
    "sim_browser",
    "sim_call",
    "sim_doc",
    "sim_files",
    "sim_form",
    "sim_inbox",
    "sim_phone",
    "sim_sheet",
    "sim_sms",
)


def test_every_element_that_htmx_sends_has_its_case():
    found = {}
    for folder in (ROOT / "webapp" / "templates", ROOT / "webapp" / "exercises"):
        for file in folder.rglob("*.html"):
            count = len(re.findall(r'data-hx-(?:get|post)="', file.read_text(encoding="utf-8")))
            if count:
                found[file.relative_to(folder).as_posix()] = count
    assert found == PROVEN


class Person:
    """Somebody in front of an exercise, who has htmx or not."""

    def __init__(self, app, item_id, *, htmx):
        self.app, self.headers = app, PARTIAL if htmx else {}
        self.question_id, token = ask_someone(app, item_id)
        self.client = app.test_client()
        self.client.set_cookie("sid", token)
        self.url = f"/exercice/{self.question_id}"

    def post(self, url, form):
        answer = self.client.post(url, data=form, headers=self.headers)
        assert answer.status_code in ((200, 204) if self.headers else (303,)), answer.status_code
        return answer

    def do_everything(self):
        """The right answer, action after action; what each answer of the service brought."""
        brought = []
        for step, form in enumerate(forms(self.app, self.question_id)):
            brought.append(self.post(self.url, {**form, "step": str(step)}))
        return brought

    def rows(self):
        """All that was kept about this person, but the names that change with each."""
        with self.app.extensions["marchepied"].database.reading() as session:
            mine = session.exec(select(Question).where(Question.id == self.question_id)).one()
            whose = {Question: Question.id == mine.id}  # the next one is a matter of luck
            return [
                [
                    row.model_dump(exclude=UNLIKE)
                    for row in session.exec(
                        select(table).where(whose.get(table, table.learner_id == mine.learner_id))
                    )
                ]
                for table in (ActionEntry, Answer, Question, Sitting)
            ]

    def shown(self):
        """The page, but what changes with each person and each visit."""
        return plain(self.client.get(self.url).get_data(as_text=True))


UNLIKE = {
    "id",
    "learner_id",
    "question_id",
    "sitting_id",
    "started_at",
    "ended_at",
    "shown_at",
    "recorded_at",
    "done_at",
}


def plain(html):
    html = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", html)
    return re.sub(r'nonce="[^"]*"', 'nonce=""', html)


def part(html, start, end):
    return re.sub(r"\s+", " ", html.partition(start)[2].partition(end)[0]).strip()


def one_of(app, type_):
    return next(
        i.id for i in app.extensions["marchepied"].catalogue.items.values() if i.type == type_
    )


def test_acting_and_answering(app):
    for type_ in ACTING:
        plain_person = Person(app, one_of(app, type_), htmx=False)
        alive = Person(app, one_of(app, type_), htmx=True)
        plain_person.do_everything()
        assert alive.do_everything()[-1].headers["HX-Redirect"].startswith(alive.url), type_
        assert alive.rows() == plain_person.rows(), type_
        assert alive.shown() == plain_person.shown(), type_


def test_what_htmx_brings_is_what_a_visit_would_show(app):
    seen = 0
    for type_ in ACTING:
        alive = Person(app, one_of(app, type_), htmx=True)
        brought = alive.post(alive.url, {**forms(app, alive.question_id)[0], "step": "0"})
        if brought.status_code == 204:
            continue
        brought, whole = plain(brought.get_data(as_text=True)), alive.shown()
        assert part(brought, 'id="answer"', "</form>") == part(whole, 'id="answer"', "</form>")
        enter = part(brought, 'id="enter"', "</div>").partition(">")[2]
        assert enter and enter == part(whole, 'id="enter">', "</div>"), type_
        seen += 1
    assert seen >= 8


@pytest.mark.parametrize("way", sorted(IN_PLACE))
def test_an_aid_opened_in_its_place(app, way):
    item_id = one_of(app, "short_text")
    ways = Person(app, item_id, htmx=False), Person(app, item_id, htmx=True)
    typed = {"text": "à moitié", "step": "0"}
    opened = [one.post(f"{one.url}/garder/{way}", typed) for one in ways]
    assert ways[0].rows() == ways[1].rows()
    assert ways[0].shown() == ways[1].shown() and 'value="à moitié"' in ways[0].shown()
    page = plain(ways[0].client.get(opened[0].location).get_data(as_text=True))
    # « Écouter » stands in the page of an aid; in its place, the exercise has one already.
    page = re.sub(r"<button[^>]*data-listen.*?</button>", "", page, flags=re.DOTALL)
    brought = plain(opened[1].get_data(as_text=True))
    words = re.sub(r"<[^>]+>|\s+", " ", brought).split()
    assert len(words) > 3
    assert " ".join(words) in " ".join(re.sub(r"<[^>]+>|\s+", " ", page).split())


def test_help_said_in_its_place(app):
    item_id = next(iter(app.extensions["marchepied"].catalogue.items))
    ways = Person(app, item_id, htmx=False), Person(app, item_id, htmx=True)
    for one in ways:
        page = one.client.get(f"{one.url}").get_data(as_text=True)
        assert "on vous donne un conseil" not in page
        here = one.client.post(f"{one.url}/garder/avec-aide", data={"step": "0"}).location
        brought = one.post(here, {"act": "advice"}).get_data(as_text=True)
    assert 'id="helped" data-hx-swap-oob="innerHTML"' in brought
    assert "on vous donne un conseil" in brought
    assert ways[0].rows() == ways[1].rows() and ways[0].shown() == ways[1].shown()
