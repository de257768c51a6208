"""A public file comes in as often as one likes: nothing is lost, nothing is doubled, what is odd is said."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from sqlmodel import select

from webapp.config import ROOT
from webapp.database import now
from webapp.places import files, importing
from webapp.places.communes import find, import_official
from webapp.places.models import Directory, Feature, Place

FIXTURES = ROOT / "tests" / "fixtures" / "places"


def brought(database, name="mediation.csv", *, directory="Lieux d’essai", file=None, many=False):
    return importing.import_file(
        database,
        file or FIXTURES / name,
        directory=directory,
        retire_many=many,
        progress=lambda _read: None,
    )


def places(database) -> dict[str, Place]:
    with database.reading() as session:
        return {place.name: place for place in session.exec(select(Place))}


def test_each_row_is_kept_left_aside_or_said(database):
    report = brought(database)
    assert (report.read, report.kept, report.faulty, report.without_position) == (8, 4, 3, 1)
    assert [(fault.number, fault.reason) for fault in report.faults] == [
        (6, "« nom » est vide"),
        (7, "« code_postal » n’a pas cinq chiffres"),
        (9, "« date_maj » n’est pas une date (2026-11-28)"),
    ]
    assert report.aside == Counter({"un lieu qui ne reçoit pas de public": 1})


def test_what_a_row_says_is_what_is_kept(database):
    brought(database)
    known = places(database)
    library = known["Médiathèque du Moulin"]
    assert library.phone == "+33199001010" and library.website == "https://mediatheque.example"
    assert Feature(library.features) == (
        Feature.FREE
        | Feature.HELPED
        | Feature.WORKSHOPS
        | Feature.WALK_IN
        | Feature.LITERACY
        | Feature.LANGUAGES
        | Feature.OLDER
    )
    relay = Feature(known["Le Relais des Aulnes"].features)
    assert Feature.FREE not in relay, "free under a condition is not free"
    assert relay == Feature.ALONE | Feature.YOUNG


def test_twice_is_once(database):
    brought(database)
    before = {name: (place.id, place.shown) for name, place in places(database).items()}
    report = brought(database)
    assert report.retired == 0
    assert {name: (p.id, p.shown) for name, p in places(database).items()} == before


def test_who_left_the_list_is_retired_and_comes_back(database, tmp_path):
    brought(database)
    lines = (FIXTURES / "mediation.csv").read_text("utf-8").splitlines()
    shorter = tmp_path / "shorter.csv"
    shorter.write_text("\n".join(line for line in lines if not line.startswith("v-3")), "utf-8")
    assert brought(database, file=shorter).retired == 1
    relay = places(database)["Le Relais des Aulnes"]
    assert relay.retired_at is not None and not relay.shown
    brought(database)
    relay = places(database)["Le Relais des Aulnes"]
    assert relay.retired_at is None and relay.shown


def test_a_row_that_is_no_longer_understood_does_not_close_its_place(database, tmp_path):
    brought(database)
    spoilt = tmp_path / "spoilt.csv"
    text = (FIXTURES / "mediation.csv").read_text("utf-8").replace("99120", "")
    spoilt.write_text(text, "utf-8")
    assert brought(database, file=spoilt).retired == 0
    assert places(database)["Le Relais des Aulnes"].shown


def test_a_file_cut_short_retires_nobody(database, tmp_path):
    brought(database)
    cut = tmp_path / "cut.csv"
    cut.write_text(
        "\n".join((FIXTURES / "mediation.csv").read_text("utf-8").splitlines()[:2]), "utf-8"
    )
    report = brought(database, file=cut)
    assert (report.retired, report.held_back) == (0, 3)
    assert brought(database, file=cut, many=True).retired == 3


def test_a_spoilt_json_says_where_and_retires_nobody(database, tmp_path):
    brought(database, "services.json", directory="Services d’essai")
    spoilt = tmp_path / "spoilt.json"
    spoilt.write_text((FIXTURES / "services.json").read_text("utf-8")[:-400], "utf-8")
    with pytest.raises(files.UnreadableFile, match="après la fiche 2"):
        brought(database, file=spoilt, directory="Services d’essai")
    assert all(place.retired_at is None for place in places(database).values())


def test_one_door_in_two_lists_is_shown_once_as_last_said(database):
    brought(database)
    report = brought(database, "services.json", directory="Services d’essai")
    assert report.aside == Counter({"un autre sujet que le numérique ou la lecture": 1})
    with database.reading() as session:
        rows = session.exec(select(Place).where(Place.name == "Médiathèque du Moulin")).all()
    assert {row.directory: row.shown for row in rows} == {
        "Lieux d’essai": False,
        "Services d’essai": True,
    }


def test_a_position_in_the_sea_is_not_believed(database, tmp_path):
    row = json.loads((FIXTURES / "services.json").read_text("utf-8"))[0]
    file = tmp_path / "sea.json"
    file.write_text(
        "\n".join(
            json.dumps(row | {"id": str(n), "nom": f"Lieu {n}", "latitude": lat, "longitude": lon})
            for n, (lat, lon) in enumerate([(0, 0), (2.4, 46.9), (46.9, 2.4)])
        ),
        "utf-8",
    )
    assert brought(database, file=file).without_position == 2


def spreadsheet(tmp_path, encoding="utf-8-sig", **changes):
    """One place as a French spreadsheet saves it."""
    row = {
        "id": "1",
        "nom": "Café des Aulnes",
        "code_postal": "1000",
        "commune": "VALMOULIN",
        "adresse": "1 rue du Moulin",
        "latitude": "46,5",
        "longitude": "5,2",
        "date_maj": "2026-11-01",
    } | changes
    file = tmp_path / "lieux.csv"
    lines = (";".join(row), ";".join(row.values()))
    file.write_text("\r\n".join(lines), encoding)
    return file


def test_a_french_spreadsheet_is_read(database, tmp_path):
    assert brought(database, file=spreadsheet(tmp_path)).without_position == 0
    place = places(database)["Café des Aulnes"]
    assert (place.postcode, place.latitude, place.longitude) == ("01000", 46.5, 5.2)
    with pytest.raises(files.UnreadableFile, match="UTF-8"):
        brought(database, file=spreadsheet(tmp_path, "cp1252"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("aucun", ""),
        ("a@b.example?bcc=x@y.example", ""),
        ("['aucun', 'bonjour@lieu.example']", "bonjour@lieu.example"),
        ("javascript:alert(1)@x", ""),
    ],
)
def test_only_an_address_becomes_a_mail_link(database, tmp_path, written, kept):
    brought(database, file=spreadsheet(tmp_path, courriels=written))
    assert places(database)["Café des Aulnes"].email == kept


@pytest.mark.parametrize("odd", ['{"id": ' + "9" * 5000 + "}", '{"a":' + "[" * 100_000 + "}"])
def test_an_odd_json_is_said_not_a_crash(database, tmp_path, odd):
    file = tmp_path / "odd.json"
    file.write_text(odd, "utf-8")
    with pytest.raises(files.UnreadableFile):
        brought(database, file=file)


def test_odd_communes_are_left_out(database, tmp_path):
    good = {"nom": "Valmoulin", "codesPostaux": ["03100"], "centre": {"coordinates": [2.5, 46.5]}}
    odd = [
        good | {"codesPostaux": "x03", "nom": "A"},
        good | {"codesPostaux": 7, "nom": "B"},
        good | {"centre": "2.5,46.5"},
        good | {"centre": {"coordinates": [2.5]}},
        good | {"nom": "\0"},
        good,
    ]
    file = tmp_path / "communes.json"
    file.write_text(json.dumps(odd), "utf-8")
    assert import_official(database, file) == 1


def test_a_public_list_of_communes_gives_their_centre(database):
    brought(database)
    with database.reading() as session:
        (middle,) = find(session, "Valmoulin")
    assert not middle.official and middle.point == pytest.approx((46.505, 2.405))
    assert import_official(database, FIXTURES / "communes.json") == 2
    with database.reading() as session:
        (centre,) = find(session, "valmoulin")
        (other,) = find(session, "ste foy le gue")
    assert centre.official and centre.point == (46.5, 2.5)
    assert other.name == "Sainte-Foy-le-Gué"
    brought(database)
    with database.reading() as session:
        assert find(session, "Valmoulin")[0].official, "an import of places leaves it"


def test_people_go_on_while_a_file_comes_in(database, tmp_path, monkeypatch):
    """Between two batches anybody can write: the lock is never held for the whole file."""
    row = json.loads((FIXTURES / "services.json").read_text("utf-8"))[0]
    file = tmp_path / "many.json"
    lines = (json.dumps(row | {"id": str(n), "nom": f"Lieu {n}"}) for n in range(1200))
    file.write_text("\n".join(lines), "utf-8")
    wrote = []
    whole = importing._understood

    def watched(rows, report):
        for number, one in enumerate(whole(rows, report)):
            if number % 500 == 250:
                with database.writing() as session:
                    session.add(Directory(name=f"autre {number}", imported_at=now()))
                wrote.append(number)
            yield one

    monkeypatch.setattr(importing, "_understood", watched)
    assert brought(database, file=file).kept == 1200
    assert wrote == [250, 750]
