"""The network goes away for good: the server is stopped, then started again on the same port."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.a11y.test_axe import violations
from tests.browser import make_driver
from tests.soak import Server

pytestmark = [pytest.mark.a11y, pytest.mark.e2e]
PATIENCE = 20
WORKING = """const done = arguments[0];
navigator.serviceWorker.ready.then(r => caches.keys()).then(names => done(names.length));"""
ASSET = """const done = arguments[0], url = document.querySelector('script[src]').src;
fetch(url).then(a => done(a.status), () => done(0));"""
KEPT = """const done = arguments[0];
caches.match("/hors-ligne").then(kept => done(kept.headers.get("Content-Language")));"""
WORDS = {"fr": "Pas de connexion", "ar": "لا اتصال"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("offline"), workers=1)
    running.start()
    yield running
    running.stop()


@pytest.fixture(params=["fr", "ar"])
def visited(request, server):
    """A browser of that language that has stayed on the home page, and the server's address."""
    driver = make_driver(390, 844)
    driver.set_script_timeout(PATIENCE)
    address = f"http://127.0.0.1:{server.port}"
    driver.get(address + "/healthz")
    driver.add_cookie({"name": "langue", "value": request.param})
    driver.get(address + "/")
    assert driver.execute_async_script(WORKING) == 1
    yield driver, address, request.param
    driver.quit()


def title(driver) -> str:
    return str(driver.find_element(By.TAG_NAME, "h1").text)


def test_what_is_said_without_a_network_and_the_way_back(server, visited):
    driver, address, language = visited
    driver.get(address + "/aide")
    usual = title(driver)
    # What is kept follows the language of the pages that are read.
    wait = WebDriverWait(driver, PATIENCE)
    wait.until(lambda d: d.execute_async_script(KEPT) == language)
    server.stop()
    try:
        driver.get(address + "/aide")
        page = driver.find_element(By.TAG_NAME, "html")
        assert page.get_attribute("lang") == language
        assert title(driver) != usual
        assert title(driver).startswith(WORDS[language])
        # It looks like the rest of the service, and its files come from the worker.
        button = driver.find_element(By.CSS_SELECTOR, "a.btn.main")
        assert button.value_of_css_property("background-color") != "rgba(0, 0, 0, 0)"
        assert driver.execute_async_script(ASSET) == 200
        assert violations(driver) == []
    finally:
        server.start()
    driver.find_element(By.CSS_SELECTOR, "a.btn.main").click()
    wait.until(lambda d: title(d) == usual)


def test_pages_of_a_person_are_never_kept(server, visited):
    driver, _address, _language = visited
    driver.execute_script("document.querySelector('form[action=\"/commencer\"] button').click()")
    WebDriverWait(driver, PATIENCE).until(lambda d: "/echauffement/" in d.current_url)
    mine = driver.current_url
    kept = driver.execute_async_script(
        "const done = arguments[0]; caches.keys().then(names => Promise.all(names.map(n =>"
        "caches.open(n).then(c => c.keys())))).then(all => done(all.flat().map(r => r.url)))"
    )
    assert kept
    assert all("/static/" in url or "/hors-ligne" in url for url in kept), kept
    assert mine not in kept
