"""The learner's way through a sitting: routes, pages and forms. No SQL here."""
