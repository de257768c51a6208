"""A place as a page shows it, and the form that searches for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from webapp.exercises.contract import FieldError
from webapp.places import communes, searching
from webapp.places.communes import Spot
from webapp.places.models import Feature, Place
from webapp.places.searching import ZONES_KM, NearPlace, PlacesFound, Wish
from webapp.places.web import words
from webapp.web.transaction import db


@dataclass(frozen=True)
class PlaceView:
    """Everything a person reads of a place."""

    id: str
    name: str
    address: str
    town: str
    distance: str
    phone: str
    phone_link: str
    email: str
    website: str
    access_link: str
    hours: Sequence[str]
    hours_as_written: str
    said: Sequence[str]
    about: str
    listed_by: str
    updated_at: datetime
    seen_at: datetime
    retired_at: datetime | None
    url: str


def place_view(near: NearPlace) -> PlaceView:
    """In words; nothing is said that the directory does not."""
    place = near.place
    read = words.hours(place.hours)
    return PlaceView(
        id=str(place.id),
        name=place.name,
        address=place.address,
        town=f"{place.postcode} {place.commune}",
        distance=words.distance(near.km),
        phone=words.phone(place.phone),
        phone_link=f"tel:{place.phone}",
        email=place.email,
        website=place.website,
        access_link=place.access_link,
        hours=read,
        hours_as_written="" if read else place.hours,
        said=words.said_by(place),
        about=place.about,
        listed_by=f"{place.directory} ({place.source})" if place.source else place.directory,
        updated_at=words.midnight(place.updated_on),
        seen_at=place.seen_at,
        retired_at=place.retired_at,
        url=url_for("places.show", place_id=place.id),
    )


def plain_view(place: Place) -> PlaceView:
    """A place that was not searched for: no distance."""
    return place_view(NearPlace(place, None))


@dataclass(frozen=True)
class FilterBox:
    """One box to tick."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class SearchForm:
    """What was typed and ticked, ready to be shown again and sent on."""

    typed: str
    wish: Wish

    @property
    def groups(self) -> Sequence[tuple[str, Sequence[FilterBox]]]:
        """The filters, in the order these people need them."""
        said = words.feature_words()
        return [
            (legend, [self._choice(said, feature) for feature in features])
            for legend, features in (
                (_("Comment"), HOW),
                (_("Accueil adapté"), WELCOME),
                (_("Pour qui"), FOR_WHOM),
            )
        ]

    def _choice(self, said: Mapping[Feature, str], feature: Feature) -> FilterBox:
        return FilterBox(value_of(feature), said[feature], feature in self.wish.features)

    @property
    def hidden(self) -> Sequence[tuple[str, str]]:
        """The fields of the same search, for the buttons of the next page."""
        features = [
            ("avec", value_of(feature)) for feature in FILTERS if feature in self.wish.features
        ]
        return [("lieu", self.typed), ("rayon", str(self.wish.km)), *features]

    @property
    def zones(self) -> Sequence[FilterBox]:
        """How far."""
        far = [(0, _("Au plus près"))]
        far += [(km, _("À moins de %(km)s kilomètres", km=km)) for km in ZONES_KM]
        return [FilterBox(str(km), said, km == self.wish.km) for km, said in far]


HOW = (Feature.FREE, Feature.HELPED, Feature.WORKSHOPS, Feature.ALONE, Feature.WALK_IN)
WELCOME = (
    Feature.MOTOR_DISABILITY,
    Feature.DEAFNESS,
    Feature.POOR_SIGHT,
    Feature.LITERACY,
    Feature.LANGUAGES,
)
FOR_WHOM = (Feature.YOUNG, Feature.OLDER, Feature.FAMILIES, Feature.WOMEN)
FILTERS = (*HOW, *WELCOME, *FOR_WHOM)


def value_of(feature: Feature) -> str:
    """Its name in a form."""
    return (feature.name or "").lower()


def read_form(fields: MultiDict[str, str]) -> SearchForm:
    """From what was posted; what is unknown is left out."""
    ticked = set(fields.getlist("avec"))
    features = Feature(0)
    for feature in FILTERS:
        features |= feature if value_of(feature) in ticked else Feature(0)
    km = fields.get("rayon", default=0, type=int)
    page = fields.get("page", default=1, type=int)
    return SearchForm(fields.get("lieu", "").strip()[:80], Wish(features, km, page))


@dataclass(frozen=True)
class ResultsView:
    """A page of places, and what its distances mean."""

    heading: str
    counted: str
    measured: str
    places: Sequence[PlaceView]
    page: int
    pages: int


def results_view(spot: Spot, found: PlacesFound) -> ResultsView:
    """In words."""
    here = spot.name or spot.postcodes[0]
    return ResultsView(
        heading=_("Lieux près de %(here)s", here=here),
        counted=_counted(found, here),
        measured=_measured(spot) if found.km else "",
        places=[place_view(near) for near in found.shown],
        page=found.page,
        pages=found.pages,
    )


def _counted(found: PlacesFound, here: str) -> str:
    if not found.total:
        return ""
    if found.km:
        return ngettext(
            "%(num)d lieu à moins de %(km)s kilomètres.",
            "%(num)d lieux à moins de %(km)s kilomètres.",
            found.total,
            km=found.km,
        )
    if found.around:
        return _(
            "Nous ne connaissons aucun lieu à %(here)s. Voici ceux des codes postaux en %(start)s.",
            here=here,
            start=found.around,
        )
    return ngettext("%(num)d lieu.", "%(num)d lieux.", found.total)


def _measured(spot: Spot) -> str:
    if spot.official:
        return _("La distance part du centre de la commune, à vol d’oiseau.")
    return _("La distance part du milieu des lieux connus ici, à vol d’oiseau.")


@dataclass(frozen=True)
class Lookup:
    """What a search leads to: the places of one commune, communes to choose from, or what is wrong."""

    spots: Sequence[Spot] = ()
    results: ResultsView | None = None
    errors: tuple[FieldError, ...] = ()


def look_up(form: SearchForm) -> Lookup:
    """One commune: its places. Several: which one? None: what is close to it."""
    spots = communes.find(db(), form.typed)
    if len(spots) == 1:
        return Lookup(results=results_view(spots[0], searching.search(db(), spots[0], form.wish)))
    if spots:
        return Lookup(spots)
    message = _("Écrivez une commune ou un code postal.")
    if form.typed:
        message = _("Nous ne trouvons pas cette commune. Essayez avec le code postal.")
    return Lookup(communes.alike(db(), form.typed), errors=(FieldError("lieu", message),))
