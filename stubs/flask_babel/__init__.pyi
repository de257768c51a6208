from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.support import NullTranslations
from flask import Flask

class Domain:
    def __init__(self, translation_directories: Any = ..., domain: str = ...) -> None: ...
    def get_translations(self) -> NullTranslations: ...

class Babel:
    domain_instance: Domain
    def __init__(
        self,
        app: Flask | None = ...,
        *,
        default_locale: str = ...,
        locale_selector: Callable[[], str | None] | None = ...,
        default_domain: Any = ...,
    ) -> None: ...

def gettext(message: str, /, **variables: Any) -> str: ...
def ngettext(singular: str, plural: str, num: int, /, **variables: Any) -> str: ...
def lazy_gettext(message: str, /, **variables: Any) -> Any: ...
def format_date(date: date | datetime | None = ..., format: str | None = ...) -> str: ...
def get_locale() -> Locale | None: ...
def force_locale(locale: str) -> AbstractContextManager[None]: ...
