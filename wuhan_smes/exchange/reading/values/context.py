"""What a parser may know besides the cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default


@dataclass(frozen=True, slots=True)
class Context:
    """One column of one table.

    `unit` is what the file says (header bracket, line 单位：, or an answer), empty when nothing
    does; `target` is the unit values are wanted in. `options` leads from folded labels to codes,
    `labels` are those to show.
    """

    field: str
    label: str
    unit: str = ""
    target: str = ""
    options: Mapping[str, str] = with_default(default_factory=dict)
    labels: Sequence[str] = ()
    since_1904: bool = False
