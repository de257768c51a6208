"""Plots as SVG text: lines told apart by dashes and marks as well as by colour, error as a band."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count
from math import floor, log10

from webapp.reports.findings import Curve, Plot, number

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 12, 52
TICKS = 5
NORMAL_95 = 1.96
DASHES = ("", "8 4", "2 3", "12 3 2 3", "5 5", "1 4")
# Okabe & Ito (2008), told apart with any colour vision; the dark ones of the set, for white paper.
COLOURS = ("#0072b2", "#b34700", "#00674d", "#7a3e63", "#5c5c00", "#333333")
MARKS = ("●", "■", "▲", "◆", "○", "□")


@dataclass(frozen=True)
class Scale:
    """From data to the drawing, along one axis."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Place of a value, to a tenth of a point."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        """Round values to write along the axis."""
        step = _round_step((self.high - self.low) / TICKS)
        first = -(-self.low // step) * step
        found = (first + n * step for n in count())
        return [
            round(t, 10) for t, _ in zip(found, range(20), strict=False) if t <= self.high + 1e-9
        ]


def _round_step(raw: float) -> float:
    """The next of 1, 2, 5 × a power of ten."""
    power = 10.0 ** floor(log10(raw))
    return next((m * power for m in (1, 2, 5) if m * power >= raw), 10 * power)


def svg(plot: Plot, ident: str) -> str:
    """One drawing. ``ident`` makes its title's id unique in the page."""
    x, y = scales(plot.curves)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{ident}">',
        f'<title id="{ident}">{escape(plot.caption)}. {escape(plot.description)}</title>',
        *_axes(plot, x, y),
        *(piece for n, curve in enumerate(plot.curves) for piece in _curve(curve, n, x, y)),
        "</svg>",
    ]
    return "".join(parts)


def scales(curves: Sequence[Curve]) -> tuple[Scale, Scale]:
    """Both axes, wide enough for every curve and its band. Raises ``ValueError`` without a point."""
    xs = [x for curve in curves for x in curve.x]
    ys = [edge for curve in curves for low, high in _band(curve) for edge in (low, high)]
    if not xs:
        raise ValueError("a plot needs a point")
    low, high = min(ys), max(ys)
    # Errors and shares are read against nothing at all: zero belongs to the axis when it is near.
    low = 0.0 if 0 < low < (high - low) * 2 else low
    return (
        Scale(min(xs), max(*xs, min(xs) + 1e-9), LEFT, WIDTH - RIGHT),
        Scale(low, max(high, low + 1e-9), HEIGHT - BOTTOM, TOP),
    )


def _band(curve: Curve) -> Iterator[tuple[float, float]]:
    for value, error in zip(curve.y, curve.error or [0.0] * len(curve.y), strict=True):
        yield value - NORMAL_95 * error, value + NORMAL_95 * error


def _axes(plot: Plot, x: Scale, y: Scale) -> Iterator[str]:
    yield f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>'
    for value in x.ticks():
        yield _text(x(value), HEIGHT - BOTTOM + 20, number(value), "middle")
    for value in y.ticks():
        yield f'<path class="grid" d="M{LEFT} {y(value)}H{WIDTH - RIGHT}"/>'
        yield _text(LEFT - 8, y(value) + 5, number(value), "end")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, plot.x_label, "middle")
    yield (
        f'<text text-anchor="middle" transform="translate(14 {(TOP + HEIGHT - BOTTOM) / 2})'
        f' rotate(-90)">{escape(plot.y_label)}</text>'
    )


def _curve(curve: Curve, number_: int, x: Scale, y: Scale) -> Iterator[str]:
    style = number_ % len(COLOURS)
    points = [(x(a), y(b)) for a, b in zip(curve.x, curve.y, strict=True)]
    if curve.error is not None:
        edges = list(zip(map(x, curve.x), _band(curve), strict=True))
        there = [f"{a} {y(high)}" for a, (_low, high) in edges]
        back = [f"{a} {y(low)}" for a, (low, _high) in reversed(edges)]
        yield f'<path class="band c{style}" d="M{"L".join(there + back)}Z"/>'
    dash = f' stroke-dasharray="{DASHES[style]}"' if DASHES[style] else ""
    yield f'<path class="line c{style}"{dash} d="M{"L".join(f"{a} {b}" for a, b in points)}"/>'
    step = max(1, len(points) // 6)
    for a, b in points[::step]:
        place = f'x="{a}" y="{b + 4}" text-anchor="middle"'
        yield f'<text class="mark c{style}" {place}>{MARKS[style]}</text>'


def legend(plot: Plot) -> str:
    """What each line is, as a list: mark, then words."""
    lines = (
        f'<li><span class="mark c{n % len(COLOURS)}" aria-hidden="true">{MARKS[n % len(COLOURS)]}</span> '
        f"{escape(curve.label)}</li>"
        for n, curve in enumerate(plot.curves)
    )
    return f'<ul class="legend">{"".join(lines)}</ul>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
