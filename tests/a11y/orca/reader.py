"""A real screen reader on a screen nobody sees, and the list of what it said.

Xvfb gives the display, a private bus the accessibility of the desktop, speech-dispatcher its silent
synthesiser. Orca loads ``orca-customizations.py`` by itself: there each sentence is written down at the
moment it is spoken. Keys go through xdotool, as from a keyboard. Only processes started here are
ended, by id.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.a11y.orca.started import end
from tests.browser import chromium_path
from tests.soak import free_port

NEEDED = ("orca", "Xvfb", "openbox", "xdotool", "dbus-daemon", "speech-dispatcher")
LANGUAGE = "fr_FR.UTF-8"
LOADING = "Chargement "
BUS = "/usr/libexec/at-spi-bus-launcher"
TAP = """
import json, os
from orca import speech, speech_generator
out = open(os.environ["SPOKEN"], "a", buffering=1)
asked = open(os.environ["LANGUAGES"], "a", buffering=1)
def note(text, file=out):
    file.write(json.dumps(text, ensure_ascii=False) + chr(10))
speak_, all_ = speech._speak, speech.sayAll
def speak(text, acss, interrupt):
    note(str(text))
    return speak_(text, acss, interrupt)
def say_all(parts, callback):
    def each():
        for context, acss in parts:
            note(str(context.utterance))
            yield [context, acss]
    return all_(each(), callback)
speech._speak, speech.sayAll = speak, say_all
Generator = speech_generator.SpeechGenerator
voice_ = Generator.voice
def voice(self, key=None, **args):
    if isinstance(args.get("string"), str):
        note([args["string"], args.get("language") or ""], asked)
    return voice_(self, key, **args)
Generator.voice = voice
"""
PROFILE = {
    "profile": ["Default", "default"],
    "enableKeyEcho": False,
    "enableEchoByWord": False,
    "enableEchoByCharacter": False,
    "enableTutorialMessages": False,
    # « Contrôle du déplacement du curseur » off: arrows go to the page, as in a form.
    "caretNavigationEnabled": False,
}


def missing() -> list[str]:
    """Programs this machine does not have; empty when the screen reader can run."""
    found = [name for name in NEEDED if shutil.which(name) is None]
    return found + ([] if chromium_path() else ["chromium"])


class Reader:
    """Orca reading one Chromium."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="orca-"))
        self.processes: list[subprocess.Popen] = []
        self.spoken = self.home / "spoken.jsonl"
        self.asked = self.home / "languages.jsonl"
        for file in (self.spoken, self.asked):
            file.touch()
        self.env = self._environment()
        self.read, self.keys, self.transcript = 0, 0, []
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _environment(self) -> dict[str, str]:
        env = dict(
            os.environ,
            HOME=str(self.home),
            LANG=LANGUAGE,
            LC_ALL=LANGUAGE,
            LANGUAGE="fr",
            DISPLAY=f":{90 + os.getpid() % 200}",
            GSETTINGS_BACKEND="memory",
            SPOKEN=str(self.spoken),
            LANGUAGES=str(self.asked),
        )
        for name in ("DATA_HOME", "CONFIG_HOME", "CACHE_HOME", "RUNTIME_DIR"):
            folder = self.home / name.lower()
            folder.mkdir(mode=0o700)
            env[f"XDG_{name}"] = str(folder)
        speech = self.home / "config_home" / "speech-dispatcher"
        speech.mkdir()
        (speech / "speechd.conf").write_text(
            'DefaultModule dummy\nAddModule "dummy" "sd_dummy" ""\n'
        )
        orca = self.home / "data_home" / "orca"
        orca.mkdir()
        general = {"startingProfile": ["Default", "default"], **PROFILE}
        settings = {
            "general": general,
            "profiles": {"default": PROFILE},
            "pronunciations": {},
            "keybindings": {},
        }
        (orca / "user-settings.conf").write_text(json.dumps(settings))
        (orca / "orca-customizations.py").write_text(TAP)
        return env

    def _start(self) -> None:
        self._run("Xvfb", self.env["DISPLAY"], "-screen", "0", "1280x1000x24", "-nolisten", "tcp")
        self._until(lambda: self._ok("xdotool", "getmouselocation"))
        bus = f"unix:path={self.home}/bus"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus
        self._run("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={bus}")
        self._until((self.home / "bus").exists)
        self._run("openbox")
        self._run(BUS, "--launch-immediately", "--a11y=1", "--screen-reader=1")
        time.sleep(0.5)
        port = free_port()
        binary = Path("/usr/lib/chromium/chromium")
        self._run(
            str(binary if binary.exists() else chromium_path()),
            "--no-sandbox",
            "--test-type",
            "--no-first-run",
            "--disable-gpu",
            "--disable-extensions",
            "--password-store=basic",
            "--force-renderer-accessibility",
            "--ozone-platform=x11",
            "--disable-sync",
            "--disable-background-networking",
            "--disable-component-update",
            "--lang=fr",
            f"--user-data-dir={self.home}/browser",
            "--window-position=0,0",
            "--window-size=1200,900",
            f"--remote-debugging-port={port}",
            "--app=about:blank",
        )
        self._until(
            lambda: self._ok("xdotool", "search", "--onlyvisible", "--class", "chromium"), 40
        )
        options = webdriver.ChromeOptions()
        options.debugger_address = f"127.0.0.1:{port}"
        self.driver = webdriver.Chrome(
            options=options, service=Service(shutil.which("chromedriver"))
        )
        self._run("orca", "--replace")
        self._until(lambda: self.spoken.stat().st_size > 0, 60)
        self.heard(quiet=1.0, first=3.0)

    def _run(self, *command: str) -> None:
        self.processes.append(
            subprocess.Popen(
                command, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )

    def _ok(self, *command: str) -> bool:
        return (
            subprocess.run(command, env=self.env, capture_output=True, check=False).returncode == 0
        )

    @staticmethod
    def _until(true: Callable[[], object], limit: float = 20) -> None:
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if true():
                return
            time.sleep(0.1)
        raise TimeoutError("the screen reader does not start")

    def heard(self, *, quiet: float = 0.5, first: float = 3.0, limit: float = 20.0) -> list[str]:
        """What was said since last time: waits for a first sentence, then for silence."""
        start = last = time.monotonic()
        said: list[str] = []
        while time.monotonic() - start < limit:
            lines = self.spoken.read_text(encoding="utf-8", errors="replace").split("\n")
            fresh, self.read = lines[self.read : -1], max(self.read, len(lines) - 1)
            if fresh:
                said += [json.loads(line).strip() for line in fresh]
                last = time.monotonic()
            if time.monotonic() - last >= (quiet if said else first):
                break
            time.sleep(0.05)
        said = [sentence for sentence in said if sentence]
        self.transcript += said
        return said

    def press(self, key: str, **patience: float) -> list[str]:
        """One key, and what it made Orca say."""
        self.keys += 1
        self.transcript.append(f"[{key}]")
        subprocess.run(["xdotool", "key", "--clearmodifiers", key], env=self.env, check=True)
        return self.heard(**patience)

    def type(self, text: str) -> list[str]:
        """Text, letter by letter."""
        self.keys += len(text)
        self.transcript.append(f"[écrit {text}]")
        subprocess.run(["xdotool", "type", "--delay", "30", text], env=self.env, check=True)
        return self.heard()

    def open(self, url: str) -> list[str]:
        """Another page, and everything that is said when it opens."""
        self.driver.get(url)
        return self.opening()

    def opening(self) -> list[str]:
        """Everything that is said of a new page, on a busy machine too: loading is not yet reading."""
        said = self.heard(quiet=2.5, first=10.0, limit=90)
        while said and LOADING in said[-1]:
            more = self.heard(quiet=2.5, first=10.0, limit=90)
            if not more:
                break
            said += more
        return said

    def forget(self) -> None:
        """What was said until now was about somebody else."""
        self.transcript, self.keys = [], 0
        self.asked.write_text("", encoding="utf-8")

    def languages(self) -> list[tuple[str, str]]:
        """The words a voice was asked for since ``forget``, each with the language asked."""
        lines = self.asked.read_text(encoding="utf-8", errors="replace").splitlines()
        return [(words.strip(), language) for words, language in map(json.loads, lines)]

    def close(self) -> None:
        """End what was started, last first."""
        driver = getattr(self, "driver", None)
        if driver is not None:
            driver.service.stop()
        end(self.processes, self.home)
