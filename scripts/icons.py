"""Draws the PNG icons of the home screen from the same staircase as ``static/icons/icon.svg``.

Phones that install the page need bitmaps; drawing them here keeps one source for every size.
Run it again after changing the drawing: ``.venv/bin/python scripts/icons.py``.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "static/icons"
BLUE, WHITE, SUN = "#0f4566", "#ffffff", "#ffc233"
GRID = 64
STEPS = ((13, 42, 24, 50), (26.5, 32, 37.5, 50), (40, 22, 51, 50))
SUN_AT = (45.5, 14, 5)
FINER = 4
SAFE = 0.82
"""A maskable icon may lose a fifth on each side: a smaller drawing, blue to the edge."""


def draw(size: int, *, maskable: bool = False) -> Image.Image:
    """The icon at one size, drawn finer then reduced."""
    scale = size * FINER / GRID
    image = Image.new("RGBA", (size * FINER, size * FINER), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(
        (0, 0, size * FINER, size * FINER), 0 if maskable else 14 * scale, fill=BLUE
    )
    shrink = SAFE if maskable else 1.0

    def at(value: float) -> float:
        return ((value - GRID / 2) * shrink + GRID / 2) * scale

    for left, top, right, bottom in STEPS:
        pen.rectangle((at(left), at(top), at(right), at(bottom)), fill=WHITE)
    x, y, radius = SUN_AT
    pen.ellipse((at(x - radius), at(y - radius), at(x + radius), at(y + radius)), fill=SUN)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write every size."""
    for size in (192, 512):
        draw(size).quantize(32).save(FOLDER / f"icon-{size}.png", optimize=True)
        draw(size, maskable=True).quantize(32).save(FOLDER / f"mask-{size}.png", optimize=True)


if __name__ == "__main__":
    main()
