"""Between the bank and the psychometric package: turns answers into evidence and rules into choices.

Everything that is costly is made once per catalogue: the tree of traits and the columns of the
bank. A turn then costs one exact posterior and one pass over the eligible exercises.
"""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from webapp import psychometrics as psy
from webapp.assessment.runs import DONT_KNOW, Asked, Run
from webapp.content import Catalogue, Item, Parcours, Variant, draw

ANONYMOUS_CHANNEL = "public"
AVOIDED_DRAWS = 3


@dataclass(frozen=True)
class Next:
    """The exercise to show next. ``reason`` is a key the explain page puts in words."""

    item_id: str
    variant: Variant
    reason: str


@dataclass(frozen=True)
class Finished:
    """Nothing more to ask. ``reason``: precise_enough, enough_questions, bank_exhausted."""

    reason: str


@dataclass(frozen=True)
class Machine:
    """The measuring machine made for one catalogue."""

    tree: psy.TraitTree
    bank: psy.ItemBank
    items: Mapping[str, psy.Item]


_MACHINES: dict[str, Machine] = {}


def machine(catalogue: Catalogue) -> Machine:
    """The machine of a catalogue, made once per process."""
    if catalogue.version not in _MACHINES:
        _MACHINES[catalogue.version] = _make(catalogue)
    return _MACHINES[catalogue.version]


def posterior(catalogue: Catalogue, run: Run) -> psy.Posterior:
    """What the answers of this run say about the person, exactly."""
    made = machine(catalogue)
    prior = catalogue.rules.assessment.prior
    mean = prior.by_channel.get(run.channel, prior.default)
    return psy.posterior(made.tree, list(evidence(made, run.asked)), prior_mean=mean)
