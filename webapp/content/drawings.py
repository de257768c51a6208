"""The drawing of a card: one to three signs side by side, from ``pictures/``.

A sign is drawn on a 24 px grid with one line and no colour of its own: it takes that of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

SIGN, STEP, WIDTH, HEIGHT = 24, 32, 96, 28
STYLE = (
    'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" '
    'stroke-linejoin="round"'
)
FRAME = re.compile(r"^\s*<svg[^>]*>|</svg>\s*$")


def scene(signs: Sequence[str], pictures: Mapping[str, str]) -> str:
    """The signs in one SVG, in the middle."""
    start = (WIDTH - STEP * (len(signs) - 1) - SIGN) / 2
    drawn = "".join(
        f'<g transform="translate({start + STEP * rank:g} 2)">{strokes(pictures[sign])}</g>'
        for rank, sign in enumerate(signs)
    )
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f"<svg {box} {STYLE}>{drawn}</svg>"


def strokes(sign: str) -> str:
    """What a sign draws, without its frame."""
    return FRAME.sub("", sign).strip()
