"""The study of a bank: parameters found from answers, what drifts, what is unfair to a group."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp import psychometrics as psy
from webapp.assessment.measuring.model import calibrated, expert_items, tree_of
from webapp.content import Catalogue
from webapp.observatory.answers import GROUPS, Given, Test, by_week
from webapp.psychometrics import calibration as cal
from webapp.psychometrics import dif

Floats = NDArray[np.float64]
FEWEST_FOR_FILE = 30
"""Answers under which a difficulty stays that of the experts in the file."""


@dataclass(frozen=True)
class ItemReport:
    """One exercise: what experts said, what answers say, and whether it moves.

    drift  number of the first week in alarm; moved: the difficulty left the one committed before
    """

    expert: psy.CalibratedItem
    fit: cal.ItemFit
    drift: int | None
    moved: bool


@dataclass(frozen=True)
class Fairness:
    """One group: exercises, then features. ``refused`` when it has too few people to say anything."""

    group: str
    people: int
    refused: bool
    items: tuple[dif.Examined, ...] = ()
    features: tuple[dif.Examined, ...] = ()


@dataclass(frozen=True)
class Study:
    """Everything the report says."""

    sessions: int
    answers: int
    cold: bool
    converged: bool
    lines: tuple[ItemReport, ...]
    anchors: frozenset[str]
    thresholds: cal.Thresholds
    fairness: tuple[Fairness, ...]

    @property
    def kept(self) -> tuple[ItemReport, ...]:
        """The exercises answered often enough to have a difficulty of their own."""
        return tuple(line for line in self.lines if line.fit.answers >= FEWEST_FOR_FILE)


def study(catalogue: Catalogue, taken: Sequence[Test]) -> Study:
    """Calibrate, look for drift, compare groups. Without any answer, experts are all there is."""
    tree, items = tree_of(catalogue), _started(catalogue)
    sessions = [evidence(items, test) for test in taken]
    means = [catalogue.rules.assessment.prior.mean(test.channel) for test in taken]
    drifts = _drifts(catalogue, tree, items, taken)
    anchors = _anchors(catalogue) - {name for name, week in drifts.items() if week is not None}
    found = cal.calibrate(
        cal.sittings(list(items.values()), sessions, means or 0.0),
        list(items.values()),
        tree=tree,
        anchors=anchors,
    )
    lines = tuple(
        ItemReport(expert, fit, drifts.get(fit.id), _moved(catalogue, fit))
        for expert, fit in zip(expert_items(catalogue), found.items, strict=True)
    )
    return Study(
        found.sessions,
        found.answers,
        found.cold,
        found.converged,
        lines,
        anchors,
        _thresholds(catalogue, found),
        tuple(_fairness(catalogue, tree, items, taken)),
    )


def evidence(items: Mapping[str, psy.CalibratedItem], test: Test) -> list[psy.Evidence]:
    """The answers of a test as the engine reads them."""
    return [psy.Evidence(items[g.item_id], g.outcome, helped=g.helped) for g in test.answers]


def _started(catalogue: Catalogue) -> dict[str, psy.CalibratedItem]:
    """Experts' items, except those that hold the scale: theirs is the committed difficulty."""
    anchors = _anchors(catalogue)
    return {
        item.id: _committed(catalogue, item) if item.id in anchors else item
        for item in expert_items(catalogue)
    }


def _anchors(catalogue: Catalogue) -> frozenset[str]:
    """Exercises whose committed difficulty rests on enough answers to hold the scale."""
    return frozenset(
        item.id
        for item in catalogue.items.values()
        if (known := catalogue.calibration.of(item.id, item.version)) is not None
        and known.answers >= cal.drift.FEWEST_ANSWERS
    )


def _committed(catalogue: Catalogue, item: psy.CalibratedItem) -> psy.CalibratedItem:
    known = catalogue.calibration.items[item.id]
    return calibrated(item, known)


def _moved(catalogue: Catalogue, fit: cal.ItemFit) -> bool:
    version = catalogue.items[fit.id].version
    known = catalogue.calibration.of(fit.id, version)
    return known is not None and cal.moved(known.b, fit.b, known.b_se, fit.b_se)


def _drifts(
    catalogue: Catalogue,
    tree: psy.TraitTree,
    items: Mapping[str, psy.CalibratedItem],
    taken: Sequence[Test],
) -> dict[str, int | None]:
    """First week in alarm of each exercise that has a committed difficulty."""
    watched = [n for n in items if catalogue.calibration.of(n, catalogue.items[n].version)]
    if not watched:
        return {}
    held = dict(items) | {name: _committed(catalogue, items[name]) for name in watched}
    bank = list(held.values())
    residuals: dict[str, list[float]] = {name: [] for name in watched}
    for there in by_week(taken):
        sessions = [evidence(held, test) for test in there]
        means = [catalogue.rules.assessment.prior.mean(test.channel) for test in there]
        fits = cal.calibrate(
            cal.sittings(bank, sessions, means), bank, tree=tree, anchors=list(held)
        ).items
        for fit in fits:
            if fit.id in residuals:
                residuals[fit.id].append(fit.residual)
    return {name: cal.cusum(values).alarm for name, values in residuals.items()}


def _thresholds(catalogue: Catalogue, found: cal.Calibration) -> cal.Thresholds:
    levels = [int(catalogue.items[fit.id].level[1]) for fit in found.items]
    return cal.thresholds(
        levels,
        [f.b for f in found.items],
        [f.a for f in found.items],
        [f.b_se for f in found.items],
    )


def _fairness(
    catalogue: Catalogue,
    tree: psy.TraitTree,
    items: Mapping[str, psy.CalibratedItem],
    taken: Sequence[Test],
) -> list[Fairness]:
    names = list(items)
    rows = _Rows(tree, items, taken)
    features: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        features.setdefault(catalogue.items[name].type, []).append(number)
    found = []
    for group in GROUPS:
        focal = rows.focal(group)
        people = int(np.unique(rows.person[focal]).size)
        try:
            answers = dif.Answers(rows.item, rows.person, rows.right, focal, rows.matching())
            examined = dif.examine(answers, names, rematch=rows.matching)
            pooled = dif.examine_features(answers, features)
        except dif.TooFewPeople:
            found.append(Fairness(group, people, refused=True))
            continue
        asked = tuple(one for one in examined if one.result.strata)
        shared = tuple(one for one in pooled if one.result.strata)
        found.append(Fairness(group, people, refused=False, items=asked, features=shared))
    return found


class _Rows:
    """Every answer given alone, as a row. A group is the people who answered at least once that way."""

    def __init__(
        self, tree: psy.TraitTree, items: Mapping[str, psy.CalibratedItem], taken: Sequence[Test]
    ) -> None:
        self.tree, self.items, self.names = tree, items, list(items)
        row = {name: n for n, name in enumerate(self.names)}
        self.tests = [[given for given in test.answers if not given.helped] for test in taken]
        flat = [(t.person, g) for t, kept in zip(taken, self.tests, strict=True) for g in kept]
        self.item = np.array([row[given.item_id] for _, given in flat], dtype=np.intp)
        self.person = np.array([person for person, _ in flat], dtype=np.intp)
        self.right = np.array([g.outcome is psy.Outcome.RIGHT for _, g in flat], dtype=bool)
        self.members = {
            group: {person for person, given in flat if group in given.groups} for group in GROUPS
        }
        self._known: dict[frozenset[int], Floats] = {}

    def focal(self, group: str) -> NDArray[np.bool_]:
        """Whether each answer is one of the group's."""
        return np.isin(self.person, sorted(self.members[group]))

    def matching(self, without: frozenset[int] = frozenset()) -> Floats:
        """Ability in the answer's domain, from the other answers of the test, suspects left out."""
        if without not in self._known:
            out = {self.names[number] for number in without}
            rests = (
                self._rest(given, kept, out | {given.item_id})
                for kept in self.tests
                for given in kept
            )
            self._known[without] = np.fromiter(rests, dtype=float)
        return self._known[without]

    def _rest(self, given: Given, kept: Sequence[Given], out: Collection[str]) -> float:
        others = [
            psy.Evidence(self.items[one.item_id], one.outcome)
            for one in kept
            if one.item_id not in out
        ]
        competence = self.items[given.item_id].competence
        domain = self.tree.domain_names[self.tree.domain_of[self.tree.index[competence]]]
        return psy.posterior(self.tree, others).mean(domain)
