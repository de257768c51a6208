"""A session as text: a few kilobytes, read again on another day or another machine.

The posterior depends on the answers only, so the answers are the state: nothing computed is stored, and
a session resumed is scored exactly as one that never stopped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from webapp.psychometrics.evidence import CalibratedItem, Evidence, Outcome, posterior
from webapp.psychometrics.tree import Posterior, TraitTree

VERSION = 2
CODES = {Outcome.RIGHT: "r", Outcome.WRONG: "w", Outcome.DONT_KNOW: "d", Outcome.IGNORED: "i"}
USUAL = (0, None, 1.0)
"""Help, degree and weight of most answers: written only when they differ."""
OUTCOMES = {code: outcome for outcome, code in CODES.items()}


class UnreadableState(ValueError):
    """A text that is not a session this version can resume; the message says why."""


@dataclass(frozen=True)
class SessionState:
    """answers     in the order they were given
    prior_mean  of the population entered by
    seed        of the draws of this session
    bank        version of the bank answered, checked on reading
    """

    answers: tuple[Evidence, ...] = ()
    prior_mean: float = 0.0
    seed: int = 0
    bank: str = ""

    @property
    def administered(self) -> list[str]:
        """Ids shown so far, in order."""
        return [entry.item.id for entry in self.answers]

    def posterior(self, tree: TraitTree, *, with_help: bool = False) -> Posterior:
        """What the answers say; see ``evidence.posterior``."""
        return posterior(tree, self.answers, self.prior_mean, with_help=with_help)


def encode(state: SessionState) -> str:
    """``state`` as JSON: about 25 bytes an answer, with ids of ten characters."""
    rows = [_row(entry) for entry in state.answers]
    content = {
        "version": VERSION,
        "bank": state.bank,
        "mean": state.prior_mean,
        "seed": state.seed,
        "answers": rows,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def decode(
    text: str | bytes,
    items: Mapping[str, CalibratedItem],
    bank: str = "",
    *,
    without_lost: bool = False,
) -> SessionState:
    """The session ``encode`` wrote.

    items  the bank, by id
    bank   its version, that of the session
    without_lost  answers to items the bank no longer has are left out, instead of refusing the text

    Raises ``UnreadableState`` for another version of the format or of the bank, an unknown item, or
    anything that is not such a text.
    """
    try:
        content = json.loads(text)
    except (ValueError, UnicodeDecodeError) as error:
        raise UnreadableState(f"not a session: {error}") from error
    version = content.get("version") if isinstance(content, dict) else None
    if version != VERSION or isinstance(version, bool):
        raise UnreadableState(f"session of version {version!r}; this engine reads {VERSION}")
    try:
        if content["bank"] != bank:
            raise UnreadableState(f"session of the bank {content['bank']!r}, not {bank!r}")
        rows = [row for row in content["answers"] if row[0] in items or not without_lost]
        answers = tuple(_entry(row, items) for row in rows)
        mean = float(content["mean"])
        if not isfinite(mean):
            raise UnreadableState("the prior mean of a session is a finite number")
        return SessionState(answers, mean, int(content["seed"]), bank)
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, UnreadableState):
            raise
        raise UnreadableState(
            f"a session lacks something or holds what it cannot: {error}"
        ) from error


def _row(entry: Evidence) -> list[Any]:
    """Id, outcome, then help, degree and weight as far as one of them is not the usual one."""
    more: list[Any] = [int(entry.helped), entry.degree, entry.weight]
    for usual in reversed(USUAL):
        if more[-1] != usual:
            break
        more.pop()
    return [entry.item.id, CODES[entry.outcome], *more]


def _entry(row: list[Any], items: Mapping[str, CalibratedItem]) -> Evidence:
    name, code, *more = row
    if name not in items:
        raise UnreadableState(f"unknown item {name!r}")
    given: list[Any] = [*more, *USUAL[len(more) :]]
    helped, degree, weight = given
    if degree is not None and not isinstance(degree, int):
        raise UnreadableState(f"a degree is a whole number, not {degree!r}")
    return Evidence(items[name], OUTCOMES[code], bool(helped), degree, weight)
