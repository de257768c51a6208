"""Pages told apart from one the browser holds (RFC 9842): same page, a third of the bytes."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
import zstandard
from flask.testing import FlaskClient

from tests.web.driving import begin
from webapp.web.dictionaries import MAGIC
from webapp.web.locale import NAMES


def fetch(client, language="fr"):
    """The dictionary a page names, as a browser fetches it when idle."""
    client.set_cookie("langue", language)
    page = client.get("/").get_data(as_text=True)
    url = re.search(r'rel="compression-dictionary" href="([^"]+)"', page)[1]
    return client.get(url)


def holding(body: bytes, accepts="br, dcz") -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return {"Available-Dictionary": f":{digest}:", "Accept-Encoding": accepts}


def opened(raw: bytes, dictionary: bytes) -> bytes:
    """What a browser does with the answer."""
    assert raw.startswith(MAGIC)
    held = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    frame = raw[len(MAGIC) + 32 :]
    return zstandard.ZstdDecompressor(dict_data=held).decompressobj().decompress(frame)


@pytest.mark.parametrize("language", NAMES)
def test_same_page_in_a_third_of_the_bytes(app, client, language):
    dictionary = fetch(client, language).get_data()
    url = begin(client)
    plain_client = FlaskClient(app)
    for cookie in ("sid", "langue"):
        plain_client.set_cookie(cookie, client.get_cookie(cookie).value)
    headers = {"Sec-Fetch-Site": "same-origin"}
    small = plain_client.get(url, headers=headers | holding(dictionary))
    assert small.headers["Content-Encoding"] == "dcz"
    brotli = plain_client.get(url, headers=headers | {"Accept-Encoding": "br"})
    assert len(small.get_data()) < 0.6 * len(brotli.get_data())
    page = opened(small.get_data(), dictionary).decode()
    assert page.rstrip().endswith("</html>")
    assert f'<html lang="{language}"' in page
    # The style is inside: what the dictionary repeats costs nothing, a request would.
    assert "<style>" in page and 'rel="stylesheet"' not in page
    assert "Set-Cookie" not in small.headers, "nothing new to remember on each page"


def test_nothing_in_it_belongs_to_anyone(app, client):
    first = fetch(client).get_data()
    begin(client)
    again = fetch(client)
    assert again.get_data() == first
    assert again.headers["Cache-Control"].startswith("public")
    assert 'match="/*"' in again.headers["Use-As-Dictionary"]
    assert "Set-Cookie" not in again.headers
    assert app.extensions["dictionaries"].of("fr").body == first


def test_making_it_leaves_the_request_alone(app, make_app):
    """It is first made while somebody's page is rendered: their session must not notice."""
    client = make_app().test_client()
    posted = {"Sec-Fetch-Site": "same-origin"}
    warmup = client.post("/commencer", headers=posted).headers["Location"]
    page = client.get(warmup).get_data(as_text=True)
    assert 'action="/echauffement/' in page
    assert client.get("/mes-donnees").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Available-Dictionary": ":AAAA:", "Accept-Encoding": "br, dcz"},
        {"Available-Dictionary": "?!", "Accept-Encoding": "br, dcz"},
        {"Available-Dictionary": "", "Accept-Encoding": "br, dcz"},
    ],
)
def test_an_unknown_dictionary_gets_brotli(app, headers):
    answer = FlaskClient(app).get("/aide", headers=headers)
    assert answer.headers["Content-Encoding"] == "br"


def test_a_browser_that_does_not_ask_gets_brotli(app, client):
    held = holding(fetch(client).get_data(), accepts="br")
    assert FlaskClient(app).get("/aide", headers=held).headers["Content-Encoding"] == "br"


def test_an_old_name_is_gone(client):
    assert client.get("/dictionnaire/fr-0000000000").status_code == 404
    assert client.get("/dictionnaire/xx-0000000000").status_code == 404
