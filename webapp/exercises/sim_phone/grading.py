"""Using a neutral phone, graded on what is installed, allowed, connected or set at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from webapp.exercises.conditions import grade_goal
from webapp.exercises.contract import (
    WORLD_FORM,
    Action,
    ActionRefused,
    FieldError,
    Grade,
    InvalidResponse,
    Layout,
    Nature,
    Probe,
    Response,
    Spec,
    State,
    Step,
    copied,
)
from webapp.exercises.goal import GoalExercise, Road
from webapp.exercises.paper import Paper
from webapp.exercises.posting import FormData, action_form, answer_form, first
from webapp.exercises.searching import find_road
from webapp.exercises.sim_phone import on_paper
from webapp.exercises.sim_phone.spec import Answer, App, Network, World
from webapp.exercises.solving import asked, certain, nearest, ways
from webapp.exercises.text_rules import same_text

NO_SUCH = "Ce bouton n'existe pas sur ce téléphone."
CODE = "code"
LABEL_WORDS = 5


class SimPhone(GoalExercise):
    """Three screens: store, permissions, settings."""

    type = "sim_phone"
    nature = Nature.SIMULATION
    World = World
    Answer = Answer
    nothing_done = "Faites d'abord une action, ou appuyez sur « Je ne sais pas »."

    def layout(self, spec: Spec) -> Layout:
        return super().layout(spec) if self.has_actions(spec) else Layout.ONE_FORM

    def has_actions(self, spec: Spec) -> bool:
        """Permissions are plain radio groups: they travel with the answer."""
        return bool(spec.world.screen != "permissions")

    def typed_form(self, spec: Spec, state: State) -> str:
        typing = self.has_actions(spec) and state["wifi"]["chosen"]
        return WORLD_FORM if typing else super().typed_form(spec, state)

    def enter(self, spec: Spec, state: State) -> str:
        chosen = state["wifi"]["chosen"]
        return f"connect:{chosen}" if chosen else super().enter(spec, state)

    def can_validate(self, spec: Spec, state: State) -> bool:
        """Not while a code may be typed: « Se connecter » or « Retour » comes first."""
        return not state["wifi"]["chosen"]

    def begin(self, spec: Spec) -> State:
        wifi = spec.world.wifi
        return {
            "open": "",
            "installed": [],
            "bought": [],
            "permissions": {},
            "wifi": {
                "active": wifi.active if wifi else False,
                "chosen": "",
                "connected": "",
                "refused": "",
            },
            "settings": {setting.id: setting.value for setting in spec.world.settings},
        }

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        after = copied(state)
        moves = {
            "open": self._open,
            "back": self._back,
            "install": self._install,
            "remove": self._remove,
            "wifi": self._wifi,
            "network": self._network,
            "connect": self._connect,
            "switch": self._switch,
            "more": self._level,
            "less": self._level,
        }
        move = moves.get(action.verb)
        if move is None or not self.has_actions(spec):
            raise ActionRefused(FieldError("", NO_SUCH))
        return Step(after, move(spec, after, action))

    def _open(self, spec: Spec, state: State, action: Action) -> str:
        state["open"] = _app(spec, action.target).id
        return "Cette application est ouverte."

    def _back(self, spec: Spec, state: State, action: Action) -> str:
        state["open"] = state["wifi"]["chosen"] = ""
        return "La page d'avant est affichée."

    def _install(self, spec: Spec, state: State, action: Action) -> str:
        app = _app(spec, action.target)
        if app.id in state["installed"]:
            raise ActionRefused(FieldError("", "Cette application est déjà installée."))
        state["installed"].append(app.id)
        if app.free or app.id in state["bought"]:
            return "L'application est installée."
        state["bought"].append(app.id)
        return "L'application est payée, puis installée."

    def _remove(self, spec: Spec, state: State, action: Action) -> str:
        app = _app(spec, action.target)
        if app.id not in state["installed"]:
            raise ActionRefused(FieldError("", NO_SUCH))
        state["installed"].remove(app.id)
        return "L'application est enlevée."

    def _wifi(self, spec: Spec, state: State, action: Action) -> str:
        if spec.world.wifi is None:
            raise ActionRefused(FieldError("", NO_SUCH))
        active = not state["wifi"]["active"]
        state["wifi"] |= {"active": active, "chosen": "", "connected": ""}
        return "Le wifi est activé." if active else "Le wifi est désactivé."

    def _network(self, spec: Spec, state: State, action: Action) -> str:
        network = _network(spec, action.target)
        if not state["wifi"]["active"]:
            raise ActionRefused(FieldError("", "Activez d'abord le wifi."))
        state["wifi"] |= {"chosen": network.id}
        if network.locked:
            return "Ce réseau demande un code."
        state["wifi"] |= {"connected": network.id, "chosen": ""}
        return "Le téléphone est connecté."

    def _connect(self, spec: Spec, state: State, action: Action) -> str:
        network, typed = _network(spec, action.target), first(action.fields, CODE)
        if state["wifi"]["chosen"] != network.id:
            raise ActionRefused(FieldError("", NO_SUCH))
        if not typed:
            raise ActionRefused(FieldError(CODE, "Écrivez le code du réseau."))
        right = network.code is not None and same_text(typed, network.code, spec.answer.text_rule)
        if not right:
            state["wifi"]["refused"] = network.id
            return "Le code n'est pas exact. Rien n'est connecté."
        state["wifi"] |= {"connected": network.id, "chosen": "", "refused": ""}
        return "Le téléphone est connecté."

    def _switch(self, spec: Spec, state: State, action: Action) -> str:
        value = state["settings"].get(action.target)
        if not isinstance(value, bool):
            raise ActionRefused(FieldError("", NO_SUCH))
        state["settings"][action.target] = not value
        return "Ce réglage est désactivé." if value else "Ce réglage est activé."

    def _level(self, spec: Spec, state: State, action: Action) -> str:
        setting = next((s for s in spec.world.settings if s.id == action.target), None)
        if setting is None or isinstance(setting.value, bool):
            raise ActionRefused(FieldError("", NO_SUCH))
        level = state["settings"][setting.id] + (1 if action.verb == "more" else -1)
        if not 0 <= level <= setting.top:
            raise ActionRefused(FieldError("", "Ce réglage est déjà au bout."))
        state["settings"][setting.id] = level
        label = " ".join(setting.label.split()[:LABEL_WORDS])
        return f"{label} : {level} sur {setting.top}."

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        if self.has_actions(spec):
            return super().parse(spec, form, state)
        given = {p.id: first(form, p.id) for p in spec.world.permissions}
        errors = [
            FieldError(p.id, f"Choisissez une réponse pour « {p.label} ».")
            for p in spec.world.permissions
            if given[p.id] not in p.options
        ]
        if errors:
            raise InvalidResponse(*errors)
        return copied(state) | {"permissions": given}

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(_keys(spec, response)))

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if self.has_actions(spec) or probe is Probe.INVALID:
            return super().sample(spec, probe)
        right = probe is Probe.CORRECT
        return [next(f for f in _all_answers(spec) if self._grade_form(spec, f) is right)]

    def _grade_form(self, spec: Spec, form: FormData) -> bool:
        return self.grade(spec, self.parse(spec, form, self.begin(spec))).right

    def road(self, spec: Spec, *, right: bool) -> Road | None:
        return find_road(self, spec, lambda state: _moves(spec, state), right=right)

    def problems(self, spec: Spec) -> Iterable[str]:
        if self.has_actions(spec):
            yield from super().problems(spec)
            return
        answers = (self._grade_form(spec, form) for form in _all_answers(spec))
        one = next(answers)
        if all(other is one for other in answers):
            yield "Il faut des réponses qui vont, et d'autres qui ne vont pas."

    def paper(self, spec: Spec) -> Paper | None:
        return on_paper.paper(self, spec)

    def ids(self, spec: Spec) -> frozenset[str]:
        world = spec.world
        networks = world.wifi.networks if world.wifi else ()
        parts = (*world.apps, *world.permissions, *networks, *world.settings)
        return frozenset(part.id for part in parts) | {"note"}

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        if spec.world.screen == "permissions":
            return frozenset(f"{p.id}.{o}" for p in spec.world.permissions for o in p.options)
        right, world = certain(spec.answer), spec.world
        keys = {app.id for app in world.apps} - set(right.get("installed", ()))
        keys |= {s.id for s in world.settings if f"settings.{s.id}" in asked(spec.answer)}
        for network in world.wifi.networks if world.wifi else ():
            if network.code is None or network.id != right.get("wifi.connected"):
                keys.add(network.id)
        return frozenset(
            keys | ({CODE, "off"} if world.wifi else {"none"} if world.apps else set())
        )

    def expected_keys(self, spec: Spec) -> frozenset[str]:
        """The answers to permissions that no way to the goal asks for."""
        right = {
            f"{path.removeprefix('permissions.')}.{value}"
            for way in ways(spec.answer.goal)
            for path, value in way.items()
        }
        return self.feedback_keys(spec) - right


def _app(spec: Spec, name: str) -> App:
    apps: Sequence[App] = spec.world.apps
    for app in apps:
        if app.id == name:
            return app
    raise ActionRefused(FieldError("", NO_SUCH))


def _network(spec: Spec, name: str) -> Network:
    networks: Sequence[Network] = spec.world.wifi.networks if spec.world.wifi else ()
    for network in networks:
        if network.id == name:
            return network
    raise ActionRefused(FieldError("", NO_SUCH))


def _moves(spec: Spec, state: State) -> Iterator[FormData]:
    world = spec.world
    for app in world.apps:
        yield action_form(f"install:{app.id}" if state["open"] == app.id else f"open:{app.id}")
    for network in world.wifi.networks if world.wifi else ():
        yield action_form(f"network:{network.id}")
        if network.code:
            yield action_form(f"connect:{network.id}", code=network.code)
    if world.wifi:
        yield action_form("wifi")
    for setting in world.settings:
        verbs = ("switch",) if isinstance(setting.value, bool) else ("more", "less")
        yield from (action_form(f"{verb}:{setting.id}") for verb in verbs)


def _all_answers(spec: Spec) -> Iterator[FormData]:
    names = [permission.id for permission in spec.world.permissions]
    for chosen in product(*(permission.options for permission in spec.world.permissions)):
        yield answer_form(**dict(zip(names, chosen, strict=True)))


def _keys(spec: Spec, response: Response) -> Iterator[str]:
    """Accesses not as wanted, applications installed, the network reached, the code refused."""
    wanted = nearest(spec.answer, response)
    for name, option in response["permissions"].items():
        if option != wanted.get(f"permissions.{name}", option):
            yield f"{name}.{option}"
    yield from (name for name in response["installed"] if name not in wanted.get("installed", ()))
    if spec.world.apps and not response["installed"]:
        yield "none"
    if spec.world.wifi:
        yield from _wifi_keys(spec, response["wifi"], wanted.get("wifi.connected"))
    for name, value in response["settings"].items():
        if value != wanted.get(f"settings.{name}", value):
            yield name


def _wifi_keys(spec: Spec, wifi: Mapping[str, Any], goal: str | None) -> Iterator[str]:
    """Off, a code refused, or a network that is not the one wanted."""
    if not wifi["active"]:
        yield "off"
    elif wifi["connected"]:
        if wifi["connected"] != goal:
            yield wifi["connected"]
    elif wifi["refused"]:
        yield CODE if _network(spec, wifi["refused"]).code else wifi["refused"]
    elif wifi["chosen"]:
        yield wifi["chosen"] if wifi["chosen"] != goal else CODE
