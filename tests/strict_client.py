"""A test client that looks at every page it fetches, as a careful person would.

It sends what a browser sends (``Sec-Fetch-Site``), sends a form again when asked to (307), follows
nothing else by itself, and fails on a page
that is not valid HTML5, has no single h1 starting the title, repeats an id, leaves a control without
a name, forgets a language, or carries an inline script, style or handler that the CSP would block.
"""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise

import html5lib
from flask.testing import FlaskClient

CONTROLS = ("input", "select", "textarea")
SPACES = re.compile(r"\s+")


class StrictClient(FlaskClient):
    """See the module."""

    def open(self, *args, **kwargs):
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Sec-Fetch-Site", "same-origin")
        response = super().open(*args, headers=headers, **kwargs)
        check_headers(response)
        if response.status_code == 307:
            return self.open(response.headers["Location"], *args[1:], headers=headers, **kwargs)
        if response.mimetype == "text/html" and response.get_data():
            check_page(response, fragment="HX-Request" in headers)
        return response


def check_headers(response) -> None:
    """Security headers are on every answer, errors included."""
    for name in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cache-Control",
    ):
        assert name in response.headers, name
    if response.mimetype == "text/html":  # only documents have an opener
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def text_of(node) -> str:
    return SPACES.sub(" ", "".join(node.itertext())).strip()


def check_page(response, *, fragment: bool) -> None:
    html = response.get_data(as_text=True)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parseFragment(html) if fragment else parser.parse(html)
    nodes = [node for node in tree.iter() if isinstance(node.tag, str)]
    check_ids(nodes)
    check_names(nodes)
    check_csp(nodes, response.headers["Content-Security-Policy"])
    assert "{{" not in html and "{%" not in html
    if not fragment:
        check_document(tree, nodes)


def check_document(tree, nodes) -> None:
    html = tree if tree.tag == "html" else tree.find("html")
    assert html.get("lang") and html.get("dir") in ("ltr", "rtl")
    headings = [node for node in nodes if node.tag == "h1"]
    assert len(headings) == 1, [text_of(h) for h in headings]
    title = text_of(next(node for node in nodes if node.tag == "title"))
    start = re.sub(r"^[^:]+ : ", "", title) if "complét" in title or "corriger" in title else title
    if not in_another_language(tree, html, headings[0]):
        assert start.startswith(text_of(headings[0])), (title, text_of(headings[0]))
    levels = [int(node.tag[1]) for node in nodes if re.fullmatch(r"h[1-6]", node.tag)]
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels


def in_another_language(tree, html, heading) -> bool:
    """Whether the heading has words of another language: a title has one language, the page's."""
    around = [
        n for n in tree.iter() if n is not html and isinstance(n.tag, str) and heading in n.iter()
    ]
    return any(node.get("lang") for node in [*around, *heading.iter()])


def check_ids(nodes) -> None:
    ids = [node.get("id") for node in nodes if node.get("id")]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    for name in ("aria-labelledby", "aria-describedby", "for"):
        for node in nodes:
            for wanted in (node.get(name) or "").split():
                assert wanted in ids or wanted in ("task", "errors"), (name, wanted)


def check_names(nodes) -> None:
    labels = {node.get("for") for node in nodes if node.tag == "label"}
    inside = {id(field) for node in nodes if node.tag == "label" for field in node.iter()}
    for node in nodes:
        if node.tag in CONTROLS and node.get("type") != "hidden":
            assert id(node) in inside or node.get("id") in labels, node.attrib
        if node.tag in ("button", "a"):
            assert text_of(node) or node.get("aria-label"), node.attrib
        if node.tag == "img":
            assert node.get("alt") is not None and node.get("width"), node.attrib
        if node.tag == "form":
            assert node.get("method") in ("get", "post"), node.attrib


def check_csp(nodes, policy: str) -> None:
    for node in nodes:
        assert not node.get("style"), node.attrib
        assert not any(name.startswith("on") for name in node.attrib), node.attrib
        if node.tag == "script":
            assert node.get("src") and not (node.text or "").strip()
        if node.tag == "style":
            digest = base64.b64encode(hashlib.sha256((node.text or "").encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
        htmx = [name for name in node.attrib if name.startswith(("hx-", "data-hx-"))]
        assert all(name.startswith("data-") for name in htmx), "hx-* is not valid HTML"
        assert not any(name.startswith(("data-hx-on", "data-hx-live")) for name in htmx)
        if htmx:
            assert f"'nonce-{node.get('data-hx-nonce')}'" in policy
