"""Workshops of an organisation: dates, places left, who comes, who came."""
