"""What a row of a public file says of a place, in the two formats of the field.

« Schéma des lieux de médiation numérique » 1.0 and data.inclusion 1.0 (a structure or a service). Their
names of fields hardly differ; lists are read wherever they are written (``a|b``, ``["a", "b"]``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.accounts import names
from webapp.mailing import sendable
from webapp.places import place_names
from webapp.places.models import Feature

POSTCODE = re.compile(r"\d{5}")
PHONE = re.compile(r"\+?\d{3,15}")
LOST_ZERO = 4
"""Signs of « 01000 » once a spreadsheet has taken it for a number."""

FIRST_YEAR = 2000
LONGEST_TEXT, LONGEST_HOURS = 1000, 500
MAINLAND = ((41.0, 51.6), (-5.6, 9.8))
"""Latitudes and longitudes of metropolitan France, Corsica included."""

OVERSEAS = ("97", "98")
ABOUT_DIGITAL = ("numerique--", "lecture-ecriture-calcul--")
DIGITAL_NETWORKS = (
    "france-service",
    "conseillers-numeriques",
    "espaces-publics-numeriques",
    "aidants-connect",
)


class Unreadable(ValueError):
    """Something that has to be mended in the file. The message says what, in French."""


class NotForPeople(ValueError):
    """A row that is right, about something nobody can walk into for digital help."""


@dataclass(frozen=True)
class Record:
    """One row, ready to be kept."""

    key: str
    values: Mapping[str, Any]


SAID: tuple[tuple[tuple[str, ...], str, Feature], ...] = (
    (("modalites_accompagnement",), "individuel", Feature.HELPED),
    (("type",), "accompagnement", Feature.HELPED),
    (("modalites_accompagnement", "type"), "atelier", Feature.WORKSHOPS),
    (("type",), "formation", Feature.WORKSHOPS),
    (("modalites_accompagnement",), "autonomie", Feature.ALONE),
    (("modalites_acces",), "sepresenter", Feature.WALK_IN),
    (("modes_mobilisation",), "sepresenter", Feature.WALK_IN),
    (("modalites_acces",), "rdv", Feature.APPOINTMENT),
    (("prise_rdv",), "http", Feature.APPOINTMENT),
    (("prise_en_charge_specifique",), "moteur", Feature.MOTOR_DISABILITY),
    (("prise_en_charge_specifique",), "surdite", Feature.DEAFNESS),
    (("prise_en_charge_specifique",), "visuel", Feature.POOR_SIGHT),
    (("prise_en_charge_specifique",), "menta", Feature.MENTAL_DISABILITY),
    (("prise_en_charge_specifique",), "illettrisme", Feature.LITERACY),
    (("thematiques",), "lectureecriturecalcul", Feature.LITERACY),
    (("prise_en_charge_specifique",), "langues", Feature.LANGUAGES),
    (("publics_specifiquement_adresses", "publics"), "jeunes", Feature.YOUNG),
    (("publics_specifiquement_adresses", "publics"), "seniors", Feature.OLDER),
    (("publics_specifiquement_adresses", "publics"), "familles", Feature.FAMILIES),
    (("publics_specifiquement_adresses", "publics"), "femmes", Feature.WOMEN),
    (("publics",), "exilees", Feature.EXILES),
    (
        ("dispositif_programmes_nationaux", "reseaux_porteurs"),
        "franceservice",
        Feature.FRANCE_SERVICES,
    ),
)
"""Fields, the word in them (letters only, no accent), what it says of the place."""

TOLD_BY = {name for fields, _word, _feature in SAID for name in fields} | {
    "frais_a_charge",
    "frais",
}


def read(row: Mapping[str, Any]) -> Record:
    """Raises ``Unreadable`` or ``NotForPeople``."""
    _keep_to_subject(row)
    _required(row, "id", 180)
    postcode = _postcode(row)
    commune = _required(row, "commune", 80)
    commune = commune.title() if commune.isupper() else commune
    latitude, longitude = position(row, postcode)
    values = {
        "name": _required(row, "nom", 200),
        "address": _address(row),
        "postcode": postcode,
        "commune": commune,
        "commune_key": place_names.key(commune),
        "latitude": latitude,
        "longitude": longitude,
        **_contacts(row),
        "hours": _hours(row),
        "about": _about(row),
        "features": int(features(row)),
        "source": plain_text(row, "source", 80),
        "updated_on": _updated_on(row),
    }
    return Record(key(row), values)


def key(row: Mapping[str, Any]) -> str:
    """What names a place in its list, whether the rest of the row is understood or not."""
    return f"{plain_text(row, 'source', 80)}:{plain_text(row, 'id', 180)}"


def _keep_to_subject(row: Mapping[str, Any]) -> None:
    networks, themes = (str(row.get(name) or "") for name in ("reseaux_porteurs", "thematiques"))
    if "structure_id" in row and not any(theme in themes for theme in ABOUT_DIGITAL):
        raise NotForPeople("un autre sujet que le numérique ou la lecture")
    if "reseaux_porteurs" in row and not any(name in networks for name in DIGITAL_NETWORKS):
        raise NotForPeople("une structure hors des réseaux d’aide numérique")
    if "naccueillepasdepublic" in _letters(row, "modalites_acces"):
        raise NotForPeople("un lieu qui ne reçoit pas de public")
    if _letters(row, "mobilisable_par") == "professionnels":
        raise NotForPeople("un service réservé aux professionnels")
    if _letters(row, "modes_accueil") == "adistance":
        raise NotForPeople("un service à distance seulement")


def _letters(row: Mapping[str, Any], name: str) -> str:
    """The words of a field, without accent, case, space or sign."""
    parts = re.split(r"[|;,]", str(row.get(name) or "")[:LONGEST_TEXT])
    return "".join(names.key(part) for part in parts)


def plain_text(row: Mapping[str, Any], name: str, longest: int) -> str:
    """Tidy, and such as a database takes: no NUL, no half of a character."""
    text = str(row.get(name) or "").replace("\0", "").encode("utf-8", "ignore").decode()
    return names.tidy(text)[:longest]


def _required(row: Mapping[str, Any], name: str, longest: int) -> str:
    text = plain_text(row, name, longest)
    if not text:
        raise Unreadable(f"« {name} » est vide")
    return text


def _postcode(row: Mapping[str, Any]) -> str:
    written = plain_text(row, "code_postal", 10)
    postcode = "0" + written if len(written) == LOST_ZERO else written
    if not POSTCODE.fullmatch(postcode):
        raise Unreadable("« code_postal » n’a pas cinq chiffres")
    return postcode


def _updated_on(row: Mapping[str, Any]) -> date:
    try:
        updated = date.fromisoformat(plain_text(row, "date_maj", 10))
    except ValueError:
        raise Unreadable("« date_maj » n’est pas une date (2026-11-28)") from None
    if updated.year < FIRST_YEAR:
        raise Unreadable("« date_maj » est trop ancienne")
    return updated


def position(row: Mapping[str, Any], postcode: str) -> tuple[float | None, float | None]:
    """Latitude and longitude, or nothing: a point in the sea is worse than none."""
    try:
        latitude, longitude = (_degrees(row[name]) for name in ("latitude", "longitude"))
    except (KeyError, TypeError, ValueError):
        return None, None
    (south, north), (west, east) = MAINLAND
    on_mainland = south <= latitude <= north and west <= longitude <= east
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    if on_mainland == postcode.startswith(OVERSEAS) or not on_earth:
        return None, None
    return latitude, longitude


def _degrees(written: object) -> float:
    """« 46,5 » is what a French spreadsheet makes of 46.5."""
    return float(str(written).replace(",", "."))


def _address(row: Mapping[str, Any]) -> str:
    parts = (plain_text(row, name, 140) for name in ("adresse", "complement_adresse"))
    return ", ".join(filter(None, parts))


def _contacts(row: Mapping[str, Any]) -> dict[str, str]:
    mails = plain_text(row, "courriels", 600) or plain_text(row, "courriel", 254)
    access = plain_text(row, "fiche_acces_libre", 300) or plain_text(row, "accessibilite_lieu", 300)
    return {
        "phone": _phone(plain_text(row, "telephone", 60)),
        "email": _email(mails),
        "website": _web(plain_text(row, "site_web", 600)),
        "access_link": _web(access),
    }


def _hours(row: Mapping[str, Any]) -> str:
    """Hours that are cut end on « … »: they are then shown as they are, never interpreted."""
    text = plain_text(row, "horaires", LONGEST_TEXT) or plain_text(
        row, "horaires_accueil", LONGEST_TEXT
    )
    return text if len(text) <= LONGEST_HOURS else text[: LONGEST_HOURS - 1] + "…"


def _phone(text: str) -> str:
    number = re.sub(r"[\s().-]|\(0\)", "", re.split(r"[|;/,]", text)[0])
    return number if PHONE.fullmatch(number) else ""


def _email(text: str) -> str:
    """The first address that a mail can be written to; nothing else is ever made into a link."""
    written = (part.strip("[]'’\"") for part in re.split(r"[|;,\s]", text))
    return next(filter(sendable, written), "")


def _web(text: str) -> str:
    """The first address of the web; nothing else is ever made into a link."""
    found = re.search(r"https?://[^\s|;'\"\]<>]+", text)
    return found[0][:300] if found else ""


def _about(row: Mapping[str, Any]) -> str:
    for name in ("presentation_resume", "presentation_detail", "description"):
        if text := plain_text(row, name, LONGEST_TEXT):
            return text
    return ""


def features(row: Mapping[str, Any]) -> Feature:
    """What the row says, and nothing it does not. Free only when nothing in it can have a price."""
    said = {name: _letters(row, name) for name in TOLD_BY if row.get(name)}
    found = Feature(0)
    if "gratuit" in (said.get("frais_a_charge"), said.get("frais")):
        found |= Feature.FREE
    for fields, word, feature in SAID:
        if any(word in said.get(name, "") for name in fields):
            found |= feature
    return found
