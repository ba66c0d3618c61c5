"""As of which day, and as known when: what every part of the statement is asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from enterprises.queries.rule_facts import known


@dataclass(frozen=True, slots=True)
class Moment:
    """`known_at` None: as we know now."""

    on: date
    known_at: datetime | None = None

    @classmethod
    def now(cls) -> "Moment":
        """As we know now; for what asks of no day."""
        return cls(date.min)

    @property
    def day(self) -> str:
        return f"DATE '{self.on.isoformat()}'"

    @property
    def then(self) -> str:
        """The moment of which it is asked what was known."""
        if self.known_at is None:
            raise ValueError("as we know now has no moment")
        return f"TIMESTAMPTZ '{self.known_at.isoformat()}'"

    def known(self, row: str) -> str:
        """Whether a dated fact, or a version of a title, was what we held true."""
        return known(row, self.known_at)
