"""Where somebody helps near home: an operator's directory, searched by commune or postcode."""
