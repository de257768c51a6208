"""What a newcomer is told to open exists."""

import re

from webapp.config import ROOT

PLACE = re.compile(r"`((?:webapp|content|static|docs|tests|scripts|translations)/[\w./-]+)`")


def test_every_place_that_is_named_exists():
    places = PLACE.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert len(places) > 15
    assert [place for place in places if not (ROOT / place).exists()] == []
