"""A real voice nobody hears, and what it was asked to say.

espeak-ng speaks through speech-dispatcher into a PulseAudio sink that goes nowhere but takes its time,
as a loudspeaker does. speech-dispatcher writes down each order it gives the synthesiser: the words, the
voice, the speed, the sound that came back. The page's own word for it is not taken.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.a11y.orca.started import end

MODULES = Path("/usr/lib/speech-dispatcher-modules")
CONF = """LogLevel 5
AudioOutputMethod "pulse"
DefaultModule espeak-ng
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
"""
ORDER = re.compile(
    r"Command sent to output module: \|(.*?)\| \(\d\)|num_samples (\d+)$|"
    r"Event from output module while speaking: \|(70[23])",
    re.DOTALL | re.MULTILINE,
)
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&apos;", "'"), ("&quot;", '"'), ("&amp;", "&"))


@dataclass
class Said:
    """One utterance, as the synthesiser received it. ``samples``: how much sound it made."""

    text: str
    language: str
    voice: str
    rate: int
    samples: int = 0
    ended: bool = False


def missing() -> list[str]:
    """Programs this machine does not have; empty when a voice can speak."""
    found = [name for name in ("speech-dispatcher", "pulseaudio") if shutil.which(name) is None]
    return found + ([] if (MODULES / "sd_espeak-ng").exists() else ["speech-dispatcher-espeak-ng"])


class Voice:
    """The speech of a desktop, without its desktop."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="voice-"))
        self.log = self.home / "speech-dispatcher.log"
        self.read = 0
        self.processes: list[subprocess.Popen] = []
        socket, sound = self.home / "speech", self.home / "pulse" / "native"
        self.address = f"unix_socket:{socket}"
        (self.home / "speechd.conf").write_text(CONF)
        env = dict(
            os.environ,
            HOME=str(self.home),
            XDG_RUNTIME_DIR=str(self.home),
            XDG_CONFIG_HOME=str(self.home),
            PULSE_SERVER=f"unix:{sound}",
        )
        try:
            self._run(
                env,
                sound,
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "-L",
                "module-null-sink",
                "-L",
                "module-native-protocol-unix",
            )
            self._run(
                env,
                socket,
                "speech-dispatcher",
                "-s",
                "-l",
                "5",
                "-C",
                str(self.home),
                "-L",
                str(self.home),
                "-c",
                "unix_socket",
                "-S",
                str(socket),
                "-P",
                str(self.home / "pid"),
                "-t",
                "0",
            )
        except BaseException:
            self.close()
            raise

    def _run(self, env: dict[str, str], proof: Path, *command: str) -> None:
        """Start a program; it is ready when its socket is there."""
        self.processes.append(
            subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )
        end = time.monotonic() + 40
        while not proof.exists():
            if time.monotonic() > end:
                raise TimeoutError(f"{command[0]} does not start")
            time.sleep(0.1)

    def forget(self) -> None:
        """What was said until now was about something else."""
        self.read = self.log.stat().st_size

    def said(self) -> list[Said]:
        """What the synthesiser was given since ``forget``, in order."""
        log = self.log.read_bytes()[self.read :].decode("utf-8", errors="replace")
        found: list[Said] = []
        settings: dict[str, str] = {}
        for order, samples, event in ORDER.findall(log):
            if samples and found:
                found[-1].samples += int(samples)
            elif event and found:
                found[-1].ended = event == "702"
            elif order.startswith("<speak>"):
                found.append(_said(order, settings))
            elif "=" in order:
                settings = dict(line.split("=", 1) for line in order.strip().splitlines())
        return found

    def close(self) -> None:
        """End what was started, last first."""
        end(self.processes, self.home)


def _said(order: str, settings: dict[str, str]) -> Said:
    words = re.sub("<[^>]*>", "", order)
    for entity, sign in ENTITIES:
        words = words.replace(entity, sign)
    return Said(words, settings["language"], settings["synthesis_voice"], int(settings["rate"]))
