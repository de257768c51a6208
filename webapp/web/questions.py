"""What a room's template sees: one object, made for the page, that never reaches the database.

The same view serves the live page, its htmx fragment, the review after the answer and the author's
gallery, so a room looks the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from webapp.content.presentation import FRENCH, direction
from webapp.exercises.contract import FieldError, Grade, Layout, Response, State
from webapp.exercises.posting import FormData


@dataclass(frozen=True)
class QuestionText:
    """The words around the stimulus, drawn and typographed."""

    title: str
    situation: str
    task: str
    help: str | None = None


@dataclass(frozen=True, kw_only=True)
class FormOnly:
    """What was typed in a form, and what is missing: enough for every field component."""

    form: FormData = field(default_factory=dict)
    errors: Sequence[FieldError] = ()

    def value(self, name: str) -> str:
        """The first value typed in a field, empty when none."""
        return next(iter(self.form.get(name, ())), "")

    def chosen(self, name: str, value: Any) -> bool:
        """Whether this value was chosen in this field."""
        return str(value) in self.form.get(name, ())

    def error(self, name: str) -> str | None:
        """The message about one field, None when it is fine."""
        return next((error.message for error in self.errors if error.field == name), None)

    @property
    def said_attrs(self) -> Markup:
        """``lang`` and ``dir`` of these messages: those of the page."""
        return Markup("")

    @property
    def label_attrs(self) -> Markup:
        """``lang`` and ``dir`` of the page's own words: nothing else is written here."""
        return Markup("")

    @property
    def world_attrs(self) -> Markup:
        """``lang`` and ``dir`` of what is asked: those of the page."""
        return Markup("")

    @property
    def task_attrs(self) -> Markup:
        """``lang`` and ``dir`` of the question: those of the page."""
        return Markup("")

    def label(self, words: str) -> str | Markup:
        """The page's own words, with their language among words of another one."""
        return _marked(words, self.label_attrs)

    def own(self, words: str) -> str | Markup:
        """Words of the exercise, with their language among the page's own words."""
        return _marked(words, self.kept_attrs)

    @property
    def kept_attrs(self) -> Markup:
        """The same for words that no browser translates, where there are some."""
        return self.world_attrs


@dataclass(frozen=True, kw_only=True)
class QuestionView(FormOnly):
    """One exercise on a page. See ``templates/components/exercise.html`` for how it is read."""

    room: Any
    spec: Any
    text: QuestionText
    state: State = field(default_factory=dict)
    action_url: str = ""
    step: int = 0
    undoable: int = 0
    say: str = ""
    lang: str = "fr"
    dir: str = "ltr"
    page_lang: str = "fr"
    stimulus_lang: str = "fr"
    stimulus_dir: str = "ltr"
    response: Response | None = None
    grade: Grade | None = None
    feedback: Mapping[str, Any] | None = None

    @property
    def type(self) -> str:
        """The exercise type, which is also the room's folder."""
        return str(self.room.type)

    @property
    def one_form(self) -> bool:
        """True when the room's fields travel with the answer buttons."""
        return bool(self.room.layout(self.spec) is Layout.ONE_FORM)

    @property
    def typed_form(self) -> str:
        """The id of the form that holds what is typed on this screen."""
        return str(self.room.typed_form(self.spec, self.state))

    @property
    def enter(self) -> str:
        """The button Enter presses on this screen; empty when it does nothing."""
        act = str(self.room.enter(self.spec, self.state))
        return "" if act == "answer" and not self.can_validate else act

    @property
    def has_actions(self) -> bool:
        """True for simulations."""
        return bool(self.room.has_actions(self.spec))

    @property
    def can_validate(self) -> bool:
        """Whether the answer is given by the page's own button, here and now."""
        return bool(
            self.room.can_validate(self.spec, self.state)
            or self.room.finished(self.spec, self.state)
        )

    @property
    def lang_attrs(self) -> Markup:
        """``lang`` and ``dir`` of the instructions, empty when they are the page's own."""
        return _language(self.lang, self.dir, self.page_lang)

    @property
    def page_attrs(self) -> Markup:
        """``lang`` and ``dir`` of the page's own words, among the instructions."""
        return _language(self.page_lang, direction(self.page_lang), self.lang)

    @property
    def said_attrs(self) -> Markup:
        """``lang`` and ``dir`` of what a room says: French in every language."""
        return _language(FRENCH, "ltr", self.page_lang) + self._translated

    @property
    def stimulus_attrs(self) -> Markup:
        """``lang`` and ``dir`` of the stimulus, where they are not the instructions' own."""
        return _language(self.stimulus_lang, self.stimulus_dir, self.lang) + self._kept

    @property
    def label_attrs(self) -> Markup:
        """``lang`` and ``dir`` of the page's own words, among those of the stimulus."""
        return (
            _language(self.page_lang, direction(self.page_lang), self.stimulus_lang)
            + self._translated
        )

    @property
    def world_attrs(self) -> Markup:
        """``lang`` and ``dir`` of the stimulus, among the page's own words."""
        return _language(self.stimulus_lang, self.stimulus_dir, self.page_lang)

    @property
    def task_attrs(self) -> Markup:
        """``lang`` and ``dir`` of the instructions, among the words of the stimulus."""
        return _language(self.lang, self.dir, self.stimulus_lang) + self._translated

    @property
    def kept_attrs(self) -> Markup:
        """The stimulus among the page's own words: what is measured is read as it is written."""
        return self.world_attrs + self._kept

    @property
    def _kept(self) -> Markup:
        return Markup(' translate="no"') if self.room.as_written else Markup("")

    @property
    def _translated(self) -> Markup:
        """The page's own words, inside what is measured: a browser may translate them."""
        return Markup(' translate="yes"') if self.room.as_written else Markup("")


def _marked(words: str, attrs: Markup) -> str | Markup:
    return Markup("<span{}>{}</span>").format(attrs, words) if attrs else words


def _language(lang: str, direction: str, around: str) -> Markup:
    if lang == around:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(escape(lang), escape(direction))
