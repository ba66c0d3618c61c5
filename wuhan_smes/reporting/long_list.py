"""A table too long to hold."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column


@dataclass(frozen=True, slots=True)
class LongList:
    """Written as its rows are read. A report's says whose it is and of when."""

    title: str
    columns: Sequence[Column]
    queryset: Any
    rows: Callable[[], Iterator[Sequence[Cell]]]
    reporting_unit: str = ""
    as_of: str = ""
