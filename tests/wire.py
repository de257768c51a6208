"""What really crosses the wire: every byte the server sends, headers and workers included.

A browser's own counters leave out redirections, and whatever its service worker fetches. So a small
relay stands between them, on loopback, and counts. ``SecureServer`` serves as in production, HTTP/2
under TLS, where headers that come back cost a byte.
"""

from __future__ import annotations

import base64
import hashlib
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak import ROOT, Server, granian, wait_for

CHUNK = 65536


@dataclass
class Wire:
    """A relay to a local port that counts what comes back."""

    target: int
    received: int = 0
    connections: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def read(self) -> int:
        """Bytes since the last reading."""
        with self._lock:
            count, self.received = self.received, 0
        return count

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            server = socket.create_connection(("127.0.0.1", self.target))
            for pair, counted in (((browser, server), False), ((server, browser), True)):
                threading.Thread(target=self._pump, args=(*pair, counted), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(CHUNK):
                if counted:
                    with self._lock:
                        self.received += len(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            sink.close()


@dataclass
class SecureServer(Server):
    """The same application under TLS, which is how browsers get HTTP/2."""

    public_port: int = 0
    key_digest: str = ""

    def start(self) -> None:
        certificate, key = self._identity()
        env = {
            **os.environ,
            "VAR_DIR": str(self.var),
            "SECRET_KEY": "soak" * 12,
            "BASE_URL": f"https://localhost:{self.public_port or self.port}",
        }
        env.pop("DATABASE_URL", None)
        subprocess.run(
            [Path(sys.executable).with_name("marchepied"), "migrate"],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        self.process = subprocess.Popen(
            granian(
                "webapp.wsgi:app", self.port, "--ssl-certificate", certificate, "--ssl-keyfile", key
            ),
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(self._listens)

    def browser_arguments(self) -> tuple[str, ...]:
        """A browser that takes our certificate for a good one, so that its cache works."""
        return (
            f"--ignore-certificate-errors-spki-list={self.key_digest}",
            "--disable-features=CompressionDictionaryTransportRequireKnownRootCert",
        )

    def _identity(self) -> tuple[Path, Path]:
        import trustme
        from cryptography.hazmat.primitives import serialization as keys
        from cryptography.x509 import load_pem_x509_certificate

        issued = trustme.CA().issue_cert("localhost")
        certificate, key = self.var / "certificate.pem", self.var / "key.pem"
        issued.cert_chain_pems[0].write_to_path(certificate)
        private = keys.load_pem_private_key(issued.private_key_pem.bytes(), None)
        key.write_bytes(
            private.private_bytes(keys.Encoding.PEM, keys.PrivateFormat.PKCS8, keys.NoEncryption())
        )
        public = load_pem_x509_certificate(issued.cert_chain_pems[0].bytes()).public_key()
        spki = public.public_bytes(keys.Encoding.DER, keys.PublicFormat.SubjectPublicKeyInfo)
        self.key_digest = base64.b64encode(hashlib.sha256(spki).digest()).decode()
        return certificate, key

    def _listens(self) -> bool:
        socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        return True
