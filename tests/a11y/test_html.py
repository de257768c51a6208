"""The Nu Html Checker reads every page and state that axe looks at, and finds no error.

One Java process reads them all: starting it costs more than any page. Pages come from the test client,
so no browser has mended them first.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from tests.a11y.subjects import PUBLIC, exercise_states
from tests.a11y.test_signed_in import THROUGH
from webapp.config import ROOT

pytestmark = [pytest.mark.a11y, pytest.mark.xdist_group("signed-in")]
JAR = ROOT / "tests" / "nu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LANGUAGES = ("fr", "ar")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
ACTION = re.compile(r'\baction="([^"]+)"')


def checked(folder) -> list[str]:
    """What the checker refuses in a folder of pages, one line an error."""
    if not (shutil.which("java") and JAR.exists()):
        pytest.skip("the Nu Html Checker is not here: it needs Java and npm (scripts/html_checker)")
    command = [
        "java",
        "-Xss4m",
        "-jar",
        str(JAR),
        "--errors-only",
        "--skip-non-html",
        "--stdout",
        "--exit-zero-always",
        "--format",
        "json",
        str(folder),
    ]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=300).stdout)
    return [
        f"{message['url'].rsplit('/', 1)[1]}: {message['message']} · {message.get('extract')}"
        for message in found["messages"]
    ]


@pytest.fixture
def client(live_app, world):
    """A browser where the learner and the adviser are both signed in."""
    made = live_app.test_client()
    made.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    for name, value in world.cookies.items():
        made.set_cookie(name, value)
    return made


def addresses(world) -> dict[str, str]:
    """Every page by name, states of exercises included."""
    return {path: path for path in (*PUBLIC, *exercise_states())} | world.pages


REFUSED = (
    "/conseil/connexion",
    "/code",
    "question",
    "warm-up",
    "new prescription",
    "edit",
    "password",
    "installation",
    "new password",
    "helped?",
)
"""Pages with a form; sent empty, each comes back with what is missing."""


def html(client, address: str, *, typed: str = "", through: str = "") -> str:
    """The page at an address, or the one behind its button (see ``THROUGH``)."""
    shown = client.get(address, follow_redirects=True).text
    if not through:
        return shown
    mark = (
        'class="filters"'
        if "form.filters" in through
        else through.rpartition(" ")[2].replace(".", " ").strip()
    )
    form = next(form for form in FORM.findall(shown.partition("<main")[2]) if mark in form)
    action = ACTION.search(form)
    there = action[1] if action else address
    return client.post(there, data={"nom": typed, "lieu": typed}, follow_redirects=True).text


def test_every_page_is_valid_html(client, world, tmp_path):
    pages = addresses(world)
    for language in LANGUAGES:
        client.set_cookie("langue", language)
        for name, address in pages.items():
            write(tmp_path, f"{language} {name}", html(client, address, **THROUGH.get(name, {})))
        for name in REFUSED:
            answer = client.post(pages[name], data={"act": "answer", "step": "0"})
            assert answer.status_code == 422, (name, answer.status_code)
            write(tmp_path, f"{language} refused {name}", answer.text)
    assert checked(tmp_path) == []


def write(folder, name: str, page: str) -> None:
    """One page in a file of its own."""
    file = folder / f"{re.sub('[^a-zA-Z0-9]+', '-', name)}.html"
    assert not file.exists(), f"two pages of one name: {name}"
    file.write_text(page, encoding="utf-8")


def test_the_checker_would_see_an_error(tmp_path):
    words = "<!doctype html><html lang=fr><title>x</title><p hx-get='/'>x</p><p><div>x</div></p>"
    (tmp_path / "wrong.html").write_text(words, encoding="utf-8")
    assert len(checked(tmp_path)) >= 2
