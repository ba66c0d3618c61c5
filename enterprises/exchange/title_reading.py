"""From the values of a row to what it says of a title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from enterprises.actions.awarding import Award, Sources
from enterprises.actions.title_lists import Listed
from enterprises.choices import ListOutcome
from enterprises.exchange.listed_batches import Batches
from enterprises.models import TierDefinition
from enterprises.rules.document_no import normalise_document_no
from enterprises.rules.spans import day_after
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.exchange.kinds import Context, Row

SHARED: Final = (
    "tier",
    "subclass",
    "batch",
    "year",
    "recogniser",
    "document_no",
    "announced_on",
    "valid_from",
    "valid_to",
)
Said = tuple[Award, Award]


@dataclass(slots=True)
class Reading:
    """Reads the rows of one portion. Rows that say the same share one award, or one refusal."""

    context: Context
    batches: Batches
    only_known: bool = False
    _said: dict[tuple[Any, ...], Said | ActionRefused] = field(default_factory=dict)

    @classmethod
    def of(cls, context: Context, *, record: bool = False, only_known: bool = False) -> "Reading":
        definitions = {it.code: it for it in TierDefinition.objects.order_by("id")}
        return cls(context, Batches(context, definitions, record), only_known)

    def listed(self, row: Row, where: str) -> Listed:
        """What the row says. Raises InputRefused for what no list can say."""
        values = row.values
        outcome = ListOutcome(values.get("outcome") or ListOutcome.GIVEN)
        key = (outcome, *map(values.get, SHARED))
        found = self._said.get(key)
        if found is None:
            try:
                found = self._read(values, outcome)
            except ActionRefused as refusal:
                found = refusal
            self._said[key] = found
        if isinstance(found, ActionRefused):
            raise found.with_traceback(None)  # or it grows by each row that says the same
        said, award = found
        return Listed(
            enterprise_id=row.subject_id or 0,
            outcome=outcome,
            said=said,
            award=award,
            where=where,
            certificate_no=values.get("cert_no") or "",
            source=self.context.source_of(row)[:200],
            despite=values.get("despite") or "",
            settled=row.chosen == "file",
            only_known=self.only_known,
        )

    @property
    def sources(self) -> Sources:
        return Sources(self.batches.by_id, self.batches.definitions)

    def _read(self, values: Mapping[str, Any], outcome: ListOutcome) -> Said:
        if not values.get("tier"):
            raise InputRefused(Fault("tier", "required", "请写明认定的梯度"))
        batch = self.batches.of(values, outcome)
        until = _day(values.get("valid_to"))
        said = Award(
            tier=values["tier"],
            subclass=values.get("subclass") or "",
            batch_id=batch.pk if batch else None,
            document_no=normalise_document_no(values.get("document_no") or ""),
            announced_on=_day(values.get("announced_on")),
            valid_from=_day(values.get("valid_from")),
            valid_until=day_after(until) if until else None,
        )
        if outcome is ListOutcome.GIVEN:
            return said, self.sources.completed(said, self.context.at)
        return said, said


def in_order(rows: Sequence[Row]) -> list[tuple[str, Row]]:
    """Each row with the place people cite it by."""
    return [(f"第{row.sheet + 1}表第{row.line}行", row) for row in rows]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
