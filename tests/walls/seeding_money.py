"""What is owed to an enterprise of the unit, and a paper that came in for it."""

from datetime import UTC, date, datetime
from typing import Final

from enterprises.models import Enterprise
from measures.models import EvidenceReceipt
from tests.factories.promises import make_entitlement
from tests.walls.seeding_payments import seed_payments

AT: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)


def seed_money(enterprise: Enterprise) -> None:
    line = make_entitlement(enterprise)
    EvidenceReceipt.objects.create(
        entitlement=line,
        jurisdiction_id=line.jurisdiction_id,
        evidence="paper",
        received_on=date(2026, 3, 1),
        recorded_by_name="甲",
        recorded_at=AT,
    )
    seed_payments(line)
