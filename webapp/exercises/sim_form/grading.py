"""Filling in a form, graded on what it holds and whether it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from webapp.exercises.conditions import grade_goal, same
from webapp.exercises.contract import (
    Action,
    ActionRefused,
    Exercise,
    FieldError,
    Grade,
    InvalidResponse,
    Nature,
    Probe,
    Response,
    Spec,
    State,
    Step,
)
from webapp.exercises.paper import Paper
from webapp.exercises.posting import FormData, action_form, answer_form, first
from webapp.exercises.sim_form import on_paper
from webapp.exercises.sim_form.checking import canonical, problems, shown
from webapp.exercises.sim_form.spec import Answer, Input, World
from webapp.exercises.simulation import solved, state_after
from webapp.exercises.solving import Wanted, nearest, ways

SUBMIT, EDIT = "submit", "edit"
LONGEST = 200
NOTHING_DONE = "Remplissez d'abord une case, ou appuyez sur « Je ne sais pas »."
NOT_SENT = "Le formulaire n'est pas encore envoyé. Appuyez sur « {submit} »."
ALREADY_SENT = "Le formulaire est déjà envoyé."
DATE_PARTS = ("day", "month", "year")


class SimForm(Exercise):
    """Every kind of field, errors near the field, a page to read before sending."""

    type = "sim_form"
    nature = Nature.SIMULATION
    needs_warning = True
    World = World
    Answer = Answer

    def has_actions(self, spec: Spec) -> bool:
        return True

    def enter(self, spec: Spec, state: State) -> str:
        return SUBMIT

    def begin(self, spec: Spec) -> State:
        """As the person finds it: what the site already found not right is said at once."""
        form = spec.world.form
        values = {field.id: field.value for field in form.fields}
        marked = {field.id for field in form.fields if field.error and field.value}
        errors = {name: text for name, text in problems(form, values).items() if name in marked}
        return {"fields": values, "errors": errors, "reviewing": False, "submitted": False}

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        if state["submitted"]:
            raise ActionRefused(FieldError("", ALREADY_SENT))
        after = deepcopy(state)
        after["fields"] = typed(spec, state, action.fields)
        if action.verb == EDIT and state["reviewing"]:
            after["reviewing"] = False
            return Step(after, "Vous pouvez changer vos réponses.")
        if action.verb != SUBMIT:
            raise ActionRefused(FieldError("", "Ce bouton n'existe pas dans ce formulaire."))
        after["errors"] = problems(spec.world.form, after["fields"])
        if after["errors"]:
            after["reviewing"] = False
            count = len(after["errors"])
            return Step(after, f"{count} case{'s' if count > 1 else ''} à corriger.")
        if spec.world.form.review and not state["reviewing"]:
            after["reviewing"] = True
            return Step(after, "Relisez vos réponses avant d'envoyer.")
        after |= {"submitted": True, "reviewing": False}
        return Step(after, "Le formulaire est envoyé.")

    def finished(self, spec: Spec, state: State) -> bool:
        return bool(state["submitted"])

    def can_validate(self, spec: Spec, state: State) -> bool:
        """A form has one end: its own button."""
        return False

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        after = deepcopy(state)
        after["fields"] = typed(spec, state, form)
        if not after["submitted"] and after["fields"] == self.begin(spec)["fields"]:
            raise InvalidResponse(FieldError(spec.world.form.fields[0].name, NOTHING_DONE))
        if not after["submitted"]:
            submit = spec.world.form.submit
            raise InvalidResponse(FieldError("", NOT_SENT.format(submit=submit)))
        return {key: after[key] for key in ("fields", "submitted")}

    def grade(self, spec: Spec, response: Response) -> Grade:
        """Judge what was meant: dates, amounts and numbers are read however they are written."""
        held = response["fields"]
        fields = {f.id: canonical(f, held.get(f.id, "")) for f in spec.world.form.fields}
        state = {**response, "fields": fields}
        return grade_goal(spec.answer, state, list(self._keys(spec, state)))

    def _keys(self, spec: Spec, response: Response) -> Iterator[str]:
        """Fields that are not as wanted, « other » after a right one changed, a form not sent."""
        wanted, rule = _fields(nearest(spec.answer, response)), spec.answer.text_rule
        missed = [
            field
            for field in spec.world.form.fields
            if field.id in wanted and not same(response["fields"][field.id], wanted[field.id], rule)
        ]
        yield from (field.id for field in missed)
        if any(same(field.value, wanted[field.id], rule) for field in missed):
            yield "other"
        if not missed and not response["submitted"]:
            yield "not_sent"

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        if probe is Probe.CORRECT:
            return self._sent(spec, _posted(spec, _completed(spec, _wanted(spec))))
        return self._wrong(spec) or ()

    def _wrong(self, spec: Spec) -> Sequence[FormData] | None:
        wrong = (self._sent(spec, _posted(spec, values)) for values in _elsewhere(spec))
        return next((road for road in wrong if self._misses(spec, road)), None)

    def _misses(self, spec: Spec, road: Sequence[FormData]) -> bool:
        """Whether the site accepts this filling, and it is not the right one."""
        try:
            state = state_after(self, spec, road[:-1])
            return not self.grade(spec, self.parse(spec, road[-1], state)).right
        except InvalidResponse:
            return False

    def _sent(self, spec: Spec, fields: Mapping[str, str]) -> list[FormData]:
        times = 2 if spec.world.form.review else 1
        return [*(action_form(SUBMIT, **fields) for _ in range(times)), answer_form()]

    def problems(self, spec: Spec) -> Iterable[str]:
        if self.grade(spec, self.begin(spec)).right:
            yield "Le but est déjà atteint au départ."
            return
        state = self.begin(spec)
        for form in self.sample(spec, Probe.CORRECT)[:-1]:
            state = self.apply(spec, state, Action.from_form(form)).state
            if state["errors"]:
                yield f"La bonne réponse est refusée par le formulaire : {list(state['errors'])}."
                return
        if not self.grade(spec, state).right:
            yield "Remplir comme la réponse ne mène pas au but."
        elif self._wrong(spec) is None:
            yield "Aucune façon de remplir ne manque le but."

    def paper(self, spec: Spec) -> Paper:
        return on_paper.paper(spec, self.begin(spec), solved(self, spec))

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(field.id for field in spec.world.form.fields)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        rule = spec.answer.text_rule
        goals = [_fields(way) for way in ways(spec.answer.goal)]
        filled = ((f, goal[f.id]) for f in spec.world.form.fields for goal in goals if f.id in goal)
        other = {"other" for field, value in filled if same(field.value, value, rule)}
        return frozenset(name for goal in goals for name in goal) | other | {"not_sent"}

    def shown(self, field: Input, values: Mapping[str, str]) -> bool:
        """For the page to read before sending: only what counts."""
        return shown(field, values)


def typed(spec: Spec, state: State, fields: FormData) -> dict[str, str]:
    """What each field holds: what was posted, else what it held."""
    return {
        field.id: _value(field, fields, state["fields"][field.id])
        for field in spec.world.form.fields
    }


def _value(field: Input, fields: FormData, held: str) -> str:
    if field.kind == "date":
        parts = [first(fields, f"{field.name}-{part}") for part in DATE_PARTS]
        if not any(f"{field.name}-{part}" in fields for part in DATE_PARTS):
            return held
        return "/".join(part[:4] for part in parts) if any(parts) else ""
    return first(fields, field.name)[:LONGEST] if field.name in fields else held


def _wanted(spec: Spec) -> Wanted:
    """The value the goal asks of each field."""
    return _fields(ways(spec.answer.goal)[0])


def _fields(way: Wanted) -> Wanted:
    return {
        path.removeprefix("fields."): value
        for path, value in way.items()
        if path.startswith("fields.")
    }


def _posted(spec: Spec, values: Mapping[str, Any]) -> dict[str, str]:
    """Values as the HTML form sends them; a date is three fields."""
    sent: dict[str, str] = {}
    for field in spec.world.form.fields:
        value = str(values.get(field.id, field.value))
        if field.kind == "date":
            parts = [*value.split("/"), "", "", ""][:3]
            sent |= {f"{field.name}-{p}": v for p, v in zip(DATE_PARTS, parts, strict=True)}
        else:
            sent[field.name] = value
    return sent


def _completed(spec: Spec, wanted: Wanted) -> Wanted:
    """The goal's values, and something the site accepts in each other field it asks for."""
    form = spec.world.form
    values = {field.id: str(wanted.get(field.id, field.value)) for field in form.fields}
    for field in form.fields:
        for value in _others(field) if field.id not in wanted else ():
            if field.id not in problems(form, values):
                break
            values[field.id] = value
    return {**values, **wanted}


def _others(field: Input) -> list[str]:
    """Something to write in a field, whatever was asked."""
    plausible = {
        "date": ["01/01/2001"],
        "yesno": ["oui", "non"],
        "email": ["zzz@zzz.example"],
        "phone": ["06 39 98 99 99"],
        "number": ["987654"],
        "digits": ["98765", "987654"],
        "choice": [choice.id for choice in field.options],
    }
    return plausible.get(field.kind, ["zzz"])


def _elsewhere(spec: Spec) -> Iterator[dict[str, str]]:
    """Plausible wrong fillings: the right one, with one field that holds something else."""
    wanted = _wanted(spec)
    for field in sorted(spec.world.form.fields, key=lambda field: field.id not in wanted):
        for value in _others(field):
            if value != str(wanted.get(field.id, field.value)):
                yield {**wanted, field.id: value}
