"""The worker keeps public files only; the offline page says what to do."""

from __future__ import annotations

import json
import re

import brotli
import pytest
from flask.testing import FlaskClient

from webapp.web.locale import NAMES

BUDGET = 2600


def worker(client: FlaskClient, language: str = "fr") -> str:
    answer = client.get(f"/sw.js?lang={language}")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "max-age=3600"
    assert (
        client.get(
            f"/sw.js?lang={language}", headers={"If-None-Match": answer.headers["ETag"]}
        ).status_code
        == 304
    )
    return str(answer.get_data(as_text=True))


def test_worker_is_small(client: FlaskClient) -> None:
    assert len(brotli.compress(worker(client).encode(), quality=11)) <= BUDGET


def test_worker_never_touches_what_is_personal(client: FlaskClient) -> None:
    source = worker(client)
    assert 'request.method!=="GET"' in source.replace(" ", "")
    assert source.count('credentials:"omit"') == 2
    assert "cache.put" in source and source.count("cache.put") == 2


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
    offline = re.search(r'OFFLINE="([^"]+)"', worker(client, language))[1]  # type: ignore[index]
    page = client.get(offline).get_data(as_text=True)
    assert f'<html lang="{language}"' in page


def test_each_language_has_its_own_cache(client: FlaskClient) -> None:
    names = {re.search(r'NAME="([^"]+)"', worker(client, code))[1] for code in NAMES}  # type: ignore[index]
    assert len(names) == len(NAMES)


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
    for url in (*urls, "/sw.js?lang=fr"):
        answer = client.get(url)
        assert not answer.cache_control.no_store
        assert "Cookie" not in answer.vary, url
    # This one speaks the language of the person.
    assert {"Accept-Language", "Cookie"} <= set(client.get("/manifest.webmanifest").vary)
