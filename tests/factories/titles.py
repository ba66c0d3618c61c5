"""Titles and batches as they stand in the register."""

from datetime import UTC, date, datetime
from itertools import count

from enterprises.choices import ApplicationKind, BatchStage, RecogniserLevel, Tier
from enterprises.models import BatchCandidate, Enterprise, Recognition, RecognitionBatch
from enterprises.rules.ladder import BASE_TITLES
from tests.factories.enterprises import make_enterprise
from wuhan_smes.scope import bootstrap_scope

FROM = date(2024, 1, 1)
UNTIL = date(2027, 1, 1)
RECORDED = datetime(2024, 1, 2, 1, tzinfo=UTC)
numbers = count(1)


def make_title(
    enterprise: Enterprise | None = None, tier: str = Tier.INNOVATIVE_SME, **values: object
) -> Recognition:
    """One version of a title, the first unless `version` says otherwise; `in_force` is filled."""
    enterprise = enterprise or make_enterprise()
    level = RecogniserLevel.PROVINCIAL if tier in BASE_TITLES else RecogniserLevel.NATIONAL
    with bootstrap_scope():
        title = Recognition.objects.create(
            **{
                "enterprise": enterprise,
                "jurisdiction_id": enterprise.jurisdiction_id,
                "tier": tier,
                "recogniser_level": level,
                "valid_from": FROM,
                "valid_until": UNTIL,
                "recorded_at": RECORDED,
                **values,
            }
        )
        title.refresh_from_db()
        return title


def make_batch(tier: str = Tier.INNOVATIVE_SME, **values: object) -> RecognitionBatch:
    """A batch of new titles, still taking recommendations."""
    n = next(numbers)
    with bootstrap_scope():
        return RecognitionBatch.objects.create(
            **{
                "tier": tier,
                "kind": ApplicationKind.NEW,
                "recogniser_level": RecogniserLevel.PROVINCIAL,
                "recogniser": "示例省经信厅",
                "ordinal": 1000 + n,
                "year": 2026,
                "name": f"示例第{n}批",
                "stage": BatchStage.RECOMMENDING,
                **values,
            }
        )


def make_candidate(
    batch: RecognitionBatch, enterprise: Enterprise, state: str, **values: object
) -> BatchCandidate:
    with bootstrap_scope():
        return BatchCandidate.objects.create(
            **{
                "batch": batch,
                "enterprise": enterprise,
                "jurisdiction_id": enterprise.jurisdiction_id,
                "state": state,
                "changed_at": RECORDED,
                **values,
            }
        )
