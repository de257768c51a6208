"""Browser: results and adverts, a message on cookies, tabs, an address to type."""

from __future__ import annotations

from webapp.exercises.sim_browser.grading import SimBrowser

EXERCISE = SimBrowser()
