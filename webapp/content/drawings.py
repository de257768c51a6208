"""Signs from ``pictures/``: one for an answer to choose, one to three side by side for a card.

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


def alone(sign: str) -> str:
    """One sign by itself, for eyes only: the words beside it say what it shows."""
    box = f'class="sign" viewBox="0 0 {SIGN} {SIGN}" aria-hidden="true"'
    return f"<svg {box} {STYLE}>{strokes(sign)}</svg>"


def strokes(sign: str) -> str:
    """What a sign draws, without its frame."""
    return FRAME.sub("", sign).strip()
