"""The words of the display settings: one question, then what each choice does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.web.prefs import SETTINGS, Prefs


@dataclass(frozen=True)
class SettingChoice:
    """One radio: the class it sets, its words, whether it is the present one."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class DisplaySetting:
    """One setting."""

    name: str
    question: str
    choices: tuple[SettingChoice, ...]


def groups(prefs: Prefs) -> tuple[DisplaySetting, ...]:
    """Every setting, the most useful first."""
    words = _words()
    return tuple(_group(name, words[name], prefs) for name in SETTINGS)


def _group(name: str, words: Sequence[str], prefs: Prefs) -> DisplaySetting:
    question, *texts = words
    values = ("", *SETTINGS[name])
    chosen = prefs.value(name)
    choices = tuple(
        SettingChoice(v, text, v == chosen) for v, text in zip(values, texts, strict=True)
    )
    return DisplaySetting(name, question, choices)


def _words() -> Mapping[str, tuple[str, ...]]:
    """A question, then its answers: the setting of the start first."""
    return {
        "text": (
            _("La taille du texte"),
            _("Normale"),
            _("Grande"),
            _("Très grande"),
            _("La plus grande"),
        ),
        "space": (_("L’espace entre les lignes"), _("Normal"), _("Large")),
        "colours": (
            _("Les couleurs"),
            _("Comme sur mon appareil"),
            _("Fond clair"),
            _("Fond sombre"),
        ),
        "contrast": (_("Le contraste"), _("Normal"), _("Très fort, noir et blanc")),
        "font": (_("La forme des lettres"), _("Normale"), _("Plus facile à lire")),
        "motion": (_("Les mouvements"), _("Comme sur mon appareil"), _("Rien ne bouge")),
        "pictures": (_("Les images des leçons"), _("Montrées"), _("Cachées, pour économiser")),
        "voice": (_("La voix du bouton « Écouter »"), _("Normale"), _("Lente")),
    }
