"""What a list of the past tells after a line was found stands against paying it."""

from decimal import Decimal

import pytest

from measures.models import Entitlement, PastPayment
from tests.factories.money import AT, Office
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db


def told(line: Entitlement, amount: Decimal | None) -> None:
    """A list that came in meanwhile says the matter was paid before."""
    with bootstrap_scope():
        PastPayment.objects.create(
            enterprise=line.payee.enterprise,
            jurisdiction=line.jurisdiction,
            programme=line.programme.title,
            matter=line.matter.title,
            amount=amount,
            year=2025,
            recorded_at=AT,
        )


def test_a_line_is_not_arranged_when_its_best_standard_was_paid_by_somebody_else() -> None:
    office = Office()
    office.budget  # noqa: B018 - made on first use
    line = office.line()
    told(line, line.gross)

    with pytest.raises(ActionRefused, match=r"以往已兑付 [\d,.]+ 元，超过最高标准"):
        office.arranged([line])


def test_a_payment_approved_meanwhile_is_not_released_while_an_amount_is_unknown() -> None:
    office = Office()
    batch = office.confirmed([line := office.line()])
    office.approve(batch)
    told(line, None)

    with pytest.raises(ActionRefused, match="金额不明，请先补全"):
        office.release(batch)
