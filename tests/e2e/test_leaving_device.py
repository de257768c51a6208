"""Leaving a shared device: what a real browser still holds afterwards, in the page and in its files."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.a11y.test_hands import one_item_a_form
from tests.a11y.test_journeys import _gone
from tests.acting import ask_someone
from tests.browser import make_driver
from tests.live import serving
from tests.web.test_advising import PASSWORD, install, prescribe

pytestmark = [pytest.mark.a11y, pytest.mark.e2e]
NAME, TYPED, MAIL = "Zoubeida", "quetzalcoatl", "awa@ml.example"
IN_THE_BROWSER = """const done = arguments[0];
const text = cache => cache.keys().then(all => Promise.all(all.map(
    one => cache.match(one).then(kept => kept.text()).then(words => one.url + words))));
Promise.all([caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(text)))),
    indexedDB.databases()]).then(([kept, databases]) => done({cached: kept.flat(),
    databases: databases.length, local: localStorage.length, tab: sessionStorage.length}));"""
FIELDS = (
    """return Array.from(document.querySelectorAll('input, textarea'), f => f.value).join(' ')"""
)


class Device:
    """One browser, whose files stay readable after it is closed."""

    def __init__(self, app, address, folder):
        self.app, self.address, self.folder = app, address, folder
        self.driver = make_driver(390, 844, f"--user-data-dir={folder}")
        self.driver.set_script_timeout(20)

    def go(self, path):
        self.driver.get(self.address + path)

    def click(self, selector):
        old = self.driver.find_element(By.TAG_NAME, "html")
        self.driver.find_element(By.CSS_SELECTOR, selector).click()
        WebDriverWait(self.driver, 20).until(lambda _driver: _gone(old))

    def write(self, **fields):
        for name, words in fields.items():
            self.driver.find_element(By.ID, name).send_keys(words)

    def cookies(self):
        """Every cookie of every path, as the browser's own page of cookies shows them."""
        found = self.driver.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]
        return {one["name"]: one["value"] for one in found}

    def shown(self):
        """What stands on the screen, in its fields too."""
        return self.driver.page_source + self.driver.execute_script(FIELDS)

    def back_to_the_start(self):
        """« Retour », as many times as there are pages."""
        for _ in range(self.driver.execute_script("return history.length") - 1):
            self.driver.back()
            yield self.shown()

    def files(self):
        """Everything written on the disk."""
        self.driver.quit()
        return {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}


@pytest.fixture
def device(app, tmp_path):
    with serving(app) as address:
        made = Device(app, address, tmp_path / "profile")
        yield made
        made.driver.quit()


def lives_on(device):
    """Somebody joins with a first name, chooses how to read, answers, types and looks at their pages."""
    _place, code = prescribe(install(device.app))
    device.go("/code")
    device.write(code=code)
    device.click("form[data-no-card] button.main")
    device.write(first_name=NAME)
    device.click("button[value=agree]")
    device.driver.find_element(By.CSS_SELECTOR, "input[value=soleil]").click()
    device.click("main button.main")
    device.go("/langue")
    device.click("button[value=fr]")
    device.go("/affichage")
    device.driver.find_element(By.CSS_SELECTOR, "input[value=dark]").click()
    device.click("main button.main")
    device.go("/mes-donnees")
    assert NAME in device.shown() and {"sid", "langue", "affichage"} <= set(device.cookies())


def types_in_an_exercise(device):
    question, token = ask_someone(device.app, dict(one_item_a_form())["short_text"])
    device.driver.add_cookie({"name": "sid", "value": token})
    device.go(f"/exercice/{question}")
    device.write(text=TYPED)
    device.click("a[href='/'], button[formaction]")


def traces(files, word):
    """Files that hold a word, in the two ways browsers write."""
    ways = word.encode(), word.encode("utf-16-le")
    return [str(path) for path, held in files.items() if any(way in held for way in ways)]


def test_nothing_of_the_person_is_left_on_a_shared_device(device):
    lives_on(device)
    types_in_an_exercise(device)
    device.go("/quitter")
    device.click("main form button.main")
    assert device.driver.current_url.endswith("/?fini=1")
    assert device.cookies() == {}
    kept = device.driver.execute_async_script(IN_THE_BROWSER)
    assert (kept["local"], kept["tab"], kept["databases"]) == (0, 0, 0)
    # The worker may already keep the page « hors ligne » again: files and words for everybody.
    assert not [page for page in kept["cached"] if NAME in page or TYPED in page]
    for page in device.back_to_the_start():
        assert NAME not in page and TYPED not in page
        assert 'href="/quitter"' not in page, "a page of the person is shown again"
    files = device.files()
    assert files and traces(files, NAME) == traces(files, TYPED) == []


def test_an_adviser_who_signs_out_leaves_an_unreadable_word(device):
    place, _code = prescribe(install(device.app))
    device.go("/conseil/connexion")
    device.write(email=MAIL, password=PASSWORD)
    device.click("main button.main")
    device.go(place)
    assert {"asid", "connu"} <= set(device.cookies())
    device.driver.find_element(By.CSS_SELECTOR, "details.account summary").click()
    device.click("form[action='/conseil/deconnexion'] button")
    kept = device.cookies()
    assert set(kept) == {"connu"} and "awa" not in kept["connu"]
    for page in device.back_to_the_start():
        assert "Awa Diallo" not in page and "Atelier du mardi" not in page
