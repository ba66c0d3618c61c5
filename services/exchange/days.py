"""Days in staged rows, which are kept as they are written in JSON."""

from datetime import date

from wuhan_smes.exchange.kinds import Row


def day(row: Row, name: str) -> date | None:
    """The day a field says; none where it says nothing."""
    value = row.values.get(name)
    return date.fromisoformat(value) if value else None
