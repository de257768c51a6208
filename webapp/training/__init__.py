"""Lessons: try, short cards, annotated example, guided exercise, practice, recap, and spaced reviews."""
