"""Pages of the workshops: Flask, no SQL."""
