"""Words that stay as they are written: addresses, and what a person has to find or copy.

An address breaks only after « / », or before « . », « @ » and « ? »: cut elsewhere, it reads as another
one. No browser translates it, nor the words that a task quotes from what is measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from markupsafe import Markup, escape

ADDRESS = re.compile(
    r"(?:https?://|(?<!\w)[.])?(?:[\w-]+[.])*[\w-]+(?:@(?:[\w-]+[.])*[\w-]+)?[.](?:example|fr|com|org|net)\b"
    r"(?:/[\w./?=&%-]*[\w/])?"
)
QUOTED = re.compile(r"«[^«»]+»")
AFTER, BEFORE = re.compile("/"), re.compile("[.@?]")


def address(value: str, say: str | None = None) -> Markup:
    """One address, wherever it stands. ``say`` is how it is spoken, sign by sign."""
    spoken = Markup(' data-say="{}"').format(say) if say else Markup("")
    return Markup('<bdi class="address" dir="ltr" translate="no"{}>{}</bdi>').format(
        spoken, _with_breaks(value)
    )


def _with_breaks(value: str) -> Markup:
    text = BEFORE.sub(lambda sign: f"<wbr>{sign[0]}", AFTER.sub("/<wbr>", str(escape(value))))
    return Markup(text)  # noqa: S704 (escaped on the line before)


def addressed(text: str) -> Markup:
    """A text in which each address is one. Markup is marked already."""
    return text if isinstance(text, Markup) else _each(ADDRESS, text, address, escape)


def as_written(text: str) -> Markup:
    """A task: its addresses, and the words it quotes, which are those of the screen or to be copied."""
    return _each(QUOTED, text, _kept, addressed)


def _kept(words: str) -> Markup:
    return Markup('<span translate="no">{}</span>').format(addressed(words))


def _each(
    pattern: re.Pattern[str], text: str, one: Callable[[str], Markup], rest: Callable[[str], Markup]
) -> Markup:
    """``one`` on what the pattern finds, ``rest`` on what is between."""
    marked, end = Markup(""), 0
    for match in pattern.finditer(text):
        marked += rest(text[end : match.start()]) + one(match[0])
        end = match.end()
    return marked + rest(text[end:])


def init(app: Flask) -> None:
    """The names templates use."""
    app.jinja_env.globals["address"] = address
    app.jinja_env.filters["addressed"] = addressed
