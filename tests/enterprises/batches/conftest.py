"""A batch under way: the city that keeps it, another of the city, and two units that recommend."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from enterprises.actions import batch_lists, batch_results, batches, recommending
from enterprises.actions.batch_results import Result
from enterprises.actions.recommending import Word
from enterprises.choices import Tier
from enterprises.models import BatchCandidate, Enterprise, RecognitionBatch
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_batch, make_candidate
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.scope import scoped

# Wednesday to Wednesday: a notice of five working days from the 10th ends on Monday the 16th.
FROZEN = datetime(2026, 3, 4, 4, tzinfo=UTC)
CLOSED = datetime(2026, 3, 10, 4, tzinfo=UTC)
AFTER = datetime(2026, 3, 17, 4, tzinfo=UTC)
VALID: dict[str, Any] = {
    "document_no": "鄂经信〔2026〕40号",
    "announced_on": date(2026, 3, 17),
    "valid_from": date(2026, 3, 17),
    "valid_until": date(2029, 3, 17),
}


@dataclass(frozen=True)
class Round:
    """`city` keeps the batch, `second` announces; `clerk` and `other` recommend for their units."""

    here: Jurisdiction
    there: Jurisdiction
    city: Access
    second: Access
    clerk: Access
    other: Access
    reader: Access

    def enterprise(self, **values: object) -> Enterprise:
        return make_enterprise(unit=self.here, **values)  # type: ignore[arg-type] # as the builder's

    def batch(self, *enterprises: Enterprise, state: str = "applied", **values: Any) -> Any:
        batch = make_batch(values.pop("tier", Tier.INNOVATIVE_SME), **values)
        for enterprise in enterprises:
            make_candidate(batch, enterprise, state)
        return batch

    def frozen(self, *enterprises: Enterprise, **values: Any) -> RecognitionBatch:
        return self.freeze(self.batch(*enterprises, **values))

    def freeze(self, batch: RecognitionBatch, **words: Any) -> RecognitionBatch:
        with scoped(self.city):
            return batch_lists.freeze(batch.pk, access=self.city, at=FROZEN, **words)

    def recommend(self, batch: RecognitionBatch, who: Access | None = None, **words: Any) -> None:
        """Everybody of the unit, in order of the list, and report."""
        access = who or self.clerk
        with scoped(access):
            for unit in (self.here, self.there):
                lines = BatchCandidate.objects.filter(batch=batch, jurisdiction=unit).order_by("pk")
                said = {
                    it.enterprise_id: Word("recommended", rank=n) for n, it in enumerate(lines, 1)
                }
                if said and access.reaches and _covers(access, unit):
                    at = {"access": access, "at": FROZEN}
                    recommending.recommend(batch.pk, **at, said=said)
                    recommending.submit(batch.pk, **at, jurisdiction_id=unit.pk)

    def publicised(self, *enterprises: Enterprise, **values: Any) -> RecognitionBatch:
        """Frozen, recommended, passed by the experts and on notice."""
        batch = self.frozen(*enterprises, **values)
        self.recommend(batch)
        self.recommend(batch, self.other)
        with scoped(self.city):
            batches.advance(batch.pk, access=self.city, at=FROZEN, to="reviewing")
            results = {it.pk: Result("passed") for it in enterprises}
            batch_results.take(batch.pk, access=self.city, at=FROZEN, results=results)
            return batches.advance(batch.pk, access=self.city, at=CLOSED, to="publicised")

    def announce(self, batch: RecognitionBatch, **words: Any) -> RecognitionBatch:
        with scoped(self.second):
            return batches.announce(batch.pk, access=self.second, at=AFTER, **{**VALID, **words})


def _covers(access: Access, unit: Jurisdiction) -> bool:
    return any(reach.covers(unit.pk) for reach in access.reaches.values())


def build_round() -> Round:
    here, there = make_unit(), make_unit()
    return Round(
        here,
        there,
        make_access("bureau_staff"),
        make_access("bureau_lead"),
        make_access("district_staff", unit=here),
        make_access("district_staff", unit=there),
        make_access("auditor"),
    )


def states(batch: RecognitionBatch) -> dict[int, str]:
    return dict(BatchCandidate.objects.filter(batch=batch).values_list("enterprise_id", "state"))


@pytest.fixture
def world(db: None) -> Round:
    return build_round()
