"""A mail box on paper: every mail printed, then what the person would do, as boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webapp.exercises.contract import Spec, State
from webapp.exercises.options import Option
from webapp.exercises.paper import ANOTHER, Block, Facts, Frame, Paper, Tick, Ticks, Words, ticks
from webapp.exercises.sim_inbox.spec import File, Mail, World
from webapp.exercises.solving import ways

GESTURES = {
    "open_link": "Ouvrir le lien",
    "report": "Signaler",
    "delete": "Effacer",
    "archive": "Archiver",
    "reply": "Répondre",
    "reply_all": "Répondre à tous",
    "forward": "Transférer",
    "write": "Écrire un nouveau mail",
}
STATES = {"reported": "à signaler", "deleted": "à effacer", "archived": "à archiver"}


def paper(spec: Spec, end: State) -> Paper | None:
    """The sheet; ``end`` is the box as the exercise wants it. None when only reading is asked."""
    world = spec.world
    sends = any(path.startswith("sent") for path in ways(spec.answer.goal)[0])
    asked = [*_which(world), *(_message(world) if sends else ())]
    names = {part.id: part.text for part in world.files} | {m.id: m.subject for m in world.mails}
    right = list(_right(world, end)) or _opened(world, end)
    if not right:
        return None
    if len(ways(spec.answer.goal)) > 1:
        right.append(ANOTHER)
    return Paper(tuple(asked), tuple(right), tuple(map(_mail, world.mails)), names)


def _mail(mail: Mail) -> Frame:
    sender = f"{mail.sender.name} <{mail.sender.address}>"
    rows = [("De", sender + (", contact enregistré" if mail.known_contact else ""))]
    if mail.to:
        rows.append(("À", ", ".join(person.name for person in mail.to)))
    rows.append(("Reçu", mail.when))
    if mail.attachments:
        rows.append(("Fichiers joints", ", ".join(file.name for file in mail.attachments)))
    links = (Words(f"Lien « {link.shown} ». Adresse : {link.target}") for link in mail.links)
    return Frame(mail.subject, (Facts(tuple(rows)), Words(mail.body), *links))


def _which(world: World) -> Iterator[Block]:
    if len(world.mails) > 1:
        yield ticks("Quel mail ? Cochez.", (mail.subject for mail in world.mails))
    gestures = [words for verb, words in GESTURES.items() if verb in world.actions]
    if len(gestures) > 1 or len(world.mails) == 1:
        yield ticks("Que faites-vous ? Cochez.", gestures)


def _message(world: World) -> Iterator[Block]:
    if world.contacts:
        people = (Tick(person.name, person.address) for person in world.contacts)
        yield Ticks("À qui ? Cochez.", tuple(people))
    if world.subjects:
        yield ticks("Quel objet ? Cochez.", (option.text for option in world.subjects))
    if world.bodies:
        yield ticks("Quel texte ? Cochez.", (option.text for option in world.bodies))
    if world.files:
        yield ticks("Quels fichiers joints ? Cochez.", (file.name for file in world.files))


def _right(world: World, end: State) -> Iterator[str]:
    for mail in world.mails:
        if found := STATES.get(end["mails"][mail.id]["state"]):
            yield f"{mail.subject} : {found}"
        for link in (link for link in mail.links if link.id in end["opened_links"]):
            yield f"{mail.subject} : ouvrir le lien « {link.shown} »"
    sent = end["sent"]
    if not sent:
        return
    about = world.mail(sent["in_reply_to"] or sent["forwarded"])
    yield GESTURES[sent["kind"]] + (f" : {about.subject}" if about else "")
    yield "À : " + ", ".join(world.person(address) for address in sent["to"])
    for label, options, chosen in (
        ("Objet", world.subjects, [sent["subject"]]),
        ("Texte", world.bodies, [sent["body"]]),
        ("Fichiers joints", world.files, sent["attachments"]),
    ):
        if options:
            yield f"{label} : {_texts(options, chosen)}"


def _opened(world: World, end: State) -> list[str]:
    """Where finding the right mail is all there is to do."""
    read = [mail for mail in world.mails if end["mails"][mail.id]["state"] == "read"]
    return [f"{mail.subject} : à ouvrir" for mail in read]


def _texts(options: Iterable[Option | File], chosen: Iterable[str]) -> str:
    texts = {option.id: option.text for option in options}
    return ", ".join(texts.get(name, name) for name in chosen) or "aucun"
