"""Where rows gather, numbered table by table, until a chunk is full."""

from collections import Counter
from dataclasses import dataclass, field

from wuhan_smes.operations.demo.rows import COLUMNS, line


@dataclass(slots=True)
class Sink:
    """Numbers run on over chunks; `cleared` hands a chunk's lines over."""

    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in COLUMNS})
    numbers: Counter[str] = field(default_factory=Counter)

    def put(self, table: str, *values: object) -> None:
        """Add a row; its id comes first by itself."""
        self.numbers[table] += 1
        self.lines[table].append(line((self.numbers[table], *values)))

    def number(self, name: str) -> int:
        """The next number of a series that is no table's own."""
        self.numbers[name] += 1
        return self.numbers[name]

    def cleared(self) -> dict[str, list[str]]:
        full, self.lines = self.lines, {table: [] for table in COLUMNS}
        return full
