"""The screening on paper: the same few questions for everyone, read by the same posterior.

An adviser hands the sheets out, then says here what came back; nothing is kept, nobody is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from webapp import psychometrics as psy
from webapp.assessment.measuring import model
from webapp.assessment.measuring.screening import FEWEST, verdict
from webapp.content import Catalogue, Presented
from webapp.content.schema.parcours import Parcours
from webapp.content.typography import french
from webapp.exercises.paper import plain_parts
from webapp.printing import sheets
from webapp.printing.drawings import photographs
from webapp.psychometrics.forms import fixed_form

RIGHT, WRONG, UNKNOWN = "juste", "autre", "nsp"
OUTCOMES: Mapping[str, psy.Outcome] = {
    RIGHT: psy.Outcome.RIGHT,
    WRONG: psy.Outcome.WRONG,
    UNKNOWN: psy.Outcome.DONT_KNOW,
}
HOW = (
    "Prenez le temps qu'il vous faut.",
    "Une question par page. Cochez, ou écrivez votre réponse.",
    "Vous ne savez pas ? Écrivez « ? ». Le résultat sera plus juste.",
    "Ce n'est pas une note. Cela dit quelle aide peut être utile.",
)


@dataclass(frozen=True)
class ScreeningReading:
    """What the answers say of « is this person under the cut? » (``assessment.measuring.screening``)."""

    answered: int
    verdict: str


def parcours_on_paper(catalogue: Catalogue) -> Parcours | None:
    """The screening that has a paper version."""
    return next((p for p in catalogue.parcours.values() if p.available and p.entry.form), None)


def questions(catalogue: Catalogue, parcours: Parcours) -> list[Presented]:
    """The questions of the form, the easiest first, always the same pages."""
    chosen = _chosen(catalogue, parcours.id)
    return [sheets.drawn(catalogue, catalogue.items[name]) for name in chosen]


@lru_cache(maxsize=1)
def _chosen(catalogue: Catalogue, parcours_id: str) -> tuple[str, ...]:
    """A catalogue never changes, and looking at every sheet costs half a second: chosen once."""
    parcours = catalogue.parcours[parcours_id]
    eligible = model.plan_of(catalogue, parcours).eligible
    printable = [name for name in eligible if name in sheets.on_paper(catalogue)]
    bank, cut = model.measurement_model(catalogue).bank, _cut(catalogue, parcours)
    length = parcours.entry.form or FEWEST
    return tuple(fixed_form(bank, cut, length=length, eligible=printable))


def _cut(catalogue: Catalogue, parcours: Parcours) -> float:
    """Where the question is asked. Raises ``ValueError`` for another kind of test."""
    screening = model.plan_of(catalogue, parcours).screening
    if screening is None:
        raise ValueError(f"{parcours.id} is no screening")
    return screening[0]


def form_data(catalogue: Catalogue, parcours: Parcours) -> dict[str, Any]:
    """The whole form as plain data, for the drawing of the PDF."""
    asked = [sheets.exercise_sheet(one) for one in questions(catalogue, parcours)]
    return {
        "title": french(parcours.title),
        "how": [french(line) for line in HOW],
        "questions": [plain_parts(sheet) for sheet in asked if sheet is not None],
        "photos": photographs(),
        "foot": f"Marchepied – {parcours.id}, version {parcours.version}",
    }


def read(
    catalogue: Catalogue, parcours: Parcours, given: Sequence[tuple[str, str]]
) -> ScreeningReading | None:
    """What the answers say: item id and one of ``OUTCOMES`` each; None with too few of them."""
    made = model.measurement_model(catalogue)
    evidence = [psy.Evidence(made.items[name], OUTCOMES[word]) for name, word in given]
    if len(evidence) < FEWEST:
        return None
    known = psy.posterior(made.tree, evidence, catalogue.rules.assessment.prior.default)
    return ScreeningReading(len(evidence), verdict(catalogue, known, _cut(catalogue, parcours)))
