"""What the directory says, in plain words and in the language of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.places import opening
from webapp.places.models import Feature, Place
from webapp.places.opening import OpenDays
from webapp.web.locale import FRENCH, page_language

FRENCH_NUMBER = "+33"
A_PAIR = 2


def feature_words() -> Mapping[Feature, str]:
    """Each thing a place says of itself, as it is read on a page and in the filters."""
    return {
        Feature.FRANCE_SERVICES: _("Lieu France services"),
        Feature.FREE: _("Gratuit"),
        Feature.HELPED: _("Une personne vous accompagne"),
        Feature.WORKSHOPS: _("Ateliers en groupe"),
        Feature.ALONE: _("Vous faites par vous-même, sur place"),
        Feature.WALK_IN: _("Sans rendez-vous"),
        Feature.APPOINTMENT: _("Sur rendez-vous"),
        Feature.MOTOR_DISABILITY: _("Accueil du handicap moteur"),
        Feature.DEAFNESS: _("Accueil des personnes sourdes"),
        Feature.POOR_SIGHT: _("Accueil des personnes qui voient mal"),
        Feature.MENTAL_DISABILITY: _("Accueil du handicap mental"),
        Feature.LITERACY: _("Aide si lire est difficile"),
        Feature.LANGUAGES: _("D’autres langues que le français"),
        Feature.YOUNG: _("Pour les jeunes"),
        Feature.OLDER: _("Pour les personnes âgées"),
        Feature.FAMILIES: _("Pour les familles"),
        Feature.WOMEN: _("Pour les femmes"),
        Feature.EXILES: _("Pour les personnes exilées"),
    }


def said_by(place: Place) -> Sequence[str]:
    """What this place says of itself."""
    return [words for feature, words in feature_words().items() if place.features & feature]


def phone(number: str) -> str:
    """« 01 99 00 10 10 »: as French people read a number."""
    local = "0" + number.removeprefix(FRENCH_NUMBER) if number.startswith(FRENCH_NUMBER) else number
    if not (local.startswith("0") and len(local) % A_PAIR == 0):
        return local
    pairs = (local[at : at + A_PAIR] for at in range(0, len(local), A_PAIR))
    return "\N{NO-BREAK SPACE}".join(pairs)


def distance(km: float | None) -> str:
    """Never finer than what is measured: a kilometre."""
    if km is None:
        return ""
    if km < 1:
        return _("à moins d’un kilomètre")
    return ngettext("à environ %(num)d kilomètre", "à environ %(num)d kilomètres", round(km))


def hours(text: str) -> Sequence[str]:
    """A line for days that have the same hours; none when the text is not certain."""
    return [f"{_days(one)} {_times(one)}" for one in opening.read(text) or ()]


def _days(one: OpenDays) -> str:
    names = get_day_names("wide", locale=page_language())
    if one.first == one.last:
        return _("Le %(day)s :", day=names[one.first])
    return _("Du %(first)s au %(last)s :", first=names[one.first], last=names[one.last])


def _times(one: OpenDays) -> str:
    spans = [
        _("de %(start)s à %(end)s", start=clock(start), end=clock(end)) for start, end in one.times
    ]
    return _(" et ").join(spans)


def clock(written: str) -> str:
    """« 8 h 30 » in French, « 08:30 » elsewhere."""
    if page_language() != FRENCH:
        return written
    hour, minute = written.split(":")
    nbsp = "\N{NO-BREAK SPACE}"
    return f"{int(hour)}{nbsp}h" + (f"{nbsp}{minute}" if minute != "00" else "")


def midnight(day: dt.date) -> dt.datetime:
    """A date as the filters of templates take it."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC)
