"""In an Arabic page of a real browser, an hour or an amount stands as it is written."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.a11y

PLACES = """
const wanted = arguments[0], found = [], walk = document.createTreeWalker(document.querySelector('main'), 4);
const left = (node, at) => { const r = document.createRange(); r.setStart(node, at); r.setEnd(node, at + 1);
  return r.getBoundingClientRect(); };
while (walk.nextNode()) {
  const node = walk.currentNode, match = node.data.match(new RegExp(wanted, 'u'));
  if (!match || !node.parentElement.checkVisibility() || node.parentElement.closest('.sr')) continue;
  const seen = [...match[0]].map((sign, n) => [sign, left(node, match.index + n)])
    .filter(([sign, box]) => /[\\p{L}\\p{N}€]/u.test(sign) && box.width > 0);
  const line = seen.filter(([, box]) => box.top === seen[0][1].top);
  found.push([getComputedStyle(node.parentElement).direction, match[0], line.map(([, box]) => box.left)]);
}
return found;
"""


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        ("NAV-2-PRATIQUE-001", r"\d+\u00a0h(\u00a0\d+)?"),
        ("MAT-2-INSTALLER-001", r"\d,\d\d.€"),
        ("COM-1-LIRE-002", r"\d+.h(.\d+)?"),
    ],
)
def test_a_latin_whole_stands_as_it_is_written(page, address, item, wanted):
    page.get(address + "/aide")
    page.add_cookie({"name": "langue", "value": "ar"})
    page.get(f"{address}/dev/exercices/{item}/depart")
    assert page.find_element("tag name", "html").get_attribute("dir") == "rtl"
    found = page.execute_script(PLACES, wanted)
    assert found
    for direction, text, lefts in found:
        assert direction == "rtl", text
        assert lefts == sorted(lefts), (text, lefts)
