"""What a unit said of its commitments, and records of every kind."""

from datetime import UTC, date, datetime
from typing import Final

from enterprises.models import Enterprise
from measures.models import EnterpriseRecord, ProgressEvidence, ProgressReminder, kinds
from tests.factories.accounts import make_agency
from tests.factories.records import make_commitment, make_progress, make_record
from wuhan_smes.access import Access
from wuhan_smes.files.storing import store

AT: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
QUARTER: Final = date(2025, 4, 1)


def seed_duties(enterprise: Enterprise, own: Access) -> None:
    unit = enterprise.jurisdiction
    agency = make_agency(unit, kind="district_government")
    commitment = make_commitment(agency)
    of = {"agency": agency, "jurisdiction": unit}
    entry = make_progress(commitment, agency)
    file = store("佐证.pdf", "application/pdf", [b"1"], access=own, at=AT, jurisdiction_id=unit.pk)
    ProgressEvidence.objects.create(
        **of,
        entry=entry,
        file=file,
        name="佐证.pdf",
        sha256=file.sha256,
        added_by_name="甲",
        added_at=AT,
    )
    ProgressReminder.objects.create(
        **of,
        commitment=commitment,
        quarter_on=QUARTER,
        reminded_on=date(2025, 7, 20),
        asked_by_name="甲",
    )
    for model in kinds().values():
        if issubclass(model, EnterpriseRecord):
            make_record(model, enterprise=enterprise)
        else:
            make_record(model, unit=unit)
