"""The learner's way through a sitting: Flask, and no SQL."""
