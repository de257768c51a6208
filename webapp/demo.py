"""Invented people for a demonstration: one organisation, one adviser, six learners at every stage.

Everything goes through the same services as a real person's taps, so a demonstration can never show
something the product does not do. Answers are drawn from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from uuid import UUID

from sqlmodel import Session

from webapp.accounts import sessions, setup
from webapp.advising import prescribing
from webapp.advising.codes import shown
from webapp.assessment.sitting import answering, lifecycle, reading
from webapp.assessment.sitting.opening import open_question
from webapp.config import Settings
from webapp.content import Catalogue, load_catalogue
from webapp.database import Database
from webapp.exercises.contract import Probe

EMAIL, PASSWORD = "demo@marchepied.example", "cerise tambour velours"
SEED = 2026


@dataclass(frozen=True)
class Someone:
    """A learner of the demonstration: how often right, how many answers, sharing or not."""

    first_name: str
    success: float
    answers: int
    agrees: bool = True


PEOPLE = (
    Someone("Amina", 0.9, 20),
    Someone("Karim", 0.55, 20),
    Someone("Lucie", 0.3, 14),
    Someone("Olena", 0.7, 6),
    Someone("Paulo", 0.5, 0),
    Someone("Nadia", 0.6, 9, agrees=False),
)


def fill(settings: Settings, database: Database) -> Iterator[str]:
    """Add the demonstration once; what to type to see it."""
    catalogue = load_catalogue(settings.content)
    with database.writing() as session:
        link = setup.setup_link_if_needed(session, settings.base_url)
        if link is None:
            yield "Démonstration : la base a déjà une administration, rien n'est ajouté."
            return
        code = _organisation(session, catalogue, settings, link.rsplit("/", 1)[1])
    yield f"Démonstration : {settings.base_url}/conseil"
    yield f"  adresse mail : {EMAIL}"
    yield f"  mot de passe : {PASSWORD}"
    yield f"  code d'un parcours : {shown(code)}"


def _organisation(session: Session, catalogue: Catalogue, settings: Settings, token: str) -> str:
    adviser_id = setup.consume(
        session,
        setup.find_link(session, token),
        organisation="Mission locale de Valmoulin",
        name="Awa Diallo",
        email=EMAIL,
        password=PASSWORD,
        pepper=settings.secret_key,
    )
    organisation_id = setup.organisation_of(session, adviser_id=adviser_id)
    prescription_id = prescribing.create(
        session,
        catalogue,
        organisation_id=organisation_id,
        adviser_id=adviser_id,
        parcours_id=lifecycle.DEFAULT_PARCOURS,
        title="Atelier du mardi",
    )
    found = prescribing.prescription(
        session, organisation_id=organisation_id, prescription_id=prescription_id
    )
    random = Random(SEED)  # noqa: S311 (a demonstration, not a secret)
    for someone in PEOPLE:
        learner_id, _token = sessions.start_learner(session, channel=prescribing.CHANNEL)
        sitting_id = prescribing.join(
            session,
            catalogue,
            found,
            learner_id=learner_id,
            agrees=someone.agrees,
            first_name=someone.first_name,
        )
        _answers(session, catalogue, learner_id, sitting_id, someone, random)
    return found.code


def _answers(
    session: Session,
    catalogue: Catalogue,
    learner_id: UUID,
    sitting_id: UUID,
    someone: Someone,
    random: Random,
) -> None:
    for _ in range(someone.answers):
        run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
        if run.current is None or run.ended_at is not None:
            return
        opened = open_question(session, catalogue, run, run.current)
        probe = Probe.CORRECT if random.random() < someone.success else Probe.WRONG
        *actions, final = opened.room.sample(opened.spec, probe)
        for step, form in enumerate(actions):
            answering.act(session, opened, step=step, form=form)
            opened = open_question(session, catalogue, run, run.current)
        receipt = answering.answer(session, opened, form=final, conditions=answering.Conditions())
        after = run.with_answer(opened.asked.id, receipt.recorded)
        lifecycle.follow(session, catalogue, after)
