"""An adviser's list with 300 and with 20,000 people: processor time of a page, in milliseconds. JSON."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask.testing import FlaskClient
from sqlmodel import select

from tests.conftest import upgrade_database
from tests.unit.test_standing import many
from tests.web.test_advising import install, prescribe
from webapp import create_app
from webapp.advising.models import Prescription
from webapp.advising.scope import by_code
from webapp.config import Settings

SIZES = (300, 20_000)
TRIES = 15
OURS = {"Sec-Fetch-Site": "same-origin"}


def cost(client, url: str, form: dict[str, str] | None = None) -> float:
    spent = []
    for _ in range(TRIES):
        began = time.process_time()
        answer = client.post(url, data=form, headers=OURS) if form else client.get(url)
        assert answer.status_code == 200
        spent.append(1000 * (time.process_time() - began))
    return round(statistics.median(spent), 1)


def measured(folder: Path, size: int) -> dict[str, float]:
    settings = Settings.from_env(
        {"VAR_DIR": str(folder), "SECRET_KEY": "bench" * 10, "BASE_URL": "http://localhost"}
    )
    upgrade_database(settings.database_url)
    app = create_app(settings, testing=True)
    client = install(app)
    url, _code = prescribe(client)
    plain = FlaskClient(app)  # one that does not check the pages
    plain.set_cookie("asid", client.get_cookie("asid").value)
    database = app.extensions["marchepied"].database
    with database.reading() as session:
        found = session.execute(select(Prescription), execution_options=by_code()).scalar_one()
    place = {"organisation_id": found.organisation_id, "prescription_id": found.id}
    many(database, place, size)
    return {
        "first_page_ms": cost(plain, url),
        "last_page_ms": cost(plain, f"{url}?page=99999"),
        "one_state_ms": cost(plain, f"{url}?etape=done"),
        "by_name_ms": cost(plain, f"{url}?tri=nom&page=200"),
        "search_ms": cost(plain, url, {"nom": "nom 00012", "tri": "nom"}),
        "search_many_ms": cost(plain, url, {"nom": "nom", "etape": "done"}),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(
            json.dumps({size: measured(Path(name) / str(size), size) for size in SIZES}, indent=1)
        )
