"""To whom a result speaks: to the person, or of the person to their adviser. The facts are the same."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.content.schema.framework import BandInfo, Bands


@dataclass(frozen=True)
class Voice:
    """The sentences that name somebody; ``%(low)s`` and the like are filled by the page."""

    about: bool
    one: str
    rather: str
    between: str
    unsure: str
    shown: str
    where: str
    did: str
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

    def answered(self, count: int) -> str:
        """How much was done."""
        if self.about:
            return ngettext("Cette personne a fait %(num)d exercice.",
                            "Cette personne a fait %(num)d exercices.", count)  # fmt: skip
        return ngettext("Vous avez fait %(num)d exercice.", "Vous avez fait %(num)d exercices.",
                        count)  # fmt: skip


def to_the_person() -> Voice:
    """« Vous »."""
    return Voice(
        about=False,
        one=_("Vous êtes ici : %(band)s."),
        rather=_("Vous êtes entre %(low)s et %(high)s, plutôt %(rather)s."),
        between=_("Vous êtes entre %(low)s et %(high)s."),
        unsure=_("Nous ne savons pas encore bien. Quelques questions de plus nous aideraient."),
        shown=_("Vous avez montré que vous savez"),
        where=_("Où vous en êtes"),
        did=_("Vous l’avez fait"),
        did_helped=_("Vous l’avez fait avec de l’aide"),
        help=_("Une personne peut vous aider"),
        corrected=_("Nous avons relu une question de ce test. Votre résultat est à jour."),
        before=_("Ce résultat tient compte de vos tests d’avant."),
    )


def about_the_person() -> Voice:
    """« Cette personne »."""
    return Voice(
        about=True,
        one=_("Cette personne est ici : %(band)s."),
        rather=_("Cette personne est entre %(low)s et %(high)s, plutôt %(rather)s."),
        between=_("Cette personne est entre %(low)s et %(high)s."),
        unsure=_("Nous ne savons pas encore bien. Quelques questions de plus nous aideraient."),
        shown=_("Cette personne a montré qu’elle sait"),
        where=_("Où en est cette personne"),
        did=_("Cette personne l’a fait"),
        did_helped=_("Cette personne l’a fait avec de l’aide"),
        help=_("Quelqu’un peut aider cette personne"),
        corrected=_("Nous avons relu une question de ce test. Son résultat est à jour."),
        before=_("Ce résultat tient compte de ses tests d’avant."),
    )
