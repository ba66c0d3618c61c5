"""What a batch was said to be, in public or by order, as text that never changes: facts alone, in
one form, so that the same facts are always the same bytes and have the same fingerprint.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from measures.choices import PayeeKind

DAYS: Final = frozenset({"day", "shown_from", "shown_to"})
SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line with what all levels pay of it together, in 元."""

    line: int
    payee: str
    identifier: str
    unit: str
    programme: str
    document: str
    instalment: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Said:
    """All a paper says: the batch, its lines, and for how long it is shown or by which document
    it is ordered. `day` is the one it is signed on.
    """

    number: str
    title: str
    year: int
    signer: str
    arranged_by: str
    day: date
    lines: tuple[PaperLine, ...]
    shown_from: date | None = None
    shown_to: date | None = None
    workdays: int = 0
    discipline_phone: str = ""
    business_phone: str = ""
    document_no: str = ""

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


def canonical(said: Said) -> str:
    """The facts as text; the same facts give the same text."""
    told = {**asdict(said), "total": said.total}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def fingerprint(body: str) -> str:
    return sha256(body.encode()).hexdigest()


def read(body: str) -> Said:
    """The facts of a text."""
    told: Mapping[str, Any] = json.loads(body)
    words = {it.name: _read(it.name, told[it.name]) for it in fields(Said) if it.name != "lines"}
    return Said(**words, lines=tuple(_line(row) for row in told["lines"]))


def shown_identifier(kind: str, identifier: str) -> str:
    """What tells a payee apart where everybody may read it: of a person the last digits alone."""
    if kind != PayeeKind.PERSON or len(identifier) <= SHOWN:
        return identifier
    return "*" * (len(identifier) - SHOWN) + identifier[-SHOWN:]


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAYS and value is not None else value


def _line(row: Mapping[str, Any]) -> PaperLine:
    return PaperLine(**{**row, "amount": Decimal(row["amount"])})
