"""A batch of the unit with one payment: its budget, book, account, steps, and what went wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import uuid4

from measures.choices import LedgerAccount as A
from measures.choices import LedgerMove
from measures.models import (
    Budget,
    Clawback,
    DisbursementBatch,
    DisbursementPaper,
    Entitlement,
    EntitlementStep,
    LedgerEntry,
    Objection,
    PaidDoubt,
    PayeeAccount,
    Payment,
    PublicNotice,
)
from measures.queries.annex import drafted
from measures.rules.papers import canonical, fingerprint

AT: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)


def seed_payments(line: Entitlement) -> None:
    unit = {"jurisdiction_id": line.jurisdiction_id}
    budget = Budget.objects.create(
        **unit, programme=line.programme, year=2026, level="district", total=1, committed=1
    )
    batch = DisbursementBatch.objects.create(
        **unit,
        number=f"批 {line.pk}",
        title="批次",
        year=2026,
        total=1,
        lines=1,
        arranged_by_name="甲",
        arranged_at=AT,
    )
    of_line: dict[str, Any] = {"entitlement": line, **unit}
    payment = Payment.objects.create(
        **of_line,
        batch=batch,
        budget=budget,
        level="district",
        amount=1,
        order_no=f"ZF {line.pk}",
        proposed_by_name="甲",
        proposed_at=AT,
    )
    for move, debit, credit, pay in (
        (LedgerMove.ALLOT, A.AVAILABLE, A.SOURCE, None),
        (LedgerMove.RESERVE, A.RESERVED, A.AVAILABLE, payment),
    ):
        LedgerEntry.objects.create(
            **unit,
            budget=budget,
            move=move,
            debit=debit,
            credit=credit,
            amount=1,
            payment=pay,
            at=AT,
            by_name="甲",
        )
    _said(line, of_line, batch)


def _said(line: Entitlement, of_line: dict[str, Any], batch: DisbursementBatch) -> None:
    notice = PublicNotice.objects.create(
        batch=batch,
        jurisdiction_id=line.jurisdiction_id,
        shown_from=date(2026, 3, 2),
        shown_to=date(2026, 3, 6),
        workdays=5,
        discipline_phone="027-1",
        business_phone="027-2",
        published_by_name="甲",
        published_at=AT,
    )
    said = replace(
        drafted(batch),
        shown_from=notice.shown_from,
        shown_to=notice.shown_to,
        workdays=notice.workdays,
    )
    body = canonical(said)
    DisbursementPaper.objects.create(
        batch=batch,
        jurisdiction_id=line.jurisdiction_id,
        kind="notice",
        day=said.day,
        lines=1,
        total=said.total,
        canonical=body,
        digest=fingerprint(body),
        made_by_name="甲",
        made_at=AT,
    )
    Objection.objects.create(
        **of_line,
        notice=notice,
        raised_on=date(2026, 3, 3),
        text="不符合条件",
        recorded_by_name="甲",
        recorded_at=AT,
    )
    PayeeAccount.objects.create(
        **of_line,
        reference=uuid4(),
        holder=line.payee.name,
        bank="开户行",
        number="v1:test:words",
        last_four="7890",
        number_index="0" * 64,
        via="link",
        signed_name="张三",
        confirmed_at=AT,
        by_name="甲",
    )
    EntitlementStep.objects.create(
        **of_line,
        ordinal=1,
        move="review",
        state_before="proposed",
        state_after="district_reviewed",
        instalment=1,
        actor_name="甲",
        at=AT,
    )
    Entitlement.objects.filter(pk=line.pk).update(state="district_reviewed", step_no=1)
    Clawback.objects.create(
        **of_line,
        cause="条件不实",
        decision_no="武经信〔2026〕1号",
        decided_on=date(2026, 3, 1),
        due_on=date(2026, 4, 1),
        principal=1,
        decided_by_name="甲",
    )
    PaidDoubt.objects.create(
        **of_line,
        reason="no_longer_eligible",
        judged_on=date(2026, 2, 1),
        principal=1,
        found_at=AT,
    )
