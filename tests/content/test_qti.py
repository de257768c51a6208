"""The QTI package, read back by a small strict reader that also runs the response processing.

No package of a registry carries the public schemas: the structure rules that matter are written here.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from webapp.cli import main
from webapp.content import draw
from webapp.content.interchange.markup import name
from webapp.content.interchange.package import LEFT_OUT, MANIFEST, NAME, make_package
from webapp.exercises import room
from webapp.exercises.contract import Probe
from webapp.exercises.simulation import replay
from webapp.exercises.twin import Ask

ITEM, CP = (
    "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}",
    "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}",
)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
ORDER = (
    "response-declaration",
    "outcome-declaration",
    "item-body",
    "response-processing",
    "modal-feedback",
)
HTML = {
    "p",
    "div",
    "h2",
    "strong",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
INTERACTIONS = {
    "choice-interaction": ("single", "multiple"),
    "match-interaction": ("multiple",),
    "order-interaction": ("ordered",),
    "text-entry-interaction": ("single",),
}
WITH_A_TWIN = {
    "choice",
    "choices",
    "sort",
    "match",
    "order",
    "short_text",
    "sim_sms",
    "sim_trip",
    "sim_password",
    "sim_photo",
    "sim_chatbot",
}


@pytest.fixture(scope="module")
def package(catalogue):
    return make_package(catalogue)


@pytest.fixture(scope="module")
def items(package):
    """The root of each item, by id."""
    with zipfile.ZipFile(io.BytesIO(package.body)) as files:
        return {key: ET.fromstring(files.read(f"items/{key}.xml")) for key in package.exported}


def tag(element):
    return element.tag.removeprefix(ITEM).removeprefix("qti-")


def every(root, wanted):
    return list(root.iter(f"{ITEM}qti-{wanted}"))


def test_manifest_and_files_agree(package):
    with zipfile.ZipFile(io.BytesIO(package.body)) as files:
        assert files.testzip() is None
        assert {entry.compress_type for entry in files.infolist()} == {zipfile.ZIP_DEFLATED}
        root = ET.fromstring(files.read(MANIFEST))
        found = files.namelist()
        left = files.read(LEFT_OUT).decode()
    assert found[0] == MANIFEST
    assert [child.tag for child in root] == [
        CP + t for t in ("metadata", "organizations", "resources")
    ]
    assert root.find(f"{CP}metadata/{CP}schema").text == "QTI Package"
    assert root.find(f"{CP}metadata/{CP}schemaversion").text == "3.0.0"
    listed = {}
    for resource in root.find(f"{CP}resources"):
        assert resource.get("type") == "imsqti_item_xmlv3p0"
        assert resource.get("href") == resource.find(f"{CP}file").get("href")
        listed[resource.get("identifier")] = resource.get("href")
    assert set(listed.values()) == {*found} - {MANIFEST, LEFT_OUT}
    assert tuple(listed) == package.exported
    assert all(key in left for key in package.left_out)


def test_the_same_bank_gives_the_same_bytes(catalogue, package):
    assert make_package(catalogue).body == package.body


def test_types_that_map_are_all_there(catalogue, package):
    assert {*package.exported, *package.left_out} == set(catalogue.items)
    left = [catalogue.items[key] for key in package.left_out]
    missing = {item.type for item in left}
    decided = {item.type for item in left if item.answer["rule"] != "goal"}
    assert not decided & WITH_A_TWIN
    assert missing & WITH_A_TWIN == {"sim_sms"}, "a phone to use has no twin; a thread has one"
    assert {"sim_doc", "sim_files", "scenario"} <= missing


def test_structure_of_each_item(items):
    for key, root in items.items():
        assert tag(root) == "assessment-item" and root.get("identifier") == key
        assert root.get(LANG) == "fr" and root.get("title")
        assert root.get("adaptive") == root.get("time-dependent") == "false"
        parts = [tag(child) for child in root]
        assert parts == sorted(parts, key=ORDER.index), key
        assert [
            parts.count(p) for p in ("response-declaration", "item-body", "response-processing")
        ] == [1, 1, 1]
        check_body(root)
        check_names(root)


def check_body(root):
    body = root.find(f"{ITEM}qti-item-body")
    inside = [tag(e) for e in body.iter() if e.tag.startswith(f"{ITEM}qti-")]
    asked = [t for t in inside if t in INTERACTIONS]
    assert len(asked) == 1
    declared = root.find(f"{ITEM}qti-response-declaration")
    assert declared.get("cardinality") in INTERACTIONS[asked[0]]
    plain = {tag(e) for e in body.iter() if not e.tag.startswith(f"{ITEM}qti-")}
    assert plain <= HTML
    if asked[0] == "choice-interaction":
        most = int(every(body, "choice-interaction")[0].get("max-choices"))
        assert (most == 1) == (declared.get("cardinality") == "single")
    if asked[0] != "text-entry-interaction":
        assert every(body, "prompt")[0].text


def check_names(root):
    """Ids are ids, unique, and everything that is named exists."""
    options = [
        e.get("identifier")
        for kind in ("simple-choice", "simple-associable-choice")
        for e in every(root, kind)
    ]
    outcomes = [e.get("identifier") for e in every(root, "outcome-declaration")]
    said = [e.get("identifier") for e in every(root, "modal-feedback")]
    for names in (options, outcomes, said):
        assert len(set(names)) == len(names)
        assert all(IDENTIFIER.fullmatch(each) for each in names)
    assert {"SCORE", "MAXSCORE", "FEEDBACK"} == set(outcomes)
    assert {"RIGHT", "WRONG", "REMEMBER"} <= set(said) <= {"RIGHT", "WRONG", "REMEMBER", *options}
    for kind in ("variable", "set-outcome-value", "correct", "map-response"):
        assert {e.get("identifier") for e in every(root, kind)} <= {"RESPONSE", *outcomes}
    if options:
        values = every(root.find(f"{ITEM}qti-response-declaration"), "value")
        assert {part for value in values for part in value.text.split()} <= set(options)


def test_words_are_those_of_our_pages(catalogue, items):
    for key, root in items.items():
        shown = catalogue.present(catalogue.items[key], draw(catalogue.items[key], b"qti"))
        text = " ".join(" ".join(root.itertext()).split())
        for sentence in (shown.text["situation"], shown.text["task"], shown.feedback["remember"]):
            assert " ".join(sentence.split()) in text, key


class Engine:
    """Runs the response processing of one item on one response."""

    def __init__(self, root, response):
        self.root, self.values = root, {"RESPONSE": response, "SCORE": 0.0, "FEEDBACK": []}

    def run(self):
        for element in self.root.find(f"{ITEM}qti-response-processing"):
            self.do(element)
        return self.values

    def do(self, element):
        if tag(element) == "response-condition":
            test, *actions = element[0]
            for action in actions if self.of(test) else element[1]:
                self.do(action)
        else:
            assert tag(element) == "set-outcome-value"
            self.values[element.get("identifier")] = self.of(element[0])

    def of(self, e):
        kind, parts = tag(e), [self.of(child) for child in e]
        if kind == "variable":
            return self.values[e.get("identifier")]
        if kind == "base-value":
            return float(e.text) if e.get("base-type") == "float" else e.text
        if kind == "correct":
            return self.correct()
        if kind == "map-response":
            rows = {
                m.get("map-key"): float(m.get("mapped-value"))
                for m in every(self.root, "map-entry")
            }
            return sum(rows.get(value, 0) for value in self.values["RESPONSE"])
        return {
            "match": lambda: self.same(*parts),
            "gte": lambda: parts[0] >= parts[1],
            "or": lambda: any(parts),
            "ordered": lambda: parts,
            "string-match": lambda: parts[0].casefold() == parts[1].casefold(),
            "multiple": lambda: [x for p in parts for x in (p if isinstance(p, list) else [p])],
        }[kind]()

    def declared(self):
        return self.root.find(f"{ITEM}qti-response-declaration")

    def correct(self):
        values = [value.text for value in every(self.declared(), "value")]
        return values[0] if self.declared().get("cardinality") == "single" else values

    def same(self, one, two):
        if self.declared().get("cardinality") == "multiple":
            return sorted(one) == sorted(two)
        return one == two


def as_qti(twin, response):
    """What a person did here, as another tool would record it."""
    if twin.ask is Ask.TEXT:
        return response["text"]
    if twin.ask is Ask.MATCH:
        return [f"{name(thing)} to_{name(label)}" for thing, label in response["map"].items()]
    if twin.ask is Ask.ORDER:
        return [name(step) for step in response["order"]]
    if "choices" in response:
        return [name(option) for option in response["choices"]]
    return name(response["choice"]) if "choice" in response else None


def test_processing_agrees_with_our_graders(catalogue, items):
    checked = set()
    for key, root in items.items():
        item = catalogue.items[key]
        spec = catalogue.present(item, draw(item, b"qti")).spec
        found = room(item.type)
        for probe in (Probe.CORRECT, Probe.WRONG):
            *actions, final = found.sample(spec, probe)
            state = replay(found, spec, [{"verb": f["act"][0]} for f in actions]).state
            response = found.parse(spec, final, state) if item.type in WITH_A_TWIN else None
            answer = as_qti(found.twin(spec), response) if response else None
            if answer is None:
                continue
            done = Engine(root, answer).run()
            right = found.grade(spec, response).right
            assert done["SCORE"] == float(right), (key, probe)
            assert ("RIGHT" if right else "WRONG") in done["FEEDBACK"]
            checked.add(item.type)
    assert checked == WITH_A_TWIN & {item.type for item in catalogue.items.values()}


def test_each_other_order_and_writing_is_right_too(catalogue, items):
    seen = set()
    for key, root in items.items():
        item = catalogue.items[key]
        twin = room(item.type).twin(catalogue.present(item, draw(item, b"qti")).spec)
        for other in twin.also:
            answer = other[0] if twin.ask is Ask.TEXT else [name(option) for option in other]
            assert Engine(root, answer).run()["SCORE"] == 1, key
            seen.add(twin.ask)
    assert seen == {Ask.ORDER, Ask.TEXT}


def test_a_twin_is_a_decision_our_room_agrees_with(catalogue):
    """Simulations reduced to a choice: the option that is right is the only one that is."""
    found = {}
    for item in catalogue.items.values():
        spec = catalogue.present(item, draw(item, b"qti")).spec
        twin, exercise = room(item.type).twin(spec), room(item.type)
        if twin and item.type not in WITH_A_TWIN:
            paper = exercise.paper(spec)
            assert paper.right == (twin.options[twin.correct[0]],), item.id
            found[item.type] = len(twin.options)
    assert {"sim_browser", "sim_phone"} <= set(found)
    assert all(count >= 2 for count in found.values())


@pytest.mark.parametrize(
    ("text", "expected"), [("a", "a"), ("1a", "_1a"), ("é b", "__b"), ("", "_")]
)
def test_names(text, expected):
    assert name(text) == expected
    assert IDENTIFIER.fullmatch(name(text))


def test_command(tmp_path, monkeypatch, catalogue):
    monkeypatch.setattr("webapp.content.load_catalogue", lambda _folder: catalogue)
    said = CliRunner().invoke(
        main,
        ["content", "qti", "SEC-2-SMS-001", "BUR-2-LETTRE-001", "--out", str(tmp_path / "qti")],
    )
    assert said.exit_code == 0, said.output
    assert "Exportés : 1" in said.output and "BUR-2-LETTRE-001" in said.output
    assert zipfile.is_zipfile(tmp_path / "qti" / NAME)
    refused = CliRunner().invoke(main, ["content", "qti", "SEC-9", "--out", str(tmp_path)])
    assert refused.exit_code == 1 and "SEC-9" in refused.output
