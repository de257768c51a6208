"""What advising a person with 500 answers costs, beside reading those answers and nothing more. JSON.

.venv/bin/python benchmarks/advice.py

``offers``: the rules on a result made of 500 answers, a goal said. ``next_lesson``: the proposal of
the page of lessons, from 500 answers already read. ``limit_read``: the one statement that reads the
answers, in the same run: no advice can cost less than knowing what was done. SQLite in a temporary
folder. ``cpu_ms`` is what the machine's other work does not change; the gate is on it.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import insert

from webapp.accounts.sessions import start_learner
from webapp.assessment.models import Answer, Question
from webapp.assessment.sitting import history
from webapp.config import ROOT
from webapp.content import Catalogue, load_catalogue
from webapp.database import Database, new_id, now
from webapp.guidance.profiles import Profile, result_of
from webapp.guidance.recommending import offers
from webapp.schema import upgrade
from webapp.training import next_lesson

ANSWERS, TURNS, GATE_MS = 500, 200, 5.0


def profile(catalogue: Catalogue, luck: random.Random) -> Profile:
    """Somebody who met every domain, and missed half."""
    skills = sorted(catalogue.framework.skills)
    answers = [
        {"skill": luck.choice(skills), "right": luck.random() < 0.5, "heard": luck.random() < 0.3}
        for _ in range(ANSWERS)
    ]
    means = {domain.code: luck.gauss(-0.5, 0.8) for domain in catalogue.framework.domains}
    lessons = [luck.choice(sorted(catalogue.modules)) for _ in range(20)]
    return Profile.model_validate(
        {
            "bands": ["N1", "N2"],
            "goal": "enfants",
            "answers": answers,
            "domains": means,
            "lessons": lessons,
        }
    )


def planted(database: Database, catalogue: Catalogue, luck: random.Random) -> UUID:
    """A person with 500 answers in the tables."""
    start, names = now() - timedelta(days=300), sorted(catalogue.items)
    with database.writing() as session:
        learner_id, _token = start_learner(session, channel="public")
        sitting = new_id()
        for number in range(ANSWERS):
            item = catalogue.items[luck.choice(names)]
            question, at = new_id(), start + timedelta(hours=number * 12)
            session.connection().execute(
                insert(Question).values(
                    learner_id=learner_id,
                    id=question,
                    sitting_id=sitting,
                    position=number,
                    item_id=item.id,
                    item_version=item.version,
                    item_hash=item.hash,
                    variant="",
                    purpose="practice:4",
                    shown_at=at,
                )
            )
            session.connection().execute(
                insert(Answer).values(
                    learner_id=learner_id,
                    id=question,
                    sitting_id=sitting,
                    outcome="answered",
                    score=1.0,
                    right=luck.random() < 0.6,
                    keys=[],
                    harms=[],
                    response={},
                    grader_version=1,
                    hint=False,
                    help="alone",
                    locale="fr",
                    display={},
                    recorded_at=at,
                )
            )
    return learner_id


def timed(do) -> dict[str, float]:
    """Milliseconds: middle and 99th percentile."""
    spent, cpu = [], time.thread_time()
    for _ in range(TURNS):
        begun = time.perf_counter()
        do()
        spent.append((time.perf_counter() - begun) * 1000)
    return {
        "cpu_ms": round((time.thread_time() - cpu) / TURNS * 1000, 3),
        "p50_ms": round(statistics.median(spent), 3),
        "p99_ms": round(statistics.quantiles(spent, n=100)[-1], 3),
    }


def main() -> None:
    catalogue, luck = load_catalogue(ROOT / "content"), random.Random(1)
    result = result_of(catalogue, profile(catalogue, luck))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/bench.sqlite")
        upgrade(database.engine)
        learner_id = planted(database, catalogue, luck)
        with database.reading() as session:
            past = history.of_learner(session, learner_id=learner_id)
            measures = {
                "offers": timed(lambda: offers(catalogue, result, goal="enfants")),
                "next_lesson": timed(
                    lambda: next_lesson.from_past(catalogue, past, (), goal="enfants")
                ),
                "limit_read": timed(lambda: history.of_learner(session, learner_id=learner_id)),
            }
    met = all(measures[name]["cpu_ms"] <= GATE_MS for name in ("offers", "next_lesson"))
    print(
        json.dumps(
            {"answers": ANSWERS, "read": len(past), "gate_ms": GATE_MS, "met": met} | measures,
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
