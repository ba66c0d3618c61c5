"""How much a file may ask of us."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the file, and of the process that reads it. Each can be set by name.

    `cells` bounds the area of one worksheet, which a reader holds in memory; texts are streamed and
    bounded by `rows` only.
    """

    rows: int = 3_000_000
    columns: int = 512
    cells: int = 12_000_000
    cell_characters: int = 32_767
    file_bytes: int = 500 * MEGABYTE
    object_bytes: int = 50 * MEGABYTE
    members: int = 200
    unpacked_bytes: int = 200 * MEGABYTE
    ratio: int = 100
    memory_bytes: int = 1536 * MEGABYTE
    cpu_seconds: int = 600
    seconds: int = 900

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """The usual limits with those given in their place; an unknown name is our own mistake."""
        if unknown := set(given) - {field.name for field in fields(cls)}:
            raise ValueError(f"unknown limits: {sorted(unknown)}")
        return cls(**{name: int(value) for name, value in given.items()})
