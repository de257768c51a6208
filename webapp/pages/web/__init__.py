"""Flask: routes, pages and forms. No SQL here."""
