"""Peers run for real beside ours. They are development dependencies: absent, they are said absent."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.banks import Bank
from simulation.people import RIGHT, People
from webapp.psychometrics.irt import information

Floats = NDArray[np.float64]


def catsim_errors(bank: Bank, people: People, length: int) -> Floats | None:
    """Standard error after each question of one catsim test per domain, (people, questions, domains).

    catsim as its documentation shows it: maximum information, maximum likelihood (with Dodd's rule
    until both a right and a wrong answer exist), error 1/√information. None where it is not installed.
    """
    try:
        from catsim.estimation import NumericalSearchEstimator
        from catsim.item_bank import ItemBank
        from catsim.selection import MaxInfoSelector
    except ImportError:
        return None
    tools = (ItemBank, NumericalSearchEstimator(), MaxInfoSelector())
    right = people.answers(bank) == RIGHT
    domains = range(len(bank.items.tree.domains))
    with redirect_stdout(StringIO()):  # it prints empty lines
        return _everyone(bank, right, domains, length, tools)


def _everyone(
    bank: Bank, right: NDArray[np.bool_], domains: range, length: int, tools: tuple[Any, Any, Any]
) -> Floats:
    return np.stack(
        [
            np.stack(
                [_one_test(bank, answers, domain, length, tools) for domain in domains], axis=1
            )
            for answers in right
        ]
    )


def _one_test(
    bank: Bank, answers: NDArray[np.bool_], domain: int, length: int, tools: tuple[Any, Any, Any]
) -> Floats:
    """Errors of one person on one domain, shape ``(length,)``."""
    make, estimator, selector = tools
    rows = np.flatnonzero(bank.items.domain == domain)
    a, b, c = (column[rows] for column in (bank.items.a, bank.items.b, bank.items.c))
    items = make(np.column_stack((a, b, c, np.ones(rows.size))))
    theta = 0.0
    asked: list[int] = []
    errors: list[float] = []
    for _ in range(min(length, rows.size)):
        asked.append(
            int(selector.select(item_bank=items, administered_items=asked, est_theta=theta))
        )
        theta = estimator.estimate(
            item_bank=items,
            administered_items=asked,
            response_vector=[bool(x) for x in answers[rows[asked]]],
            est_theta=theta,
        )
        told = information(theta, a[asked], b[asked], c[asked]).sum()
        errors.append(1 / np.sqrt(max(told, 1e-9)))
    # A domain with fewer items keeps its last error.
    return np.pad(np.array(errors), (0, length - len(errors)), mode="edge")
