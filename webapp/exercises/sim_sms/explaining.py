"""Why a phone is not as the goal wants it: the keys of ``feedback.by``, the most dangerous first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webapp.exercises.contract import Response, Spec
from webapp.exercises.sim_sms.spec import Phone
from webapp.exercises.solving import Wanted, certain, nearest, ways

DONE = {"report": ("reported", "not_reported"), "delete": ("deleted", "not_deleted")}
"""The list each gesture fills, and the key when the goal still waits for it."""


def explain(spec: Spec, response: Response) -> Iterator[str]:
    """The keys for this response; repeats are allowed, the caller keeps the first."""
    wanted = nearest(spec.answer, response)
    yield from (link for link in response["opened_links"] if link not in _safe_links(spec))
    yield from _sending(response, wanted)
    for verb, (where, missing) in DONE.items():
        asked = _listed(wanted, where)
        if verb in spec.world.actions:
            yield from (name for name in response[where] if name not in asked)
            if set(asked) - set(response[where]):
                yield missing


def known_keys(spec: Spec) -> frozenset[str]:
    """Every key these explanations may give, with the actions and the goal of this exercise."""
    world, right = spec.world, certain(spec.answer)
    keys = set(world.links()) - _safe_links(spec)
    for verb, (where, missing) in DONE.items():
        if verb in world.actions:
            keys |= {talk.id for talk in world.talks} - set(_listed(right, where))
            keys |= (
                {missing} if any(_listed(way, where) for way in ways(spec.answer.goal)) else set()
            )
    if "send" in world.actions:
        keys |= _sent_keys(world, right, asked=any(map(_sends, ways(spec.answer.goal))))
    return frozenset(keys)


def _safe_links(spec: Spec) -> set[str]:
    """Links that some way to the goal opens: opening one explains no mistake."""
    return {link for way in ways(spec.answer.goal) for link in _listed(way, "opened_links")}


def _sent_keys(world: Phone, right: Wanted, *, asked: bool) -> set[str]:
    keys = {talk.id for talk in world.talks} - {right.get("sent.to")}
    if not asked:
        return keys
    keys |= {"unsent"} | {text.id for text in world.texts} - {right.get("sent.text")}
    files = set(_listed(right, "sent.files"))
    keys |= {photo.id for photo in world.photos} - files
    keys |= {"none"} if files and world.texts else set()
    return keys | ({"missing"} if len(files) > 1 else set())


def _sending(response: Response, wanted: Wanted) -> Iterator[str]:
    sent, to = response["sent"], wanted.get("sent.to")
    if not sent:
        if _sends(wanted):
            yield "unsent"
        return
    yield from (
        name for name in response["sent_to"] if name not in {to, *_listed(wanted, "sent_to")}
    )
    if "sent.text" in wanted and sent["text"] != wanted["sent.text"]:
        yield sent["text"]
    if "sent.files" in wanted:
        asked = _listed(wanted, "sent.files")
        if asked and not sent["files"]:
            yield "none"
        yield from (name for name in sent["files"] if name not in asked)
        if set(asked) & set(sent["files"]) and set(asked) - set(sent["files"]):
            yield "missing"


def _sends(wanted: Wanted) -> bool:
    return any(path.startswith("sent") for path in wanted)


def _listed(wanted: Wanted, path: str) -> list[Any]:
    value = wanted.get(path)
    return value if isinstance(value, list) else []
