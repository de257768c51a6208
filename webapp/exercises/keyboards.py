"""What a keyboard of another script types, in the signs that exercises compare.

A phone set to Arabic types « ١٤ », one set to Chinese « １４ »: the same answer as « 14 ». Marks of
direction come along when Arabic is pasted; nobody sees them, nothing compares them.
"""

from __future__ import annotations

ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
FULL_WIDTH = {sign + 0xFEE0: sign for sign in range(0x21, 0x7F)}
INVISIBLE = (
    0x061C,
    0x200B,
    *range(0x200E, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
)
SIGNS: dict[int, int | str | None] = {
    **FULL_WIDTH,
    **{ord(sign): str(digit) for digit, sign in enumerate(ARABIC_DIGITS)},
    **{ord(sign): str(digit) for digit, sign in enumerate(PERSIAN_DIGITS)},
    **dict.fromkeys(INVISIBLE),
    ord("٫"): ",",
    ord("،"): ",",
    ord("؛"): ";",
    ord("−"): "-",
    ord("٬"): " ",
    ord("٪"): "%",
    0x3000: " ",
}


def same_signs(typed: str) -> str:
    """The text with European digits, plain signs and no invisible mark."""
    return typed.translate(SIGNS)
