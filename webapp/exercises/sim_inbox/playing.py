"""Roads through a mail box: what the room posts to play its own exercises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webapp.exercises.contract import Spec
from webapp.exercises.goal import Road
from webapp.exercises.posting import FormData, action_form
from webapp.exercises.sim_inbox.spec import World
from webapp.exercises.solving import Wanted, ways

FILING = {"reported": "report", "deleted": "delete", "archived": "archive", "read": "back"}
LINKS = {"opened_links": "open_link", "shown_links": "show_link"}
ANSWERS = ("reply", "reply_all", "forward")


def roads(spec: Spec) -> Iterator[Road]:
    """Candidate roads to the goal, the author's first way first."""
    for wanted in ways(spec.answer.goal):
        before = [*_filing(wanted), *_links(spec.world, wanted)]
        if any(path.startswith("sent") for path in wanted):
            for road in _sending(spec.world, wanted):
                yield [*road, *before]
        else:
            yield before


def detours(spec: Spec) -> Iterator[Road]:
    """Plausible mistakes: each gesture on each mail, sent as it is, then only reading."""
    world = spec.world
    gestures = [verb for verb in ("report", *ANSWERS, "delete", "archive") if verb in world.actions]
    for verb in gestures:
        for mail in world.mails:
            road = [action_form(f"open:{mail.id}"), action_form(f"{verb}:{mail.id}")]
            yield [*road, _send(world, {})] if verb in ANSWERS else road
    if "write" in world.actions:
        yield [action_form("write"), _send(world, {})]
    yield from ([action_form(f"open:{mail.id}")] for mail in world.mails)


def _filing(wanted: Wanted) -> Iterator[FormData]:
    for path, state in wanted.items():
        head, _, rest = path.partition(".")
        if head == "mails" and str(state) in FILING:
            name = rest.partition(".")[0]
            yield action_form(f"open:{name}")
            yield action_form(f"{FILING[str(state)]}:{name}")


def _links(world: World, wanted: Wanted) -> Iterator[FormData]:
    for path, verb in LINKS.items():
        for link in wanted.get(path) or ():
            mail = world.links().get(link)
            yield action_form(f"open:{mail.id if mail else ''}")
            yield action_form(f"{verb}:{link}")
            yield action_form("back")


def _sending(world: World, wanted: Wanted) -> Iterator[Road]:
    for verb, name in _starts(world, wanted):
        opening = [action_form(f"open:{name}")] if name else []
        yield [*opening, action_form(f"{verb}:{name}" if name else verb), _send(world, wanted)]


def _starts(world: World, wanted: Wanted) -> Iterator[tuple[str, str]]:
    """How a mail that fits the goal may begin: verb, and mail it answers."""
    reply, forward = wanted.get("sent.in_reply_to"), wanted.get("sent.forwarded")
    if reply:
        starts = [("reply", str(reply)), ("reply_all", str(reply))]
    elif forward:
        starts = [("forward", str(forward))]
    else:
        starts = [("write", ""), *((verb, mail.id) for verb in ANSWERS for mail in world.mails)]
    return (start for start in starts if start[0] in world.actions)


def _send(world: World, wanted: Wanted) -> FormData:
    people = wanted.get("sent.to") or [world.recipients()[0].address]
    fields: dict[str, Any] = {
        "to": people if isinstance(people, list) else [str(people)],
        "file": list(wanted.get("sent.attachments") or []),
        "subject": str(wanted.get("sent.subject") or _first(world.subjects)),
        "body": str(wanted.get("sent.body") or _first(world.bodies)),
    }
    return action_form("send", **fields)


def _first(options: tuple[Any, ...]) -> str:
    return options[0].id if options else ""
