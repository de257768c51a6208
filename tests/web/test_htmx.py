"""What htmx 4 says of a request, read in one place."""

import pytest

from webapp.web.htmx import Element, current_htmx
from webapp.web.render import see_other, wants_fragment


@pytest.mark.parametrize(
    ("headers", "partial"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Request-Type": "partial"}, True),
        ({"HX-Request": "true", "HX-Request-Type": "full"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
        ({"HX-Request-Type": "partial"}, False),
        ({"HX-Request": "false"}, False),
    ],
)
def test_a_part_is_asked_for(app, headers, partial):
    with app.test_request_context("/", headers=headers):
        assert wants_fragment() is partial
        assert bool(current_htmx()) == (headers.get("HX-Request") == "true")


def test_elements_have_the_names_of_htmx_4(app):
    headers = {"HX-Request": "true", "HX-Source": "button", "HX-Target": "div#exercise"}
    with app.test_request_context("/", headers=headers):
        assert current_htmx().source_element == Element("button", "")
        assert current_htmx().target_element == Element("div", "exercise")
    with app.test_request_context("/"):
        assert current_htmx().target_element == Element("", "")


def test_a_redirection_moves_the_window(app):
    with app.test_request_context("/", headers={"HX-Request": "true"}):
        moved = see_other("/aide")
        assert (moved.status_code, moved.headers["HX-Redirect"]) == (204, "/aide")
    with app.test_request_context("/"):
        assert (see_other("/aide").status_code, see_other("/aide").location) == (303, "/aide")
