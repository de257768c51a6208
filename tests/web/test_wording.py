"""What stays as it is written: addresses break where they may, and no browser translates what is measured."""

from __future__ import annotations

import html5lib
import pytest

from webapp.config import ROOT
from webapp.content import load_catalogue
from webapp.exercises import rooms
from webapp.gallery.web.subjects import example_keys, subject
from webapp.web.wording import ADDRESS, addressed, as_written


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Allez sur mairie-valmoulin.example.", ["mairie-valmoulin.example"]),
        ("https://valmoulin.example/rdv/12, puis non", ["https://valmoulin.example/rdv/12"]),
        (
            "Écrivez à ne-pas-repondre@agence-canal.example !",
            ["ne-pas-repondre@agence-canal.example"],
        ),
        ("impots.gouv.fr ou impots-gouv.fr", ["impots.gouv.fr", "impots-gouv.fr"]),
        ("Contrat.pdf, 3.5 et M.Fraisse", []),
    ],
)
def test_addresses_are_found_whole(text, wanted):
    assert ADDRESS.findall(text) == wanted


def test_an_address_breaks_after_a_bar_or_before_a_sign_only():
    marked = addressed("<b> a-b@c.example/d")
    assert marked == (
        '&lt;b&gt; <bdi class="address" dir="ltr" translate="no">'
        "a-b<wbr>@c<wbr>.example/<wbr>d</bdi>"
    )


def test_words_that_a_task_quotes_are_kept():
    assert as_written("Ouvrez « A & B ».") == 'Ouvrez <span translate="no">« A &amp; B »</span>.'


@pytest.fixture(scope="module")
def subjects():
    """Each exercise of the bank and each example, with its type."""
    items = load_catalogue(ROOT / "content").items.values()
    return [(item.id, item.type) for item in items] + [(k, k.split(":")[0]) for k in example_keys()]


def texts(node, kept=False, address=False):
    """Each text of a page with what holds it: whether it may be translated, whether it is an address."""
    if node.tag in ("script", "style", "option", "title"):
        return
    kept = {"no": True, "yes": False}.get(node.get("translate"), kept)
    address = address or "address" in (node.get("class") or "").split()
    yield node.text or "", kept, address
    for child in node:
        if isinstance(child.tag, str):
            yield from texts(child, kept, address)
        yield child.tail or "", kept, address


def main_of(client, key, state):
    answer = client.get(f"/dev/exercices/{key}/{state}")
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    return tree.find(".//main") if answer.status_code == 200 else None


def test_every_address_of_every_exercise_is_one(client, subjects):
    bare = []
    for key, _type in subjects:
        for state in ("depart", "action", "autre"):
            main = main_of(client, key, state)
            found = texts(main) if main is not None else ()
            bare += [
                (key, state, text.strip())
                for text, _kept, address in found
                if not address and ADDRESS.search(text)
            ]
    assert bare == []


ASKED = {"field", "actions", "reply"}
"""What is asked about the world, and answered in words of one's own: a browser may translate it."""
LABELS = {"activé", "désactivé", "Valider"}
"""Words of an author here, of the page elsewhere."""


def world_words(world) -> set[str]:
    """What the author wrote in the world and is no label: long enough to be nothing else."""
    asked = set(_strings([world.get(key) for key in ASKED]))
    return {word for word in _strings(world) if len(word) > 4} - asked - LABELS


def _strings(data):
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, (list, tuple)):
        for part in data:
            yield from _strings(part)
    elif isinstance(data, str):
        yield data.strip()


def test_what_is_measured_is_translated_by_no_browser(client, app, subjects):
    """In every type that is measured word for word; the page's own words are translated."""
    catalogue = app.extensions["marchepied"].catalogue
    seen, translated = set(), []
    for key, type_ in subjects:
        if not rooms()[type_].as_written:
            continue
        words = world_words(subject(catalogue, key, locale="fr").spec.world.model_dump())
        for state in ("depart", "action", "autre"):
            main = main_of(client, key, state)
            for text, kept, _address in texts(main) if main is not None else ():
                if text.strip() in words and not kept:
                    translated.append((key, state, text.strip()))
                seen |= {type_} if text.strip() in words and kept else set()
    assert translated == []
    assert seen == {type_ for type_, room in rooms().items() if room.as_written}
