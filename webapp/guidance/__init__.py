"""From what a person showed to what could help them next: at most three steps, each with a reason."""
