"""一库两图: the bank of projects that look for money, the map of funds, the pool for listing."""

from django.db import models

from measures.choices import CountOver, FundForm, ListingStage
from measures.models.records.base import EnterpriseRecord, UnitRecord, amounts, known
from measures.rules.records import Count, Kind

STOCK, TOTAL = CountOver.STOCK, CountOver.TOTAL


class FinancingNeed(EnterpriseRecord):
    """A project that looks for money: what it asks for, whom it met, what it got."""

    demand = models.DecimalField(
        "融资需求（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    partner = models.CharField("对接机构", max_length=120, blank=True)
    matched_on = models.DateField("对接日期", null=True, blank=True)
    intent_on = models.DateField("达成意向日期", null=True, blank=True)
    credit_on = models.DateField("授信日期", null=True, blank=True)
    credit = models.DecimalField(
        "授信金额（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    invested_on = models.DateField("投资日期", null=True, blank=True)
    invested = models.DecimalField(
        "投资金额（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )

    told = Kind(
        "financing-needs",
        "融资项目库：需求、对接、授信与投资",
        (
            Count("projects", "推荐项目", "个", TOTAL),
            Count("demand", "项目融资需求", "元", TOTAL, "demand"),
            Count("matched", "对接机构", "个", TOTAL, on="matched_on"),
            Count("intents", "达成融资意向", "家", TOTAL, on="intent_on"),
            Count("credit", "授信金额", "元", TOTAL, "credit", on="credit_on"),
            Count("invested", "投资金额", "元", TOTAL, "invested", on="invested_on"),
        ),
        ("4b", "16a"),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "融资项目库"
        constraints = [
            *EnterpriseRecord.Meta.constraints,
            *amounts("demand", "credit", "invested"),
        ]


class InvestmentFund(UnitRecord):
    """A fund on the map: what kind, who manages it, how large."""

    form = models.CharField("类别", max_length=12, choices=FundForm)
    manager = models.CharField("管理机构", max_length=120)
    field = models.CharField("投向", max_length=120, blank=True)
    size = models.DecimalField("规模（元）", max_digits=16, decimal_places=2, null=True, blank=True)

    told = Kind(
        "funds",
        "基金图谱：母子基金、院士基金",
        (
            Count(
                "parent-child",
                "市区协同母子基金",
                "支",
                STOCK,
                where={"form__in": [FundForm.PARENT, FundForm.CHILD]},
            ),
            Count("size", "基金规模", "元", STOCK, "size"),
        ),
        ("2a",),
    )

    class Meta(UnitRecord.Meta):
        verbose_name = verbose_name_plural = "基金图谱"
        constraints = [
            *UnitRecord.Meta.constraints,
            known("form", FundForm),
            *amounts("size"),
        ]


class ListingPlan(EnterpriseRecord):
    """An enterprise on its way to a stock exchange."""

    board = models.CharField("拟上市板块", max_length=40, blank=True)
    stage = models.CharField(
        "阶段", max_length=14, choices=ListingStage, default=ListingStage.RESERVE
    )
    listed_on = models.DateField("上市挂牌日期", null=True, blank=True)

    told = Kind(
        "listing-pool",
        "上市后备企业及所处阶段",
        (
            Count("pool", "上市后备企业", "家", STOCK),
            Count("listed", "上市挂牌", "家", TOTAL, on="listed_on"),
        ),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "上市后备企业"
        constraints = [*EnterpriseRecord.Meta.constraints, known("stage", ListingStage)]
