"""The photographs of ``sim_photo`` as files: on paper they are drawn by the same template."""

from __future__ import annotations

from functools import cache
from typing import get_args

from jinja2 import Environment, FileSystemLoader

from webapp.exercises import FOLDER
from webapp.exercises.sim_photo.spec import Flaw

SVG, NAMED = "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '


@cache
def photographs() -> dict[str, str]:
    """Each drawing by name, whole by itself."""
    house = Environment(loader=FileSystemLoader(FOLDER), autoescape=True)
    shot = house.get_template("sim_photo/drawings.html").module.shot  # type: ignore[attr-defined]
    return {name: str(shot(name, True)).strip().replace(SVG, NAMED, 1) for name in get_args(Flaw)}
