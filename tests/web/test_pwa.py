"""The worker keeps public files only; the offline page says what to do."""

from __future__ import annotations

import json
import re

import brotli
import pytest
from flask.testing import FlaskClient

from webapp.web.locale import NAMES

BUDGET = 2600


def worker(client: FlaskClient) -> str:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "max-age=3600"
    again = client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    return str(answer.get_data(as_text=True))


def test_worker_is_small(client: FlaskClient) -> None:
    assert len(brotli.compress(worker(client).encode(), quality=11)) <= BUDGET


def test_worker_never_touches_what_is_personal(client: FlaskClient) -> None:
    source = worker(client)
    assert 'request.method!=="GET"' in source.replace(" ", "")
    assert source.count("fetch(") == 2, "what is kept, and the page that is asked for"
    assert source.count('credentials:"omit"') == source.count("cache.put") == 1


def test_shell_and_offline_page_exist(client: FlaskClient) -> None:
    source = worker(client)
    shell = json.loads(re.search(r"SHELL=(\[[^\]]*\])", source)[1])  # type: ignore[index]
    offline = re.search(r'OFFLINE="([^"]+)"', source)[1]  # type: ignore[index]
    for url in (*shell, offline):
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("language", NAMES)
def test_offline_page_speaks_the_language_without_cookie(
    client: FlaskClient, language: str
) -> None:
    page = client.get(f"/hors-ligne?lang={language}")
    assert f'<html lang="{language}"' in page.get_data(as_text=True)
    assert page.headers["Content-Language"] == language


def test_one_worker_for_every_language(client: FlaskClient) -> None:
    """A change of language must not replace the worker: see the next test."""
    sources = set()
    for code in NAMES:
        client.set_cookie("langue", code)
        assert 'data-worker="/sw.js"' in client.get("/").text
        sources.add(worker(client))
    assert len(sources) == 1


def test_a_newer_worker_waits_for_its_turn(client: FlaskClient) -> None:
    """Chromium never ends the opening of a page whose worker is replaced meanwhile."""
    assert "skipWaiting" not in worker(client)


def test_manifest(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    manifest = answer.get_json()
    assert {"any", "maskable"} <= {icon.get("purpose") for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200
    assert manifest["start_url"] == "/"


def test_files_for_everybody_are_not_fetched_again_when_a_cookie_changes(
    client: FlaskClient,
) -> None:
    page = client.get("/").get_data(as_text=True)
    urls = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(urls) >= 3
    for url in (*urls, "/sw.js"):
        answer = client.get(url)
        assert not answer.cache_control.no_store
        assert "Cookie" not in answer.vary, url
    # This one speaks the language of the person.
    assert {"Accept-Language", "Cookie"} <= set(client.get("/manifest.webmanifest").vary)
