"""Acting on an agenda and grading the end state: what is chosen, booked and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webapp.exercises.conditions import grade_goal, holds
from webapp.exercises.contract import (
    Action,
    ActionRefused,
    FieldError,
    Grade,
    InvalidResponse,
    Layout,
    Nature,
    Response,
    Spec,
    State,
    Step,
    copied,
)
from webapp.exercises.goal import GoalExercise, Road
from webapp.exercises.paper import Paper, Tick, Ticks, Words
from webapp.exercises.posting import FormData, action_form, first
from webapp.exercises.sim_booking.spec import Answer, Day, Slot, World
from webapp.exercises.simulation import reached
from webapp.exercises.text_rules import minutes_of

FIELD = "slot"
NOON = 12 * 60
NO_HOUR = "Choisissez une heure dans la liste."
FULL = "Cette heure est complète. Choisissez une autre heure."
NOT_CHOSEN = "Cette heure n'est pas encore choisie. Appuyez sur « Choisir cette heure »."
NOT_CONFIRMED = "Le rendez-vous n'est pas encore confirmé. Appuyez sur « Confirmer »."
IMPOSSIBLE = "Ce bouton ne marche pas ici. Utilisez un bouton de la page."

SCREENS = {
    "choose": "slots",
    "keep": "slots",
    "confirm": "recap",
    "change": "recap",
    "move": "booked",
    "cancel": "booked",
}
"""The screen each button is on."""
OTHER_HOUR = ({"screen": "slots", "chosen": ""}, "Choisissez une autre heure.")
MOVES = {
    "change": OTHER_HOUR,
    "move": OTHER_HOUR,
    "cancel": ({"screen": "slots", "chosen": "", "booked": ""}, "Le rendez-vous est annulé."),
    "keep": ({"screen": "booked", "chosen": ""}, "Vous gardez votre rendez-vous."),
}
"""What the buttons without a form change, and what they say."""

CANCEL = "J’annule mon rendez-vous."


class SimBooking(GoalExercise):
    """Choose an hour, then confirm it."""

    type = "sim_booking"
    nature = Nature.SIMULATION
    World = World
    Answer = Answer
    nothing_done = "Choisissez d'abord une heure, ou appuyez sur « Je ne sais pas »."
    done_in = ("chosen", "booked", "confirmed")

    def begin(self, spec: Spec) -> State:
        booked = spec.world.booked
        screen = "booked" if booked else "slots"
        return {"screen": screen, "chosen": "", "booked": booked, "confirmed": bool(booked)}

    def enter(self, spec: Spec, state: State) -> str:
        return "choose" if state["screen"] == "slots" else ""

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        impossible = action.verb == "keep" and not state["booked"]
        if SCREENS.get(action.verb) != state["screen"] or impossible:
            raise ActionRefused(FieldError("", IMPOSSIBLE))
        if action.verb == "choose":
            return self._choose(spec, copied(state), action)
        if action.verb == "confirm":
            return self._confirm(spec, copied(state))
        changes, say = MOVES[action.verb]
        after = {**copied(state), **changes}
        return Step({**after, "confirmed": bool(after["booked"])}, say)

    def _choose(self, spec: Spec, state: State, action: Action) -> Step:
        chosen = first(action.fields, FIELD)
        if chosen not in spec.world.slots():
            raise ActionRefused(FieldError(FIELD, NO_HOUR))
        if not spec.world.slots()[chosen][1].free:
            raise ActionRefused(FieldError(FIELD, FULL))
        state.update(screen="recap", chosen=chosen, confirmed=False)
        return Step(state, f"Heure choisie : {spec.world.words(chosen)}.")

    def _confirm(self, spec: Spec, state: State) -> Step:
        state.update(screen="booked", booked=state["chosen"], confirmed=True)
        return Step(state, f"Rendez-vous confirmé : {spec.world.words(state['booked'])}.")

    def layout(self, spec: Spec) -> Layout:
        """One form: an hour chosen and not sent yet comes with every button."""
        return Layout.ONE_FORM

    def finished(self, spec: Spec, state: State) -> bool:
        return bool(state["screen"] == "booked" and state["chosen"])

    def can_validate(self, spec: Spec, state: State) -> bool:
        """« Confirmer » is the end; an appointment given up has no other end than the page's."""
        return bool(spec.world.booked and not state["booked"] and not state["chosen"])

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        if first(form, FIELD):
            raise InvalidResponse(FieldError(FIELD, NOT_CHOSEN))
        if state["screen"] == "recap":
            raise InvalidResponse(FieldError("", NOT_CONFIRMED))
        return super().parse(spec, form, state)

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(self._keys(spec, response)))

    def _keys(self, spec: Spec, response: Response) -> Iterator[str]:
        hour = response["chosen"] or response["booked"]
        slot = spec.world.slots().get(hour)
        if slot and not slot[1].free and hour != spec.world.booked:
            yield "full"
        if not hour:
            yield "cancelled"
        elif not response["confirmed"] and self._holds(spec, self._confirmed(hour)):
            yield "not_confirmed"
        else:
            yield "busy"

    def _confirmed(self, slot: str) -> State:
        return {"screen": "booked", "chosen": slot, "booked": slot, "confirmed": True}

    def _holds(self, spec: Spec, state: State) -> bool:
        return holds(spec.answer.goal, state, spec.answer.text_rule)

    def _roads(self, spec: Spec) -> Iterator[list[FormData]]:
        """Every end state there is: few enough to try them all."""
        start = [action_form("move")] if spec.world.booked else []
        free = [name for name, (_, slot) in spec.world.slots().items() if slot.free]
        for name in free:
            yield [*start, action_form("choose", slot=name), action_form("confirm")]
        for name in free:
            yield [*start, action_form("choose", slot=name)]
        if spec.world.booked:
            yield [action_form("cancel")]
            for name in free:
                chosen = action_form("choose", slot=name)
                yield [action_form("cancel"), chosen, action_form("confirm")]

    def road(self, spec: Spec, *, right: bool) -> Road | None:
        return self.first_road(spec, self._roads(spec), right=right)

    def problems(self, spec: Spec) -> Iterable[str]:
        slots = spec.world.slots()
        if len(slots) < sum(len(day.slots) for day in spec.world.days):
            return ["Deux heures ont le même identifiant."]
        if spec.world.booked and spec.world.booked not in slots:
            return ["Le rendez-vous déjà pris n'est pas dans la liste."]
        return super().problems(spec)

    def solutions(self, spec: Spec) -> list[str] | None:
        """Where the author drew the half-days when the person is free (« mardi matin »)."""
        if "libre1" not in spec.params:
            return None
        free = (spec.params["libre1"], spec.params["libre2"])
        return [
            slot.id
            for day, slot in spec.world.slots().values()
            if slot.free and f"{day.day} {_half_day(slot.time)}" in free
        ]

    def paper(self, spec: Spec) -> Paper | None:
        world, shown = spec.world, [Words(spec.world.service, strong=True)]
        asked = [Ticks(day.day[:1].upper() + day.day[1:], _hours(day)) for day in world.days]
        names = {name: f"{day.day}, {_hour(slot)}" for name, (day, slot) in world.slots().items()}
        if world.booked:
            shown.append(Words(f"Vous avez déjà rendez-vous : {world.words(world.booked)}."))
            asked.append(Ticks("Ou bien", (Tick(CANCEL),)))
            names["cancelled"] = CANCEL
        right = tuple(names[name] for name in reached(self, spec, self._decisions(spec)))
        return Paper(tuple(asked), right, tuple(shown), names) if right else None

    def _decisions(self, spec: Spec) -> dict[str, list[FormData]]:
        """Taking each hour, or giving the appointment up."""
        start = [action_form("move")] if spec.world.booked else []
        hours: dict[str, list[FormData]] = {
            name: [*start, action_form("choose", slot=name), action_form("confirm")]
            for name in spec.world.slots()
        }
        return {**hours, "cancelled": [action_form("cancel")]}

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(spec.world.slots())

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return frozenset({"full", "busy", "not_confirmed", "cancelled"})


def _hours(day: Day) -> tuple[Tick, ...]:
    """A full hour keeps its box: not ticking it is part of the exercise."""
    return tuple(Tick(_hour(slot)) for slot in day.slots)


def _hour(slot: Slot) -> str:
    return slot.time if slot.free else f"{slot.time}, complet"


def _half_day(time: str) -> str:
    return "matin" if minutes_of(time) < NOON else "après-midi"
