"""Platforms and their projects, clusters, challenges, digital projects."""

from django.db import models
from django.db.models import F, Q

from measures.choices import ChallengeState, CountOver, DocumentLevel, PlatformForm
from measures.models.records.base import EnterpriseRecord, UnitRecord, amounts, known
from measures.rules.records import Count, Kind

STOCK, TOTAL, CALENDAR = CountOver.STOCK, CountOver.TOTAL, CountOver.CALENDAR


class InnovationPlatform(UnitRecord):
    """An R&D centre, laboratory, pilot platform, incubator or concept-proof centre."""

    form = models.CharField("类别", max_length=20, choices=PlatformForm)
    level = models.CharField("级别", max_length=12, choices=DocumentLevel)
    holder = models.CharField("依托单位", max_length=120)
    holder_uscc = models.CharField("依托单位代码", max_length=18, blank=True)
    fund = models.DecimalField(
        "专项资金（基金）规模（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )

    told = Kind(
        "platforms",
        "企业研发中心、联合实验室、中试平台、孵化载体、概念验证中心等",
        (
            Count(
                "rd-centres", "企业研发中心", "家", STOCK, where={"form": PlatformForm.RD_CENTRE}
            ),
            Count(
                "rd-centres-new",
                "当年新备案企业研发中心",
                "家",
                CALENDAR,
                where={"form": PlatformForm.RD_CENTRE},
            ),
            Count(
                "laboratories",
                "产业创新联合实验室",
                "家",
                STOCK,
                where={"form": PlatformForm.LABORATORY},
            ),
            Count("pilots", "中试平台", "家", STOCK, where={"form": PlatformForm.PILOT}),
            Count("incubators", "孵化载体", "家", STOCK, where={"form": PlatformForm.INCUBATOR}),
            Count("proof-centres", "概念验证中心", "家", STOCK, where={"form": PlatformForm.PROOF}),
            Count(
                "proof-funds",
                "概念验证资金（基金）规模",
                "元",
                STOCK,
                "fund",
                {"form": PlatformForm.PROOF},
            ),
            Count(
                "campus-blocks",
                "环大学创新街区",
                "个",
                STOCK,
                where={"form": PlatformForm.CAMPUS_BLOCK},
            ),
        ),
        ("2b", "6a", "8b"),
    )

    class Meta(UnitRecord.Meta):
        verbose_name = verbose_name_plural = "创新平台"
        constraints = [
            *UnitRecord.Meta.constraints,
            known("form", PlatformForm),
            known("level", DocumentLevel),
            *amounts("fund"),
        ]


class PlatformProject(UnitRecord):
    """A project a platform took up, with what it was supported by."""

    platform = models.CharField("平台编号", max_length=40)
    carrier = models.CharField("承担单位", max_length=120)
    amount = models.DecimalField(
        "支持金额（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )

    told = Kind(
        "platform-projects",
        "概念验证、中试熟化等平台支持的项目",
        (
            Count("projects", "支持项目", "个", TOTAL, clauses=("2b",)),
            Count("amount", "支持金额", "元", TOTAL, "amount"),
        ),
        ("2b",),
    )

    class Meta(UnitRecord.Meta):
        verbose_name = verbose_name_plural = "平台项目"
        constraints = [*UnitRecord.Meta.constraints, *amounts("amount")]


class IndustryCluster(UnitRecord):
    """A cluster of small firms that some level of government named."""

    level = models.CharField("级别", max_length=12, choices=DocumentLevel)
    field = models.CharField("领域", max_length=60)

    told = Kind(
        "clusters",
        "中小企业特色产业集群",
        (
            Count(
                "national",
                "国家级集群",
                "个",
                STOCK,
                where={"level": DocumentLevel.NATIONAL},
            ),
            Count("all", "全部集群", "个", STOCK),
        ),
        ("13b",),
    )

    class Meta(UnitRecord.Meta):
        verbose_name = verbose_name_plural = "特色产业集群"
        constraints = [*UnitRecord.Meta.constraints, known("level", DocumentLevel)]


class Challenge(UnitRecord):
    """A problem put on the list for whoever can solve it (揭榜)."""

    poster = models.CharField("发榜单位", max_length=120)
    reward = models.DecimalField(
        "榜额（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(
        "进展", max_length=12, choices=ChallengeState, default=ChallengeState.POSTED
    )
    taker = models.CharField("揭榜单位", max_length=120, blank=True)
    taken_on = models.DateField("揭榜日期", null=True, blank=True)
    solved_on = models.DateField("完成日期", null=True, blank=True)

    told = Kind(
        "challenges",
        "揭榜挂帅的技术需求",
        (
            Count("posted", "发榜需求", "项", TOTAL),
            Count("taken", "揭榜需求", "项", TOTAL, on="taken_on"),
            Count("solved", "完成需求", "项", TOTAL, on="solved_on"),
        ),
        ("7b",),
    )

    class Meta(UnitRecord.Meta):
        verbose_name = verbose_name_plural = "揭榜需求"
        constraints = [
            *UnitRecord.Meta.constraints,
            known("state", ChallengeState),
            *amounts("reward"),
            models.CheckConstraint(
                condition=Q(solved_on__isnull=True) | Q(taken_on__lte=F("solved_on")),
                name="challenge_solved_after_taken",
                violation_error_message="完成日期不能早于揭榜日期",
            ),
        ]


class DigitalProject(EnterpriseRecord):
    """The digital transformation of an enterprise: level before and after, spend, acceptance."""

    level_before = models.PositiveSmallIntegerField("改造前水平（级）", null=True, blank=True)
    level_after = models.PositiveSmallIntegerField("改造后水平（级）", null=True, blank=True)
    spend = models.DecimalField(
        "投入（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    firm = models.CharField("服务商", max_length=120, blank=True)
    accepted_on = models.DateField("验收日期", null=True, blank=True)

    told = Kind(
        "digital-projects",
        "数字化转型项目：改造前后水平、投入与验收",
        (
            Count("started", "数字化转型项目", "个", TOTAL),
            Count("accepted", "完成验收", "家", TOTAL, on="accepted_on"),
            Count("spend", "项目投入", "元", TOTAL, "spend"),
        ),
        ("11a",),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "数字化转型项目"
        constraints = [
            *EnterpriseRecord.Meta.constraints,
            *amounts("spend"),
            models.CheckConstraint(
                condition=(Q(level_before__isnull=True) | Q(level_before__lte=4))
                & (Q(level_after__isnull=True) | Q(level_after__lte=4)),
                name="digitalproject_level_is_0_to_4",
                violation_error_message="数字化水平为 0 至 4 级",
            ),
        ]
