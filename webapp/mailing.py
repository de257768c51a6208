"""Mail, by the one server that ``SMTP_URL`` names: plain text, and nothing at all without it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from webapp.database import now

TIMEOUT = 20
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailRelay:
    """``smtps://user:password@host:465/?from=us@site.example``; ``smtp`` turns to TLS when it can."""

    host: str
    port: int
    tls: bool
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str) -> MailRelay:
        """Raises ``ValueError`` when it names no server or no sender."""
        parts = urlsplit(url)
        sender = parse_qs(parts.query).get("from", [""])[0]
        if parts.scheme not in PORTS or not parts.hostname or not sendable(sender):
            raise ValueError(parts.scheme)
        user, password = (unquote(text or "") for text in (parts.username, parts.password))
        port, tls = parts.port or PORTS[parts.scheme], parts.scheme == "smtps"
        return cls(parts.hostname, port, tls, sender, user, password)


def sendable(address: str) -> bool:
    """Whether it has the form of an address that every server takes; only a mail proves the rest."""
    name, _at, domain = address.rpartition("@")
    plain = address.isascii() and address.isprintable() and len(address) <= 254
    known = all(sign.isalnum() or sign in "!#$%&'*+/=?^_`{|}~.-" for sign in name)
    labels = domain.split(".")
    return bool(name) and plain and known and len(labels) > 1 and all(map(_label, labels))


def _label(text: str) -> bool:
    return bool(text) and all(sign.isalnum() or sign == "-" for sign in text)


def letter(*, sender: str, to: str, subject: str, text: str, stop_url: str = "") -> EmailMessage:
    """A text. ``stop_url``: what mail software presses to stop them (RFC 8058)."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "fr"
    if stop_url:
        mail["List-Unsubscribe"] = f"<{stop_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text)
    return mail


@contextmanager
def post_office(relay: MailRelay) -> Iterator[smtplib.SMTP]:
    """An open connection. Raises ``OSError`` or ``smtplib.SMTPException``."""
    context = ssl.create_default_context()
    if relay.tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            relay.host, relay.port, timeout=TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(relay.host, relay.port, timeout=TIMEOUT)
    with server:
        server.ehlo()
        secret = relay.tls or _same_machine(relay.host)
        if not relay.tls and server.has_extn("starttls"):
            server.starttls(context=context)
            secret = True
        if not secret:
            raise smtplib.SMTPNotSupportedError("TLS")
        if relay.user:
            server.login(relay.user, relay.password)
        yield server


def _same_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
