"""axe-core on every page and state, in every look. All rules, AAA and best practice included.

No rule is switched off. A page is loaded once a language; sizes and themes are then emulated, so that
what is checked is what a person has when their phone changes, too.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_selenium_python import Axe
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from tests.a11y.subjects import PUBLIC, exercise_states
from tests.browser import resize, theme

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SIZES = (320, 1280)
THEMES = ("light", "dark", "forced")
LANGUAGES = ("fr", "ar")
TAGS = [
    "wcag2a",
    "wcag2aa",
    "wcag2aaa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
    "experimental",
    "ACT",
    "cat.aria",
]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}

pytestmark = pytest.mark.a11y


def violations(driver) -> list[str]:
    """What axe finds on the page as it stands, one line a node."""
    axe = Axe(driver, script_url=str(AXE))
    if not driver.execute_script("return !!window.axe"):
        axe.inject()
    found = axe.run(options=OPTIONS)["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def check_every_look(driver, url: str, *, typed: str = "", through: str = "") -> None:
    """In each language, width and theme; see ``open_page``."""
    problems = []
    for language in LANGUAGES:
        driver.add_cookie({"name": "langue", "value": language})
        open_page(driver, url, typed=typed, through=through)
        for width in SIZES:
            resize(driver, width)
            for look in THEMES:
                theme(driver, look)
                found = violations(driver)
                problems += [f"{language} {width} {look} {line}" for line in found]
                wide = driver.execute_script("return document.documentElement.scrollWidth")
                if wide > width:
                    problems.append(f"{language} {width} {look} scrolls sideways: {wide}")
    assert not problems, f"{url}\n" + "\n".join(sorted(set(problems))[:30])


def open_page(driver, url: str, *, typed: str = "", through: str = "") -> None:
    """``through`` is the button to press before the page that is meant, ``typed`` what to look for."""
    driver.get(url)
    if typed:
        driver.find_element("css selector", "main form input[type=text]").send_keys(typed)
    if through:
        before = driver.find_element("tag name", "html")
        driver.find_element("css selector", through).click()
        WebDriverWait(driver, 10).until(staleness_of(before))


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(page, address, path):
    check_every_look(page, address + path)


@pytest.mark.parametrize("path", list(exercise_states()))
def test_exercises(page, address, path):
    check_every_look(page, address + path)


def test_axe_would_see_a_defect(page, address):
    """The check itself can fail: three seeded defects are all found."""
    page.get(address + "/aide")
    page.execute_script(
        "const m = document.querySelector('main');"
        "for (const [tag, text] of [['img', ''], ['button', ''], ['h5', 'Trop bas']]) {"
        "const e = document.createElement(tag); e.textContent = text;"
        "if (tag === 'img') e.src = '/static/x.png'; m.append(e); }"
    )
    found = {line.split(":")[0] for line in violations(page)}
    assert {"image-alt", "button-name", "heading-order"} <= found
