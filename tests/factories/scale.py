"""升规进限 as the statistics office tells it."""

from datetime import UTC, date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.choices import ScaleKind, ScaleStage
from enterprises.models import Enterprise, ScaleStatus
from wuhan_smes.scope import bootstrap_scope

RECORDED = datetime(2025, 1, 2, 1, tzinfo=UTC)


def make_scale(
    enterprise: Enterprise,
    stage: str = ScaleStage.ENTERED,
    *,
    since: date,
    until: date | None = None,
    kind: str = ScaleKind.INDUSTRIAL,
    **values: object,
) -> ScaleStatus:
    with bootstrap_scope():
        return ScaleStatus.objects.create(
            **{
                "enterprise": enterprise,
                "jurisdiction_id": enterprise.jurisdiction_id,
                "kind": kind,
                "stage": stage,
                "year": since.year,
                "confirmed_by": "市统计局",
                "during": DateRange(since, until),
                "recorded_at": RECORDED,
                **values,
            }
        )
