"""Diagnostics and parcours: sittings, answers recorded exactly once, the next question, results."""
