"""What happens on the phone of the second form: one method per verb, on a copy of the state.

State: ``open`` (the conversation shown), ``reported``, ``deleted`` and ``opened_links`` (ids, in the
order they were done), ``sent`` (the last message sent: to, text, files), ``sent_to`` (everybody who was
sent something) and ``outbox`` (every message sent).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from webapp.exercises.contract import Action, ActionRefused, FieldError, State, Step, copied
from webapp.exercises.posting import every, first
from webapp.exercises.sim_sms.spec import Phone, Talk, short

UNKNOWN = "Ce bouton ne marche pas ici. Utilisez un bouton du téléphone."
NO_TEXT = "Choisissez un message."
NO_FILE = "Cochez au moins une photo."
ALWAYS = frozenset({"open", "back", "open_link", "restore"})
"""Never forbidden by the author: looking, going back, taking back."""


def start() -> State:
    """The phone before anything is opened."""
    return {
        "open": "",
        "reported": [],
        "deleted": [],
        "opened_links": [],
        "sent": {},
        "sent_to": [],
        "outbox": [],
    }


def refused(message: str = UNKNOWN, field: str = "") -> ActionRefused:
    """A refusal with its sentence."""
    return ActionRefused(FieldError(field, message))


class Handset:
    """The phone during one action."""

    def __init__(self, world: Phone, state: State) -> None:
        self.world, self.state = world, copied(state)

    def do(self, action: Action) -> Step:
        """One action, or a refusal."""
        verbs: Mapping[str, Callable[[Action], str]] = {
            "open": self.open,
            "back": self.back,
            "open_link": self.open_link,
            "report": self.report,
            "delete": self.delete,
            "restore": self.restore,
            "send": self.send,
        }
        if action.verb not in verbs or action.verb not in {*ALWAYS, *self.world.actions}:
            raise refused()
        return Step(self.state, verbs[action.verb](action))

    def open(self, action: Action) -> str:
        """Show a conversation of the list."""
        talk = self.world.talk(action.target)
        if talk is None or self.state["open"] or talk.id in self.state["deleted"]:
            raise refused()
        self.state["open"] = talk.id
        return f"Conversation ouverte : {short(talk.sender, 5)}."

    def back(self, _action: Action) -> str:
        """Back to the list."""
        if not self.state["open"]:
            raise refused()
        self.state["open"] = ""
        return "Vous revenez aux conversations."

    def open_link(self, action: Action) -> str:
        """Open a link; the page it leads to is never shown."""
        talk = self.world.links().get(action.target)
        if talk is None or talk.id != self.state["open"]:
            raise refused()
        self._note("opened_links", action.target)
        return "Le lien est ouvert. C'est un exercice."

    def report(self, action: Action) -> str:
        """Report the conversation shown."""
        talk = self._shown(action)
        self._note("reported", talk.id)
        return f"Conversation signalée : {short(talk.sender, 5)}."

    def delete(self, action: Action) -> str:
        """Put the conversation shown in the bin."""
        talk = self._shown(action)
        self._note("deleted", talk.id)
        self.state["open"] = ""
        return f"Conversation supprimée : {short(talk.sender, 5)}."

    def restore(self, action: Action) -> str:
        """Take a conversation out of the bin."""
        talk = self.world.talk(action.target)
        if talk is None or talk.id not in self.state["deleted"]:
            raise refused()
        self.state["deleted"].remove(talk.id)
        return f"Conversation reprise : {short(talk.sender, 5)}."

    def send(self, action: Action) -> str:
        """Send what is chosen to the person of the conversation shown."""
        talk, world = self._shown(action), self.world
        text, files = first(action.fields, "text"), every(action.fields, "file")
        if world.texts and text not in {part.id for part in world.texts}:
            raise refused(NO_TEXT, "text")
        known = [photo.id for photo in world.photos if photo.id in files]
        if not world.texts and not known:
            raise refused(NO_FILE, "file")
        sent = {"to": talk.id, "text": text if world.texts else "", "files": known}
        self.state["sent"] = sent
        self.state["outbox"].append(sent)
        self._note("sent_to", talk.id)
        return f"Message envoyé à {short(talk.sender, 5)}."

    def _note(self, where: str, name: str) -> None:
        if name not in self.state[where]:
            self.state[where].append(name)

    def _shown(self, action: Action) -> Talk:
        talk = self.world.talk(action.target)
        if talk is None or talk.id != self.state["open"]:
            raise refused()
        return talk
