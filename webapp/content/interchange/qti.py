"""One exercise as a QTI 3.0 item: declarations, body, processing, feedback, all in French.

Only what every tool understands is used: one interaction, the outcomes SCORE, MAXSCORE and
FEEDBACK, and modal feedback. The tolerance of our text rules (accents, times) has no equivalent:
every accepted writing is listed, and case is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from webapp.content.interchange.markup import add, draw, name, written
from webapp.content.presentation import Presented
from webapp.exercises.twin import Ask, Twin

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
RIGHT, WRONG, ALWAYS = "RIGHT", "WRONG", "REMEMBER"
"""In capitals: an option of an exercise never has such a name."""
KINDS = {
    Ask.CHOICE: ("single", "identifier"),
    Ask.MATCH: ("multiple", "directedPair"),
    Ask.ORDER: ("ordered", "identifier"),
    Ask.TEXT: ("single", "string"),
}


def item_xml(presented: Presented, twin: Twin) -> bytes:
    """The whole file of one item."""
    item, text = presented.item, presented.text
    root = Element(
        "qti-assessment-item",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": INSTANCE,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "identifier": item.id,
            "title": text["title"],
            "label": f"version {item.version}",
            "xml:lang": "fr",
            "adaptive": "false",
            "time-dependent": "false",
            "tool-name": "Marchepied",
            "tool-version": str(item.version),
        },
    )
    _response(root, twin)
    _outcomes(root)
    _body(root, presented, twin)
    _processing(root, twin)
    _feedback(root, presented, twin)
    return written(root)


def _several(twin: Twin) -> bool:
    return twin.ask is Ask.CHOICE and len(twin.correct) > 1


def _values(twin: Twin) -> list[str]:
    if twin.ask is Ask.TEXT:
        return list(twin.correct)
    if twin.ask is Ask.MATCH:
        pairs = zip(twin.options, twin.correct, strict=True)
        return [f"{name(thing)} {_target(label)}" for thing, label in pairs]
    return [name(option) for option in twin.correct]


def _target(label: str) -> str:
    """Things and labels live in one space of names."""
    return f"to_{name(label)}"


def _response(root: Element, twin: Twin) -> None:
    cardinality, base = KINDS[twin.ask]
    if _several(twin):
        cardinality = "multiple"
    declared = add(
        root,
        "qti-response-declaration",
        identifier="RESPONSE",
        cardinality=cardinality,
        base_type=base,
    )
    correct = add(declared, "qti-correct-response")
    for value in _values(twin):
        add(correct, "qti-value", value)
    if twin.ask is Ask.MATCH:
        mapping = add(declared, "qti-mapping", default_value="0")
        for value in _values(twin):
            add(mapping, "qti-map-entry", map_key=value, mapped_value="1")


def _outcomes(root: Element) -> None:
    for identifier, value in (("SCORE", "0"), ("MAXSCORE", "1")):
        declared = add(
            root,
            "qti-outcome-declaration",
            identifier=identifier,
            cardinality="single",
            base_type="float",
        )
        add(add(declared, "qti-default-value"), "qti-value", value)
    add(
        root,
        "qti-outcome-declaration",
        identifier="FEEDBACK",
        cardinality="multiple",
        base_type="identifier",
    )


def _body(root: Element, presented: Presented, twin: Twin) -> None:
    body = add(root, "qti-item-body")
    add(body, "p", presented.text["situation"])
    draw(body, twin.shown)
    task = presented.text["task"]
    if twin.ask is Ask.TEXT:
        add(body, "p", task)
        line = add(body, "p", f"{twin.label} ")
        add(
            line, "qti-text-entry-interaction", response_identifier="RESPONSE", expected_length="20"
        )
    elif twin.ask is Ask.MATCH:
        _match(body, task, twin)
    else:
        _choices(body, task, twin)


def _choices(body: Element, task: str, twin: Twin) -> None:
    if twin.ask is Ask.ORDER:
        asked = add(body, "qti-order-interaction", response_identifier="RESPONSE", shuffle="false")
    else:
        count = str(len(twin.correct))
        asked = add(
            body,
            "qti-choice-interaction",
            response_identifier="RESPONSE",
            shuffle="false",
            max_choices=count,
        )
    add(asked, "qti-prompt", task)
    for option, words in twin.options.items():
        add(asked, "qti-simple-choice", words, identifier=name(option))


def _match(body: Element, task: str, twin: Twin) -> None:
    count = str(len(twin.options))
    asked = add(
        body,
        "qti-match-interaction",
        response_identifier="RESPONSE",
        shuffle="false",
        max_associations=count,
    )
    add(asked, "qti-prompt", task)
    things = {name(thing): words for thing, words in twin.options.items()}
    labels = {_target(label): words for label, words in twin.targets.items()}
    for chosen, most in ((things, "1"), (labels, count)):
        group = add(asked, "qti-simple-match-set")
        for identifier, words in chosen.items():
            add(group, "qti-simple-associable-choice", words, identifier=identifier, match_max=most)


def _processing(root: Element, twin: Twin) -> None:
    done = add(root, "qti-response-processing")
    condition = add(done, "qti-response-condition")
    right = add(condition, "qti-response-if")
    _is_right(right, twin)
    _set(right, "SCORE", "float", "1")
    _say(right, twin, RIGHT)
    _say(add(condition, "qti-response-else"), twin, WRONG)


def _is_right(parent: Element, twin: Twin) -> None:
    if twin.ask is Ask.MATCH:
        enough = add(parent, "qti-gte")
        add(enough, "qti-map-response", identifier="RESPONSE")
        needed = round(twin.pass_at * len(twin.options))
        add(enough, "qti-base-value", str(needed), base_type="float")
    elif twin.ask is Ask.TEXT:
        for (accepted,) in (any_of := [twin.correct, *twin.also]):
            one = add(_either(parent, len(any_of)), "qti-string-match", case_sensitive="false")
            add(one, "qti-variable", identifier="RESPONSE")
            add(one, "qti-base-value", accepted, base_type="string")
    else:
        for order in (orders := [twin.correct, *twin.also]):
            _same(_either(parent, len(orders)), order, twin)


def _either(parent: Element, count: int) -> Element:
    """The place of one alternative: inside « or » as soon as there are two."""
    if count == 1:
        return parent
    found = parent.find("qti-or")
    return found if found is not None else add(parent, "qti-or")


def _same(parent: Element, order: tuple[str, ...], twin: Twin) -> None:
    test = add(parent, "qti-match")
    add(test, "qti-variable", identifier="RESPONSE")
    if order == twin.correct:
        add(test, "qti-correct", identifier="RESPONSE")
        return
    wanted = add(test, "qti-ordered")
    for option in order:
        add(wanted, "qti-base-value", name(option), base_type="identifier")


def _set(parent: Element, outcome: str, base: str, value: str) -> None:
    given = add(parent, "qti-set-outcome-value", identifier=outcome)
    add(given, "qti-base-value", value, base_type=base)


def _say(parent: Element, twin: Twin, kind: str) -> None:
    """The general word, the reason of what was chosen, and the rule to keep."""
    given = add(add(parent, "qti-set-outcome-value", identifier="FEEDBACK"), "qti-multiple")
    for identifier in (kind, ALWAYS):
        add(given, "qti-base-value", identifier, base_type="identifier")
    if twin.ask is Ask.CHOICE and kind == WRONG:
        add(given, "qti-variable", identifier="RESPONSE")


def _feedback(root: Element, presented: Presented, twin: Twin) -> None:
    words = presented.feedback
    said = {
        RIGHT: words["right"],
        WRONG: words["wrong"],
        ALWAYS: f"À retenir : {words['remember']}",
    }
    if twin.ask is Ask.CHOICE:
        said |= _reasons(words["by"], twin)
    for identifier, text in said.items():
        shown = add(
            root,
            "qti-modal-feedback",
            outcome_identifier="FEEDBACK",
            show_hide="show",
            identifier=identifier,
        )
        add(add(shown, "qti-content-body"), "p", text)


def _reasons(by: Mapping[str, str], twin: Twin) -> dict[str, str]:
    return {name(key): text for key, text in by.items() if key in twin.options}
