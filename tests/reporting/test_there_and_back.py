"""What is taken out can be brought in again, and changes nothing."""

import random
import time
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from enterprises.choices import PeriodKind, ScaleKind, ScaleStage, SizeClass, Tier
from enterprises.models import (
    AnnualIndicators,
    Enterprise,
    PeriodIndicators,
    RecognitionBatch,
    ScaleStatus,
)
from tests.exchange.driving import again, rows_of, work
from tests.factories.accounts import make_user
from tests.factories.enterprises import RECORDED, make_enterprise, make_industry
from tests.factories.titles import make_batch, make_title
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.exchange.actions import uploads
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.reporting.run import stream
from wuhan_smes.reporting.sources import find, words_of
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = (
    "光电",
    "智能（武汉）",
    "引“号”",
    "半,角",
    "全，角",
    "空 格",
    "𠮷田",
    "㐂",
    "A&B<C>",
    '"直"',
    "'撇",
)
# What the name of an enterprise may begin with, however unlikely.
STARTS = ("武汉", "=", "'=", "＝", "@", "'武汉")
TAGS = ("高新技术企业", "民营", "科改")


@pytest.fixture
def bureau(monkeypatch) -> Access:
    """Somebody who may take every list out and bring it in."""
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", time.monotonic() + 3600)
    return access_for(make_user("bureau_staff"))


def register(seed: int) -> None:
    """Enterprises as registers have them, full and empty, with titles and figures."""
    chance = random.Random(seed)
    units = list(Jurisdiction.objects.managing().order_by("id"))
    batch = make_batch(
        Tier.SRDI_SME,
        ordinal=8,
        stage="announced",
        announced_on=date(2026, 2, 1),
        valid_from=date(2026, 2, 1),
        document_no="鄂经信〔2026〕9号",
    )
    for n in range(12):
        enterprise = make_enterprise(
            unit=chance.choice(units),
            name=f"{STARTS[n % len(STARTS)]}{''.join(chance.sample(PARTS, 2))}{n}科技有限公司",
            industry=chance.choice([None, make_industry()]),
            size_class=chance.choice(["", *SizeClass.values]),
            established_on=chance.choice([None, date(2016, 2, 29), date(1999, 12, 31)]),
            tags=chance.sample(TAGS, chance.randrange(3)),
        )
        _titles(enterprise, batch, chance)
        _figures(enterprise, chance)


def _titles(enterprise: Enterprise, batch: RecognitionBatch, chance: random.Random) -> None:
    make_title(
        enterprise,
        document_no=chance.choice(["", "武经信〔2024〕3号"]),
        announced_on=chance.choice([None, date(2024, 1, 5)]),
    )
    make_title(
        enterprise,
        Tier.SRDI_SME,
        batch=chance.choice([None, batch]),
        document_no="鄂经信〔2026〕9号",
        announced_on=date(2026, 2, 1),
        valid_from=date(2026, 2, 1),
        valid_until=date(2029, 2, 1),
        certificate_no=chance.choice(["", "007", "HB-1"]),
    )


def _figures(enterprise: Enterprise, chance: random.Random) -> None:
    def known(value: object) -> object:
        return chance.choice([None, 0, value])

    fact = {"enterprise": enterprise, "jurisdiction": enterprise.jurisdiction}
    with bootstrap_scope():
        AnnualIndicators.objects.create(
            **fact,
            recorded_at=RECORDED,
            year=2025,
            during=DateRange(date(2025, 1, 1), date(2026, 1, 1)),
            employees=1,
            revenue=known("56000000.05"),
            market_share=known("12.34"),
            listed=chance.choice([None, True, False]),
        )
        PeriodIndicators.objects.create(
            **fact,
            recorded_at=RECORDED,
            kind=PeriodKind.MONTH,
            basis="current",
            during=DateRange(date(2026, 3, 1), date(2026, 4, 1)),
            employees=1,
            revenue=known("4800000.50"),
        )
        ScaleStatus.objects.create(
            **fact,
            recorded_at=RECORDED,
            kind=chance.choice(ScaleKind.values),
            stage=ScaleStage.ENTERED,
            year=2025,
            during=DateRange(date(2025, 3, 1), None),
            confirmed_by="市统计局",
        )


def there_and_back(
    name: str, kind: str, layout: str, access: Access
) -> tuple[Import, list[ImportRow]]:
    """A list taken out and handed in again, as the dry run sees it."""
    now = timezone.now()
    with scoped(access):
        listed = find(name).listed(words_of({}), access)
        made = stream(listed, layout, access=access, at=now)
        import_ = uploads.upload(
            kind=kind,
            file_name=made.file_name,
            pieces=[b"".join(made.content)],
            access=access,
            at=now,
        )
    work()
    return again(import_, access), rows_of(import_, access)


def test_a_workbook_brought_back_changes_nothing(bureau):
    """As csv, more kinds go the same way in test_out_and_in_property.py."""
    register(seed=7)
    for name, kind, each in (
        ("enterprises", "enterprises", 1),
        ("recognitions", "recognitions", 2),
        ("annual-indicators", "annual_indicators", 1),
        ("period-indicators", "monthly_indicators", 1),
        ("admin:enterprises.scalestatus", "scale_status", 1),
    ):
        import_, rows = there_and_back(name, kind, "xlsx", bureau)

        assert import_.state == "checked", (name, import_.layout)
        assert len(rows) == 12 * each
        assert {(row.verdict, str(row.changes), str(row.faults)) for row in rows} == {
            (Verdict.UNCHANGED, "{}", "[]")
        }, name
