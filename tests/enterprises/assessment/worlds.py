"""Enterprises near the lines rules draw."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from enterprises.models import AnnualIndicators, Enterprise
from tests.factories.enterprises import make_enterprise
from tests.factories.indicators import make_indicators, make_size
from tests.factories.titles import make_title
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.scope import bootstrap_scope

SPRING: Final = date(2026, 5, 4)
NOON: Final = datetime(2026, 5, 4, 4, tzinfo=UTC)
STATES: Final[dict[str, Any]] = {
    "residency_mainland": True,
    "on_abnormal_list": False,
    "on_dishonest_list": False,
    "prohibited_industry": False,
    "ip_class1_applied_own_top3": 4,
    "j_key_field": True,
    "lg_control_link": False,
    "lg_same_group_similar_product": False,
}
CALM: Final[dict[str, Any]] = {
    "serious_incidents": 0,
    "data_falsification": 0,
    "award_provincial_up_count": 0,
}


def make_candidate(unit: Jurisdiction | None = None) -> Enterprise:
    """Every line of the 小巨人 standard of 2026 exactly at its threshold."""
    enterprise = make_enterprise(unit=unit, established_on=date(2018, 5, 4))
    make_title(enterprise, tier="srdi_sme", valid_from=date(2025, 1, 1))
    make_size(enterprise, 2025, "small")
    make_indicators(enterprise, 2023, revenue=Decimal(400000000), **CALM)
    make_indicators(
        enterprise, 2024, revenue=Decimal(420000000), rd_expense=Decimal(12600000), **CALM
    )
    make_indicators(
        enterprise,
        2025,
        revenue=Decimal(441000000),
        main_revenue=Decimal(396900000),
        rd_expense=Decimal(13230000),
        total_assets=Decimal(1000),
        total_liabilities=Decimal(750),
        segment_years=Decimal(3),
        market_share=Decimal(10),
        **CALM,
        **STATES,
    )
    make_indicators(enterprise, 2026, platform_score=Decimal(60), **CALM)
    return enterprise


def put(enterprise: Enterprise, year: int, **values: Any) -> None:
    """Another version of a year: what is known now takes the place of what was."""
    with bootstrap_scope():
        row = AnnualIndicators.objects.get(enterprise=enterprise, year=year, superseded_at=None)
        kept = {name: getattr(row, name) for name in (*CALM, *STATES, "revenue", "main_revenue")}
        kept |= {
            name: getattr(row, name)
            for name in (
                "rd_expense",
                "total_assets",
                "total_liabilities",
                "segment_years",
                "market_share",
                "platform_score",
            )
        }
        row.superseded_at = row.recorded_at
        row.save(update_fields=["superseded_at"])
    make_indicators(enterprise, year, **kept | values)
