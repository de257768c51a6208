"""A level in words, and the same as four steps: the foot on one, another hatched when possible."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.guidance.web.voices import Voice
from webapp.psychometrics import Kind, Statement
from webapp.web.locale import french_words


@dataclass(frozen=True)
class Zone:
    """Where somebody stands. ``heading`` names the step, ``maybe`` the other possible one.

    ``words`` is the short form of a list. ``steps`` has « foot », « maybe » or nothing for each.
    """

    heading: str
    maybe: str
    words: str
    steps: tuple[str, ...]
    known: bool

    @property
    def sentence(self) -> str:
        """The whole, to be read alone."""
        if not self.known:
            return self.heading
        here = self.heading + "."
        return here + " " + self.maybe if self.maybe else here


def drawn(alone: Zone, helped: Zone | None) -> Zone:
    """The one whose steps are drawn: what is done alone, unless only what is done with help is known."""
    return alone if alone.known or helped is None else helped


def zone(catalogue: Catalogue, said: Statement, voice: Voice) -> Zone:
    """The words of a statement and its drawing: never two steps that look reached."""
    names = [french_words(french(band.name)) for band in catalogue.bands.bands]
    known = said.kind is not Kind.UNSURE
    drawn = {said.band: "foot", said.maybe: "maybe"} if known else {}
    return Zone(
        heading=voice.heading(said, names),
        maybe=voice.maybe(said, names),
        words=voice.words(said, names),
        steps=tuple(drawn.get(step, "") for step in range(len(names))),
        known=known,
    )
