"""Why an end state misses the goal: the keys of ``feedback.by``, most useful first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webapp.exercises.contract import Response, Spec
from webapp.exercises.sim_inbox.spec import World
from webapp.exercises.solving import Wanted, asked, certain, nearest

VERB_KEYS = {
    "forward": {"transfer"},  # forwarded instead of answered
    "reply": {"replied", "reply_only"},  # answered instead of something else; to one person only
    "reply_all": {"replied", "reply_all"},  # answered to everybody
    "write": {"new_mail"},  # a new mail instead of an answer
    "report": {"reported"},  # the right mail, but reported / deleted / archived instead
    "delete": {"deleted"},
    "archive": {"archived"},
}
"""The mistakes each action makes possible."""
SENDING = frozenset({"unsent", "to_extra", "to_missing", "subject", "body"})
WITH_FILES = frozenset({"none", "missing"})
FILED = ("reported", "deleted", "archived")


def known_keys(spec: Spec) -> frozenset[str]:
    """Every key these explanations may give, with the actions and the goal of this exercise."""
    world, wanted = spec.world, asked(spec.answer)
    keys = {mail.id for mail in world.mails}.union(*(VERB_KEYS.get(v, ()) for v in world.actions))
    keys |= set(world.links()) - set(_list(certain(spec.answer), "opened"))
    if any(path.startswith("sent.") for path in wanted):
        keys |= SENDING
    if "sent.attachments" in wanted and "attach" in world.actions:
        right = certain(spec.answer).get("sent.attachments", ())
        keys |= WITH_FILES | ({file.id for file in world.files} - set(right))
    return frozenset(keys)


def explain(spec: Spec, response: Response) -> Iterator[str]:
    """The keys for this response; repeats are allowed, the caller keeps the first."""
    wanted = nearest(spec.answer, response)
    yield from _sending(spec.world, response["sent"], wanted)
    yield from _filing(spec.world, response["mails"], wanted)
    yield from (link for link in response["opened_links"] if link not in _list(wanted, "opened"))


def _list(wanted: Wanted, start: str) -> list[Any]:
    return [
        item
        for path, value in wanted.items()
        if path.startswith(start) and isinstance(value, list)
        for item in value
    ]


def _sending(world: World, sent: dict[str, Any], wanted: Wanted) -> Iterator[str]:
    asked = {path.removeprefix("sent."): v for path, v in wanted.items() if path[:5] == "sent."}
    if not sent:
        if asked:
            yield "unsent"
        return
    if not asked:
        yield sent["in_reply_to"] if sent["in_reply_to"] not in _targets(wanted) else "replied"
        return
    yield from _road(sent, asked)
    if "attachments" in asked:
        yield from _files(world, sent["attachments"], asked["attachments"])
    if isinstance(asked.get("to"), list):
        yield from _people(sent, asked["to"])
    yield from (name for name in ("subject", "body") if asked.get(name, sent[name]) != sent[name])


def _road(sent: dict[str, Any], asked: dict[str, Any]) -> Iterator[str]:
    """Answering, forwarding or writing: not the right gesture, or not on the right mail."""
    reply, forward = asked.get("in_reply_to"), asked.get("forwarded")
    target = sent["in_reply_to"] or sent["forwarded"]
    if target and (reply or forward) and target not in (reply, forward):
        yield target
    if reply and sent["kind"] == "forward":
        yield "transfer"
    elif forward and sent["in_reply_to"]:
        yield "replied"
    elif sent["kind"] == "write" and asked.get("kind", "write" if not reply else "") != "write":
        yield "new_mail"
    if sent["kind"] == "reply_all" and asked.get("kind") in (None, "reply"):
        yield "reply_all"
    elif sent["kind"] == "reply" and asked.get("kind") == "reply_all":
        yield "reply_only"


def _files(world: World, joined: list[str], asked: list[str]) -> Iterator[str]:
    if asked and not joined:
        yield "none"
    yield from (file.id for file in world.files if file.id in joined and file.id not in asked)
    if set(joined) & set(asked) and set(asked) - set(joined):
        yield "missing"


def _people(sent: dict[str, Any], asked: list[str]) -> Iterator[str]:
    if set(sent["to"]) - set(asked):
        yield "to_extra"
    if set(asked) - set(sent["to"]):
        yield "to_missing"
    if sent["kind"] == "reply" and len(asked) > 1:
        yield "reply_only"


def _targets(wanted: Wanted) -> set[str]:
    """The mails something has to be done with."""
    return {path.split(".")[1] for path in wanted if path.startswith("mails.")} | {""}


def _filing(world: World, mails: dict[str, Any], wanted: Wanted) -> Iterator[str]:
    for mail in world.mails:
        state, asked = mails[mail.id]["state"], wanted.get(f"mails.{mail.id}.state")
        if state in FILED and state != asked:
            yield state if asked in FILED else mail.id
