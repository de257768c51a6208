"""What the site of the exercise checks before it accepts a form, as a real one would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from webapp.exercises.facts import quantity
from webapp.exercises.sim_form.spec import Form, Input
from webapp.exercises.text_rules import address, number, phone, plain_signs

EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", re.IGNORECASE)
COUNT = re.compile(r"\d+")
YEARS = range(1900, 2100)
DEFAULT = {
    "email": "Il manque un signe dans l'adresse mail.",
    "digits": "Écrivez des chiffres seulement.",
    "phone": "Un numéro de téléphone a 10 chiffres.",
    "number": "Écrivez un nombre.",
    "date": "Vérifiez le jour, le mois et l'année.",
    "yesno": "Choisissez « oui » ou « non ».",
    "choice": "Choisissez une réponse dans la liste.",
    "text": "Remplissez cette case.",
}


def problems(form: Form, values: Mapping[str, str]) -> dict[str, str]:
    """The message near each field that is not right, by field id."""
    found = {}
    for field in form.fields:
        value = values.get(field.id, "")
        if shown(field, values) and not _fits(field, value):
            found[field.id] = field.error or DEFAULT[field.kind]
    return found


def shown(field: Input, values: Mapping[str, str]) -> bool:
    """Whether this field counts, given what it depends on."""
    if field.condition is None:
        return True
    name, value = field.condition
    return values.get(name, "") == value


def canonical(field: Input, value: str) -> str:
    """The same answer written one way: « 3/5/2024 » is 03/05/2024, « 150,00 € » is 150.

    Writing habits are not what is measured; what cannot be read stays as typed.
    """
    if field.kind == "date" and (day := _day(value)):
        return f"{day:%d/%m/%Y}"
    if field.kind == "number" and (amount := _amount(value)) is not None:
        return f"{amount:f}".rstrip("0").rstrip(".") if amount % 1 else f"{amount:.0f}"
    if field.kind == "phone":
        return phone(value) or value
    if field.kind == "email":
        return address(value)
    return re.sub(r"\s", "", plain_signs(value)) if field.kind == "digits" else value


def _fits(field: Input, value: str) -> bool:
    if not value:
        return not field.required and field.condition is None
    checks = {
        "email": _email,
        "digits": _digits,
        "phone": _phone,
        "number": _number,
        "date": _date,
        "yesno": _yes_or_no,
        "choice": _listed,
    }
    check = checks.get(field.kind)
    return check is None or check(field, value)


def _email(_field: Input, value: str) -> bool:
    return bool(EMAIL.match(address(value)))


def _digits(field: Input, value: str) -> bool:
    """Only digits; as many as the hint says, when it says it (« 5 chiffres »)."""
    compact = canonical(field, value)
    wanted = COUNT.search(field.hint or "")
    return compact.isdecimal() and (wanted is None or len(compact) == int(wanted[0]))


def _phone(_field: Input, value: str) -> bool:
    return phone(value) is not None


def _number(_field: Input, value: str) -> bool:
    return _amount(value) is not None


def _amount(value: str) -> Decimal | None:
    """« 150 euros » and « 12 h » are amounts, as « 150 » is; a site wants digits."""
    plain = number(value)
    written = plain is None and any(sign.isdigit() for sign in value)
    return quantity(value) if written else plain


def _date(_field: Input, value: str) -> bool:
    return _day(value) is not None


def _day(value: str) -> date | None:
    """The day of « 3/5/2024 »; None when there is no such day, or the year is not whole."""
    try:
        day, month, year = (int(part) for part in value.split("/"))
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _yes_or_no(_field: Input, value: str) -> bool:
    return value in ("oui", "non")


def _listed(field: Input, value: str) -> bool:
    return value in {choice.id for choice in field.options}
