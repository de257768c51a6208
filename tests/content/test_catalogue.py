"""The content of the repository loads, holds together, and says where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from webapp.content import Catalogue, ContentError, load_catalogue

Edit = Callable[[str, str, str], None]

CONTENT = Path(__file__).parents[2] / "content"
SMS = "items/SEC/SEC-2-SMS-001.yaml"


def test_every_file_is_in_the_catalogue(catalogue: Catalogue) -> None:
    assert set(catalogue.items) == {file.stem for file in CONTENT.glob("items/*/*.yaml")}
    assert set(catalogue.modules) == {file.stem for file in CONTENT.glob("modules/MOD-*.yaml")}
    assert set(catalogue.parcours) == {file.stem for file in CONTENT.glob("parcours/*.yaml")}


def test_framework_has_the_announced_size(catalogue: Catalogue) -> None:
    framework = catalogue.framework
    sizes = len(framework.domains), len(framework.competences), len(framework.skills)
    assert sizes == (8, 24, 80)


def test_bands_cut_the_scale(catalogue: Catalogue) -> None:
    thetas = (-3, -1.5, -0.2, -0.15, 1.0, 1.1, 3)
    names = [catalogue.bands.at(theta).code for theta in thetas]
    assert names == ["N1", "N2", "N2", "N3", "N3", "N4", "N4"]


def test_assessment_rules_are_readable(catalogue: Catalogue) -> None:
    rules = catalogue.rules.assessment
    assert rules.prior.mean("social") == -1.0
    assert rules.prior.mean(None) == rules.prior.mean("unknown") == -0.5


def test_patterns_name_skills(catalogue: Catalogue) -> None:
    matching = catalogue.framework.matching
    assert len(matching(("*",))) == 80
    assert len(matching(("SEC-2-*",))) == 6
    assert [skill.code for skill in matching(("SEC-2-SMS",))] == ["SEC-2-SMS"]


def test_a_parcours_lasts_what_it_says(catalogue: Catalogue) -> None:
    """As many exercises as it has at most, each as long as its exercises are on average."""
    for parcours in catalogue.parcours.values():
        seconds = [item.meta.seconds for item in catalogue.items_for(parcours)]
        most = parcours.entry.longest * sum(seconds) / len(seconds) / 60
        assert abs(parcours.minutes - most) <= 1.5, (parcours.id, round(most, 1))


def test_open_parcours_have_enough_exercises(catalogue: Catalogue) -> None:
    for parcours in catalogue.parcours.values():
        enough = len(catalogue.items_for(parcours)) >= parcours.entry.shortest
        assert enough or not parcours.available


def test_start_assessment_covers_every_domain(catalogue: Catalogue) -> None:
    items = catalogue.items_for(catalogue.parcours["PAR-0-BILAN"])
    assert {item.domain for item in items} == {d.code for d in catalogue.framework.domains}


def test_nothing_can_be_changed(catalogue: Catalogue) -> None:
    item = catalogue.items["SEC-2-SMS-001"]
    with pytest.raises(TypeError):
        catalogue.items["X"] = item  # type: ignore[index]
    with pytest.raises(TypeError):
        item.world["thread"]["from"] = "X"
    with pytest.raises(AttributeError):
        item.id = "X"  # type: ignore[misc]


def test_version_follows_the_files(folder: Path, edit: Edit, catalogue: Catalogue) -> None:
    before = load_catalogue(folder).version
    assert before == load_catalogue(folder).version
    edit(SMS, "Un SMS pour un colis", "Un SMS pour votre colis")
    assert load_catalogue(folder).version != before


def test_hash_ignores_the_way_of_writing(folder: Path, edit: Edit, catalogue: Catalogue) -> None:
    edit(SMS, "title: Un SMS pour un colis", 'title: "Un SMS pour un colis"  # une note')
    again = load_catalogue(folder).items["SEC-2-SMS-001"]
    assert again.hash == catalogue.items["SEC-2-SMS-001"].hash


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("level: N1", "level: N9", 7, "Valeurs possibles"),
        ("type: sim_sms", "type: sim_fax", 5, "n'existe pas"),
        ("  task: Que", "  tache: x\n  task: Que", 13, "n'existe pas ici"),
        ("id: SEC-2-SMS-001", "id: SEC-2-LIEN-009", 2, "identifiant commence"),
        ("module: MOD-SEC-1", "module: MOD-SEC-99", 45, "n'existe pas"),
        ("correct: [signaler]", "correct: [payer]", 15, ""),
        ("pool: tel_mobile_fiction", "pool: inconnu", 46, "inconnu"),
        ("shuffle: [world.actions]", "shuffle: [world.choix]", 46, "choix"),
        ("title: Un SMS pour un colis", "title: {Un SMS, pour", 11, "ne se lit pas"),
    ],
)
def test_a_fault_is_told_with_its_line(
    folder: Path, edit: Edit, old: str, new: str, line: int, words: str
) -> None:
    edit(SMS, old, new)
    with pytest.raises(ContentError) as error:
        load_catalogue(folder)
    faults = [problem for problem in error.value.problems if str(problem.file) == SMS]
    assert faults
    assert words in faults[0].message
    assert abs(faults[0].line - line) <= 1


def test_all_faults_are_told_at_once(folder: Path, edit: Edit) -> None:
    edit(SMS, "level: N1", "level: N9")
    edit("items/IA/IA-2-VERIFIER-001.yaml", "level: N3", "level: N9")
    with pytest.raises(ContentError) as error:
        load_catalogue(folder)
    assert len(error.value.problems) >= 2


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "bands.yaml").unlink()
    with pytest.raises(ContentError, match=r"bands\.yaml"):
        load_catalogue(folder)
