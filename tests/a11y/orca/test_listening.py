"""« Écouter » with a real voice: what the synthesiser was given, not what the page says it gave."""

from __future__ import annotations

import re
import time
from xml.etree.ElementTree import Element

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.a11y.orca.ear import SVG, Words
from tests.a11y.orca.started import skip_without
from tests.a11y.orca.voice import Voice, missing
from tests.a11y.test_hands import one_item_a_form
from tests.acting import Keyboard, give
from tests.browser import make_driver

pytestmark = [pytest.mark.orca, pytest.mark.slow]
ITEMS = dict(one_item_a_form())
READING, STARTING = 240, 40
UNSAID = {"script", "style", "svg", SVG, "input", "select", "textarea"}
UNSAID_CLASSES = {"sr", "tools"}
ARABIC = re.compile("[\u0600-\u06ff]")
LATIN = re.compile("[A-Za-z]{3}")


@pytest.fixture(scope="module")
def voice():
    """espeak-ng, or the reason why nothing can speak here."""
    skip_without(missing(), "no voice can speak")
    made = Voice()
    yield made
    made.close()


@pytest.fixture(scope="module")
def talking(voice):
    """A Chromium that speaks through the desktop."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPEECHD_ADDRESS", voice.address)
        driver = make_driver(390, 844, "--enable-speech-dispatcher")
        yield driver
        driver.quit()


def screen(talking, voice, live_app, address, language="fr", item="choice") -> Keyboard:
    """An exercise on the screen, its button « Écouter » shown, nothing said yet."""
    talking.get(address + "/healthz")
    talking.delete_all_cookies()
    talking.add_cookie({"name": "langue", "value": language})
    give(live_app, talking, address, ITEMS[item])
    WebDriverWait(talking, STARTING).until(lambda _d: button(talking).is_displayed())
    voice.forget()
    return Keyboard(talking)


def button(talking, name: str = "listen"):
    return talking.find_element(By.CSS_SELECTOR, f"button[data-{name}]")


def read_to_the_end(talking, voice, hand: Keyboard):
    """Press once and wait: the button takes its first words back when all is said."""
    words = button(talking).text
    hand.activate(button(talking))
    assert button(talking).text != words, "the button does not offer to stop"
    WebDriverWait(talking, READING).until(lambda _d: button(talking).text == words)
    return voice.said()


def some_said(talking, voice, ended: int) -> None:
    """Wait until a few sentences are over."""
    WebDriverWait(talking, STARTING).until(lambda _d: sum(s.ended for s in voice.said()) >= ended)


def written(element: Element) -> str:
    """What stands on the screen, in the order of the page, without fields and tools."""
    hidden = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    classes = set((element.get("class") or "").split())
    if element.tag in UNSAID or hidden or classes & UNSAID_CLASSES or element.get("id") == "status":
        return ""
    parts = [element.get("data-say") or element.text or ""]
    for child in [] if element.get("data-say") else element:
        closed = element.tag == "details" and "open" not in element.attrib
        parts += [written(child) if not closed or child.tag == "summary" else "", child.tail or ""]
    return " ".join(parts)


def word_list(text: str) -> list[str]:
    """Words only: a voice has no signs."""
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("item", ["choice", "sim_sms-played"])
def test_the_whole_screen_once_in_reading_order(talking, voice, live_app, address, item):
    hand = screen(talking, voice, live_app, address, item=item)
    said = read_to_the_end(talking, voice, hand)
    expected = written(Words(talking.page_source).first("main"))
    assert word_list(" ".join(s.text for s in said)) == word_list(expected)
    assert all(s.ended and s.samples for s in said), "a sentence made no sound"
    assert {(s.language[:2], s.voice[:6]) for s in said} == {("fr", "French")}


def test_each_part_in_its_own_language(talking, voice, live_app, address):
    hand = screen(talking, voice, live_app, address, language="ar")
    said = read_to_the_end(talking, voice, hand)
    arabic = [s for s in said if ARABIC.search(s.text)]
    french = [s for s in said if not ARABIC.search(s.text) and LATIN.search(s.text)]
    assert arabic and french
    assert {(s.language[:2], s.voice[:6]) for s in arabic} == {("ar", "Arabic")}
    assert {(s.language[:2], s.voice[:6]) for s in french} == {("fr", "French")}


@pytest.mark.parametrize("how", ["button", "leaving"])
def test_it_stops(talking, voice, live_app, address, how):
    hand = screen(talking, voice, live_app, address)
    words = button(talking).text
    hand.activate(button(talking))
    some_said(talking, voice, 1)
    if how == "button":
        hand.activate(button(talking))
        assert button(talking).text == words
    else:
        talking.get(address + "/aide")
    time.sleep(1)  # what was on its way has arrived
    before = len(voice.said())
    time.sleep(8)  # longer than any of these sentences
    assert len(voice.said()) == before, "it goes on speaking"


def test_slower_says_the_same_part_again_and_slower(talking, voice, live_app, address):
    hand = screen(talking, voice, live_app, address)
    hand.activate(button(talking))
    some_said(talking, voice, 1)
    first = voice.said()[0]
    hand.activate(button(talking))
    voice.forget()
    hand.activate(button(talking))
    hand.activate(button(talking, "slower"))
    assert button(talking, "slower").get_attribute("aria-pressed") == "true"
    some_said(talking, voice, 2)
    slow = [s for s in voice.said() if s.text == first.text][-1]
    hand.activate(button(talking))
    assert slow.ended and slow.rate < first.rate
    assert slow.samples > first.samples, "the same words do not last longer"
