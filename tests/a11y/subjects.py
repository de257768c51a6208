"""Every page and state that is looked at, by name. Forgetting one fails ``test_inventory``."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.config import ROOT
from webapp.content import load_catalogue
from webapp.errors import NotFound
from webapp.exercises import rooms
from webapp.gallery.web.subjects import STATES, example_keys, show, subject

PUBLIC = (
    "/",
    "/?perdu=1",
    "/?fini=1",
    "/?efface=1",
    "/aide",
    "/accessibilite",
    "/vie-privee",
    "/plan-du-site",
    "/credits",
    "/affichage",
    "/mesure",
    "/langue",
    "/hors-ligne",
    "/code",
    "/lecons",
    "/lecon/MOD-SEC-1",
    "/lecon/MOD-SEC-1/memo",
    "/lecon/MOD-SEC-1/fiche",
    "/pres-de-chez-moi",
    "/aller-plus-loin",
    "/quitter",
    "/conseil/connexion",
    "/page-qui-n-existe-pas",
    "/dev/composants",
    "/dev/auteurs",
    "/dev/auteurs?texte=colis&domaine=SEC",
    "/dev/auteurs/controle",
    "/dev/auteurs/couverture",
    "/dev/auteurs/regles",
    "/dev/auteurs/regles?profil=bands%3A+%5BN9%5D",
    "/dev/auteurs/SEC-2-SMS-001",
)


def exercise_states() -> Iterator[str]:
    """Each form of each exercise type, in every state, once: on a real item when the bank has one."""
    catalogue = load_catalogue(ROOT / "content")
    seen = set()
    keys = [item.id for item in catalogue.items.values()] + example_keys()
    for key in keys:
        found = subject(catalogue, key, locale="fr")
        form = (found.room.type, found.room.layout(found.spec))
        if form in seen:
            continue
        seen.add(form)
        yield from (f"/dev/exercices/{key}/{state}" for state in STATES if _exists(found, state))
    assert {type_ for type_, _layout in seen} == set(rooms())


def _exists(found, state) -> bool:
    try:
        show(found, state, action_url="/x")
    except NotFound:
        return False
    return True
