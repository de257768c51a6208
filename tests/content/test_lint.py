"""Each rule of writing lets a good file pass and stops a bad one; the whole bank is clean."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from types import MappingProxyType

import pytest

from webapp.content.errors import ContentError
from webapp.content.item import build_item
from webapp.content.lint import RULES, Severity, lint, run_lint
from webapp.content.lint.bank import LintBank, texts_of
from webapp.content.lint.language import (
    available,
    kandel_moles,
    misspelt,
    split_sentences,
    syllables,
    words,
)
from webapp.content.lint.rule import Finding
from webapp.content.lint.rules_safety import luhn, valid_iban, valid_nir
from webapp.content.lint.run import check_file, waived
from webapp.content.schema.item import ItemFile
from webapp.content.schema.registry import Waiver, Waivers
from webapp.content.source import Source

CONTENT = Path(__file__).parents[2] / "content"
TODAY = date(2026, 11, 28)

SMS, FORM = "SEC-2-SMS-001", "ADM-2-FORMULAIRE-001"
CHOICE, LINK = "ADM-3-AIDE-001", "SEC-2-LIEN-001"
TRIP, BOOKING, CALL = "NAV-2-PRATIQUE-001", "COM-2-AGENDA-001", "COM-2-VISIO-001"
STORY = "SEC-2-APPEL-001"
PHOTO, OFFER, PHONE = "BUR-3-PHOTO-001", "SEC-2-OFFRE-001", "MAT-2-INSTALLER-001"

LONG = "task: Que faites-vous quand vous recevez un tel message avec un lien et un prix aussi bas ?"

ITEM_FAULTS = [
    ("L02", SMS, "task: Que faites-vous ?", LONG),
    (
        "L03",
        SMS,
        "situation: Vous recevez ce SMS.",
        "situation: Conformément aux dispositions réglementaires applicables, réceptionnez une communication électronique potentiellement frauduleuse concernant l'acheminement.",
    ),
    ("L04", SMS, "title: Un SMS pour un colis", "title: Un SMS pour un destinataire itinérant"),
    ("L05", TRIP, "d1: 9 h 00, a1: 9 h 25", "d1: 9 h 30, a1: 9 h 55"),
    ("L05", BOOKING, "libre2: jeudi après-midi, bon: s6", "libre2: lundi matin, bon: s6"),
    ("L05", SMS, "Je garde le SMS pour payer demain", "Je signale le SMS et je le supprime"),
    (
        "L06",
        SMS,
        "Je signale le SMS et je le supprime",
        "Je signale le SMS au service, puis je le supprime de mon téléphone pour toujours",
    ),
    ("L07", CHOICE, "Je reste chez moi, sans aide", "Toutes les réponses sont justes"),
    ("L07", CHOICE, "Je reste chez moi, sans aide", "Je reste toujours chez moi, sans aide"),
    ("L08", SMS, "task: Que faites-vous ?", "task: Que ne faites-vous pas ?"),
    ("L09", SMS, "Je garde le SMS pour payer demain", "Je signale le SMS et je le supprime "),
    ("L10", LINK, "pont-cerise.example, voix", "pont-cerise.fr, voix"),
    ("L11", FORM, "06 39 98 21 04", "06 12 34 56 78"),
    ("L12", FORM, '"{prenom_mail}@courrier.example"]', '"{prenom_mail}@courrier.fr"]'),
    ("L13", SMS, "Vous n'attendez pas de colis.\n  task", "Vous êtes prêt(e).\n  task"),
    ("L13", SMS, "Vous n'attendez pas de colis.\n  task", "Vous êtes inscrite.\n  task"),
    ("L13", CALL, "Cette personne écrit : ", "Vous parlez à {personne}. Il écrit : "),
    ("L14", SMS, "task: Que faites-vous ?", "task: À compléter"),
    ("L14", SMS, "Payez {montant} avant", "Payez {prix} avant"),
    ("L14b", SMS, "Payez {montant} avant", "Payez avant"),
    ("L15c", "MAT-1-ICONES-001", "icon: loupe", "icon: absente"),
    ("L15c", "MAT-1-ICONES-001", 'Une loupe", icon: loupe', 'Une loupe"'),
    ("L15", PHOTO, "La page est nette. Le bas", "La bonne page. Le bas"),
    ("L15", PHOTO, "Toute la page est sur la photo. Les lettres sont floues.", "Page floue."),
    ("L16", SMS, "Demain, le lien sera toujours un piège. Il ne faut pas payer.", "Faux."),
    ("L16", CHOICE, "    c: Cette personne peut voler vos informations.\n", ""),
    ("L17", CHOICE, "shuffle: [world.options]", "shuffle: []"),
    ("L18", SMS, "review_by: 2027-11-01", "review_by: 2026-11-01"),
    ("L18", SMS, "review_by: 2027-11-01", "review_by: 2029-11-01"),
    ("L19", SMS, "task: Que faites-vous ?", "task: Que faites-vous?"),
    ("L19", SMS, "task: Que faites-vous ?", "task: Que  faites-vous ?"),
    ("L19", SMS, "Vous n'attendez pas de colis.\n  task", "Vous n\u2019attendez rien.\n  task"),
    ("L20", SMS, "title: Un SMS pour un colis", "title: Un SMS pour un colizz"),
    ("L20", SMS, "title: Un SMS pour un colis", "title: Un SMS pour votre acceuil"),
    ("L20", SMS, "title: Un SMS pour un colis", "title: Un SMS sur votre telephone"),
    ("L21", SMS, "task: Que faites-vous ?", "task: Cliquez ici."),
    ("L23", SMS, "title: Un SMS pour un colis", "title: Un message WhatsApp"),
    ("L23c", SMS, "title: Un SMS pour un colis", "title: Un SMS de chez Tartempion"),
    ("L23b", TRIP, "to: Médiathèque", "to: France Travail"),
    ("L24", SMS, "title: Un SMS pour un colis", "title: Un SMS de la DGCCR"),
    ("L25", SMS, "help: Demandez-vous qui écrit.", "help: Cliquez sur le lien."),
    ("L27", LINK, "        - {site: val-n", "        # {site: val-n"),
    ("L28", CHOICE, "c: 0.25", "c: 0.10"),
    ("L29", CHOICE, "task: Où allez-vous ?", f"task: {'Où allez-vous ? ' * 25}"),
    ("L30", SMS, "title: Un SMS pour un colis", "title: Un SMS de 2025"),
    ("L32", CALL, "{at: micro, text", "{at: haut-parleur, text"),
    ("L32", CALL, "    main: Lever", "    pied: Lever"),
    ("L32b", CHOICE, "    c: Cette personne peut voler vos informations.\n", ""),
    ("L33", OFFER, "wrong: Certaines annonces sont à revoir.", "wrong: Voyez la première carte."),
    ("L34", BOOKING, "{at: confirmed, is: true}", "{at: confirmed, is: jamais}"),
    ("L34", PHONE, "{at: bought, contains: a2}", "{at: bought, contains: a3}"),
    ("L34b", STORY, "    e2c: 0.1\n", "    e2c: 0.25\n"),
    ("L34b", STORY, "    e1b: 0.5\n", "    e1b: 0.5\n    e1c: 0.75\n"),
    ("L37", FORM, "  warning: Exercice. N'écrivez pas vos vraies informations.\n", ""),
    ("L37", FORM, 'label: "Code postal"', 'label: "Mot de passe"'),
    ("L37", SMS, "title: Un SMS pour un colis", "title: Carte 4000 0000 0000 0002"),
    ("L39", SMS, "wrong: Pas encore.", "wrong: Échec."),
    ("L42", SMS, "glossary: [SMS, lien", "glossary: [SMS, photon"),
]

NEEDS = {"L04": "wordfreq", "L20": "wordfreq", "L09": "rapidfuzz", "L09b": "rapidfuzz"}

Spoil = Callable[[str, str, str], LintBank]


@pytest.fixture
def spoil(bank: LintBank) -> Spoil:
    """A bank of one exercise, with one passage of its file replaced."""

    def spoiled(id_: str, old: str, new: str) -> LintBank:
        source = bank.sources[str(bank.catalogue.items[id_].path)]
        assert source.text.count(old) == 1, f"{old!r} found {source.text.count(old)} times"
        return of_one(bank, Source(source.name, source.text.replace(old, new)))

    return spoiled


def of_one(bank: LintBank, source: Source) -> LintBank:
    """The bank with this exercise only."""
    file = ItemFile.model_validate(source.data)
    pools = {"tel_mobile_fiction": ["06 39 98 10 27"], "prenoms": ["Ali"]}
    item = build_item(file, hash="", measured="", path=source.name, pools=pools)
    catalogue = replace(bank.catalogue, items=MappingProxyType({item.id: item}))
    return LintBank(catalogue, {**bank.sources, str(source.name): source}, bank.today)


def found_by(rule_id: str, bank: LintBank) -> Iterator[str]:
    """Messages of one rule on the exercises of a bank."""
    rule = RULES[rule_id]
    for item in bank.catalogue.items.values():
        parts = texts_of(item) if rule.scope == "text" else [item]
        for part in parts:
            yield from (hit.message for hit in rule.check(part, bank))


@pytest.mark.parametrize(("rule_id", "id_", "old", "new"), ITEM_FAULTS)
def test_a_bad_exercise_is_stopped(
    spoil: Spoil, bank: LintBank, rule_id: str, id_: str, old: str, new: str
) -> None:
    if rule_id in NEEDS and not available(NEEDS[rule_id]):
        pytest.skip(f"{NEEDS[rule_id]} is not installed")
    good = of_one(bank, bank.sources[str(bank.catalogue.items[id_].path)])
    assert not list(found_by(rule_id, good))
    assert list(found_by(rule_id, spoil(id_, old, new)))


def test_a_fact_nobody_verified_keeps_an_exercise_a_draft(bank: LintBank) -> None:
    source = bank.sources[str(bank.catalogue.items[CHOICE].path)]
    doubtful = re.sub("evidence: [a-z_]+", "evidence: to_verify", source.text)
    shown = doubtful.replace("status: draft", "status: pilot")
    assert not list(found_by("L18", of_one(bank, Source(source.name, doubtful))))
    assert list(found_by("L18", of_one(bank, Source(source.name, shown))))


YAML_FAULTS = [
    ("{text: bonjour à vous tous}", "guillemets"),
    ("{text: Bonjour, ça va}", "vide"),
    ("no: 1", "réservée"),
]


@pytest.mark.parametrize(("text", "words_"), YAML_FAULTS)
def test_l31_stops_yaml_traps(text: str, words_: str) -> None:
    assert words_ in " ".join(f.message for f in check_file(Source(PurePath("x.yaml"), text)))
    assert not list(check_file(Source(PurePath("x.yaml"), '{text: "Bonjour, ça va"}')))


def test_l09b_and_l17b_look_at_the_whole_bank(bank: LintBank) -> None:
    twin = replace(bank.catalogue.items[SMS], id="SEC-2-SMS-099")
    items = MappingProxyType({SMS: bank.catalogue.items[SMS], twin.id: twin})
    doubled = replace(bank, catalogue=replace(bank.catalogue, items=items))
    if available("rapidfuzz"):
        assert list(RULES["L09b"].check(doubled))
    fixed = replace(bank.catalogue.items[CHOICE], vary=bank.catalogue.items[FORM].vary)
    many = {str(n): replace(fixed, id=str(n)) for n in range(25)}
    always_first = replace(bank, catalogue=replace(bank.catalogue, items=many))
    assert list(RULES["L17b"].check(always_first))


def with_module(bank: LintBank, old: str, new: str) -> LintBank:
    """The bank with one passage of a lesson replaced."""
    from webapp.content.schema.module import Module

    text = bank.sources["modules/MOD-SEC-1.yaml"].text
    assert text.count(old) == 1
    source = Source(PurePath("modules/MOD-SEC-1.yaml"), text.replace(old, new))
    module = Module.model_validate(source.data)
    catalogue = replace(bank.catalogue, modules=MappingProxyType({module.id: module}))
    return replace(bank, catalogue=catalogue)


@pytest.mark.parametrize(
    ("rule_id", "old", "new"),
    [
        ("L40", "Il veut mon argent.", "Il veut mon argent. " * 8),
        ("L40", "item: SEC-2-SMS-001\n", "item: SEC-2-REAGIR-001\n"),
        ("L40", "On signale, puis on supprime.", "Oui. On signale."),
        ("L40", "J'ai déjà payé", "On me presse"),
        ("L60", "item: SEC-2-SMS-003", "item: SEC-2-SMS-001"),
        ("L60", "item: SEC-2-SMS-003", "item: COM-1-LIRE-001"),
        ("L61", "minutes: 10\n", "minutes: 5\n"),
        (
            "L62",
            "Un escroc envoie le même SMS",
            "Occasionnellement, une organisation malveillante internationale" * 9,
        ),
        (
            "L18b",
            'review_by: 2027-11-01\n  - claim: "Après',
            'review_by: 2026-11-01\n  - claim: "Après',
        ),
        (
            "L18b",
            "evidence: stored_copy",
            "evidence: to_verify",
        ),
        ("L40", "min_families: 2", "min_families: 9"),
        ("L15b", "[masque, fleche, telephone]", "[masque, absent]"),
        ("L15b", "Une personne masquée écrit à un téléphone.", "Un masque."),
    ],
)
def test_a_bad_lesson_is_stopped(bank: LintBank, rule_id: str, old: str, new: str) -> None:
    assert not list(RULES[rule_id].check(bank))
    assert list(RULES[rule_id].check(with_module(bank, old, new)))


def test_l22_stops_unknown_sites_in_lessons(bank: LintBank) -> None:
    spoiled = with_module(bank, "Il veut mon argent.", "Voyez www.conseils-malins.com.")
    assert not [hit for text in bank.texts for hit in RULES["L22"].check(text, bank)]
    assert [hit for text in spoiled.texts for hit in RULES["L22"].check(text, spoiled)]


def test_l41_closes_a_parcours_without_exercises(bank: LintBank) -> None:
    empty = replace(bank, catalogue=replace(bank.catalogue, items=MappingProxyType({})))
    assert not [hit for _, hit in RULES["L41"].check(bank) if hit.severity is None]
    assert [hit for _, hit in RULES["L41"].check(empty) if hit.severity is None]


def test_l42b_wants_short_definitions(bank: LintBank) -> None:
    glossary = {"mot": "Une très longue définition " * 4}
    long = replace(bank, catalogue=replace(bank.catalogue, glossary=glossary))
    assert not list(RULES["L42b"].check(bank))
    assert list(RULES["L42b"].check(long))


def test_l37b_reads_the_pools(bank: LintBank) -> None:
    sources = {**bank.sources, "pools/fr.yaml": Source(PurePath("p"), "4000 0000 0000 0002")}
    assert not list(RULES["L37b"].check(bank))
    assert list(RULES["L37b"].check(replace(bank, sources=sources)))


def test_l36_compares_translations(bank: LintBank, tmp_path: Path) -> None:
    folder = tmp_path / "translations/content/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    po = 'msgctxt "SEC-2-SMS-001:text.task"\nmsgid "Payez {montant}"\nmsgstr "Pay {amount}"\n'
    (folder / "content.po").write_text(po)
    elsewhere = replace(bank, catalogue=replace(bank.catalogue, root=tmp_path / "content"))
    assert not list(RULES["L36"].check(bank))
    assert list(RULES["L36"].check(elsewhere))


def test_every_rule_has_a_bad_sample() -> None:
    elsewhere = {"L31", "L09b", "L17b", "L40", "L15b", "L22", "L41", "L42b", "L37b", "L36"}
    elsewhere |= {"L18b", "L60", "L61", "L62"}  # test_a_bad_lesson_is_stopped
    elsewhere |= {"L63", "L64"}  # tests/content/test_lessons.py
    elsewhere |= {"L14c"}  # tests/content/test_played_keys.py
    elsewhere |= {"L48", "L49", "L50"}  # tests/content/test_sites.py
    elsewhere |= {"L47"}  # tests/content/test_framework.py
    elsewhere |= {"L35"}  # tests/web/test_page_lint.py
    elsewhere |= {"L43"}  # tests/unit/test_versions.py
    elsewhere |= {"L46"}  # tests/unit/observatory/test_calibrating.py
    elsewhere |= {"L44", "L44b", "L45"}  # tests/content/test_reviewing.py
    assert {fault[0] for fault in ITEM_FAULTS} | elsewhere == set(RULES)


def test_the_whole_bank_is_clean() -> None:
    findings = lint(CONTENT, today=TODAY)
    assert [str(f) for f in findings if f.severity is not Severity.INFO] == []


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("a: 1\nb: Un mail : je relis\n", 2, "« : » coupe une phrase"),
        ("a: 1\n\tb: 2\n", 2, "tabulation"),
        ('a: 1\nb: "Un SMS\nc: 2\n', 2, "guillemet"),
        ("a: 1\na: 2\n", 2, "deux fois"),
        ("a:\n  b: 1\n  - c\n", 3, "espaces"),
        ("a: &x [*y]\n", 1, "regardez cette ligne"),
    ],
)
def test_what_yaml_cannot_read_is_said_in_french(text: str, line: int, why: str) -> None:
    with pytest.raises(ContentError) as error:
        _ = Source(PurePath("x.yaml"), text).data
    (problem,) = error.value.problems
    assert problem.line == line and why in problem.message


def test_a_file_that_cannot_be_read_does_not_stop_the_lint(folder: Path) -> None:
    path = folder / "items/SEC/SEC-2-SMS-001.yaml"
    path.write_text(path.read_text("utf-8").replace("title: Un SMS", "title: SMS : un"), "utf-8")
    found = [finding for finding in lint(folder, today=TODAY) if finding.file.name == path.name]
    assert [(finding.rule, finding.line) for finding in found] == [("L01", 11)]


def test_l32_asks_every_variant(bank: LintBank) -> None:
    """A reason that only another variant brings up stays; one that no button brings up goes."""
    shown = bank.catalogue.items["ADM-3-SUIVRE-002"]
    assert {"f1", "f2", "f3"} <= shown.feedback.by.keys()
    assert not list(RULES["L32"].check(shown, bank))


def test_the_command_says_everything_and_blocks(folder: Path) -> None:
    path = folder / "items/SEC/SEC-2-SMS-001.yaml"
    path.write_text(path.read_text("utf-8").replace("level: N1", "level: N9"), "utf-8")
    stream = io.StringIO()
    assert run_lint(folder, stream) == 1
    assert "SEC-2-SMS-001.yaml:7 L01 E Valeurs possibles" in stream.getvalue()
    assert re.match(r"[1-9]\d* erreurs?, 0 avertissement, ", stream.getvalue().splitlines()[-1])


def test_a_file_that_cannot_be_read_is_one_remark(folder: Path) -> None:
    path = folder / "items/SEC/SEC-2-SMS-001.yaml"
    path.write_text(path.read_text("utf-8") + "x", "utf-8")
    stream = io.StringIO()
    assert run_lint(folder, stream) == 1
    assert stream.getvalue().count("SEC-2-SMS-001.yaml:") == 1
    assert "ne se lit pas" in stream.getvalue()


def test_a_waiver_accepts_a_warning_never_an_error(bank: LintBank) -> None:
    waiver = Waiver(file="a.yaml", rule="L30", reason="naissance", by="relecture")
    registry = bank.catalogue.registry.model_copy(
        update={"waivers": Waivers.model_validate({"schema": "waivers/1", "waivers": [waiver]})}
    )
    accepting = replace(bank, catalogue=replace(bank.catalogue, registry=registry))
    finding = Finding(PurePath("a.yaml"), 1, "L30", Severity.WARNING, "", "")
    assert waived(accepting, finding)
    assert not waived(accepting, replace(finding, severity=Severity.ERROR))
    assert not waived(accepting, replace(finding, file=PurePath("b.yaml")))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Vous recevez un SMS. Que faites-vous ? Lisez. Choisissez une réponse.", 4),
        ("M. Petit écrit à contact@boulangerie.example. Merci.", 2),
        ("« Bonjour. Ça va ? » Oui.", 3),
    ],
)
def test_sentences_are_counted_as_read(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@pytest.mark.skipif(not available("simplemma"), reason="simplemma is not installed")
def test_typing_mistakes_are_told_from_words() -> None:
    wrong = ("telephone", "acceuil", "securite", "malgrés", "appellez-vous", "vérifer")
    right = ("téléphone", "jamais", "tôt", "renvoyez-les", "covoiturage", "installez-la", "web")
    assert [word for word in wrong if not misspelt(word)] == []
    assert [word for word in right if misspelt(word)] == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("ami", 2), ("table", 1), ("écran", 2), ("téléphone", 3), ("idée", 2), ("mail", 1)],
)
def test_syllables_are_spoken_ones(word: str, count: int) -> None:
    assert syllables(word) == count


def test_reading_ease_separates_plain_from_legal() -> None:
    plain = "Vous recevez un SMS. Il demande de payer. Vous ne payez pas. Vous le signalez."
    legal = (
        "Conformément aux dispositions réglementaires, l'allocataire communique à l'organisme"
        " gestionnaire l'intégralité des justificatifs afférents à sa situation professionnelle."
    )
    assert kandel_moles(plain) > 90
    assert kandel_moles(legal) < 50
    assert len(words("Il écrit à {prenom}, aujourd'hui.")) == 5


def test_numbers_that_could_be_real_are_known() -> None:
    assert luhn("4000 0000 0000 0002")
    assert not luhn("4000 0000 0000 0003")
    assert valid_iban("FR14 2004 1010 0505 0001 3M02 606")
    assert not valid_iban("FR15 2004 1010 0505 0001 3M02 606")
    assert valid_nir("2 55 08 14 168 025 38")
    assert not valid_nir("2 55 08 14 168 025 39")
