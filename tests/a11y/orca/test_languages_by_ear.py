"""A page in Arabic: each part is asked for in its own language, French where words stay French.

Orca 43 knows the language of each text and writes it with the order for a voice, but keeps one voice
for all: what is checked is what the page tells the screen reader, as later versions use it.
"""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element

import pytest

from tests.a11y.orca.ear import Words
from tests.a11y.test_hands import one_item_a_form
from tests.acting import give

pytestmark = [pytest.mark.orca, pytest.mark.slow]
ITEMS = dict(one_item_a_form())
EXERCISE, LESSON = "sim_browser-played", "/lecon/MOD-SEC-1"


def squeezed(text: str) -> str:
    """Without spaces: an address may break where nothing is heard."""
    return "".join(text.split())


def by_language(root: Element) -> dict[str, str]:
    """The words of a page under the language declared for them."""
    found: dict[str, list[str]] = defaultdict(list)

    def walk(element: Element, language: str) -> None:
        own = element.get("lang", language)
        found[own].append(element.text or "")
        for child in element:
            walk(child, own)
            found[own].append(child.tail or "")

    walk(root, "")
    return {language: squeezed(" ".join(parts)) for language, parts in found.items()}


@pytest.mark.parametrize("what", [EXERCISE, LESSON])
def test_each_part_is_asked_for_in_its_language(person, live_app, address, what):
    person.driver.delete_cookie("langue")
    person.driver.add_cookie({"name": "langue", "value": "ar"})
    if what == EXERCISE:
        give(live_app, person.driver, address, ITEMS[what])
        person.opening()
    else:
        person.open(address + what)
    root = Words(person.driver.page_source).root
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    written = by_language(root)
    heard = [
        (squeezed(text), language)
        for text, language in person.languages()
        if sum(map(str.isalpha, text)) > 2
    ]
    wrong = [(text, language) for text, language in heard if text not in written.get(language, "")]
    assert wrong == []
    assert {language for _text, language in heard} == {"ar", "fr"}
