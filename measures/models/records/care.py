"""What enterprises are spared and kept by: rent, patents, customs, brands, secrets, land."""

from django.db import models
from django.db.models import F, Q

from measures.choices import AeoLevel, CountOver, LandStep
from measures.models.records.base import EnterpriseRecord, amounts, known
from measures.rules.records import Count, Kind, Quota

STOCK, TOTAL, CALENDAR = CountOver.STOCK, CountOver.TOTAL, CountOver.CALENDAR


class RentRelief(EnterpriseRecord):
    """Rent an enterprise or somebody it hired need not pay: where, in which year, how much."""

    beneficiary = models.CharField("享受人", max_length=60, blank=True)
    park = models.CharField("房源或园区", max_length=120)
    year_of = models.PositiveSmallIntegerField("第几年", default=1)
    percent = models.DecimalField("减免比例（%）", max_digits=5, decimal_places=2)
    amount = models.DecimalField(
        "减免金额（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )

    told = Kind(
        "rent-reliefs",
        "园区与人才住房的租金减免",
        (
            Count("enterprises", "减免户次", "户次", TOTAL),
            Count("amount", "减免金额", "元", TOTAL, "amount"),
        ),
        ("14c", "20a", "20b", "20c", "20d"),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "租金减免"
        constraints = [
            *EnterpriseRecord.Meta.constraints,
            *amounts("amount"),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100),
                name="rentrelief_is_a_part_of_the_rent",
                violation_error_message="减免比例须在 0 到 100 之间",
            ),
        ]


class PatentFiling(EnterpriseRecord):
    """An enterprise on file for fast patent review (应备尽备), from a day on."""

    field = models.CharField("预审领域", max_length=80)
    centre = models.CharField("备案机构", max_length=120, blank=True)

    told = Kind(
        "patent-filings",
        "专利预审备案主体（应备尽备）",
        (
            Count("filed", "在册备案企业", "家", STOCK, clauses=("5a",)),
            Count("new", "当年新增备案", "家", CALENDAR),
        ),
        ("5a",),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "专利预审备案"


class AeoStatus(EnterpriseRecord):
    """An enterprise certified by Customs, from a day on."""

    level = models.CharField("认证级别", max_length=10, choices=AeoLevel)

    told = Kind(
        "aeo",
        "海关 AEO 认证企业",
        (Count("holders", "AEO 企业", "家", STOCK, clauses=("17d",)),),
        ("17d",),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "AEO 认证"
        constraints = [*EnterpriseRecord.Meta.constraints, known("level", AeoLevel)]


class BrandPlan(EnterpriseRecord):
    """A plan made for the brand of one little giant."""

    maker = models.CharField("编制单位", max_length=120, blank=True)
    done_on = models.DateField("方案完成日期", null=True, blank=True)

    told = Kind(
        "brand-plans",
        "小巨人个性化品牌培育方案名单",
        (
            Count("listed", "当年列入名单", "家", CALENDAR, clauses=("23a",)),
            Count("done", "完成方案", "家", TOTAL, on="done_on"),
        ),
        ("23a",),
        Quota("listed", 50, "23a", about=True),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "品牌培育名单"


class SecretProtection(EnterpriseRecord):
    """An enterprise whose trade secrets the city helps to keep."""

    contact = models.CharField("联系单位", max_length=120, blank=True)
    checked_on = models.DateField("指导日期", null=True, blank=True)

    told = Kind(
        "trade-secrets",
        "市级商业秘密保护联系企业名单",
        (
            Count("listed", "当年列入名单", "家", CALENDAR, clauses=("22c",)),
            Count("checked", "已指导", "家", TOTAL, on="checked_on"),
        ),
        ("22c",),
        Quota("listed", 100, "22c"),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "商业秘密保护名单"


class MajorProject(EnterpriseRecord):
    """A large project with a policy of its own (一项一策), and how far its land has come."""

    investment = models.DecimalField(
        "总投资（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    policy = models.CharField("一项一策要点", max_length=200, blank=True)
    land_step = models.CharField("用地进展", max_length=10, choices=LandStep, default=LandStep.NONE)
    land = models.DecimalField("用地（亩）", max_digits=10, decimal_places=2, null=True, blank=True)
    step_on = models.DateField("进展日期", null=True, blank=True)
    asked_on = models.DateField("用地申请日期", null=True, blank=True)
    offered_on = models.DateField("挂牌出让日期", null=True, blank=True)
    delivered_on = models.DateField("交地日期", null=True, blank=True)
    started_on = models.DateField("开工日期", null=True, blank=True)

    told = Kind(
        "major-projects",
        "重大项目一项一策与用地保障",
        (
            Count("projects", "重大项目", "个", TOTAL),
            Count("investment", "总投资", "元", TOTAL, "investment"),
            Count("delivered", "交地项目", "个", TOTAL, on="delivered_on"),
            Count("started", "开工项目", "个", TOTAL, on="started_on"),
        ),
        ("15b",),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "重大项目"
        constraints = [
            *EnterpriseRecord.Meta.constraints,
            known("land_step", LandStep),
            *amounts("investment", "land"),
            models.CheckConstraint(
                condition=(
                    Q(asked_on__isnull=True)
                    | Q(offered_on__isnull=True)
                    | Q(asked_on__lte=F("offered_on"))
                )
                & (
                    Q(offered_on__isnull=True)
                    | Q(delivered_on__isnull=True)
                    | Q(offered_on__lte=F("delivered_on"))
                ),
                name="majorproject_land_in_order",
                violation_error_message="用地各步的日期须依次：申请、挂牌出让、交地",
            ),
        ]
