"""Whole tests of whole rooms, and the trace they leave."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from simulation.banks import Bank
from simulation.methods import Method
from simulation.panel import Panel
from simulation.people import ALL_OF_IT, RIGHT, People
from webapp.psychometrics.beliefs import Beliefs
from webapp.psychometrics.tree import TraitTree

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
ROOM = 200


@dataclass(frozen=True, eq=False)
class Setting:
    """What a test is made of.

    tree    the tree of the scoring
    bank    the bank as it is believed (difficulties may be wrong)
    truth   the bank as it is
    cuts    thresholds between bands
    shift   prior mean
    honest  the engine's model of « je ne sais pas », or the usual 3PL
    """

    tree: TraitTree
    bank: Bank
    truth: Bank
    cuts: tuple[float, ...]
    shift: float = 0.0
    honest: bool = True


@dataclass(frozen=True, eq=False)
class Trace:
    """What was asked, answered and believed after each question; second axis: questions.

    asked, right (people, questions); domain_mean, domain_sd (…, domains);
    leaf_mean, leaf_sd (…, competences); total_mean, total_sd (people, questions);
    masses (…, domains, bands)
    """

    asked: Whole
    right: NDArray[np.bool_]
    domain_mean: Floats
    domain_sd: Floats
    leaf_mean: Floats
    leaf_sd: Floats
    total_mean: Floats
    total_sd: Floats
    masses: Floats


def sit(
    setting: Setting,
    people: People,
    method: Method,
    length: int,
    seed: int = 0,
    *,
    room: int = ROOM,
) -> Trace:
    """Everyone answers ``length`` questions chosen by ``method``.

    Rooms of ``room`` people sit one after the other: memory stays small, and the exposure counted in
    one room limits the next.
    """
    answers = people.answers(setting.truth)
    rooms = []
    for number, start in enumerate(range(0, people.count, room)):
        luck = np.random.default_rng([seed, 23, number])
        rooms.append(_room(setting, answers[start : start + room], method, length, luck))
    return joined(rooms)


def joined(rooms: list[Trace]) -> Trace:
    """Traces of several rooms as one."""
    return Trace(
        *(np.concatenate([getattr(room, f.name) for room in rooms]) for f in fields(Trace))
    )


def _room(
    setting: Setting, answers: Whole, method: Method, length: int, rng: np.random.Generator
) -> Trace:
    panel = Panel(
        setting.tree, setting.bank, answers.shape[0], shift=setting.shift, honest=setting.honest
    )
    who, known, turns = np.arange(panel.people), panel.beliefs(), []
    for _ in range(length):
        chosen = method.choose(panel, known, rng)
        panel.record(chosen, answers[who, chosen])
        known = panel.beliefs()
        turns.append(_summary(known, setting.cuts))
    columns = [np.stack(column, axis=1) for column in zip(*turns, strict=True)]
    right = (panel.outcomes == RIGHT) | (panel.outcomes == ALL_OF_IT)
    return Trace(panel.asked, right, *columns)


def _summary(known: Beliefs, cuts: tuple[float, ...]) -> tuple[Floats, ...]:
    return (
        *known.moments(known.domains),
        *known.moments(known.competences),
        *known.total(),
        known.masses(np.asarray(cuts)),
    )
