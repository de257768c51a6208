"""From files to the catalogue. Every fault of every file is reported at once, in French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from webapp.content.catalogue import Catalogue
from webapp.content.errors import ContentError, Problem
from webapp.content.item import Item, build_item
from webapp.content.messages import in_french
from webapp.content.presentation import present
from webapp.content.references import broken_references
from webapp.content.schema.calibration import CalibrationFile
from webapp.content.schema.framework import Bands, Framework
from webapp.content.schema.item import ItemFile
from webapp.content.schema.module import Module
from webapp.content.schema.parcours import Parcours
from webapp.content.schema.registry import (
    Glossary,
    Hosts,
    Names,
    Organisations,
    Phones,
    Pools,
    Registry,
    Waivers,
)
from webapp.content.schema.reviews import ReviewLog
from webapp.content.schema.rules import AssessmentRules, RecoRules, ReviewRules, Rules
from webapp.content.schema.versions import Versions
from webapp.content.source import Source, canonical, fingerprint
from webapp.content.translation import read_languages
from webapp.content.variants import all_rows
from webapp.content.versions import ARCHIVE, FILE, archived_name, measured
from webapp.content.work_cache import WorkCache
from webapp.exercises import rooms

Model = TypeVar("Model", bound=BaseModel)
CALIBRATION = "calibration.yaml"
UNCALIBRATED = {
    "schema": "calibration/2",
    "made": "2026-01-01",
    "sessions": 0,
    "answers": 0,
    "items": {},
}


def load_catalogue(root: Path, memory: WorkCache | None = None) -> Catalogue:
    """Read the whole content folder. Raises ``ContentError`` with every problem found.

    ``memory`` keeps what files say from one start to the next.
    """
    return Loader(root, memory).load()


class Loader:
    """One reading of the folder; keeps sources for messages and checks, problems for the end."""

    def __init__(self, root: Path, memory: WorkCache | None = None) -> None:
        self.root = root
        self.memory = memory or WorkCache()
        self.translations = root.parent / "translations" / "content"
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []

    def load(self) -> Catalogue:
        """The catalogue, or every problem."""
        catalogue = self.read()
        if catalogue is None or self.problems:
            raise ContentError(self.problems)
        return catalogue

    def read(self) -> Catalogue | None:
        """What can be read; None when a file everything needs is wrong."""
        try:
            catalogue = self._assemble()
        except ContentError as error:
            self.problems += error.problems
            return None
        self.problems += broken_references(catalogue, self.sources)
        self.memory.save()
        return catalogue

    def _assemble(self) -> Catalogue:
        pools, logs = self._one("pools/fr.yaml", Pools).pools, self._review_logs()
        return Catalogue(
            root=self.root,
            framework=self._one("framework.yaml", Framework),
            bands=self._one("bands.yaml", Bands),
            items=self._items(pools),
            modules=self._by_id("modules", "MOD-*.yaml", Module),
            parcours=self._by_id("parcours", "PAR-*.yaml", Parcours),
            rules=self._rules(),
            glossary=self._one("glossary/fr.yaml", Glossary).words,
            registry=self._registry(),
            pictures=self._pictures(),
            versions=self._versions(),
            archive=self._archive(pools),
            reviews={file: log.readings for file, log in logs.items() if log.readings},
            lesson_reviews={file: log.lessons for file, log in logs.items() if log.lessons},
            calibration=self._calibration(),
            languages=read_languages(self.translations),
            version=self._version(),
        )

    def _rules(self) -> Rules:
        return Rules(
            assessment=self._one("rules/assessment.yaml", AssessmentRules),
            reco=self._one("rules/reco.yaml", RecoRules),
            review=self._one("rules/review.yaml", ReviewRules),
        )

    def _registry(self) -> Registry:
        return Registry(
            hosts=self._one("registry/hosts.yaml", Hosts),
            phones=self._one("registry/phones.yaml", Phones),
            organisations=self._one("registry/organisations.yaml", Organisations),
            names=self._one("registry/names.yaml", Names),
            waivers=self._one("registry/waivers.yaml", Waivers),
        )

    def _pictures(self) -> Mapping[str, str]:
        files = sorted((self.root / "pictures").glob("*.svg"))
        return MappingProxyType({file.stem: file.read_text("utf-8") for file in files})

    def _items(self, pools: Mapping[str, tuple[str, ...]]) -> Mapping[str, Item]:
        found = {}
        for source in self._each("items", "*/*.yaml"):
            try:
                file = self._validated(source, ItemFile)
                item = self._item(source, file, pools)
            except ContentError as error:
                self.problems += error.problems
                continue
            found[item.id] = item
        return MappingProxyType(found)

    def _review_logs(self) -> Mapping[str, ReviewLog]:
        found = {}
        for source in self._each("reviews", "*.yaml"):
            try:
                found[str(source.name)] = self._validated(source, ReviewLog)
            except ContentError as error:
                self.problems += error.problems
        return MappingProxyType(found)

    def _calibration(self) -> CalibrationFile:
        """Nothing is calibrated before people have answered."""
        if not (self.root / CALIBRATION).is_file():
            return CalibrationFile.model_validate(UNCALIBRATED)
        return self._one(CALIBRATION, CalibrationFile)

    def _versions(self) -> Versions:
        """Nothing is frozen in a new folder."""
        if not (self.root / FILE).is_file():
            return Versions.model_validate({"schema": "versions/1", "items": {}})
        return self._one(FILE, Versions)

    def _archive(self, pools: Mapping[str, tuple[str, ...]]) -> Mapping[tuple[str, int], Item]:
        found = {}
        for source in self._each(ARCHIVE, "*.yaml"):
            item = self._item(source, self._validated(source, ItemFile), pools)
            if str(source.name) != archived_name(item.id, item.version):
                message = f"Ce fichier doit s'appeler {archived_name(item.id, item.version)}."
                raise ContentError([source.problem(["version"], message)])
            found[item.id, item.version] = item
        return MappingProxyType(found)

    def _item(self, source: Source, file: ItemFile, pools: Mapping[str, tuple[str, ...]]) -> Item:
        try:
            item = build_item(
                file,
                hash=fingerprint(canonical(source.data)),
                path=source.name,
                pools=pools,
                measured=measured(source.data),
            )
        except LookupError as error:
            message = f"« vary » ne va pas : {error.args[0]}."
            raise ContentError([source.problem(["vary"], message)]) from error
        self._fits_its_room(source, item)
        return item

    def _fits_its_room(self, source: Source, item: Item) -> None:
        if item.type not in rooms():
            message = f"Le type « {item.type} » n'existe pas."
            raise ContentError([source.problem(["type"], message)])
        try:
            present(item, next(all_rows(item))).spec  # noqa: B018 (validates)
        except ValidationError as error:
            part = "answer" if error.title.endswith("Answer") else "world"
            raise ContentError(_problems(source, error, (part,))) from error
        except ValueError as error:
            raise ContentError([source.problem(["world"], str(error))]) from error

    def _by_id(self, folder: str, pattern: str, model: type[Model]) -> Mapping[str, Model]:
        found = {}
        for source in self._each(folder, pattern):
            try:
                value: Any = self._validated(source, model)
            except ContentError as error:
                self.problems += error.problems
                continue
            found[value.id] = value
        return MappingProxyType(found)

    def _one(self, name: str, model: type[Model]) -> Model:
        file = self.root / name
        if not file.is_file():
            raise ContentError([Problem(Path(name), 1, "Ce fichier manque.")])
        return self._validated(self._source(file), model)

    def _each(self, folder: str, pattern: str) -> Iterator[Source]:
        for file in sorted((self.root / folder).glob(pattern)):
            yield self._source(file)

    def _source(self, file: Path) -> Source:
        source = Source.read(self.root, file, self.memory)
        self.sources[str(source.name)] = source
        return source

    def _validated(self, source: Source, model: type[Model]) -> Model:
        try:
            return model.model_validate(source.data)
        except ValidationError as error:
            raise ContentError(_problems(source, error)) from error

    def _version(self) -> str:
        texts = {name: source.text for name, source in self.sources.items()}
        for file in self.translations.glob("*/LC_MESSAGES/*.po"):
            texts[str(file.relative_to(self.translations))] = file.read_text("utf-8")
        return fingerprint(canonical({name: fingerprint(text) for name, text in texts.items()}))


def _problems(
    source: Source, error: ValidationError, start: tuple[str, ...] = ()
) -> Iterator[Problem]:
    for fault in error.errors():
        yield source.problem((*start, *fault["loc"]), in_french(fault))
