"""A wrong key corrected: answers graded again, and people told."""
