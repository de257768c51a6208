"""Whatever a file holds, a row is kept, left aside or said: it never stops an import, on either database."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.places.test_importing import FIXTURES, brought
from webapp.places import opening, place_names, records

GOOD = json.loads((FIXTURES / "services.json").read_text("utf-8"))[0]
FIELDS = [
    *GOOD,
    "horaires",
    "courriels",
    "fiche_acces_libre",
    "frais_a_charge",
    "modalites_acces",
    "prise_rdv",
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=400),
    st.lists(st.text(max_size=9)),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    st.just("\ud800 moitié"),
    st.just("Mo-Fr 09:00-12:00; " * 60),
)


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_row_is_read_or_refused(changes):
    try:
        record = records.read(GOOD | changes)
    except (records.Unreadable, records.NotForPeople):
        return
    values = record.values
    assert len(values["hours"]) <= 500 and len(values["name"]) <= 200
    json.dumps(values, default=str, ensure_ascii=False).encode()
    assert not any("\0" in value for value in values.values() if isinstance(value, str))
    assert (values["website"] or "http").startswith("http")


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_anything_typed_is_a_place_to_look_for_and_any_hours_are_read_or_not(text):
    read = place_names.read(text)
    assert len(read.postcode) in (0, 5) and len(read.key) <= 120
    for one in opening.read(text) or ():
        assert 0 <= one.first <= one.last <= 6 and one.times


@given(
    st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=4), min_size=1, max_size=8)
)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_file_comes_in(database, tmp_path, rows):
    file = tmp_path / "any.json"
    file.write_text("\n".join(json.dumps(GOOD | row) for row in rows), "utf-8")
    report = brought(database, file=file)
    assert report.read == len(rows) == report.kept + report.faulty + report.aside.total()
