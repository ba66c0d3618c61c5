from datetime import UTC, date, datetime

import pytest

from enterprises.choices import Tier
from enterprises.models import Recognition
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_enterprise
from wuhan_smes.scope import bootstrap_scope

RECORDED = datetime(2023, 1, 1, tzinfo=UTC)


def award(enterprise, tier, start=date(2023, 1, 1), until=date(2026, 1, 1), **values):
    with bootstrap_scope():
        return Recognition.objects.create(
            enterprise=enterprise,
            jurisdiction_id=enterprise.jurisdiction_id,
            tier=tier,
            recogniser_level="provincial",
            valid_from=start,
            valid_until=until,
            **{"recorded_at": RECORDED} | values,
        )


@pytest.fixture
def jiangxia():
    return make_unit("jiangxia")


@pytest.fixture
def hongshan():
    return make_unit("hongshan")


@pytest.fixture
def city():
    return make_access("bureau_staff")


@pytest.fixture
def gradient(jiangxia, hongshan):
    """Three 创新型, two of them 专精特新, one 小巨人; two in Jiangxia, one in Hongshan."""
    one, two = make_enterprise(unit=jiangxia), make_enterprise(unit=jiangxia)
    three = make_enterprise(unit=hongshan, name="=示例公式有限公司")
    for enterprise in (one, two, three):
        award(enterprise, Tier.INNOVATIVE_SME)
    award(one, Tier.SRDI_SME)
    award(three, Tier.SRDI_SME, start=date(2024, 7, 1), until=date(2027, 7, 1))
    award(one, Tier.LITTLE_GIANT, start=date(2025, 7, 1), until=date(2028, 7, 1))
    return one, two, three
