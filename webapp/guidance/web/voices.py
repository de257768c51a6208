"""To whom a result speaks: to the person, or of the person to their adviser. The facts are the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import escape

from webapp.assessment.web.ending_page import exercises_done
from webapp.content.schema.framework import BandInfo, Bands
from webapp.psychometrics import Kind, Statement


@dataclass(frozen=True)
class Voice:
    """The sentences that name somebody; ``%(band)s`` and the like are filled here."""

    about: bool
    one: str
    unsure: str
    shown: str
    did: str
    did_sometimes: str
    did_helped: str
    help: str
    corrected: str
    before: str

    def band(self, band: BandInfo) -> str:
        """What is said of a band."""
        return band.about if self.about else band.result

    def message(self, bands: Bands, name: str) -> str:
        """A sentence of the result page."""
        return bands.messages[f"about_{name}" if self.about else name]

    def heading(self, said: Statement, names: Sequence[str]) -> str:
        """The one step to stand on, without a full stop; or that it is not known."""
        if said.kind is Kind.UNSURE:
            return self.unsure
        return escape(self.one) % {"step": said.band + 1, "band": names[said.band]}

    def maybe(self, said: Statement, names: Sequence[str]) -> str:
        """The other step that is possible, if there is one: never two at once."""
        if said.maybe is None:
            return ""
        sentence = (
            _("Peut-être déjà %(band)s.")
            if said.maybe > said.band
            else _("Peut-être encore %(band)s.")
        )
        return escape(sentence) % {"band": names[said.maybe]}

    def words(self, said: Statement, names: Sequence[str]) -> str:
        """The same in a list: the name of the step, and of the possible one."""
        if said.kind is Kind.UNSURE:
            return self.unsure
        if said.maybe is None:
            return names[said.band]
        both = (
            _("%(band)s, peut-être déjà %(other)s")
            if said.maybe > said.band
            else _("%(band)s, peut-être encore %(other)s")
        )
        return escape(both) % {"band": names[said.band], "other": names[said.maybe]}

    def answered(self, count: int) -> str:
        """How much was done."""
        if self.about:
            return ngettext(
                "Cette personne a fait %(num)d exercice.",
                "Cette personne a fait %(num)d exercices.",
                count,
            )
        return exercises_done(count)


def to_the_person() -> Voice:
    """« Vous »."""
    return Voice(
        about=False,
        one=_("Vous en êtes à la marche %(step)s : %(band)s"),
        unsure=_("Nous ne savons pas encore bien."),
        shown=_("Vous savez déjà"),
        did=_("Vous l’avez fait"),
        did_sometimes=_("Vous y arrivez parfois"),
        did_helped=_("Vous l’avez fait avec de l’aide"),
        help=_("Une personne peut vous aider"),
        corrected=_("Nous avons relu une question de ce test. Votre résultat est à jour."),
        before=_("Ce résultat tient compte de vos tests d’avant."),
    )


def about_the_person() -> Voice:
    """« Cette personne »."""
    return Voice(
        about=True,
        one=_("Cette personne en est à la marche %(step)s : %(band)s"),
        unsure=_("Nous ne savons pas encore bien."),
        shown=_("Cette personne sait déjà"),
        did=_("Cette personne l’a fait"),
        did_sometimes=_("Cette personne y arrive parfois"),
        did_helped=_("Cette personne l’a fait avec de l’aide"),
        help=_("Quelqu’un peut aider cette personne"),
        corrected=_("Nous avons relu une question de ce test. Son résultat est à jour."),
        before=_("Ce résultat tient compte de ses tests d’avant."),
    )
