"""Flask glue: rendering, guards, security, languages, settings, errors. No rule lives here."""
