"""The shape of every content file: unknown keys are refused, so a cut sentence cannot hide."""
