"""The list of lessons by theme, and the two doors of one lesson."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.content import Catalogue
from webapp.content.schema.module import Module
from webapp.content.typography import french
from webapp.training import lessons
from webapp.training.lessons import Standing
from webapp.training.overview import LessonState, Overview
from webapp.training.web.lesson_parts import Part, parts_of
from webapp.training.web.review_pages import ReviewCard, review_card


@dataclass(frozen=True)
class LessonLine:
    """One lesson in the list."""

    id: str
    title: str
    goal: str
    minutes: str
    done: bool


@dataclass(frozen=True)
class LessonTheme:
    """The lessons of one domain."""

    label: str
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True)
class IndexPage:
    """What is due, what was started, the lesson proposed, then every lesson by theme."""

    review: ReviewCard | None
    open: tuple[LessonLine, ...]
    proposed: LessonLine | None
    themes: tuple[LessonTheme, ...]


@dataclass(frozen=True)
class ModulePage:
    """The doors of a lesson. ``parts`` once it is started, ``done_at`` once it was finished."""

    title: str
    goal: str
    minutes: str
    button: str
    start_url: str
    train_url: str
    memo_url: str
    sheet_url: str
    done_at: datetime | None
    parts: tuple[Part, ...]


def minutes_of(count: int) -> str:
    """« 8 minutes »."""
    return ngettext("%(num)d minute", "%(num)d minutes", count)


def index_page(catalogue: Catalogue, seen: Overview) -> IndexPage:
    """The page of every lesson."""
    modules = catalogue.modules
    standings = {name: lessons.standing(seen.past, name) for name in modules}
    return IndexPage(
        review=review_card(catalogue, seen.due),
        open=tuple(_line(modules[name], here) for name, here in standings.items() if here.open),
        proposed=_line(seen.proposal.module, Standing()) if seen.proposal else None,
        themes=tuple(_themes(catalogue, standings)),
    )


def _themes(catalogue: Catalogue, standings: Mapping[str, Standing]) -> Iterator[LessonTheme]:
    for domain in catalogue.framework.domains:
        mine = [module for module in catalogue.modules.values() if module.domain == domain.code]
        lines = [_line(module, standings[module.id]) for module in mine]
        if lines:
            yield LessonTheme(french(domain.label), tuple(lines))


def _line(module: Module, here: Standing) -> LessonLine:
    return LessonLine(
        module.id,
        french(module.title),
        french(module.goal),
        minutes_of(module.minutes),
        here.first_done is not None,
    )


def module_page(catalogue: Catalogue, module: Module, state: LessonState) -> ModulePage:
    """What the lesson is for; the button says whether it starts or goes on."""
    here = state.standing
    line = _line(module, here)
    return ModulePage(
        line.title,
        line.goal,
        line.minutes,
        _("Reprendre") if here.open else _("Refaire") if here.first_done else _("Je découvre"),
        url_for("training.start", module_id=module.id),
        url_for("training.train", module_id=module.id),
        url_for("training.memo", module_id=module.id),
        url_for("printing.module", module_id=module.id),
        here.first_done,
        parts_of(catalogue, state.place) if state.place else (),
    )
