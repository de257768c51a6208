"""The aids of an exercise: its hint, why it is asked, why it cannot be done here.

Each is a page of its own, and the same part opened under the exercise where htmx is.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from webapp.assessment.measuring import engine
from webapp.assessment.sitting.opening import Opened
from webapp.assessment.sitting.reading import SittingView
from webapp.assessment.web.exercise_page import Choice, question_page
from webapp.content.typography import french
from webapp.web.questions import FormOnly, QuestionView
from webapp.web.resources import resources


@dataclass(frozen=True)
class HintPage:
    """The hint alone, for the part of the page it opens in."""

    q: QuestionView
    hint: str | None


@dataclass(frozen=True)
class WhyPage:
    """Why this question: a sentence, and the way back."""

    title: str
    sentence: str
    back_url: str
    professionals_url: str
    part: str = "assessment/_why.html"


@dataclass(frozen=True)
class CannotPage:
    """Why the exercise cannot be done here."""

    title: str
    q: FormOnly
    reasons: tuple[Choice, ...]
    action_url: str
    back_url: str
    part: str = "assessment/_cannot.html"


def hint_page(opened: Opened) -> HintPage:
    """The hint of this exercise."""
    page = question_page(opened)
    return HintPage(page.q, page.q.text.help)


def why_page(run: SittingView, question_id: UUID, met_before: frozenset[str]) -> WhyPage:
    """The engine's reason, in words."""
    catalogue = resources().catalogue
    asked = run.question(question_id)
    item = catalogue.items.get(asked.item_id)
    domain = french(catalogue.framework.domain(item.domain).label) if item else ""
    sentences = {
        "first": _("C’est la première question. Elle est plutôt facile, pour commencer."),
        "new_domain": _("Nous n’avons pas encore parlé de ce thème : %(domain)s.", domain=domain),
        "least_known": _(
            "Nous connaissons encore mal ce thème chez vous : %(domain)s.", domain=domain
        ),
        "most_comfortable": _("C’est la question qui devrait être la plus facile pour vous."),
        "training": _("Cette question est là pour vous entraîner."),
        "surest": _("Les dernières n’ont pas marché. Celle-ci est la plus sûre pour vous."),
    }
    return WhyPage(
        title=_("Pourquoi cette question ?"),
        sentence=sentences.get(
            engine.why(catalogue, run, question_id, met_before=met_before),
            _("Elle nous aide à savoir ce que vous savez faire."),
        ),
        back_url=url_for("assessment.question", question_id=question_id),
        professionals_url=url_for("pages.measuring"),
    )


def cannot_page(opened: Opened) -> CannotPage:
    """Four reasons in words; the first is the commonest."""
    here = opened.asked.id
    return CannotPage(
        title=_("Vous ne pouvez pas faire cet exercice ici"),
        q=FormOnly(form={"reason": ["device"]}),
        reasons=(
            Choice("device", _("Mon appareil ne le permet pas.")),
            Choice("see_hear", _("Je ne peux pas voir, entendre ou toucher ce qu’il faut.")),
            Choice("understand", _("Je ne comprends pas la question.")),
            Choice("other", _("Une autre raison.")),
        ),
        action_url=url_for("assessment.do", question_id=here),
        back_url=url_for("assessment.question", question_id=here),
    )
