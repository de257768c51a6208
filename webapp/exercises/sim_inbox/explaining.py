"""Why an end state misses the goal: the keys of ``feedback.by``, most useful first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webapp.exercises.contract import Response, Spec
from webapp.exercises.sim_inbox.spec import World
from webapp.exercises.solving import Wanted, ways

FIXED = frozenset(
    {
        "unsent",  # nothing was sent
        "transfer",  # forwarded instead of answered
        "replied",  # answered instead of something else
        "new_mail",  # a new mail instead of an answer
        "reply_all",  # answered to everybody
        "reply_only",  # answered to one person only
        "to_extra",
        "to_missing",
        "subject",
        "body",
        "reported",  # the right mail, but reported / deleted / archived instead of what was asked
        "deleted",
        "archived",
    }
)
WITH_FILES = frozenset({"none", "missing"})
FILED = ("reported", "deleted", "archived")


def known_keys(world: World) -> frozenset[str]:
    """Every key these explanations may give."""
    own = {mail.id for mail in world.mails} | set(world.links()) | {f.id for f in world.files}
    return FIXED | own | (WITH_FILES if world.files else frozenset())


def explain(spec: Spec, response: Response) -> Iterator[str]:
    """The keys for this response; repeats are allowed, the caller keeps the first."""
    wanted = ways(spec.answer.goal)[0]
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
