"""A Firefox for tests, spoken to in WebDriver BiDi: Debian has no geckodriver, Firefox needs none.

Selenium's own connection carries the commands. The accessibility tree is Firefox's: what is not in it
is what no screen reader ever hears.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from selenium.webdriver.remote.websocket_connection import WebSocketConnection

NAMES = ("firefox-esr", "firefox")
PREFERENCES = {
    "accessibility.force_disabled": -1,
    "intl.accept_languages": "fr",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
START = 60
PATIENCE = 15


def firefox_path() -> str | None:
    """The Firefox of the machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """One window, one page at a time."""

    def __init__(self, width: int = 390, height: int = 844) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="firefox-"))
        lines = (f'user_pref("{name}", {_js(value)});' for name, value in PREFERENCES.items())
        (self.home / "user.js").write_text("\n".join(lines), encoding="utf-8")
        log = self.home / "log"
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [
                    str(firefox_path()),
                    "--headless",
                    "--no-remote",
                    "--profile",
                    str(self.home),
                    "--remote-debugging-port",
                    "0",
                    "about:blank",
                ],
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            self.wire = WebSocketConnection(_address(log) + "/session", PATIENCE, 0.02)
            self.send("session.new", capabilities={})
            self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]
            self.send(
                "browsingContext.setViewport",
                context=self.tab,
                viewport={"width": width, "height": height},
            )
        except BaseException:
            self.close()
            raise

    def send(self, method: str, **params: object) -> dict:
        """One command of the protocol, and its result."""
        reply = self.wire.send_cmd(method, params)
        assert "error" not in reply, reply
        return reply["result"]

    def open(self, url: str) -> None:
        """A page, wholly loaded."""
        self.send("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def set_cookie(self, url: str, name: str, value: str) -> None:
        """A cookie of the site of ``url``; every other one is forgotten."""
        host = urlsplit(url).hostname
        self.send("storage.deleteCookies")
        self.send(
            "storage.setCookie",
            cookie={"name": name, "domain": host, "value": {"type": "string", "value": value}},
        )

    def run(self, script: str) -> object:
        """The value of an expression of the page."""
        result = self._evaluate(script)
        assert result["type"] == "success", result
        return result["result"].get("value")

    def _evaluate(self, script: str) -> dict:
        return self.send(
            "script.evaluate", expression=script, awaitPromise=True, target={"context": self.tab}
        )

    def in_tree(self, role: str) -> list[str]:
        """The ids of the elements that have this role in Firefox's accessibility tree."""
        nodes = self.send(
            "browsingContext.locateNodes",
            context=self.tab,
            locator={"type": "accessibility", "value": {"role": role}},
        )["nodes"]
        return [node["value"]["attributes"].get("id", "") for node in nodes]

    def until(self, script: str) -> object:
        """Wait for an expression to be true, and give its value."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            result = self._evaluate(script)  # it fails while one page gives way to the next
            if result["type"] == "success" and (found := result["result"].get("value")):
                return found
            time.sleep(0.05)
        raise AssertionError(f"never true: {script}")

    def close(self) -> None:
        """End it, and forget its profile."""
        if wire := getattr(self, "wire", None):
            wire.close()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def _js(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f'"{value}"'


def _address(log: Path) -> str:
    """Where Firefox says it listens."""
    end = time.monotonic() + START
    while time.monotonic() < end:
        if found := LISTENING.search(log.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise TimeoutError("Firefox does not start")
