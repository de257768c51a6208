"""Renders a room's templates as the product does, without an application."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from webapp import exercises
from webapp.web.questions import QuestionView
from webapp.web.wording import address, addressed

TEMPLATES = Path(exercises.FOLDER).parent / "templates"


def environment() -> Environment:
    """Same loaders, autoescape and strictness as the application; French untranslated."""
    env = Environment(
        loader=FileSystemLoader([TEMPLATES, exercises.FOLDER]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_null_translations(newstyle=True)
    env.globals["nbsp"] = "\N{NO-BREAK SPACE}"
    env.globals["colon"] = lambda language="": "\N{NO-BREAK SPACE}:"
    env.globals["sign"] = lambda name: Markup('<svg class="sign {}"></svg>').format(name)
    env.globals["csp_nonce"] = lambda: "nonce"
    env.globals["address"], env.filters["addressed"] = address, addressed
    return env


MARK = re.compile(r'<span translate="(?:yes|no)">((?:(?!</?span).)*)</span>')


def render(view: QuestionView, template: str = "answer.html") -> str:
    """The HTML of one template of the view's room, as a person reads it.

    What tells a browser not to translate is looked at in ``tests/web/test_wording.py``.
    """
    html = environment().get_template(f"{view.type}/{template}").render(q=view)
    while html != (html := MARK.sub(r"\1", html)):
        pass
    return html.replace(' translate="yes"', "").replace(' translate="no"', "").replace("<wbr>", "")
