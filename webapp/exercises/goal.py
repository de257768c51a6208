"""What the rooms of simulations share: a world to act in until a goal, that the room can play itself."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar

from webapp.exercises.contract import (
    Exercise,
    FieldError,
    InvalidResponse,
    Layout,
    Probe,
    Response,
    Spec,
    State,
    copied,
)
from webapp.exercises.posting import FormData, answer_form
from webapp.exercises.simulation import state_after

Road = Sequence[FormData]
"""Actions posted one after the other, before the answer is given."""


class GoalExercise(Exercise):
    """A world to act in, graded on its end state.

    nothing_done     what is said when nothing was done yet
    nothing_done_at  the control it is said beside; none when empty
    done_in          parts of the state that show what was done; the whole state when empty
    """

    nothing_done: ClassVar[str]
    nothing_done_at: ClassVar[str] = ""
    done_in: ClassVar[tuple[str, ...]] = ()

    def layout(self, spec: Spec) -> Layout:
        return Layout.OWN_FORMS

    def has_actions(self, spec: Spec) -> bool:
        return True

    @abstractmethod
    def road(self, spec: Spec, *, right: bool) -> Road | None:
        """A road to the goal, or one that a person may take and that misses it; None without any."""

    def first_road(self, spec: Spec, roads: Iterable[Road], *, right: bool) -> Road | None:
        """The first of these roads that leads to the goal, or the first that is played and misses it."""
        return next((road for road in roads if self._leads(spec, road) is right), None)

    def _leads(self, spec: Spec, road: Road) -> bool | None:
        """Whether a road reaches the goal; None when it is impossible or does nothing."""
        try:
            return self.grade(spec, self.parse(spec, {}, state_after(self, spec, road))).right
        except InvalidResponse:
            return None

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        start = self.begin(spec)
        if all(state[name] == start[name] for name in self.done_in or start):
            raise InvalidResponse(FieldError(self.nothing_done_at, self.nothing_done))
        return copied(state)

    def solution(self, spec: Spec) -> State:
        """The end state expected, for the review."""
        return state_after(self, spec, self.road(spec, right=True) or ())

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        return [*(self.road(spec, right=probe is Probe.CORRECT) or ()), answer_form()]

    def problems(self, spec: Spec) -> Iterable[str]:
        if self.grade(spec, self.begin(spec)).right:
            yield "Le but est déjà atteint au départ."
        elif self.road(spec, right=True) is None:
            yield "Aucune action permise ne mène au but."
        elif self.road(spec, right=False) is None:
            yield "Toutes les actions permises mènent au but."
