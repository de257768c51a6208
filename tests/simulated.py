"""Whole results of invented people, of every parcours, at every level, alone or helped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import numpy as np

from webapp.assessment.measuring import model
from webapp.assessment.measuring.results import Result, of_run
from webapp.assessment.sitting import reading
from webapp.assessment.sitting.reading import AskedQuestion, RecordedAnswer, SittingView
from webapp.content import Catalogue

AT = datetime(2026, 11, 28, 9, tzinfo=UTC)
ENDS = ("precise", "length", "person")


def a_result(catalogue: Catalogue, seed: int) -> Result:
    """The result of one invented person."""
    luck = np.random.default_rng([seed, 42])
    ready = [parcours for parcours in catalogue.parcours.values() if parcours.available]
    parcours = ready[seed % len(ready)]
    names = sorted(model.plan_of(catalogue, parcours).eligible)
    count = int(luck.integers(0, min(len(names), parcours.entry.longest) + 1))
    chosen = [names[n] for n in luck.permutation(len(names))[:count]]
    ability, honest = luck.normal(-0.5, 1.5), luck.random()
    helped = luck.random() < 0.3
    asked = tuple(
        _asked(catalogue, name, n, _recorded(catalogue, name, ability, honest, helped, luck))
        for n, name in enumerate(chosen, 1)
    )
    end = ENDS[seed // len(ready) % len(ENDS)] if count else "person"
    return of_run(
        catalogue,
        SittingView(
            UUID(int=1), UUID(int=2), reading.TEST, parcours.id, "public", AT, AT, end, asked=asked
        ),
    )


def answered(catalogue: Catalogue, parcours_id: str, given: Mapping[str, bool]) -> Result:
    """The result of somebody who answered these exercises, right or wrong, alone."""
    asked = tuple(
        _asked(
            catalogue,
            name,
            n,
            RecordedAnswer(
                reading.ANSWERED,
                {},
                float(right),
                right,
                (),
                (),
                hint=False,
                help=reading.ALONE,
                recorded_at=AT,
            ),
        )
        for n, (name, right) in enumerate(given.items(), 1)
    )
    run = SittingView(
        UUID(int=1), UUID(int=2), reading.TEST, parcours_id, "public", AT, AT, "length", asked=asked
    )
    return of_run(catalogue, run)


def _asked(
    catalogue: Catalogue, name: str, position: int, recorded: RecordedAnswer
) -> AskedQuestion:
    item = catalogue.items[name]
    return AskedQuestion(
        UUID(int=position), position, name, item.version, item.hash, "", "test", answer=recorded
    )


def _recorded(
    catalogue: Catalogue,
    name: str,
    ability: float,
    honest: float,
    helped: bool,
    luck: np.random.Generator,
) -> RecordedAnswer:
    meta = catalogue.items[name].meta
    right = bool(luck.random() < 1 / (1 + np.exp(-meta.a * (ability - meta.b))))
    unknown = not right and luck.random() < honest
    way = luck.choice(reading.HELP) if helped and luck.random() < 0.5 else reading.ALONE
    outcome = reading.DONT_KNOW if unknown else reading.ANSWERED
    return RecordedAnswer(
        outcome, {}, float(right), right, (), (), hint=False, help=str(way), recorded_at=AT
    )
