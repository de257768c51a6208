"""Every lesson is done to its end, by who knows and by who does not: minutes, so a slow test."""

from __future__ import annotations

import pytest

from tests.web.test_lessons import finish, start
from webapp.exercises.contract import Probe

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("probe", [Probe.CORRECT, Probe.WRONG])
def test_every_lesson_has_an_end_and_a_next_step(app, client, catalogue, probe):
    for module in catalogue.modules:
        html = client.get(finish(app, client, start(client, f"/lecon/{module}"), probe)).text
        assert "bravo" in html, module
        assert html.count("btn main") == 1, module
