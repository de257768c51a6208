"""Takes the pictures of the README from the running application, as a person walks through it."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from selenium.webdriver.common.by import By  # noqa: E402

from tests.browser import make_driver, resize  # noqa: E402
from tests.soak import Server  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 390, 1000


def press(driver, act: str) -> None:
    for button in driver.find_elements(By.CSS_SELECTOR, "[name=act]:not([aria-hidden])"):
        if button.get_attribute("value") == act:
            button.click()
            time.sleep(0.6)
            return


def walk(driver, base: str) -> None:
    driver.get(base + "/")
    driver.add_cookie({"name": "langue", "value": "fr"})
    driver.get(base + "/")
    resize(driver, WIDTH, HEIGHT)
    driver.save_screenshot(str(IMAGES / "accueil.png"))
    driver.find_element(By.CSS_SELECTOR, "form[action='/commencer'] button").click()
    driver.find_element(By.CSS_SELECTOR, "input[value=soleil]").click()
    press(driver, "answer")
    driver.save_screenshot(str(IMAGES / "question.png"))
    for _ in range(25):
        if "/resultat/" in driver.current_url:
            break
        choices = driver.find_elements(By.CSS_SELECTOR, "#answer input[type=radio]")
        if choices:
            choices[0].click()
            press(driver, "answer")
        if not driver.find_elements(By.CSS_SELECTOR, "main > a.btn"):
            press(driver, "dont_know")
        driver.find_element(By.CSS_SELECTOR, "main > a.btn").click()
        time.sleep(0.4)
    driver.save_screenshot(str(IMAGES / "resultat.png"))


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.start()
        driver = make_driver(WIDTH, HEIGHT)
        try:
            walk(driver, f"http://127.0.0.1:{server.port}")
        finally:
            driver.quit()
            server.stop()
