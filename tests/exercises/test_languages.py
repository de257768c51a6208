"""A French exercise inside a page in another language: each word says its own language."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.exercises.rendering import environment
from tests.exercises.room_checks import TEXT, examples, play
from webapp.exercises import rooms
from webapp.exercises.contract import Probe
from webapp.web.questions import QuestionView

ARABIC = "\N{ARABIC LETTER AIN}"
"""Put before every word of the interface, so that it is known where it is."""


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
                room=room, spec=spec, text=TEXT, page_lang="ar",
                response=response, grade=room.grade(spec, response),
            )  # fmt: skip
            tree = html5lib.parseFragment(
                in_arabic(view, "review.html"), namespaceHTMLElements=False
            )
            for lang, text in spoken(tree):
                met += ARABIC in text
                assert (lang == "ar") is (ARABIC in text) or not text.strip(), (lang, text)
    assert met or type_ in {"sim_files", "sim_doc"}
