"""What another site, a robot or a mistake may send; and inventories that fail on forgetting."""

import re

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from webapp.web.request_origin import SAFE_METHODS


def views(app):
    for rule in app.url_map.iter_rules():
        yield rule, app.view_functions[rule.endpoint]


def test_every_post_commits_and_no_get_does(app):
    for rule, view in views(app):
        writes = bool(rule.methods & {"POST", "PUT", "DELETE", "PATCH"})
        assert writes == getattr(view, "commits", False) or rule.endpoint.startswith("pages."), rule
        assert not (writes and "GET" in rule.methods), rule


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://localhost:8000"}, 403),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "null", "Referer": "http://localhost/"}, 303),
        ({"Referer": "http://localhost/aide"}, 303),
        ({"Referer": "http://evil.example/?http://localhost/"}, 403),
        ({"Referer": "http://localhost.evil.example/"}, 403),
        ({"Referer": "https://localhost/"}, 403),
        ({"Origin": "http://evil.example", "Referer": "http://localhost/"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Referer": "http://localhost/"}, 403),
        ({}, 403),
        ({"HX-Request": "true"}, 204),
    ],
)
def test_cross_site_posts(app, headers, status):
    client = FlaskClient(app)
    client.set_cookie("essai", "1")
    assert client.post("/commencer", headers=headers).status_code == status


def test_every_unsafe_route_refuses_another_site(app):
    client = app.test_client()
    for rule, _view in views(app):
        for method in rule.methods - SAFE_METHODS:
            url = re.sub(r"<uuid:[^>]+>", "01890000-0000-7000-8000-000000000000", rule.rule)
            url = re.sub(r"<int:[^>]+>", "1", url)
            url = re.sub(r"<[^>]+>", "x", url)
            response = client.open(url, method=method, headers={"Sec-Fetch-Site": "cross-site"})
            assert response.status_code == 403, rule


def test_headers_on_errors(client):
    for url, status in (("/rien", 404), ("/exercice/abc", 404)):
        assert client.get(url).status_code == status
    assert client.delete("/").status_code == 405


@pytest.mark.parametrize("host", ["[::1", "a b", "local/host", "x" * 300, "é", "localhost:x"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_host_that_cannot_be_is_refused_and_breaks_nothing(make_app, host, method):
    app = make_app()
    app.config["PROPAGATE_EXCEPTIONS"] = True
    for path in ("/", "/commencer", "/mes-donnees", "/sw.js", "/rien"):
        answer = FlaskClient(app).open(path, method=method, headers={"Host": host})
        assert answer.status_code < 500, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if host == "x" * 300:
        assert answer.status_code == 400 and answer.mimetype == "text/plain"


def test_policy_is_strict(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy and "*" not in policy


def test_personal_pages_are_never_stored(client):
    client.post("/commencer")
    for url in ("/mes-resultats", "/mes-donnees", "/partage", "/ce-que-je-sais-faire"):
        assert client.get(url).headers["Cache-Control"] == "no-store"


def test_huge_input_is_refused_kindly(client):
    response = client.post("/code", data={"code": "x" * 400_000})
    assert response.status_code == 413


def test_cookies(app, make_app):
    client = make_app(base_url="https://marchepied.example").test_client()
    response = client.post("/commencer", headers={"Sec-Fetch-Site": "same-origin"})
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if "sid=" in c)
    for part in ("__Host-sid=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Strict-Transport-Security" in response.headers


def test_hashed_assets_live_a_year_compressed(app):
    client = app.test_client()
    url = app.extensions["marchepied"].assets.url("css/core.css")
    response = client.get(url, headers={"Accept-Encoding": "br, gzip"})
    assert response.headers["Content-Encoding"] == "br"
    assert "immutable" in response.headers["Cache-Control"]
    assert client.get("/static/css/core.css").status_code == 404
    assert client.get("/static/../pyproject.toml").status_code == 404


def test_health(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert all(ready.get_json()["checks"].values())


def test_logs_hold_no_personal_data(client):
    with capture_logs() as events:
        client.post("/commencer")
        client.post("/code", data={"code": "SECRET"})
        client.get("/mes-resultats?prenom=Lina")
    assert len(events) == 4 and all("route" in event for event in events)
    for word in ("SECRET", "Lina", "127.0.0.1", "prenom"):
        assert word not in str(events)
