"""As people type it, what is near comes out, the nearest first, and only what says it suits."""

from __future__ import annotations

import math
import random

import pytest

from tests.unit.places.test_importing import brought
from webapp.places import nearness, opening, place_names
from webapp.places.communes import alike, find
from webapp.places.models import Feature
from webapp.places.searching import Wish, search


@pytest.fixture
def directory(database):
    brought(database)
    brought(database, "services.json", directory="Services d’essai")
    return database


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("st etienne", "Saint-Étienne"),
        ("STE-FOY", "Sainte-Foy"),
        ("mans", "Le Mans"),
        ("hay les roses", "L’Haÿ-les-Roses"),
        ("L'hay les roses", "L’Haÿ-les-Roses"),
        ("vitry s/ seine", "Vitry-sur-Seine"),
        ("Lyon cedex 03", "Lyon"),
        ("Lyon 3e arrondissement", "Lyon"),
        ("oeuilly", "Œuilly"),
        ("Saint Denis", "St-Denis"),
    ],
)
def test_a_name_is_found_as_people_type_it(typed, written):
    assert place_names.key(typed) == place_names.key(written) != ""


@pytest.mark.parametrize(
    ("typed", "postcode", "key"),
    [
        ("63 120", "63120", ""),
        ("٦٣١٢٠", "63120", ""),
        ("Valmoulin (99100)", "99100", "valmoulin"),
        ("paris 15", "75015", ""),
        ("Marseille 1er", "13001", ""),
        ("97410", "97410", ""),
        ("12", "", ""),
    ],
)
def test_what_is_typed_is_a_postcode_a_name_or_both(typed, postcode, key):
    read = place_names.read(typed)
    assert (read.postcode, read.key) == (postcode, key)


def names_found(session, typed, **wish):
    (spot,) = find(session, typed)
    return [
        (near.place.name, near.km and round(near.km, 1))
        for near in search(session, spot, Wish(**wish)).shown
    ]


def test_the_nearest_comes_first_with_its_distance(directory):
    with directory.reading() as session:
        assert names_found(session, "valmoulin") == [
            ("Espace France services de Valmoulin", 0.7),
            ("Médiathèque du Moulin", 0.7),
            ("Le Relais des Aulnes", 10.6),
            ("Permanence numérique du Bief", 43.9),
        ]
        assert len(names_found(session, "valmoulin", km=5)) == 2


def test_a_filter_keeps_who_says_so(directory):
    with directory.reading() as session:
        assert [name for name, _km in names_found(session, "99100", features=Feature.DEAFNESS)] == [
            "Espace France services de Valmoulin"
        ]
        both = Feature.FREE | Feature.WORKSHOPS
        assert [name for name, _km in names_found(session, "99100", features=both)] == [
            "Médiathèque du Moulin"
        ]


def test_an_unknown_postcode_shows_its_neighbours_and_says_so(directory):
    with directory.reading() as session:
        (spot,) = find(session, "99777")
        found = search(session, spot, Wish())
    assert (found.around, found.km, found.total) == ("99", 0, 5)
    assert all(near.km is None for near in found.shown)


def test_a_name_typed_wrong_finds_those_close_to_it(directory):
    with directory.reading() as session:
        assert find(session, "valmuolin") == []
        assert [spot.name for spot in alike(session, "valmuolin")] == ["Valmoulin"]
        assert [spot.name for spot in find(session, "saint")] == ["Saint-Aubin-des-Prés"]


def test_the_squares_of_a_circle_hold_every_point_of_it():
    draw = random.Random(12)
    for _ in range(2000):
        here = draw.uniform(-22, 51), draw.uniform(-63, 56)
        km, angle = draw.choice((5, 15, 50)), draw.uniform(0, 2 * math.pi)
        there = (
            here[0] + km / 111.3 * math.sin(angle),
            here[1] + km / 111.3 * math.cos(angle) / math.cos(math.radians(here[0])),
        )
        if nearness.distance_km(here, there) <= km:
            square = nearness.cell(*there)
            assert any(first <= square <= last for first, last in nearness.ranges(*here, km))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mo-Fr 08:30-12:30; PH off", [(0, 4, (("08:30", "12:30"),))]),
        (
            "Mo-Fr 09:00-12:00,14:00-18:00; Sa 9:00-12:00",
            [(0, 4, (("09:00", "12:00"), ("14:00", "18:00"))), (5, 5, (("09:00", "12:00"),))],
        ),
        (
            "Mo,We,Fr 10:00-12:00",
            [
                (0, 0, (("10:00", "12:00"),)),
                (2, 2, (("10:00", "12:00"),)),
                (4, 4, (("10:00", "12:00"),)),
            ],
        ),
        (
            "Mo-Fr 10:00-12:00; We off",
            [(0, 1, (("10:00", "12:00"),)), (3, 4, (("10:00", "12:00"),))],
        ),
    ],
)
def test_hours_are_taken_apart(text, days):
    assert [(one.first, one.last, one.times) for one in opening.read(text)] == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sur demande",
        "Mo[1] 09:00-12:00",
        "Jul-Aug Mo-Fr 09:00-12:00",
        "Mo-Fr 09:00+",
        "week 1-53/2 Mo 10:00-12:00",
    ],
)
def test_hours_that_are_not_certain_are_not_interpreted(text):
    assert opening.read(text) is None
