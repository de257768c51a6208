"""How long the page of each exercise is, and where its answer begins. JSON.

    .venv/bin/python benchmarks/page_length.py
    .venv/bin/python benchmarks/page_length.py --list
    .venv/bin/python benchmarks/page_length.py --only SEC-2-SMS-001 --only MAT-1-ICONES-001

Every exercise of the bank, first draw, text of the default size, a voice installed, nothing answered
yet, on a learner's own page. ``--list``: those whose first control of the answer is not wholly seen
at 390 × 844 before scrolling. The whole bank takes about two minutes of one core.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, make_server

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import g

from tests.browser import make_driver, resize
from webapp import create_app
from webapp.assessment.web.sample_page import question_html
from webapp.config import Settings
from webapp.content import draw
from webapp.web.resources import resources

WIDTHS = (320, 390, 1280)
PHONE, SCREEN = 390, 844
PATH = "/page-length/"
VOICE = """
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => [{lang: 'fr-FR'}], cancel() {}, speak() {}}});
"""
MEASURE = """
const seen = e => e.checkVisibility() && !e.closest('.sr') && e.getBoundingClientRect().width > 2;
const all = (root, what) => [...root.querySelectorAll(what)].filter(seen);
const main = document.querySelector('main');
const controls = 'input:not([type=hidden]):not([disabled]),select,textarea,button:not([disabled])';
const first = all(document.getElementById('exercise'), controls)[0];
const box = (first.closest('label') || first).getBoundingClientRect();
return {height: document.documentElement.scrollHeight,
        first_control_y: Math.round(box.top + scrollY),
        first_control_end: Math.round(box.bottom + scrollY),
        to_press: all(main, 'a[href],button,summary').filter(e => !e.closest('.sim,fieldset')).length};
"""


@contextmanager
def pages(language: str = "fr") -> Iterator[tuple[str, list[str]]]:
    """The address of the pages, and what to add to it: one exercise each, as served to a learner."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings("sqlite://", "measuring", var=Path(folder)), testing=True)
        with app.app_context():
            catalogue = resources().catalogue

        def page(item_id: str) -> str:
            item = catalogue.items[item_id]
            shown = catalogue.present(item, draw(item, b"0"), language)
            with app.test_request_context("/", headers={"Accept-Language": language}):
                g.learner_id = uuid4()  # the foot of the page of somebody who has begun
                return question_html(shown, here="/")

        def served(environ, start_response):
            if not environ["PATH_INFO"].startswith(PATH):
                return app(environ, start_response)
            body = page(environ["PATH_INFO"].removeprefix(PATH)).encode()
            start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [body]

        server = make_server("127.0.0.1", 0, served, handler_class=Silent)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{PATH}", sorted(catalogue.items)
        finally:
            server.shutdown()


class Silent(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_args: object) -> None:
        return


def measured(only: list[str]) -> dict[str, dict[int, dict[str, int]]]:
    """Measures of each exercise, by width."""
    driver = make_driver(PHONE, SCREEN)
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": VOICE})
    result = {}
    try:
        with pages() as (base, items):
            for item_id in only or items:
                driver.get(base + item_id)
                result[item_id] = {}
                for width in WIDTHS:
                    resize(driver, width, SCREEN)
                    result[item_id][width] = driver.execute_script(MEASURE)
    finally:
        driver.quit()
    return result


def spread(values: list[int]) -> dict[str, float]:
    """The middle and both ends."""
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def summary(by_item: dict[str, dict[int, dict[str, int]]]) -> dict[str, object]:
    """The figures of the whole bank."""
    found: dict[str, object] = {"exercises": len(by_item)}
    for width in WIDTHS:
        rows = [measures[width] for measures in by_item.values()]
        names = ("height", "first_control_y", "to_press")
        found[f"at_{width}"] = {name: spread([row[name] for row in rows]) for name in names}
    hidden = below(by_item)
    found["first_control_seen_at_390x844"] = round(1 - len(hidden) / len(by_item), 3)
    return found


def below(by_item: dict[str, dict[int, dict[str, int]]]) -> list[str]:
    """Exercises whose answer begins under the first screen of a phone."""
    return [i for i, by in by_item.items() if by[PHONE]["first_control_end"] > SCREEN]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="exercises to scroll before answering")
    parser.add_argument("--each", action="store_true", help="the figures of every exercise")
    parser.add_argument("--only", action="append", default=[], metavar="EXERCISE")
    options = parser.parse_args()
    by_item = measured(options.only)
    found = summary(by_item)
    if options.only or options.each:
        found["each"] = by_item
    if options.list:
        found["first_control_below"] = {i: by_item[i][PHONE] for i in below(by_item)}
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
