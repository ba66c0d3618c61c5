"""Who is not owed, and the one reason why."""

import pytest

from enterprises.choices import Tier
from enterprises.models import Enterprise
from measures.models import Entitlement
from measures.queries.left_out import LeftOut, left_out, listed
from tests.enterprises.register.conftest import TODAY, Town, build_town
from tests.factories.enterprises import make_enterprise
from tests.factories.indicators import make_indicators
from tests.factories.titles import make_title
from tests.measures.promises.test_finding import GAINED, find, giant, programme
from wuhan_smes.access import Reach
from wuhan_smes.scope import bootstrap_scope


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def test_everybody_is_owed_or_left_out_for_exactly_one_reason(town: Town) -> None:
    """The reasons divide those who are not found: nobody twice, nobody without."""
    rule = {
        "events": [{"event": "title_gained", "tiers": ["little_giant"]}],
        "criteria": [
            {
                "code": "clean",
                "name": "未列入经营异常名录",
                "role": "veto",
                "kind": "test",
                "test": {"field": "on_abnormal_list", "op": "is_false", "period": "as_of"},
            }
        ],
    }
    award = programme(eligibility=rule, unit=town.here, level="district")
    owed, listed_ones, silent, gone = (giant(town) for _ in range(4))
    plain, elsewhere = town.enterprise(), make_enterprise(unit=town.there)
    make_title(elsewhere, Tier.LITTLE_GIANT, valid_from=GAINED)
    for firm, listed_as in ((owed, False), (listed_ones, True), (gone, False)):
        make_indicators(firm, 2025, on_abnormal_list=listed_as)
    with bootstrap_scope():
        Enterprise.objects.filter(pk=gone.pk).update(status="deregistered")

    find(town, award)

    with bootstrap_scope():
        everywhere = Reach(everywhere=True)
        reasons = [
            (key, reason)
            for reason in LeftOut
            for key in listed(award, reason, on=TODAY, reach=everywhere).values_list(
                "pk", flat=True
            )
        ]
        found = Entitlement.objects.filter(programme=award)
        paid = list(found.values_list("payee__enterprise_id", flat=True))
        everybody = sorted(Enterprise.objects.values_list("pk", flat=True))
        counted = left_out(award, on=TODAY, reach=everywhere)
    assert sorted([key for key, _ in reasons] + paid) == everybody
    assert paid == [owed.pk]
    assert dict(reasons) == {
        listed_ones.pk: LeftOut.UNMET,
        silent.pk: LeftOut.UNKNOWN,
        gone.pk: LeftOut.NOT_ACTIVE,
        plain.pk: LeftOut.NO_EVENT,
        elsewhere.pk: LeftOut.OTHER_UNIT,
    }
    assert sum(counted.values()) == len(everybody) - 1
