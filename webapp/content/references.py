"""What one file says of another must exist: codes, ids, file names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webapp.content.catalogue import Catalogue
from webapp.content.errors import Problem
from webapp.content.item import Item
from webapp.content.schema.module import ExampleStep, GuidedStep, Module, TryStep
from webapp.content.schema.parcours import Parcours
from webapp.content.source import Loc, Source

Broken = Iterator[tuple[Loc, str]]


def broken_references(catalogue: Catalogue, sources: Mapping[str, Source]) -> list[Problem]:
    """Every reference that leads nowhere."""
    found: list[Problem] = []
    for item in catalogue.items.values():
        source = sources[str(item.path)]
        found += [source.problem(*broken) for broken in _item(catalogue, item)]
    for module in catalogue.modules.values():
        source = sources[f"modules/{module.id}.yaml"]
        found += [source.problem(*broken) for broken in _module(catalogue, module)]
    for parcours in catalogue.parcours.values():
        source = sources[f"parcours/{parcours.id}.yaml"]
        found += [source.problem(*broken) for broken in _parcours(catalogue, parcours)]
    source = sources["rules/reco.yaml"]
    return found + [source.problem(*broken) for broken in _advice(catalogue)]


def _item(catalogue: Catalogue, item: Item) -> Broken:
    if item.path.stem != item.id or item.path.parent.name != item.domain:
        yield ["id"], f"Le fichier doit s'appeler items/{item.domain}/{item.id}.yaml."
    if not item.id.startswith(f"{item.skill}-"):
        yield ["id"], "L'identifiant commence par le code du savoir-faire."
    skill = catalogue.framework.skills.get(item.skill)
    if skill is None:
        yield ["skill"], f"Le savoir-faire {item.skill} n'existe pas."
    elif item.level not in skill.bands:
        yield ["level"], f"Ce savoir-faire va de {skill.bands[0]} à {skill.bands[-1]}."
    if item.feedback.next.module not in catalogue.modules:
        yield ["feedback", "next"], "Cette leçon n'existe pas dans modules/."
    other = item.a11y.blind.removeprefix("alt:")
    if other not in ("same", "none", *catalogue.items):
        yield ["a11y", "blind"], f"L'exercice {other} n'existe pas."


def _module(catalogue: Catalogue, module: Module) -> Broken:
    for code in module.skills:
        if code not in catalogue.framework.skills:
            yield ["skills"], f"Le savoir-faire {code} n'existe pas."
    for index, step in enumerate(module.steps):
        if not isinstance(step, TryStep | ExampleStep | GuidedStep):
            continue
        if step.item not in catalogue.items:
            yield ["steps", index, "item"], f"L'exercice {step.item} n'existe pas."


def _parcours(catalogue: Catalogue, parcours: Parcours) -> Broken:
    for pattern in parcours.entry.skills:
        if not catalogue.framework.matching((pattern,)):
            yield ["entry", "skills"], f"« {pattern} » ne désigne aucun savoir-faire."
    for code in parcours.recognise.including if parcours.recognise else ():
        if code not in catalogue.framework.skills:
            yield ["recognise", "including"], f"Le savoir-faire {code} n'existe pas."
    for module in parcours.train.modules:
        if module not in catalogue.modules:
            yield ["train", "modules"], f"La leçon {module} n'existe pas."


def _advice(catalogue: Catalogue) -> Broken:
    reco, framework = catalogue.rules.reco, catalogue.framework
    domains = {domain.code for domain in framework.domains}
    for name, goal in reco.goals.items():
        for code in (*goal.domains, *goal.skills):
            if code not in domains and code not in framework.skills:
                yield ["goals", name], f"{code} n'est ni un domaine ni un savoir-faire."
        if goal.picture not in catalogue.pictures:
            yield ["goals", name, "picture"], f"Le dessin {goal.picture} n'existe pas."
    for number, rule in enumerate(reco.rules):
        for name in rule.when.goal_in or ():
            if name not in reco.goals:
                yield ["rules", number, "when", "goal_in"], f"Le but {name} n'existe pas."
