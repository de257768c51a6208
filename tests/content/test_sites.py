"""Who is genuine is said once; official help and hurtful words are told where people read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from webapp.content.catalogue import Catalogue
from webapp.content.item import Item
from webapp.content.lint.bank import LintBank
from webapp.content.lint.rule import RULES


@pytest.fixture
def bank(catalogue: Catalogue) -> LintBank:
    return LintBank(catalogue, {}, date(2026, 11, 28))


def _found(rule: str, item: Item, bank: LintBank) -> list[str]:
    return [hit.message for hit in RULES[rule].check(item, bank)]


def _knowing(bank: LintBank, genuine: dict[str, str]) -> LintBank:
    registry = bank.catalogue.registry
    hosts = registry.hosts.model_copy(update={"genuine": genuine})
    known = registry.model_copy(update={"hosts": hosts})
    return replace(bank, catalogue=replace(bank.catalogue, registry=known))


@pytest.mark.parametrize("rule", ["L48", "L49", "L50"])
def test_the_bank_obeys(rule: str, bank: LintBank) -> None:
    assert {
        i: found for i, item in bank.catalogue.items.items() if (found := _found(rule, item, bank))
    } == {}


def test_a_site_cannot_be_a_trap_here_and_genuine_there(bank: LintBank) -> None:
    genuine: dict[str, Any] = dict(bank.catalogue.registry.hosts.genuine)
    claimed = _knowing(bank, genuine | {"mairie-valmoulin.example": "Mairie de Valmoulin"})
    trap = bank.catalogue.items["SEC-2-LIEN-001"]
    assert _found("L48", trap, claimed) == [
        "Site piège ici, vrai au registre : mairie-valmoulin.example."
    ]
    old = bank.catalogue.archive["SEC-2-LIEN-003", 1]
    assert "Site vrai ici, inconnu du registre : mairie-valmoulin.example." in _found(
        "L48", old, bank
    )


@pytest.mark.parametrize("name", ["SEC-2-SMS-004", "SEC-2-HAMECON-001", "SEC-2-OFFRE-003"])
def test_every_kind_of_page_tells_its_sites(name: str, bank: LintBank) -> None:
    assert any(
        "inconnu" in message
        for message in _found("L48", bank.catalogue.items[name], _knowing(bank, {}))
    )


def test_a_help_only_in_the_facts_is_refused(bank: LintBank) -> None:
    item = bank.catalogue.items["SEC-2-SMS-001"]
    silent = replace(item, feedback=item.feedback.model_copy(update={"right": "Oui."}))
    assert _found("L49", silent, bank) == ["Dit seulement dans les faits : 33700."]


@pytest.mark.parametrize("name", ["COM-3-RESPECT-001", "COM-3-RESPECT-002"])
def test_hurtful_words_without_a_warning_are_refused(name: str, bank: LintBank) -> None:
    assert _found("L50", bank.catalogue.archive[name, 1], bank)
