"""T5, T6, T12 and T13: what is said is true, for everyone, and never depends on the order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation import metrics
from simulation.banks import SAME, Bank, misjudged, with_tasks
from simulation.exams import flash
from simulation.methods import Tree
from simulation.panel import Panel
from simulation.people import RIGHT, WRONG, People, simulees
from simulation.sittings import Setting, Trace, sit
from simulation.targets.measure import Measure
from simulation.worlds import PRECISION, StudyFrame
from webapp.psychometrics.bank import ItemBank
from webapp.psychometrics.evidence import CalibratedItem, Evidence, Outcome, posterior
from webapp.psychometrics.statements import MASS, WIDEST_STATEMENT
from webapp.psychometrics.tree import TraitTree

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def statements(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T5. Domain results of at most two bands, and how often what is said is true."""
    folks = frame.people(people, seed)
    plain, rich = frame.bank(), with_tasks(frame.bank(clones=4))
    cases = (
        (plain, 30, "30 questions", 0.95, None),
        (plain, 20, "20 questions", None, 0.99),
        (rich, 20, "20 questions, 1 600 items et tâches graduées", None, 0.99),
    )
    measured = []
    for bank, questions, what, gate, moonshot in cases:
        trace = sit(frame.setting(bank), folks, Tree(PRECISION), questions, seed)
        narrow, held = said(trace, folks, frame.cuts)
        measured += [
            Measure(
                "T5",
                f"résultats d'au plus deux niveaux, {what}",
                *_share(narrow),
                gate,
                at_most=False,
                moonshot=moonshot,
            ),
            Measure("T5", f"résultats vrais, {what}", *_share(held), 0.95, at_most=False),
        ]
    return measured


def said(trace: Trace, folks: People, cuts: tuple[float, ...]) -> tuple[Flags, Flags]:
    """At the end, per person and domain: at most two bands wide; holding the truth."""
    low, high = metrics.band_sets(trace.masses[:, -1], MASS)
    true = metrics.bands(folks.domain, cuts)
    return high - low < WIDEST_STATEMENT, (low <= true) & (true <= high)


def intervals(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T6. Coverage of nominal 90 % intervals after 30 questions, overall and in each subgroup."""
    held = {
        name: _held(trace, folks) for name, (trace, folks) in _groups(frame, people, seed).items()
    }
    base = held["tout le monde"]
    held |= {f"domaine {name}": base[:, [n]] for n, name in enumerate(frame.tree.domain_names)}
    shares = {name: _share(flags) for name, flags in held.items()}
    low = min(shares, key=lambda name: shares[name][0])
    high = max(shares, key=lambda name: shares[name][0])
    bank = frame.bank(clones=2, flat=False)
    fine = frame.people(people, seed, flat=False)
    rule = flash(bank, fine.answers(bank), 2 * len(frame.tree.competences), seed)
    theirs = metrics.coverage(fine.competence.mean(axis=1), rule.capacity, rule.error)
    name = "examen à une dimension"
    return [
        Measure(
            "T6",
            "intervalles à 90 % : tout le monde (au moins)",
            *shares["tout le monde"],
            0.87,
            at_most=False,
            moonshot=0.885,
            anchor=theirs,
            anchor_name=name,
        ),
        Measure(
            "T6",
            "intervalles à 90 % : tout le monde (au plus)",
            *shares["tout le monde"],
            0.93,
            at_most=True,
            moonshot=0.915,
            anchor=theirs,
            anchor_name=name,
        ),
        Measure("T6", f"groupe le moins bien couvert : {low}", *shares[low], 0.87, at_most=False),
        Measure("T6", f"groupe le plus couvert : {high}", *shares[high], 0.93, at_most=True),
        *_wrong_model(frame, people, seed),
    ]


def _groups(frame: StudyFrame, people: int, seed: int) -> dict[str, tuple[Trace, People]]:
    """Everyone, then people by how they answer what they do not know and by the door they use."""
    bank = frame.bank()
    doors = {
        "tout le monde": (frame.mean, 0.0),
        "dit une fois sur deux qu'il ne sait pas": (frame.mean, 0.5),
        "dit toujours qu'il ne sait pas": (frame.mean, 1.0),
        "porte « accompagnement social »": (frame.mean - 1, 0.0),
    }
    found = {}
    for name, (mean, honesty) in doors.items():
        folks = simulees(bank.items.tree, people, seed, mean=mean, honesty=honesty)
        setting = Setting(bank.items.tree, bank, bank, frame.cuts, mean)
        found[name] = (sit(setting, folks, Tree(PRECISION), 30, seed), folks)
    return found


def _wrong_model(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """The same when difficulties or the correlation of the domains are not what one believes."""
    tree, bank, measured = frame.flat, frame.bank(), []
    cases = [("difficultés fausses de 0,3", frame, misjudged(bank, 0.3, seed), bank)]
    for domain_r in (0.5, 0.9):
        what = f"corrélation vraie {domain_r}, crue 0,7".replace(".", ",")
        cases.append((what, frame.correlated(domain_r), bank, bank))
    for what, world, believed, truth in cases:
        folks = world.people(people, seed)
        setting = Setting(tree, believed, truth, frame.cuts, frame.mean)
        share = _share(_held(sit(setting, folks, Tree(PRECISION), 30, seed), folks))
        measured.append(Measure("T6", what, *share, None, at_most=False, moonshot=0.885))
    return measured


def invariance(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T12. Largest effect of the order of answers, and updates going the wrong way."""
    bank, rng = frame.bank(flat=False), np.random.default_rng([seed, 43])
    effect = 0.0
    for _ in range(min(people, 300)):
        rows = rng.choice(bank.size, 20, replace=False)
        entries = [
            Evidence(bank.items.items[row], list(Outcome)[rng.integers(0, 3)]) for row in rows
        ]
        one = posterior(frame.tree, entries, frame.mean)
        other = posterior(
            frame.tree, [entries[n] for n in rng.permutation(len(entries))], frame.mean
        )
        effect = max(effect, float(np.abs(one.domains - other.domains).max()))
    wrong_way, updates = _wrong_way(frame, bank, people, rng)
    return [
        Measure("T12", "effet de l'ordre des réponses", effect, 0.0, 1e-9, at_most=True),
        Measure(
            "T12",
            f"mises à jour dans le mauvais sens, sur {updates}",
            float(wrong_way),
            0.0,
            0,
            at_most=True,
        ),
    ]


def _wrong_way(
    frame: StudyFrame, bank: Bank, people: int, rng: np.random.Generator
) -> tuple[int, int]:
    """Right answers that lowered a domain, wrong ones that raised one, and how many were tried."""
    panel, turns = Panel(frame.tree, bank, people, shift=frame.mean), 25
    order = np.argsort(rng.random((people, bank.size)), axis=1)[:, :turns]
    known, bad = panel.beliefs(), 0
    before = known.moments(known.domains)[0]
    for turn in range(turns):
        outcome = rng.integers(WRONG, RIGHT + 1, people)
        panel.record(order[:, turn], outcome)
        known = panel.beliefs()
        after = known.moments(known.domains)[0]
        direction = np.where(outcome == RIGHT, 1, -1)[:, None]
        bad += int(((after - before) * direction < -1e-9).any(axis=1).sum())
        before = after
    return bad, people * turns


def honesty(people: int, seed: int) -> list[Measure]:
    """T13. Bias of people who say they do not know, on 20 questions of four choices."""
    folks, bank = choices(people, seed, 1.0)
    shown = {}
    for honest in (True, False):
        panel = answered(bank, folks, honest=honest)
        known = panel.beliefs()
        shown[honest] = known.moments(known.domains)[0][:, 0] - folks.domain[:, 0]
    ours = shown[True]
    return [
        Measure(
            "T13",
            "biais contre qui dit « je ne sais pas » (valeur absolue)",
            float(abs(ours.mean())),
            float(ours.std() / np.sqrt(people)),
            0.08,
            at_most=True,
            moonshot=0.03,
            anchor=float(abs(shown[False].mean())),
            anchor_name="3PL, « je ne sais pas » compté faux",
        )
    ]


def choices(people: int, seed: int, style: float) -> tuple[People, Bank]:
    """One domain and twenty multiple-choice items, c = .25, spread over abilities."""
    tree = TraitTree({"D": ["D:*"]}, 0.0, SAME)
    rng = np.random.default_rng([seed, 47])
    items = [
        CalibratedItem(
            f"i{n}", "D:*", f"s{n}", float(np.exp(rng.normal(0.2, 0.3))), float(rng.normal()), 0.25
        )
        for n in range(20)
    ]
    row, none = np.arange(20), np.zeros(20, dtype=bool)
    bank = Bank(ItemBank(tree, items), np.zeros_like(row), row, np.zeros_like(row), row, none)
    return simulees(tree, people, seed, honesty=style), bank


def answered(bank: Bank, folks: People, *, honest: bool) -> Panel:
    """Everyone having answered the whole bank."""
    answers = folks.answers(bank)
    panel = Panel(bank.items.tree, bank, folks.count, honest=honest)
    for item in range(bank.size):
        panel.record(np.full(folks.count, item), answers[:, item])
    return panel


def _held(trace: Trace, folks: People) -> Flags:
    gap = np.abs(folks.domain - trace.domain_mean[:, -1])
    return np.asarray(gap <= metrics.NORMAL_90 * trace.domain_sd[:, -1])


def _share(flags: Flags) -> tuple[float, float]:
    """A share and its error; a person's domains stand or fall together, so people are the unit."""
    return float(flags.mean()), float(flags.mean(axis=1).std() / np.sqrt(len(flags)))
