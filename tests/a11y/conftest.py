"""One server and one browser per worker: starting them costs more than any check."""

from __future__ import annotations

import pytest

from tests.browser import make_driver
from tests.conftest import upgrade_database
from tests.live import serving
from webapp import create_app
from webapp.config import Settings


@pytest.fixture(scope="session")
def live_app(tmp_path_factory):
    """The application with its development gallery, on its own SQLite file."""
    var = tmp_path_factory.mktemp("live")
    settings = Settings.from_env(
        {
            "VAR_DIR": str(var),
            "SECRET_KEY": "for tests only" * 4,
            "MARCHEPIED_DEV": "1",
            "SMTP_URL": "smtp://127.0.0.1:9/?from=bonjour@marchepied.example",
        }
    )
    upgrade_database(settings.database_url)
    return create_app(settings, testing=True)


@pytest.fixture(scope="session")
def address(live_app):
    """Where it answers."""
    with serving(live_app) as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    """Chromium."""
    driver = make_driver()
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def world(live_app):
    """A learner and their adviser, half-way through everything: see ``test_signed_in``."""
    from tests.a11y.test_signed_in import make_world

    return make_world(live_app)


@pytest.fixture
def page(browser, address):
    """A fresh person in the browser: no cookie, at the home page."""
    browser.get(address + "/healthz")
    browser.delete_all_cookies()
    browser.get_log("browser")  # what other pages said is not this test's business
    return browser
