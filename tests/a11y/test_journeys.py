"""A learner and an adviser, from end to end in a real browser; axe on every page they meet."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.a11y.test_axe import violations
from tests.browser import resize, theme
from webapp.accounts import setup

pytestmark = [pytest.mark.a11y, pytest.mark.e2e]
PASSWORD = "cerise tambour velours"


class Walker:
    """Clicks, and looks at each page in two sizes."""

    def __init__(self, driver, address):
        self.driver, self.address, self.problems = driver, address, []

    def look(self):
        for width, name in ((320, "light"), (1280, "dark")):
            resize(self.driver, width)
            theme(self.driver, name)
            found = violations(self.driver)
            wide = self.driver.execute_script("return document.documentElement.scrollWidth")
            found += [f"scrolls sideways: {wide}"] if wide > width else []
            self.problems += [f"{self.driver.current_url} {width} {line}" for line in found]

    def go(self, path):
        self.driver.get(self.address + path)
        self.look()

    def click(self, selector):
        old = self.driver.find_element(By.TAG_NAME, "html")
        self.driver.find_element(By.CSS_SELECTOR, selector).click()
        WebDriverWait(self.driver, 10).until(lambda _d: _gone(old))
        self.look()

    def write(self, **fields):
        for name, text in fields.items():
            self.driver.find_element(By.ID, name).send_keys(text)


def _gone(element):
    try:
        element.is_enabled()
    except Exception:  # noqa: BLE001 (a page that left answers in several ways)
        return True
    return False


@pytest.fixture
def walker(page, address):
    page.add_cookie({"name": "langue", "value": "fr"})
    made = Walker(page, address)
    yield made
    assert made.problems == []


def do_the_test(walker, most=22):
    walker.driver.find_element(By.CSS_SELECTOR, "input[value=soleil]").click()
    walker.click("main button.main")
    for _ in range(most):
        if "/resultat/" in walker.driver.current_url:
            return
        walker.click("button[value=dont_know]")
        # Quiet where an end is proposed: this person goes on.
        walker.click("main > a.btn")


def test_learner(walker):
    walker.go("/")
    walker.click("form[action='/commencer'] button")
    do_the_test(walker)
    assert "/resultat/" in walker.driver.current_url
    result = walker.driver.current_url.removeprefix(walker.address)
    pages = ("/imprimer",)
    for path in (
        *(result + tail for tail in pages),
        "/mes-resultats",
        "/partage",
        "/mes-donnees",
        "/ce-que-je-sais-faire",
        "/quitter",
    ):
        walker.go(path)


def test_adviser_and_learner(walker, live_app):
    with live_app.extensions["marchepied"].database.writing() as session:
        token = setup.make_link(session, setup.SETUP, None, "administrator")
    walker.go(setup.SETUP_PATH + token)
    walker.write(
        organisation="Mission locale",
        name="Awa Diallo",
        password=PASSWORD,
        email=f"a{token[:8].lower()}@ml.example",
    )
    walker.click("main button.main")
    walker.click("main a.btn.main")
    walker.driver.find_element(By.CSS_SELECTOR, "input[value=PAR-0-BILAN]").click()
    walker.click("main button.main")
    place = walker.driver.current_url.removeprefix(walker.address)
    code = walker.driver.find_element(By.CSS_SELECTOR, ".code").text
    for tail in ("/carte", "/modifier"):
        walker.go(place + tail)
    walker.go("/code")
    walker.write(code=code)
    walker.click("form[data-no-card] button.main")
    walker.write(first_name="Lina")
    walker.click("button[value=agree]")
    do_the_test(walker, most=2)
    walker.go(place)
    walker.click("tbody form button")
    assert "Lina" in walker.driver.find_element(By.TAG_NAME, "main").text
    for path in ("/conseil", "/conseil/equipe", "/conseil/mot-de-passe", "/partage"):
        walker.go(path)
