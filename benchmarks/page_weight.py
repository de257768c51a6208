"""Bytes on the wire and requests of the learner's path, and paint times beside a bare page. JSON.

Bytes are all those the server sent: headers, redirections, worker and TLS handshake included. Paint:
slow 4G (562 ms a round trip, 1.44 Mbit/s) and a processor four times slower, median of three visits,
our page and a bare HTML page with the same text in turn on the same server.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser import make_driver
from tests.soak import Server, free_port
from tests.wire import SecureServer, Wire

SLOW_4G = {
    "offline": False,
    "latency": 562,
    "downloadThroughput": 1.44e6 / 8,
    "uploadThroughput": 0.675e6 / 8,
}
VISITS = 3
EXERCISES = 10
QUIET, IDLE = 1.5, 6
PAINT = """
const done = arguments[0], out = {};
new PerformanceObserver(l => { for (const e of l.getEntries()) out.lcp = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
setTimeout(() => {
  const p = performance.getEntriesByName('first-contentful-paint')[0];
  out.fcp = p ? p.startTime : out.lcp; done(out); }, 1500);
"""


class Meter:
    """Counts what the server sent since the last reading, and the requests the page made."""

    def __init__(self, driver, wire: Wire) -> None:
        self.driver, self.wire = driver, wire
        driver.execute_cdp_cmd("Network.enable", {})

    def read(self, quiet: float = QUIET) -> dict[str, int]:
        time.sleep(quiet)
        rows = [json.loads(row["message"])["message"] for row in self.driver.get_log("performance")]
        requests = sum(row["method"] == "Network.responseReceived" for row in rows)
        return {"bytes": self.wire.read(), "requests": requests}


def add(*readings: dict[str, int]) -> dict[str, int]:
    return {key: sum(reading[key] for reading in readings) for key in ("bytes", "requests")}


def press(driver, value: str) -> None:
    driver.execute_script(
        "document.querySelector(`button[name=act][value='${arguments[0]}']`).click()", value
    )


def follow(driver) -> None:
    """« Continuer », which is quiet where an end is proposed."""
    driver.execute_script("document.querySelector('main > a.btn').click()")


def act(driver) -> bool:
    """One real gesture in a simulation. False for another exercise."""
    from selenium.webdriver.common.by import By

    found = driver.find_elements(By.CSS_SELECTOR, "#exercise form[data-hx-post] button")
    if not found:
        return False
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found[0])
    found[0].click()
    return True


def path_of_a_learner(base: str, wire: Wire, *arguments: str, acting: bool) -> dict[str, object]:
    """A first visit: home, warm-up, ten exercises. ``acting``: one gesture in each simulation."""
    driver = logged_driver("--accept-lang=fr-FR", *arguments)
    meter, result = Meter(driver, wire), {}
    driver.get(base + "/")
    # The worker comes when the page is idle: it is part of the visit.
    result["home_first_visit"] = home = meter.read(IDLE)
    driver.execute_script("document.querySelector('form[action=\"/commencer\"] button').click()")
    warm = meter.read()
    driver.execute_script("document.querySelector('input[value=soleil]').checked = true")
    press(driver, "answer")
    exercise = meter.read()
    result["from_home_to_first_exercise_everything_included"] = add(home, warm, exercise)
    exercises, answers, gestures = [], [], []
    for _ in range(EXERCISES):
        if acting and act(driver):
            gestures.append(meter.read())
        press(driver, "dont_know")
        answers.append(meter.read())
        follow(driver)
        exercises.append(meter.read())
    by_weight = sorted(exercises, key=lambda reading: reading["bytes"])
    result["next_exercise_median"] = by_weight[len(by_weight) // 2]
    result["next_exercise_largest"] = by_weight[-1]
    result["answer_and_feedback_median"] = sorted(answers, key=lambda r: r["bytes"])[5]
    result["gestures"] = len(gestures)
    result["ten_exercise_visit"] = add(home, warm, exercise, *answers, *gestures, *exercises[:-1])
    while "/resultat/" not in driver.current_url:
        press(driver, "dont_know")
        time.sleep(QUIET)
        follow(driver)
        time.sleep(QUIET)
    meter.read()
    driver.get(driver.current_url)
    result["result_page"] = meter.read()
    driver.quit()
    return result


def visits(base: str, wire: Wire, *arguments: str, **how: bool) -> dict[str, object]:
    """The middle one of three visits, by weight: which exercises come is a matter of luck."""
    walked = [path_of_a_learner(base, wire, *arguments, **how) for _ in range(VISITS)]
    walked.sort(key=lambda visit: visit["ten_exercise_visit"]["bytes"])
    every = [visit["ten_exercise_visit"]["bytes"] for visit in walked]
    return walked[VISITS // 2] | {"ten_exercise_visits": every}


def logged_driver(*arguments: str):
    from selenium import webdriver

    original = webdriver.ChromeOptions.to_capabilities

    def with_log(self):
        return original(self) | {"goog:loggingPrefs": {"performance": "ALL"}}

    webdriver.ChromeOptions.to_capabilities = with_log
    try:
        return make_driver(390, 844, *arguments)
    finally:
        webdriver.ChromeOptions.to_capabilities = original


def as_served() -> dict[str, object]:
    """HTTP/2 under TLS, as in production: the handshake is counted too."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        wire = Wire(port)
        server = SecureServer(Path(folder), port=port, public_port=wire.port)
        server.start()
        try:
            base, arguments = f"https://localhost:{wire.port}", server.browser_arguments()
            return {
                "answering_only": visits(base, wire, *arguments, acting=False),
                "one_gesture_in_each_simulation": visits(base, wire, *arguments, acting=True),
            }
        finally:
            server.stop()
            wire.close()


def in_clear() -> dict[str, object]:
    """HTTP/1.1 without TLS, and the paint times."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.start()
        wire = Wire(server.port)
        try:
            base = f"http://127.0.0.1:{wire.port}"
            walked = visits(base, wire, acting=False)
            return {"wire": walked, "paint": paints(f"http://127.0.0.1:{server.port}")}
        finally:
            server.stop()
            wire.close()


class Bare(BaseHTTPRequestHandler):
    """The same text, nothing else."""

    body = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_args) -> None:
        return


def paint(url: str) -> dict[str, float]:
    driver = make_driver(390, 844)
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", SLOW_4G)
    driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 4})
    driver.set_page_load_timeout(60)
    driver.get(url)
    times = driver.execute_async_script(PAINT)
    driver.quit()
    return times


def paints(base: str) -> dict[str, object]:
    import urllib.request

    html = urllib.request.urlopen(base + "/").read().decode()
    text = re.sub(
        r"<(style|script).*?</\1>|<link[^>]*>|class=\"[^\"]*\"|<svg.*?</svg>",
        "",
        html,
        flags=re.DOTALL,
    )
    Bare.body = text.encode()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bare)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    bare = f"http://127.0.0.1:{server.server_port}/"
    ours, theirs = [], []
    for _ in range(VISITS):
        ours.append(paint(base + "/"))
        theirs.append(paint(bare))
    server.shutdown()
    result = {}
    for key in ("fcp", "lcp"):
        mine = statistics.median(v[key] for v in ours)
        limit = statistics.median(v[key] for v in theirs)
        result[key] = {
            "ours_ms": round(mine),
            "bare_page_ms": round(limit),
            "ratio": round(mine / limit, 2),
        }
    return result


if __name__ == "__main__":
    print(json.dumps({"http2_tls": as_served(), "http1_clear": in_clear()}, indent=1))
