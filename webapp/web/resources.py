"""Where a view finds what the application was assembled from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from webapp.config import Settings
from webapp.content import Catalogue
from webapp.database import Database
from webapp.web.assets import Assets

KEY = "marchepied"


@dataclass(frozen=True)
class Resources:
    """Everything that is made once per process."""

    settings: Settings
    database: Database
    catalogue: Catalogue
    assets: Assets


def install(app: Flask, made: Resources) -> None:
    """Give the application its resources. Only ``create_app`` does this."""
    app.extensions[KEY] = made


def resources() -> Resources:
    """The resources of the current application."""
    return cast(Resources, current_app.extensions[KEY])
