"""A headless Chromium for tests, with the few emulations they need."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chrome")


def chromium_path() -> str | None:
    """The browser of the machine; None lets Selenium Manager find one."""
    return os.environ.get("CHROME") or next(filter(None, map(shutil.which, NAMES)), None)


def make_driver(width: int = 390, height: int = 844, *arguments: str) -> webdriver.Chrome:
    """A driver at a width in CSS pixels."""
    options = webdriver.ChromeOptions()
    if path := chromium_path():
        options.binary_location = path
    for argument in (
        "--headless=new",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--disable-dev-shm-usage",
        "--lang=fr",
        "--force-effective-connection-type=4G",  # a busy machine would pass for a slow network
        f"--window-size={max(width, 500)},{height}",
        *arguments,
    ):
        options.add_argument(argument)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium refuses its sandbox to root
    driver_path = shutil.which("chromedriver")
    service = Service(driver_path) if driver_path else Service()
    driver = webdriver.Chrome(options=options, service=service)
    resize(driver, width, height)
    return driver


def resize(driver: webdriver.Chrome, width: int, height: int = 844) -> None:
    """The size of the page, also below what a window may have."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
    )


def theme(driver: webdriver.Chrome, name: str) -> None:
    """``light``, ``dark`` or ``forced`` colours."""
    features = [
        {"name": "prefers-color-scheme", "value": "dark" if name == "dark" else "light"},
        {"name": "forced-colors", "value": "active" if name == "forced" else "none"},
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@contextmanager
def no_script(driver: webdriver.Chrome):
    """Pages load without running any of their scripts."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        yield
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
