"""Answers that are looked at: a sign for the eyes, words that say what it shows for who listens."""

import re

import pytest

from tests.exercises.room_checks import page
from webapp.exercises import rooms

NAMES = {"a": ("Une loupe", "loupe"), "b": ("Une maison", "accueil"), "c": ("Une cloche", "cloche")}
DRAWN = [{"id": id_, "text": text, "icon": icon} for id_, (text, icon) in NAMES.items()]


def options(room, world, answer):
    return page(rooms()[room], rooms()[room].spec(world, answer))


@pytest.mark.parametrize(
    ("room", "world", "answer"),
    [
        ("choice", {"options": DRAWN}, {"rule": "exact", "correct": ["a"]}),
        (
            "match",
            {
                "left": [{"id": "x", "text": "Chercher"}, {"id": "y", "text": "Revenir"}],
                "right": DRAWN,
            },
            {"rule": "map", "map": {"x": "a", "y": "b"}},
        ),
    ],
)
def test_the_sign_is_seen_and_its_words_are_heard(room, world, answer):
    html = options(room, world, answer)
    for text, icon in NAMES.values():
        seen = f'<svg class="sign {icon}"></svg><span class="sr">{text}</span>'
        assert f'data-say="{text}"' in html and seen in html
    assert "<select" not in html


def test_without_a_sign_the_words_are_written():
    plain = [{"id": o["id"], "text": o["text"]} for o in DRAWN]
    html = options("choice", {"options": plain}, {"rule": "exact", "correct": ["a"]})
    assert "<svg" not in html and "data-say" not in html and ">Une loupe</span>" in html


def test_every_sign_of_the_bank_is_small_and_takes_the_colour_of_the_text(catalogue):
    assert len(catalogue.pictures) >= 60
    for name, svg in catalogue.pictures.items():
        assert len(svg.encode()) <= 500, name
        assert 'viewBox="0 0 24 24"' in svg and 'stroke="currentColor"' in svg, name
        assert not re.search(r"#[0-9a-f]{3}|<text|style=", svg), name


def test_the_words_of_a_sign_never_say_what_it_is_for(catalogue):
    """« Une loupe », not « Chercher »: whoever listens has the same question to answer."""
    drawn = [item for item in catalogue.items.values() if "'icon'" in repr(item.world)]
    assert len(drawn) >= 4
    for item in drawn:
        labels = item.world.get("options") or item.world["right"]
        needs = [need["text"] for need in item.world.get("left", ())]
        for option in labels:
            verbs = [
                word for word in re.findall(r"\w+", option["text"].lower()) if word.endswith("er")
            ]
            assert not set(verbs) - {"haut-parleur", "parleur"}, option["text"]
            assert not any(option["text"].lower() in need.lower() for need in needs)
