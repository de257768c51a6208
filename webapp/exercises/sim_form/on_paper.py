"""An online form is first of all a form: on paper it is filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.exercises.contract import Spec, State
from webapp.exercises.paper import ANOTHER, Blank, Block, Facts, Frame, Paper, Words, ticks
from webapp.exercises.sim_form.checking import shown
from webapp.exercises.sim_form.spec import Form, Input
from webapp.exercises.solving import ways


def paper(spec: Spec, start: State, end: State) -> Paper:
    """The card to copy, the form with what it holds, and the values it should hold."""
    world, form = spec.world, spec.world.form
    card = [Frame(world.card.title, (Facts(world.card.rows),))] if world.card else []
    fields = [block for field in form.fields for block in _field(form, field, start)]
    asked = Frame(form.title, tuple(fields))
    right = [
        f"{field.label} : {form.shown(field.id, end['fields'][field.id]) or 'rien'}"
        for field in form.fields
        if shown(field, end["fields"])
    ]
    if len(ways(spec.answer.goal)) > 1:
        right.append(ANOTHER)
    names = {field.id: field.label for field in form.fields}
    return Paper((asked,), tuple(right), (Words(world.warning, strong=True), *card), names)


def _field(form: Form, field: Input, start: State) -> Iterator[Block]:
    said = start["errors"].get(field.id)
    notes = [_condition(form, field), field.hint or "", f"Le site dit : {said}" if said else ""]
    note, held = " ".join(filter(None, notes)), form.shown(field.id, field.value)
    choices = ("oui", "non") if field.kind == "yesno" else [o.text for o in field.options]
    if not choices:
        yield Blank(field.label, note, held)
        return
    if held:
        note = f"{note} Déjà coché : {held}.".strip()
    yield ticks(f"{field.label}. {note}" if note else field.label, choices)


def _condition(form: Form, field: Input) -> str:
    if not field.condition:
        return ""
    name, value = field.condition
    return f"Seulement si « {form.field(name).label} » : {form.shown(name, value)}."
