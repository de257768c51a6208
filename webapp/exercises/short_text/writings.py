"""The natural ways to write a fact, and plausible ways to state another one: the lint plays them all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from webapp.exercises.facts import numbers
from webapp.exercises.text_rules import TextRule, minutes

AROUND = (
    "{}",
    "{}.",
    "{} .",
    "« {} »",
    '"{}"',
    " {} ",
    "\u00a0{}\u00a0",
    "c'est {}",
    "C'est {}.",
    "C’est « {} ».",
    "la réponse est {}",
    "({})",
    "{} !",
)
BEFORE_NUMBER = ("n° {}", "n°{}", "N° {}", "numéro {}", "le numéro {}", "la {}", "le {}")
BEFORE_NAME = ("dans {}", "dans « {} »", "par {}", "écrit par {}", "le nom est {}")
TIME_WAYS = (
    "{h} h {m}",
    "{h}h{m}",
    "{h}:{m}",
    "{h}.{m}",
    "{h} heures {m}",
    "{h}H{m}",
    "{h} h {m} min",
    "{h} h {m}",
)
BEFORE_TIME = ("{}", "à {}", "À {}.", "jeudi à {}", "jeudi {}", "c'est à {}", "« {} »")


def natural(key: str, rule: TextRule) -> Iterator[str]:
    """About fifty ways to state the fact of a key."""
    time = minutes(key) if rule.kind == "time" else None
    if time is not None:
        clock = {"h": time // 60, "m": f"{time % 60:02}"}
        for around, way in product(BEFORE_TIME, TIME_WAYS):
            yield around.format(way.format(**clock))
    elif rule.kind == "email":
        yield from (form.format(key) for form in ("{}", "{}.", " {} ", "« {} »", "<{}>"))
    elif key.replace(" ", "").isdecimal():
        spaced = {key, key.replace(" ", ""), key.replace(" ", "\u00a0")}
        for around, written in product((*AROUND, *BEFORE_NUMBER), sorted(spaced)):
            yield around.format(written)
    else:
        for around, written in product((*AROUND, *BEFORE_NAME), _cases(key, rule)):
            yield around.format(written)


def other(key: str, rule: TextRule) -> Iterator[str]:
    """Forms near a key that state something else."""
    if rule.kind != "email":
        yield from (f"pas {key}", f"{key} ou zzz 77")
    time = minutes(key) if rule.kind == "time" else None
    if time is not None:
        yield f"{(time // 60 + 1) % 24} h {time % 60:02}"
        yield f"de {key} à 23 h 59"
    elif len(found := numbers(key)) == 1 and key.isdecimal():
        yield from (f"{key}9", f"{next(iter(found))} bis", f"{key},5", f"-{key}")
    elif rule.kind == "word":
        yield f"zzz {key} zzz"


def _cases(key: str, rule: TextRule) -> list[str]:
    """Small, capital and mixed letters, where they make no difference."""
    return list(dict.fromkeys((key, key.upper(), key.lower()))) if rule.case == "ignore" else [key]
