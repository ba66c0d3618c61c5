"""What the invented city had paid before the product: a list of one past year, as units keep it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from enterprises.choices import EnterpriseStatus, Tier
from enterprises.models import Recognition
from measures.actions import past_payments
from measures.actions.past_payments import Told
from measures.choices import DocumentLevel
from wuhan_smes.access import Access
from wuhan_smes.operations.demo.names import MARK

# Nobody has put it to a matter yet, so it counts for none.
PROGRAMME: Final = "数字化改造补助（示例）"
EVERY: Final = 7
AT_MOST: Final = 160
HELD: Final = date(2023, 12, 31)
PAID: Final = date(2024, 6, 20)
AMOUNTS: Final = (Decimal(100_000), Decimal(150_000), Decimal(200_000))


def tell(access: Access, at: datetime) -> int:
    """Payments of 2024 to every seventh holder of 专精特新 of the day before that year."""
    holders = (
        Recognition.objects.filter(
            tier=Tier.SRDI_SME,
            superseded_at=None,
            in_force__contains=HELD,
            enterprise__status=EnterpriseStatus.ACTIVE,
        )
        .order_by("enterprise_id")
        .values_list("enterprise_id", flat=True)
        .distinct()
    )
    told = [
        Told(
            enterprise,
            {
                "programme": PROGRAMME,
                "amount": AMOUNTS[n % len(AMOUNTS)],
                "paid_on": PAID,
                "year": PAID.year,
                "level": DocumentLevel.MUNICIPAL,
                "document_no": f"{MARK}财产〔{PAID.year}〕7号",
            },
            f"{MARK}历史兑付台账",
        )
        for n, enterprise in enumerate(list(holders)[::EVERY][:AT_MOST])
    ]
    return len(past_payments.record_set(told, access=access, at=at))
