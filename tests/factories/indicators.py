"""What is known of an enterprise for a year, in 元, as the register keeps it."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.models import AnnualIndicators, Enterprise, SizeYear
from tests.factories.enterprises import RECORDED
from wuhan_smes.scope import bootstrap_scope


def make_indicators(enterprise: Enterprise, year: int, **values: object) -> AnnualIndicators:
    with bootstrap_scope():
        return AnnualIndicators.objects.create(
            enterprise=enterprise,
            jurisdiction_id=enterprise.jurisdiction_id,
            year=year,
            during=DateRange(date(year, 1, 1), date(year + 1, 1, 1)),
            recorded_at=RECORDED,
            source="示例",
            **values,
        )


def make_size(enterprise: Enterprise, year: int, size_class: str) -> SizeYear:
    """From that year on, until another is known."""
    with bootstrap_scope():
        return SizeYear.objects.create(
            enterprise=enterprise,
            jurisdiction_id=enterprise.jurisdiction_id,
            year=year,
            size_class=size_class,
            during=DateRange(date(year, 1, 1), None),
            recorded_at=RECORDED,
        )
