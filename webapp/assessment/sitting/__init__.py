"""A sitting: what was asked and answered, exactly once, from its start to its end."""
