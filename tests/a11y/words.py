"""Whether words are whole on the screen: one cut in its middle is not read by who reads little."""

from __future__ import annotations

CUT = """
const cut = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode, parent = node.parentElement;
  if (parent.closest('.sr, .skip, script, style, thead') || !parent.getClientRects().length) continue;
  for (const word of node.data.matchAll(/[\\p{L}\\p{M}\\p{N}_]+/gu)) {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    if (new Set(Array.from(range.getClientRects(), (r) => Math.round(r.top))).size > 1) cut.add(word[0]);
  }
}
return [...cut];
"""
LONGEST = 20
"""Letters. What is longer is no word, but a name as people copy it from a file."""


def cut_words(driver) -> list[str]:
    """The words of the page that stand on two lines."""
    return [word for word in driver.execute_script(CUT) if len(word) <= LONGEST]


BROKEN = """
const bad = [];
for (const address of document.querySelectorAll('.address')) {
  if (!address.getClientRects().length || address.closest('.sr')) continue;
  const walker = document.createTreeWalker(address, NodeFilter.SHOW_TEXT), signs = [];
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at += 1) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      signs.push([walker.currentNode.data[at], Math.round(range.getBoundingClientRect().top)]);
    }
  }
  signs.slice(1).forEach(([sign, top], before) => {
    if (top !== signs[before][1] && !'.@?'.includes(sign) && signs[before][0] !== '/')
      bad.push(address.textContent);
  });
  const style = getComputedStyle(address);
  if (!style.fontFamily.includes('monospace')) bad.push(`${address.textContent} ${style.fontFamily}`);
}
const sim = document.querySelector('.sim');
if (sim && sim.scrollWidth > sim.clientWidth) bad.push(`a world scrolls sideways: ${sim.scrollWidth}`);
return bad;
"""


def broken_addresses(driver) -> list[str]:
    """Addresses cut elsewhere than after a bar or before a sign, or that push their world sideways."""
    return driver.execute_script(BROKEN)
