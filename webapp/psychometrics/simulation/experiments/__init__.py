"""One module a family of published tables; ``catalogue`` names them all."""
