"""Pages of the places: Flask, no SQL."""
