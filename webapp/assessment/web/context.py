"""What an exercise belongs to when it is not a test: heard before its title."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from webapp.assessment.sitting.reading import REVIEW, TEST, TRAINING, SittingView

LESSON = Markup('{} – <a href="{}">{}</a>')


def context_line(run: SittingView) -> str | None:
    """The line above the title; an exercise of a lesson leads to the parts of the lesson."""
    if run.purpose == TEST:
        return None
    if run.purpose == TRAINING:
        address = url_for("training.module", module_id=run.rules)
        return LESSON.format(_("Exercice de la leçon"), address, _("Les parties de la leçon"))
    return _("Exercice à revoir") if run.purpose == REVIEW else _("Exercice pour vous entraîner")
