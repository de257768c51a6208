"""An answer as an xAPI 1.0.3 statement: who (an opaque id), did what, on which exercise, how it went.

Nothing about the person but the id; nothing of the key; the text that was typed stays, because the
file is the person's own. A score is only ``scaled``, between 0 and 1, as the specification has it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from webapp.content.item import Item
from webapp.content.typography import french
from webapp.exercises import room

VERSION = "1.0.3"
ANSWERED = ("http://adlnet.gov/expapi/verbs/answered", "a répondu", "answered")
SKIPPED = ("http://id.tincanapi.com/verb/skipped", "a passé", "skipped")
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
LESSON = "http://adlnet.gov/expapi/activities/lesson"
DONT_KNOW = "je ne sais pas"
PLATFORM = "Marchepied"
Statement = dict[str, Any]


@dataclass(frozen=True)
class AnswerRecord:
    """One answer, as this format needs it. ``outcome`` is answered, dont_know or cannot."""

    id: UUID
    person: UUID
    sitting: UUID
    rules: str
    lesson: bool
    outcome: str
    response: Mapping[str, Any] | None
    score: float | None
    right: bool | None
    locale: str
    at: datetime


def statement(told: AnswerRecord, item: Item, *, base: str) -> Statement:
    """One statement. ``base`` is the address of this service: it makes ids unique in the world."""
    verb, said, said_en = SKIPPED if told.outcome == "cannot" else ANSWERED
    found: Statement = {
        "id": str(told.id),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": base, "name": str(told.person)},
        },
        "verb": {"id": verb, "display": {"fr": said, "en": said_en}},
        "object": _exercise(item, told.response, base),
        "context": _context(told, base),
        "timestamp": told.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "version": VERSION,
    }
    result = _result(told)
    return found | {"result": result} if result else found


def _exercise(item: Item, response: Mapping[str, Any] | None, base: str) -> Statement:
    return {
        "objectType": "Activity",
        "id": f"{base}/xapi/exercice/{item.id}/{item.version}",
        "definition": {
            "name": {"fr": french(item.text.title)},
            "type": INTERACTION,
            "interactionType": _kind(item.type, response),
        },
    }


def _kind(type_: str, response: Mapping[str, Any] | None) -> str:
    said = room(type_).xapi_interaction
    # A type with two forms, one of them a choice, says it in the answer.
    return "choice" if said == "other" and "choice" in (response or {}) else said


def _context(told: AnswerRecord, base: str) -> Statement:
    place = "lecon" if told.lesson else "parcours"
    parent = {
        "objectType": "Activity",
        "id": f"{base}/xapi/{place}/{told.rules.replace(':', '/')}",
        "definition": {"type": LESSON if told.lesson else ASSESSMENT},
    }
    return {
        "registration": str(told.sitting),
        "platform": PLATFORM,
        "language": told.locale,
        "contextActivities": {"parent": [parent]},
    }


def _result(told: AnswerRecord) -> Statement:
    if told.outcome == "dont_know":
        return {"success": False, "response": DONT_KNOW, "score": {"scaled": 0}}
    if told.outcome == "cannot" or told.response is None:
        return {}
    result: Statement = {"response": said_as(told.response), "completion": True}
    if told.right is not None:
        result["success"] = told.right
    if told.score is not None:
        result["score"] = {"scaled": round(told.score, 4)}
    return result


def said_as(response: Mapping[str, Any]) -> str:
    """A response in the words of the specification: ``a[,]b``, ``a[.]b``; else as it is kept."""
    if "choice" in response:
        return str(response["choice"])
    if "choices" in response:
        return "[,]".join(response["choices"])
    if "order" in response:
        return "[,]".join(response["order"])
    if "map" in response:
        return "[,]".join(f"{thing}[.]{label}" for thing, label in response["map"].items())
    if "text" in response:
        return str(response["text"])
    return json.dumps(response, ensure_ascii=False, sort_keys=True)
