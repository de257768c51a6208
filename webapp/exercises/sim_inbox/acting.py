"""What happens in the mail box: one method per verb, on a copy of the state.

State: ``mails.<id>.state`` (unread, read, reported, deleted, archived), ``reported_count``,
``open`` (the mail shown), ``shown_links``, ``opened_links``, ``draft``, ``sent`` (the last mail
sent: kind, in_reply_to, forwarded, to, subject, body, attachments) and ``sent_count``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy

from webapp.exercises.contract import Action, ActionRefused, FieldError, State, Step
from webapp.exercises.posting import every, first
from webapp.exercises.sim_inbox.spec import Mail, World

UNKNOWN = "Ce bouton ne marche pas ici. Utilisez un bouton de la boîte mail."
DRAFT_OPEN = "Envoyez ou effacez d'abord votre mail."
NO_RECIPIENT = "Choisissez à qui vous envoyez le mail."
UNKNOWN_FILE = "Ce fichier n'existe pas ici."
FILED = {
    "report": ("reported", "Mail signalé"),
    "delete": ("deleted", "Mail supprimé"),
    "archive": ("archived", "Mail archivé"),
    "restore": ("read", "Mail repris"),
}
COMPOSED = {
    "reply": "Vous répondez",
    "reply_all": "Vous répondez à tous",
    "forward": "Vous transférez le mail",
    "write": "Vous écrivez un nouveau mail",
}
ALWAYS = frozenset({"back", "restore", "discard", "show_link", "open_link", "send"})
"""Never forbidden by the author: the way back, looking at a link, sending what one wrote."""


def refused(message: str = UNKNOWN, field: str = "") -> ActionRefused:
    """A refusal with its sentence."""
    return ActionRefused(FieldError(field, message))


def start(world: World) -> State:
    """The box when it opens: nothing read, nothing sent."""
    return {
        "mails": {mail.id: {"state": "unread"} for mail in world.mails},
        "open": "",
        "reported_count": 0,
        "shown_links": [],
        "opened_links": [],
        "draft": {},
        "sent": {},
        "sent_count": 0,
    }


class Mailbox:
    """The box during one action: a fresh copy of the state, thrown away after."""

    def __init__(self, world: World, state: State) -> None:
        self.world = world
        self.state = deepcopy(state)

    def do(self, action: Action) -> Step:
        """One action, or a refusal."""
        if action.verb not in ALWAYS and action.verb not in self.world.actions:
            raise refused()
        drafting = {"attach": self.attach, "send": self.send, "discard": self.discard}
        if action.verb in drafting:
            if not self.state["draft"]:
                raise refused()
            return Step(self.state, drafting[action.verb](action))
        if self.state["draft"]:
            raise refused(DRAFT_OPEN)
        return Step(self.state, self._reading(action))

    def _reading(self, action: Action) -> str:
        verbs: Mapping[str, Callable[[Action], str]] = {
            "open": self.open,
            "back": self.back,
            "show_link": self.show_link,
            "open_link": self.open_link,
            **dict.fromkeys(FILED, self.file),
            **dict.fromkeys(COMPOSED, self.compose),
        }
        if action.verb not in verbs:
            raise refused()
        return verbs[action.verb](action)

    def open(self, action: Action) -> str:
        """Open a mail from the list; a mail that was filed away keeps its state."""
        mail = self._known(action)
        self.state["open"] = mail.id
        if self.state["mails"][mail.id]["state"] == "unread":
            self.state["mails"][mail.id]["state"] = "read"
        return f"Mail ouvert : {short(mail.subject)}."

    def back(self, _action: Action) -> str:
        """Close the mail."""
        if not self.state["open"]:
            raise refused()
        self.state["open"] = ""
        return "Vous revenez à la boîte de réception."

    def show_link(self, action: Action) -> str:
        """Show the real address of a link."""
        self._remember("shown_links", action.target)
        return "L'adresse du lien est affichée."

    def open_link(self, action: Action) -> str:
        """Open a link; the page it leads to is never shown."""
        self._remember("opened_links", action.target)
        return "Le lien est ouvert. C'est un exercice."

    def file(self, action: Action) -> str:
        """Report, delete, archive or put back the open mail."""
        mail = self._opened(action)
        after, words = FILED[action.verb]
        self.state["mails"][mail.id]["state"] = after
        self.state["open"] = ""
        states = [entry["state"] for entry in self.state["mails"].values()]
        self.state["reported_count"] = states.count("reported")
        return f"{words} : {short(mail.subject, 5)}."

    def compose(self, action: Action) -> str:
        """Start a mail: an answer, a transfer, or a new one."""
        draft = {"kind": action.verb, "in_reply_to": "", "forwarded": "", "to": []}
        subject = self.world.prefilled.subject
        if action.verb != "write":
            mail = self._opened(action)
            draft["forwarded" if action.verb == "forward" else "in_reply_to"] = mail.id
            draft["to"] = self._answered(mail, action.verb)
            subject = f"{'Tr' if action.verb == 'forward' else 'Re'} : {mail.subject}"
        words = {"subject": subject, "body": self.world.prefilled.body}
        chosen = {"subject": "", "body": ""}
        if not self.world.subjects or action.verb != "write":
            chosen["subject"] = words["subject"]
        if not self.world.bodies:
            chosen["body"] = words["body"]
        self.state["draft"] = {**draft, **chosen, "attachments": []}
        return f"{COMPOSED[action.verb]}."

    def _answered(self, mail: Mail, verb: str) -> list[str]:
        others = [person.address for person in mail.to if person.address != self.world.me.address]
        people = {"reply": [], "reply_all": others}.get(verb)
        return [] if people is None else list(dict.fromkeys([mail.sender.address, *people]))

    def attach(self, action: Action) -> str:
        """Join exactly the files that are ticked."""
        self._keep(action)
        names = [f.name for f in self.world.files if f.id in self.state["draft"]["attachments"]]
        if len(names) == 1:
            return f"Fichier joint : {names[0]}."
        return f"{len(names)} fichiers joints." if names else "Aucun fichier joint."

    def send(self, action: Action) -> str:
        """Send what is on the screen."""
        self._keep(action)
        draft = self.state["draft"]
        if not draft["to"]:
            raise refused(NO_RECIPIENT, "to")
        self.state.update(sent=draft, draft={}, open="")
        self.state["sent_count"] += 1
        return f"Mail envoyé à {short(self.world.person(draft['to'][0]), 5)}."

    def discard(self, _action: Action) -> str:
        """Throw the draft away."""
        self.state["draft"] = {}
        return "Votre mail est effacé."

    def _keep(self, action: Action) -> None:
        """Copy the ticked boxes and chosen texts into the draft."""
        draft, world = self.state["draft"], self.world
        ticked = [name for name in every(action.fields, "file") if name]
        if not set(ticked) <= {file.id for file in world.files if "attach" in world.actions}:
            raise refused(UNKNOWN_FILE, "file")
        draft["attachments"] = ticked
        if draft["kind"] in ("write", "forward"):
            known = [person.address for person in world.recipients()]
            chosen = every(action.fields, "to")
            draft["to"] = [address for address in known if address in chosen]
        if world.subjects and draft["kind"] == "write":
            draft["subject"] = chosen_id(action, "subject", [o.id for o in world.subjects])
        if world.bodies:
            draft["body"] = chosen_id(action, "body", [o.id for o in world.bodies])

    def _remember(self, where: str, link: str) -> None:
        mail = self.world.links().get(link)
        if mail is None or self.state["open"] != mail.id:
            raise refused()
        if link not in self.state[where]:
            self.state[where].append(link)

    def _known(self, action: Action) -> Mail:
        mail = self.world.mail(action.target)
        if mail is None:
            raise refused()
        return mail

    def _opened(self, action: Action) -> Mail:
        mail = self._known(action)
        if self.state["open"] != mail.id:
            raise refused()
        return mail


def chosen_id(action: Action, name: str, known: list[str]) -> str:
    """The option chosen in a group, empty when none or unknown."""
    value = first(action.fields, name)
    return value if value in known else ""


def short(text: str, words: int = 6) -> str:
    """The first words of a text, for a sentence that is spoken."""
    parts = text.split()
    return " ".join(parts[:words]) + ("…" if len(parts) > words else "")
