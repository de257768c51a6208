"""Tail chances of the χ² and normal laws, from the standard library alone."""

from __future__ import annotations

from math import erfc, exp, isnan, lgamma, log, sqrt


def chi_square_tail(value: float, df: int) -> float:
    """P(χ² with ``df`` degrees of freedom > ``value``); 1 for a value of zero or less, NaN for NaN.

    Closed forms (Abramowitz & Stegun 1964, 26.4.4–26.4.5): erfc(√(x/2)) for one degree of freedom,
    e^(−x/2) for two, and one more term x^(k/2 − 1) e^(−x/2) / (2^(k/2 − 1) Γ(k/2)) for every two
    degrees more. Raises ``ValueError`` below one degree of freedom.
    """
    if df < 1:
        raise ValueError(f"degrees of freedom start at one, not {df}")
    if isnan(value) or value <= 0:
        return value if isnan(value) else 1.0
    half = value / 2
    tail = erfc(sqrt(half)) if df % 2 else exp(-half)
    for lower in range(2 - df % 2, df, 2):
        tail += exp(lower / 2 * log(half) - half - lgamma(lower / 2 + 1))
    return min(tail, 1.0)


def normal_tail(z: float) -> float:
    """P(standard normal > ``z``)."""
    return erfc(z / sqrt(2)) / 2
