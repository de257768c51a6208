"""What the page after an answer proposes besides going on: a pause, or an end."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import ngettext

from webapp.assessment.measuring import mercy
from webapp.assessment.sitting.reading import SittingView
from webapp.web.resources import resources


@dataclass(frozen=True)
class EndingView:
    """An end proposed kindly. ``together`` when the last answer was given by two."""

    done: str
    together: bool
    stop_url: str
    together_url: str


def ending(run: SittingView) -> EndingView | None:
    """After a long run without a success: to stop here, or to do one more together."""
    if not mercy.proposes_to_stop(resources().catalogue.rules.assessment.mercy, run):
        return None
    return EndingView(
        exercises_done(len(run.answered)),
        run.with_help,
        url_for("assessment.stop", sitting_id=run.sitting_id),
        url_for("helping.chosen", sitting_id=run.sitting_id),
    )


def pause_line(run: SittingView) -> str | None:
    """After a while, what was done; not « half », since nobody knows how long an adaptive test is."""
    at = resources().catalogue.rules.assessment.length.pause_at
    return exercises_done(at) if len(run.answered) == at else None


def exercises_done(count: int) -> str:
    """How much was done, to the person."""
    return ngettext("Vous avez fait %(num)d exercice.", "Vous avez fait %(num)d exercices.", count)
