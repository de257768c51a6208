"""A French exercise inside a page in another language: each word says its own language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.exercises.rendering import environment
from tests.exercises.room_checks import TEXT, examples, play
from webapp.exercises import rooms
from webapp.exercises.contract import Exercise, Probe, Spec
from webapp.web.questions import QuestionText, QuestionView

ARABIC = "\N{ARABIC LETTER AIN}"
"""Put before every word of the interface, so that it is known where it is."""


WORD = re.compile(r"[^\W\d_]{2,}")
WITHOUT_LABELS = frozenset({"choice", "short_text", "sim_password", "sim_photo", "sort"})
"""Types whose page has no word of its own before an error."""


def in_arabic(view: QuestionView, template: str) -> str:
    """A room's template as an Arabic page shows it, its own French words left as they are."""
    env = environment()
    env.install_gettext_callables(
        lambda text: ARABIC + text, lambda one, many, n: ARABIC + one, newstyle=True
    )
    return env.get_template(f"{view.type}/{template}").render(q=view)


def spoken(node: Element, lang: str = "fr") -> Iterator[tuple[str, str]]:
    """Every text of a tree with the language it is said in."""
    own = node.get("lang", lang) if isinstance(node.tag, str) else lang
    if node.get("lang"):
        assert node.get("dir") == {"ar": "rtl", "fr": "ltr"}[own]
    yield own, node.text or ""
    for child in node:
        yield from spoken(child, own)
        yield own, child.tail or ""


@pytest.mark.parametrize("type_", sorted(rooms()))
def test_labels_of_a_review_say_their_language(type_: str) -> None:
    room, met = rooms()[type_], 0
    for spec in examples(room):
        for probe in (Probe.CORRECT, Probe.WRONG):
            *actions, final = room.sample(spec, probe)
            response = room.parse(spec, final, play(room, spec, *actions))
            view = QuestionView(
                room=room,
                spec=spec,
                text=TEXT,
                page_lang="ar",
                response=response,
                grade=room.grade(spec, response),
            )
            tree = html5lib.parseFragment(
                in_arabic(view, "review.html"), namespaceHTMLElements=False
            )
            for lang, text in spoken(tree):
                met += ARABIC in text
                assert (lang == "ar") is (ARABIC in text) or not text.strip(), (lang, text)
    assert met or type_ in {"sim_files", "sim_doc"}


def screens(room: Exercise, spec: Spec) -> Iterator[QuestionView]:
    """The pages of an exercise on the way to the right answer and to a wrong one."""
    for probe in (Probe.CORRECT, Probe.WRONG):
        *actions, _final = room.sample(spec, probe)
        for done in range(len(actions) + 1):
            yield QuestionView(
                room=room,
                spec=spec,
                text=TEXT,
                action_url="/x",
                page_lang="ar",
                state=play(room, spec, *actions[:done]),
            )


def check_languages(view: QuestionView) -> int:
    """Each word of the page is in Arabic, and nothing else is. Returns how many there were."""
    around, met = view.lang, 0
    tree = html5lib.parseFragment(in_arabic(view, "answer.html"), namespaceHTMLElements=False)
    for lang, text in spoken(tree, around):
        met += ARABIC in text
        assert (lang == "ar") is (ARABIC in text) or not WORD.search(text), (lang, text)
    return met


@pytest.mark.parametrize("type_", sorted(rooms()))
def test_labels_of_a_page_say_their_language(type_: str) -> None:
    """The exercise is in French, wholly: it is not translated."""
    room = rooms()[type_]
    views = [view for spec in examples(room) for view in screens(room, spec)]
    assert sum(map(check_languages, views)) or type_ in WITHOUT_LABELS


@pytest.mark.parametrize("type_", sorted(rooms()))
def test_a_french_document_under_arabic_instructions(type_: str) -> None:
    room = rooms()[type_]
    task = QuestionText(TEXT.title, TEXT.situation, ARABIC + TEXT.task)
    for spec in examples(room):
        for view in screens(room, spec):
            check_languages(replace(view, text=task, lang="ar", dir="rtl"))


@pytest.mark.parametrize("type_", sorted(rooms()))
def test_one_language_costs_nothing(type_: str) -> None:
    room = rooms()[type_]
    for spec in examples(room):
        for view in screens(room, spec):
            html = (
                environment()
                .get_template(f"{type_}/answer.html")
                .render(q=replace(view, page_lang="fr"))
            )
            assert "lang=" not in html
