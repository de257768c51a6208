"""The production server: gunicorn keeps the processes alive, waitress reads what people send.

A request takes a thread only once it has wholly arrived, and an answer gives its thread back before
the last byte has left: a phone in a tunnel holds a socket and nothing that others need. See
``docs/decisions/0030``.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer, create_server

from webapp.config import ROOT, Settings

IDLE_S = 30
STOPPING_S = 20
LOOP_S = 0.5
RELOADED = ("webapp", "content", "static", "translations")

OPTIONS = {
    "threads": 4,
    "connection_limit": 900,  # under the 1,024 files a process may open by default
    "asyncore_use_poll": True,
    "channel_timeout": IDLE_S,
    "cleanup_interval": 5,
    "max_request_header_size": 64 * 1024,
    "max_request_body_size": 4 * 1024 * 1024,  # the application refuses 256 kB in plain French
    "clear_untrusted_proxy_headers": False,  # TRUSTED_PROXIES decides, in the application
    "ident": None,
}


class TimedRequest(HTTPRequestParser):  # type: ignore[misc]
    """A request that knows when its first byte came."""

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.began = time.monotonic()


class TimedChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows whether its request takes too long to arrive."""

    parser_class = TimedRequest

    def too_slow(self, limit: float) -> bool:
        """Whether the whole of a request did not arrive within this many seconds."""
        coming = self.request
        return coming is not None and time.monotonic() - coming.began > limit

    def busy(self) -> bool:
        """Whether somebody waits for an answer here."""
        return bool(self.requests or self.total_outbufs_len)


class BufferingWorker(Worker):  # type: ignore[misc]
    """A process of gunicorn whose requests are read by waitress."""

    def run(self) -> None:
        """Serve until asked to stop, then finish what was asked."""
        sockets = [listener.sock for listener in self.sockets]
        server = create_server(self.wsgi, sockets=sockets, **OPTIONS)
        server.channel_class = TimedChannel
        limit = self.app.settings.slowest_request_s
        while self.alive and os.getppid() == self.ppid:
            self._turn(server)
            _hang_up_on_the_slow(server, limit)
        self._finish(server)

    def _turn(self, server: TcpWSGIServer) -> None:
        self.notify()
        wasyncore.loop(timeout=LOOP_S, use_poll=True, map=server._map, count=1)  # noqa: SLF001

    def _finish(self, server: TcpWSGIServer) -> None:
        server.accepting = False
        end = time.monotonic() + STOPPING_S
        while any(channel.busy() for channel in _channels(server)) and time.monotonic() < end:
            self._turn(server)
        server.task_dispatcher.shutdown()


def _channels(server: TcpWSGIServer) -> Iterator[TimedChannel]:
    yield from list(server.active_channels.values())


def _hang_up_on_the_slow(server: TcpWSGIServer, limit: float) -> None:
    for channel in _channels(server):
        if channel.too_slow(limit):
            channel.will_close = True


class Site(BaseApplication):  # type: ignore[misc]
    """The application under gunicorn, made once: processes are copies of the first."""

    def __init__(self, load: Callable[[], Any], settings: Settings, *, reload: bool) -> None:
        self.load, self.settings, self.reload = load, settings, reload
        super().__init__()

    def load_config(self) -> None:
        """Our own settings only: no file, no command line."""
        for name, value in _options(self.settings, reload=self.reload).items():
            self.cfg.set(name, value)


def serve(settings: Settings, *, reload: bool = False) -> None:
    """Serve until SIGTERM. Returns nothing: gunicorn ends the process."""
    from webapp import create_app

    if reload:
        Site(lambda: create_app(settings), settings, reload=True).run()
    else:
        app = create_app(settings)  # here, where a wrong file is said in one sentence
        gc.freeze()  # processes share it: none looks through it again for what to throw away
        Site(lambda: app, settings, reload=False).run()


def _options(settings: Settings, *, reload: bool) -> dict[str, Any]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return {
        "bind": f"{host}:{settings.port}",
        "workers": 1 if reload else settings.workers,
        "worker_class": "webapp.serving.BufferingWorker",
        "preload_app": not reload,
        "reload": reload,
        "reload_extra_files": _files() if reload else [],
        "graceful_timeout": STOPPING_S + 5,
        "control_socket_disable": True,
        "loglevel": "warning",
    }


def _files() -> list[str]:
    found = (path for top in RELOADED for path in (ROOT / top).rglob("*"))
    return [str(path) for path in found if path.is_file() and "__pycache__" not in path.parts]
