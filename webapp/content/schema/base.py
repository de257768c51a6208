"""Words shared by all schemas: bands, codes, patterns."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

BANDS = ("N1", "N2", "N3", "N4")

Band = Literal["N1", "N2", "N3", "N4"]
Prose = Annotated[str, StringConstraints(min_length=1)]
SkillCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}-[1-3]-[A-Z]{2,14}$")]
ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}-[1-3]-[A-Z]{2,14}-[0-9]{3}$")]
ModuleId = Annotated[str, StringConstraints(pattern=r"^MOD-[A-Z]{2,3}-[0-9]+$")]
ParcoursId = Annotated[str, StringConstraints(pattern=r"^PAR-[0-9]+-[A-Z]+$")]


class StrictModel(BaseModel):
    """Base of every schema: unknown keys refused, instances never change."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, arbitrary_types_allowed=True
    )


def freeze(value: Any) -> Any:
    """The same data, impossible to change: read-only mappings and tuples all the way down."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(part) for key, part in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(part) for part in value)
    return value


V = TypeVar("V")
FrozenMap = Annotated[Mapping[str, V], AfterValidator(freeze)]
