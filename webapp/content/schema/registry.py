"""What exercises may name: hosts, numbers, organisations, people; and accepted warnings."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.content.schema.base import FrozenMap, Prose, StrictModel


class Hosts(StrictModel):
    """Invented sites end with a suffix nobody can buy; official ones are listed.

    ``genuine``: the invented sites that are true ones in every exercise, and whose they are.
    """

    schema_: Literal["hosts/1"] = Field(alias="schema")
    fictional_suffixes: tuple[str, ...]
    official: tuple[str, ...]
    genuine: FrozenMap[str]


class Phones(StrictModel):
    """Blocks kept for fiction, public short numbers, and the official helps that feedback must say."""

    schema_: Literal["phones/1"] = Field(alias="schema")
    fiction_blocks: tuple[str, ...]
    short_numbers: tuple[str, ...]
    helps: tuple[str, ...]


class Organisations(StrictModel):
    """Invented organisations, and public services named as facts."""

    schema_: Literal["organisations/1"] = Field(alias="schema")
    fictional: tuple[str, ...]
    public: tuple[str, ...]


class Names(StrictModel):
    """Invented people and places, and real brands never to name."""

    schema_: Literal["names/1"] = Field(alias="schema")
    places: tuple[str, ...]
    surnames: tuple[str, ...]
    first_names: tuple[str, ...]
    forbidden_brands: tuple[str, ...]


class Waiver(StrictModel):
    """One warning of one file, accepted, with the reason and who accepted it."""

    file: Prose
    rule: Prose
    reason: Prose
    by: Prose


class Waivers(StrictModel):
    """``registry/waivers.yaml``."""

    schema_: Literal["waivers/1"] = Field(alias="schema")
    waivers: tuple[Waiver, ...]


class Registry(StrictModel):
    """Everything under ``registry/``."""

    hosts: Hosts
    phones: Phones
    organisations: Organisations
    names: Names
    waivers: Waivers


class Pools(StrictModel):
    """``pools/fr.yaml``: lists variants draw from."""

    schema_: Literal["pools/1"] = Field(alias="schema")
    lang: Literal["fr"]
    pools: FrozenMap[tuple[str, ...]]


class Glossary(StrictModel):
    """``glossary/fr.yaml``: a word and what it means."""

    schema_: Literal["glossary/1"] = Field(alias="schema")
    lang: Literal["fr"]
    words: FrozenMap[Prose]
