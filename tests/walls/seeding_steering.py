"""A share of a target, a district's return with its file, a proposal and a comment on a draft."""

from datetime import UTC, date, datetime
from typing import Final

from enterprises.models import TierTarget
from measures.choices import ShareOf
from measures.models import (
    AssessmentRound,
    DistrictFigure,
    DistrictIndex,
    DistrictReturn,
    DraftComment,
    PolicyDocument,
    Proposal,
    ReturnEvidence,
    TargetPlan,
    TargetShare,
)
from tests.factories.accounts import make_agency
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.files.storing import store

AT: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
DAY: Final = date(2026, 3, 3)


def seed_steering(unit: Jurisdiction, own: Access) -> None:
    plan = TargetPlan.objects.create(
        target=TierTarget.objects.order_by("id")[0],
        edition=unit.pk,
        opening_on=DAY,
        opening=0,
        due_on=date(2028, 12, 31),
        value=1,
        shape="linear",
        review_percent=100,
        share_by="equal",
        definition="示例",
        set_by_name="甲",
        set_at=AT,
    )
    TargetShare.objects.bulk_create(
        [TargetShare(plan=plan, of=ShareOf.UNIT, jurisdiction=unit, label="甲", opening=0, value=1)]
    )
    _assessed(unit, own)
    agency = make_agency(unit)
    Proposal.objects.create(
        jurisdiction=unit,
        number=f"示例-{unit.pk}",
        kind="suggestion",
        session="示例届次",
        proposer="示例代表",
        title="示例建议",
        received_on=DAY,
        due_on=DAY,
        lead=agency,
        agency_ids=[agency.pk],
    )
    DraftComment.objects.create(
        document=PolicyDocument.objects.order_by("id")[0],
        jurisdiction=unit,
        number=f"示例-{unit.pk}",
        from_whom="示例单位",
        received_on=DAY,
        text="示例意见",
        recorded_by_name="甲",
    )


def _assessed(unit: Jurisdiction, own: Access) -> None:
    index = DistrictIndex.objects.order_by("id")[0]
    of, _ = AssessmentRound.objects.get_or_create(
        last_on=date(2025, 12, 31),
        defaults={
            "index": index,
            "name": "示例评估期",
            "first_on": date(2025, 1, 1),
            "due_on": date(2026, 1, 31),
            "opened_by_name": "甲",
            "opened_at": AT,
        },
    )
    row = DistrictReturn.objects.create(
        round=of, jurisdiction=unit, signed_by_id=1, signed_by_name="甲", submitted_at=AT
    )
    figure = DistrictFigure.objects.create(
        of=row, jurisdiction=unit, indicator=index.indicators.order_by("id")[0], reported=1
    )
    file = store("佐证.pdf", "application/pdf", [b"2"], access=own, at=AT, jurisdiction_id=unit.pk)
    ReturnEvidence.objects.create(
        figure=figure,
        jurisdiction=unit,
        file=file,
        name="佐证.pdf",
        sha256=file.sha256,
        added_by_name="甲",
        added_at=AT,
    )
