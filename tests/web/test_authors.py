"""The authors' pages: search and filters, the check, readings, previews, coverage."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path, PurePath

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.content import Catalogue
from webapp.content.lint import Finding, Severity
from webapp.gallery import authors

SMS = PurePath("items/SEC/SEC-2-SMS-001.yaml")
SAID = authors.LintOutcome(
    (
        Finding(SMS, 12, "L08", Severity.ERROR, "La consigne est négative.", "Demandez."),
        Finding(SMS, 3, "L43", Severity.INFO, "Pas encore gelée.", ""),
        Finding(PurePath("framework.yaml"), 4, "L25", Severity.WARNING, "Verbe lié.", "Dites."),
    )
)


@pytest.fixture(autouse=True)
def said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is tested elsewhere: here it has said three things."""
    monkeypatch.setattr(authors, "checked", lambda *_: SAID)


def found(client: FlaskClient, query: str = "") -> list[str]:
    page = client.get(f"/dev/auteurs{query}").get_data(as_text=True)
    return re.findall(r'href="/dev/auteurs/([A-Z]+-\d-[A-Z]+-\d+)"', page)


def test_the_bank_comes_in_pages(client: FlaskClient, catalogue: Catalogue) -> None:
    first, second = found(client), found(client, "?page=2")
    assert len(first) == authors.PAGE_SIZE
    assert not set(first) & set(second)
    last = -(-len(catalogue.items) // authors.PAGE_SIZE)
    assert found(client, "?page=9999") == found(client, f"?page={last}")
    assert found(client, "?page=-1") == first


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?domaine=IA", lambda item: item.domain == "IA"),
        ("?niveau=N4", lambda item: item.level == "N4"),
        ("?type=sim_call", lambda item: item.type == "sim_call"),
        ("?texte=sec-2-sms-00", lambda item: item.skill == "SEC-2-SMS"),
        ("?domaine=SEC&niveau=N1", lambda item: (item.domain, item.level) == ("SEC", "N1")),
    ],
)
def test_filters(client: FlaskClient, catalogue: Catalogue, query: str, kept) -> None:
    wanted = [item.id for item in catalogue.items.values() if kept(item)]
    assert wanted
    assert found(client, query) == wanted[: authors.PAGE_SIZE]


def test_pages_keep_the_filters(client: FlaskClient) -> None:
    page = client.get("/dev/auteurs?domaine=SEC&statut=draft").get_data(as_text=True)
    assert 'href="/dev/auteurs?domaine=SEC&amp;statut=draft&amp;page=2"' in page
    assert 'value="SEC" selected' in page


def test_nothing_found_is_a_page(client: FlaskClient) -> None:
    assert found(client, "?texte=zzz") == []
    assert found(client, "?type=sim_fax") == []


def test_an_exercise_shows_remarks_states_and_draws(client: FlaskClient) -> None:
    page = client.get("/dev/auteurs/SEC-2-SMS-001").get_data(as_text=True)
    assert "La consigne est négative." in page
    assert "Pas encore gelée." not in page
    for state in ("depart", "manque", "juste", "autre"):
        assert f"/dev/exercices/SEC-2-SMS-001/{state}?v=2" in page
    assert "Pour répondre" in page
    other = client.get("/dev/auteurs/SEC-2-LIEN-001").get_data(as_text=True)
    assert "La consigne est négative." not in other
    assert client.get("/dev/auteurs/NOPE").status_code == 404


def test_the_check_is_a_page(client: FlaskClient) -> None:
    page = client.get("/dev/auteurs/controle").get_data(as_text=True)
    assert "1 remarque à corriger d’abord, 1 à revoir, 1 pour information" in page
    assert "L08, bloque, ligne 12." in page
    assert "L25, à revoir, ligne 4." in page


def test_the_coverage_is_a_page(client: FlaskClient, catalogue: Catalogue) -> None:
    page = client.get("/dev/auteurs/couverture").get_data(as_text=True)
    assert f"{len(catalogue.items)} exercices," in page
    for skill in catalogue.framework.skills.values():
        assert skill.label.split("'")[0] in page
    assert "Les exercices les plus vus" in page


def test_authors_pages_are_for_developers(app: Flask, client: FlaskClient) -> None:
    app.testing = False
    for path in ("", "/controle", "/couverture", "/SEC-2-SMS-001"):
        assert client.get(f"/dev/auteurs{path}").status_code == 404


def test_the_check_is_done_again_only_when_a_file_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    done: list[Path] = []
    monkeypatch.setattr(authors, "lint", lambda root, **_: done.append(root) or [])
    file = tmp_path / "content" / "one.yaml"
    file.parent.mkdir()
    file.write_text("a: 1", "utf-8")
    for _ in range(2):
        authors.checked(file.parent, tmp_path / "lint.json", lambda _: lambda _: "")
    assert len(done) == 1
    later = file.stat().st_mtime + 5
    os.utime(file, (later, later))
    authors.checked(file.parent, tmp_path / "lint.json", lambda _: lambda _: "")
    assert len(done) == 2


def test_readings_are_told_as_they_were(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.content.schema.reviews import Reading

    reading = Reading(
        item="SEC-2-SMS-001",
        version=1,
        by="machine",
        date=date(2026, 11, 25),
        blind=True,
        answer="payer",
        agrees=False,
        doubts=("Deux choix se valent.",),
        settled="Réécrit.",
    )
    monkeypatch.setattr(authors, "readings_of", lambda *_: (reading,))
    page = client.get("/dev/auteurs/SEC-2-SMS-001").get_data(as_text=True)
    assert "Relu par une machine le 2026-11-25, à l’aveugle : autre réponse" in page
    assert "Doute : Deux choix se valent." in page
    assert "Décidé : Réécrit." in page
