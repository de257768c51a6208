"""The style sheet keeps its promises: contrast in every theme, size, right to left, old browsers."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest
import rcssmin

SHEET = Path(__file__).parents[2] / "static/css/core.css"
SHEETS = [*SHEET.parent.glob("*.css"), *SHEET.parents[2].glob("webapp/exercises/*/style.css")]
CSS = rcssmin.cssmin(SHEET.read_text(encoding="utf-8"))
EXERCISE = rcssmin.cssmin(SHEET.with_name("exercise.css").read_text(encoding="utf-8"))
BUDGET = 3 * 1024
TEXT, PART = 7.0, 3.0

TEXT_ON = {
    "--ink": ("--paper", "--card", "--tint", "--ok-tint", "--warn-tint"),
    "--soft": ("--paper", "--card", "--tint"),
    "--blue": ("--paper", "--card", "--tint", "--ok-tint", "--warn-tint"),
    "--blue-ink": ("--blue",),
    "--warn": ("--paper", "--card", "--tint"),
}
PARTS_ON = {
    "--line": ("--paper", "--card", "--tint"),
    "--blue": ("--paper", "--card", "--tint"),
    "--ink": ("--paper", "--card", "--tint"),
    "--ok": ("--ok-tint", "--paper"),
    "--warn": ("--warn-tint", "--paper"),
}


def tokens(selector: str) -> dict[str, str]:
    """The custom properties of one rule."""
    body = re.search(re.escape(selector) + r"\{([^}]*)\}", CSS)
    assert body, selector
    return dict(re.findall(r"(--[\w-]+):([^;}]+)", body[1]))


def themes() -> dict[str, dict[str, str]]:
    light = tokens(":root")
    dark = light | tokens(":root.dark")
    strong = tokens(":root.strong.strong")
    return {
        "light": light,
        "dark": dark,
        "light strong": light | strong,
        "dark strong": dark | strong,
    }


def colour(theme: dict[str, str], name: str) -> tuple[float, float, float]:
    value = theme[name]
    while value.startswith("var("):
        value = theme[value[4:-1]]
    digits = value.removeprefix("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    return tuple(int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4))  # type: ignore[return-value]


def luminance(rgb: tuple[float, float, float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(theme: dict[str, str], one: str, other: str) -> float:
    high, low = sorted((luminance(colour(theme, n)) for n in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", themes())
def test_text_is_seven_to_one(name: str) -> None:
    theme = themes()[name]
    for ink, papers in TEXT_ON.items():
        for paper in papers:
            assert contrast(theme, ink, paper) >= TEXT, (name, ink, paper)


@pytest.mark.parametrize("name", themes())
def test_parts_are_three_to_one(name: str) -> None:
    theme = themes()[name]
    for part, papers in PARTS_ON.items():
        for paper in papers:
            assert contrast(theme, part, paper) >= PART, (name, part, paper)


@pytest.mark.parametrize("name", themes())
def test_sun_is_never_alone(name: str) -> None:
    """Yellow is faint on paper: its border and the inner ring of the focus carry the contrast."""
    theme = themes()[name]
    assert max(contrast(theme, n, "--paper") for n in ("--sun", "--ink")) >= TEXT
    assert re.search(r":focus\{outline:[^;]*var\(--ink\)", CSS)
    assert re.search(r"\.now\{background:var\(--sun\);border-color:var\(--ink\)", EXERCISE)


def test_both_ways_to_the_dark_theme_agree() -> None:
    assert tokens(":root.dark") == tokens(":root:not(.light)")
    assert tokens(":root.strong.strong") == tokens(":root:root")


def test_no_red() -> None:
    for theme in themes().values():
        for name in (n for n, value in theme.items() if value.startswith("#")):
            red, green, blue = colour(theme, name)
            assert not (red > 0.5 and red > 1.9 * max(green, blue)), name


def test_fits_in_the_first_page() -> None:
    assert len(brotli.compress(CSS.encode(), quality=11)) <= BUDGET


def test_directions_are_logical() -> None:
    physical = r"(?:margin|padding|border|inset)-(?:left|right)|(?:^|[;{])(?:left|right):|text-align:(?:left|right)"
    rooms = Path(__file__).parents[2] / "webapp/exercises"
    for sheet in (SHEET, *rooms.glob("*/style.css")):
        assert not re.search(physical, sheet.read_text(encoding="utf-8")), sheet


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.parent.name + "/" + path.name)
def test_sizes_are_those_every_engine_knows(sheet: Path) -> None:
    """Pages are written in lines from top to bottom: a width is an inline size, and older than it."""
    assert not re.search(r"(?:inline|block)-size", sheet.read_text(encoding="utf-8"))


def test_letters_are_plain() -> None:
    assert "italic" not in CSS
    assert "text-transform" not in CSS
    assert "justify;" not in CSS and "text-align:justify" not in CSS


def test_old_browsers_lose_nothing_needed() -> None:
    """A rule an old browser does not know is dropped whole: it must hold an enhancement only."""
    assert "color-mix" not in CSS and "@layer" not in CSS and "@container" not in CSS
    for selectors, body in re.findall(r"([^{}]*:has\([^{}]*)\{([^}]*)\}", CSS):
        assert "," not in selectors, "the plain selectors of the list would be lost with it"
        assert not re.search(r"display:|position:", body), body


def test_tokens_are_complete() -> None:
    known = set(tokens(":root")) | {"--n", "--a", "--e"}
    assert set(re.findall(r"var\((--[\w-]+)", CSS)) <= known
    first, second = set(tokens(":root.dark")), set(tokens(":root"))
    assert second - first <= {"--sun"}, "a dark page would keep a colour of the light one"
