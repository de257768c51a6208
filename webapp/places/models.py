"""The directory of places, the communes they are searched by, and those an organisation puts first.

No row of the directory says anything of a person: it is what public files say of public places.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import IntFlag
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlmodel import Field

from webapp.database import CompactUuid, Table, UtcDateTime

KEY_LENGTH = 120
# One order on both databases, whatever the locale PostgreSQL was installed with.
KEY = String(KEY_LENGTH).with_variant(String(KEY_LENGTH, collation="C"), "postgresql")


class Feature(IntFlag):
    """What a place says of itself. A bit that is not set says nothing: the place may all the same."""

    FREE = 1
    HELPED = 2
    WORKSHOPS = 4
    ALONE = 8
    WALK_IN = 16
    APPOINTMENT = 32
    MOTOR_DISABILITY = 64
    DEAFNESS = 128
    POOR_SIGHT = 256
    MENTAL_DISABILITY = 512
    LITERACY = 1024
    LANGUAGES = 2048
    YOUNG = 4096
    OLDER = 8192
    FAMILIES = 16384
    WOMEN = 32768
    EXILES = 65536
    FRANCE_SERVICES = 131072


class Directory(Table, table=True):
    """One public list of places, as it was last imported."""

    name: str = Field(primary_key=True, max_length=80)
    imported_at: datetime = Field(sa_type=UtcDateTime)


class Place(Table, table=True):
    """One place. ``shown`` is false for one that left its list, or that another list says more recently.

    ``cell`` is its square of the grid (``nearness``); ``twin_key`` is shared by rows about the same door.
    """

    __table_args__ = (
        Index("ix_place_cell", "cell"),
        Index("ix_place_postcode", "postcode", "name"),
        Index("ix_place_directory", "directory", "seen_at"),
        Index("ix_place_twin", "twin_key"),
    )

    id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    directory: str = Field(max_length=80)
    name: str = Field(max_length=200)
    address: str = Field(max_length=300)
    postcode: str = Field(max_length=5)
    commune: str = Field(max_length=80)
    commune_key: str = Field(sa_type=KEY)
    latitude: float | None = None
    longitude: float | None = None
    cell: int | None = None
    phone: str = Field(max_length=30)
    email: str = Field(max_length=254)
    website: str = Field(max_length=300)
    access_link: str = Field(max_length=300)
    hours: str = Field(max_length=500)
    about: str = Field(sa_type=Text)
    features: int
    twin_key: str = Field(max_length=KEY_LENGTH * 2 + 10)
    source: str = Field(max_length=80)
    updated_on: date
    seen_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    shown: bool


class Commune(Table, table=True):
    """A commune under one of its postcodes, and a point to measure from.

    ``official`` when a public list of communes gave it; else its point is the middle of its places.
    """

    __table_args__ = (Index("ix_commune_key", "key"),)

    postcode: str = Field(primary_key=True, max_length=5)
    key: str = Field(primary_key=True, sa_type=KEY)
    name: str = Field(max_length=80)
    latitude: float | None = None
    longitude: float | None = None
    official: bool


class OwnPlace(Table, table=True):
    """A place that an organisation puts first for its people."""

    __tablename__ = "own_place"
    TENANT: ClassVar[bool] = True

    organisation_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    place_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    added_at: datetime = Field(sa_type=UtcDateTime)
