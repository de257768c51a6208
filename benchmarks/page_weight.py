"""Bytes on the wire and requests of the learner's path, and paint times beside a bare page. JSON.

Bytes are those Chromium received, headers included. Paint: slow 4G (562 ms a round trip, 1.44 Mbit/s)
and a processor four times slower, median of three visits, our page and a bare HTML page with the same
text in turn on the same server.
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
from tests.soak import Server

SLOW_4G = {"offline": False, "latency": 562, "downloadThroughput": 1.44e6 / 8,
           "uploadThroughput": 0.675e6 / 8}  # fmt: skip
VISITS = 3
PAINT = """
const done = arguments[0], out = {};
new PerformanceObserver(l => { for (const e of l.getEntries()) out.lcp = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
setTimeout(() => {
  const p = performance.getEntriesByName('first-contentful-paint')[0];
  out.fcp = p ? p.startTime : out.lcp; done(out); }, 1500);
"""


class Meter:
    """Counts what the browser received since the last reading."""

    def __init__(self, driver) -> None:
        self.driver = driver
        driver.execute_cdp_cmd("Network.enable", {})
        # What the worker answers would count for nothing.
        driver.execute_cdp_cmd("Network.setBypassServiceWorker", {"bypass": True})

    def read(self) -> dict[str, int]:
        time.sleep(1.2)  # the worker registers when the page is idle
        total = requests = 0
        for row in self.driver.get_log("performance"):
            message = json.loads(row["message"])["message"]
            if message["method"] == "Network.loadingFinished":
                total += int(message["params"]["encodedDataLength"])
                requests += 1
        return {"bytes": total, "requests": requests}


def add(*readings: dict[str, int]) -> dict[str, int]:
    return {key: sum(reading[key] for reading in readings) for key in ("bytes", "requests")}


def press(driver, value: str) -> None:
    driver.execute_script(
        "document.querySelector(`button[name=act][value='${arguments[0]}']`).click()", value
    )
    time.sleep(0.6)


def follow(driver) -> None:
    driver.execute_script("document.querySelector('a.btn.main').click()")
    time.sleep(0.6)


def path_of_a_learner(base: str) -> dict[str, object]:
    driver = make_driver(390, 844)
    driver.quit()
    driver = logged_driver()
    meter, result = Meter(driver), {}
    driver.get(base + "/")
    result["home_first_visit"] = home = meter.read()
    driver.execute_script("document.querySelector('form[action=\"/commencer\"] button').click()")
    time.sleep(0.6)
    warm = meter.read()
    driver.execute_script("document.querySelector('input[value=soleil]').checked = true")
    press(driver, "answer")
    exercise = meter.read()
    result["from_home_to_first_exercise_everything_included"] = add(home, warm, exercise)
    exercises, feedbacks = [], []
    for _ in range(10):
        press(driver, "dont_know")
        feedbacks.append(meter.read())
        follow(driver)
        exercises.append(meter.read())
    plain = sorted(exercises, key=lambda reading: reading["bytes"])
    result["next_exercise_median"] = plain[len(plain) // 2]
    result["next_exercise_smallest"], result["next_exercise_largest"] = plain[0], plain[-1]
    result["feedback_median"] = sorted(feedbacks, key=lambda r: r["bytes"])[5]
    result["ten_exercise_visit"] = add(home, warm, exercise, *feedbacks, *exercises[:-1])
    for _ in range(12):
        if "/resultat/" in driver.current_url:
            break
        press(driver, "dont_know")
        follow(driver)
    meter.read()
    driver.get(driver.current_url)
    result["result_page"] = meter.read()
    driver.quit()
    return result


def logged_driver():
    from selenium import webdriver

    original = webdriver.ChromeOptions.to_capabilities

    def with_log(self):
        return original(self) | {"goog:loggingPrefs": {"performance": "ALL"}}

    webdriver.ChromeOptions.to_capabilities = with_log
    try:
        return make_driver(390, 844)
    finally:
        webdriver.ChromeOptions.to_capabilities = original


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
    text = re.sub(r"<(style|script).*?</\1>|<link[^>]*>|class=\"[^\"]*\"|<svg.*?</svg>", "", html,
                  flags=re.DOTALL)  # fmt: skip
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
        result[key] = {"ours_ms": round(mine), "bare_page_ms": round(limit),
                       "ratio": round(mine / limit, 2)}  # fmt: skip
    return result


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.start()
        try:
            base = f"http://127.0.0.1:{server.port}"
            print(json.dumps({"wire": path_of_a_learner(base), "paint": paints(base)}, indent=1))
        finally:
            server.stop()
