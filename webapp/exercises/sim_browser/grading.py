"""Browsing a small invented web, graded on the page reached, the consent given, the tabs left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from webapp.exercises.conditions import grade_goal
from webapp.exercises.contract import (
    WORLD_FORM,
    Action,
    ActionRefused,
    FieldError,
    Grade,
    InvalidResponse,
    Nature,
    Response,
    Spec,
    State,
    Step,
    copied,
)
from webapp.exercises.goal import GoalExercise, Road
from webapp.exercises.paper import Paper
from webapp.exercises.posting import FormData, action_form, every, first
from webapp.exercises.searching import find_road
from webapp.exercises.sim_browser import on_paper
from webapp.exercises.sim_browser.spec import Answer, World
from webapp.exercises.solving import certain, nearest

ACCEPT, REFUSE, CHOOSE = "oui", "non", "choisir"
NO_SUCH_BUTTON = "Ce bouton n'existe pas dans ce navigateur."
LONGEST_ADDRESS = 200
NOT_GONE = "Cette adresse n'est pas encore ouverte. Appuyez sur « Aller »."


class SimBrowser(GoalExercise):
    """Open, go back, answer a message, type an address, close a tab."""

    type = "sim_browser"
    nature = Nature.SIMULATION
    World = World
    Answer = Answer
    nothing_done = "Faites d'abord une action, ou appuyez sur « Je ne sais pas »."

    def typed_form(self, spec: Spec, state: State) -> str:
        typing = spec.world.screen == "address" or _ticking(state)
        return WORLD_FORM if typing else super().typed_form(spec, state)

    def can_validate(self, spec: Spec, state: State) -> bool:
        """Not while boxes are ticked and not kept: « Garder mes choix » comes first."""
        return not _ticking(state)

    def enter(self, spec: Spec, state: State) -> str:
        return "save" if _ticking(state) else "go" if spec.world.screen == "address" else "answer"

    def begin(self, spec: Spec) -> State:
        banner = spec.world.banner
        return {
            "page": spec.world.tabs[0].id if spec.world.tabs else "",
            "address": "",
            "tabs": [tab.id for tab in spec.world.tabs],
            "banner": {"open": banner is not None, "choosing": False, "pressed": ""},
            "consent": {choice.id: choice.active for choice in banner.choices} if banner else {},
        }

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        after = copied(state)
        moves = {
            "open": self._open,
            "back": self._back,
            "press": self._press,
            "save": self._save,
            "tab": self._tab,
            "close": self._close,
            "go": self._go,
        }
        move = moves.get(action.verb)
        if move is None:
            raise ActionRefused(FieldError("", NO_SUCH_BUTTON))
        return Step(after, move(spec, after, action))

    def _open(self, spec: Spec, state: State, action: Action) -> str:
        if action.target not in {result.id for result in spec.world.results} or state["page"]:
            raise ActionRefused(FieldError("", NO_SUCH_BUTTON))
        state["page"] = action.target
        return "Cette page est ouverte."

    def _back(self, spec: Spec, state: State, action: Action) -> str:
        if not state["page"] or spec.world.tabs:
            raise ActionRefused(FieldError("", NO_SUCH_BUTTON))
        state["page"] = ""
        return "La liste des résultats est affichée."

    def _press(self, spec: Spec, state: State, action: Action) -> str:
        banner = spec.world.banner
        buttons = {button.id for button in banner.buttons} if banner else set()
        if action.target not in buttons or not state["banner"]["open"]:
            raise ActionRefused(FieldError("", NO_SUCH_BUTTON))
        if action.target == CHOOSE:
            state["banner"]["choosing"] = True
            return "Les choix sont ouverts."
        state["banner"] |= {"open": False, "pressed": action.target}
        if action.target in (ACCEPT, REFUSE):
            state["consent"] = dict.fromkeys(state["consent"], action.target == ACCEPT)
        return "Le message est fermé."

    def _save(self, spec: Spec, state: State, action: Action) -> str:
        if not state["banner"]["choosing"] or not state["banner"]["open"]:
            raise ActionRefused(FieldError("", NO_SUCH_BUTTON))
        kept = every(action.fields, "consent")
        state["consent"] = {name: name in kept for name in state["consent"]}
        state["banner"] |= {"open": False, "pressed": CHOOSE}
        return "Vos choix sont gardés. Le message est fermé."

    def _tab(self, spec: Spec, state: State, action: Action) -> str:
        if action.target not in state["tabs"]:
            raise ActionRefused(FieldError("", NO_SUCH_BUTTON))
        state["page"] = action.target
        return "Cet onglet est ouvert."

    def _close(self, spec: Spec, state: State, action: Action) -> str:
        if action.target not in state["tabs"]:
            raise ActionRefused(FieldError("", NO_SUCH_BUTTON))
        state["tabs"].remove(action.target)
        if state["page"] == action.target:
            state["page"] = state["tabs"][0] if state["tabs"] else ""
        return "Cet onglet est fermé."

    def _go(self, spec: Spec, state: State, action: Action) -> str:
        typed = first(action.fields, "address")
        if spec.world.screen != "address" or not 0 < len(typed) <= LONGEST_ADDRESS:
            raise ActionRefused(FieldError("address", "Écrivez une adresse dans la barre."))
        state["address"] = host_of(typed)
        found = (s.id for s in spec.world.sites if host_of(s.url) == state["address"])
        state["page"] = next(found, "none")
        return "Cette page n'existe pas." if state["page"] == "none" else "Le site est ouvert."

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        """What is in the address bar comes with « Valider »: an address not gone to is no answer yet."""
        typed = first(form, "address")
        if typed and host_of(typed) != state["address"]:
            raise InvalidResponse(FieldError("address", NOT_GONE))
        return super().parse(spec, form, state)

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(_keys(spec, response)))

    def _moves(self, spec: Spec, state: State) -> Iterator[FormData]:
        world = spec.world
        yield from (action_form(f"open:{result.id}") for result in world.results)
        yield action_form("back")
        for button in world.banner.buttons if world.banner else ():
            yield action_form(f"press:{button.id}")
        if world.banner:
            names = [choice.id for choice in world.banner.choices]
            yield from (action_form("save", consent=kept) for kept in _subsets(names))
        for tab in state["tabs"]:
            yield action_form(f"tab:{tab}")
            yield action_form(f"close:{tab}")
        yield from (action_form("go", address=site.url) for site in world.sites)
        if world.sites:
            yield action_form("go", address="adresse-inconnue.example")

    def road(self, spec: Spec, *, right: bool) -> Road | None:
        return find_road(self, spec, lambda state: self._moves(spec, state), right=right)

    def paper(self, spec: Spec) -> Paper | None:
        return on_paper.paper(self, spec)

    def ids(self, spec: Spec) -> frozenset[str]:
        world = spec.world
        banner = world.banner
        names = [part.id for part in (*world.results, *world.tabs, *world.sites)]
        buttons = [button.id for button in banner.buttons] if banner else []
        choices = [choice.id for choice in banner.choices] if banner else []
        return frozenset((*names, *buttons, *choices))

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        world, banner = spec.world, spec.world.banner
        right = certain(spec.answer).get("page")
        keys = {page.id for page in (*world.results, *world.sites)} - {right}
        keys |= {tab.id for tab in world.tabs}
        keys |= {button.id for button in banner.buttons} | {"open"} if banner else set()
        extra = {"search": world.results, "none": world.sites}
        return frozenset(keys) | {key for key, shown in extra.items() if shown}


def _ticking(state: State) -> bool:
    """Whether boxes may be ticked and not kept yet."""
    return bool(state["banner"]["open"] and state["banner"]["choosing"])


def _subsets(names: Sequence[str]) -> Iterator[list[str]]:
    for mask in range(2 ** len(names)):
        yield [name for bit, name in enumerate(names) if mask >> bit & 1]


def _keys(spec: Spec, response: Response) -> Iterator[str]:
    """The page opened instead, tabs closed or left for nothing, the button pressed, what is open."""
    wanted = nearest(spec.answer, response)
    tabs = wanted.get("tabs") or response["tabs"]
    yield from (
        tab.id for tab in spec.world.tabs if (tab.id in tabs) != (tab.id in response["tabs"])
    )
    if response["page"] and response["page"] != wanted.get("page"):
        yield response["page"]
    elif spec.world.results and not response["page"]:
        yield "search"
    if response["banner"]["pressed"]:
        yield response["banner"]["pressed"]
    elif response["banner"]["choosing"]:
        yield CHOOSE
    elif response["banner"]["open"]:
        yield "open"


def host_of(address: str) -> str:
    """The site of an address: scheme, « www. » and path do not matter."""
    host = re.sub(r"^[a-z]+://", "", address.strip().casefold())
    return re.split(r"[/?#]", host)[0].removeprefix("www.")
