"""What held about an enterprise, from when to when, and from when to when we knew it so.

Past tables are cut by these, so that a later change never rewrites them. A change supersedes the
row that held and adds new ones (actions/facts.py); nothing is ever overwritten.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from enterprises.choices import PlaceKind, ScaleKind, ScaleStage, SizeClass, StayCause, Wugu
from enterprises.models.enterprise import Enterprise
from enterprises.models.reference import Industry, IndustryChain, Place
from enterprises.querysets import FactQuerySet

# The normalised spelling (first line of the search key) without brackets: 武汉（示例）公司 and
# 武汉示例公司 meet here. A column, for equality on it keeps its index behind the row policies.
MATCH_KEY = Func(
    Func("search_key", Value("\n"), Value(1), function="SPLIT_PART"),
    Value("()"),
    Value(""),
    function="TRANSLATE",
)


class DatedFact(models.Model):
    """`during` is half-open; `superseded_at` is set once, when we learn better.

    `jurisdiction` copies the enterprise's present unit for row-level security; the database keeps
    it equal. Who managed the enterprise at the time is JurisdictionStay's `unit`.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, verbose_name="企业")
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_constraint=False,  # the scope key implies it
    )
    during = DateRangeField("期间")
    recorded_at = models.DateTimeField("记录时间")
    superseded_at = models.DateTimeField("更正时间", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        abstract = True


def no_overlap(name: str, *also: str, condition: Q | None = None) -> ExclusionConstraint:
    """Facts we hold true now do not overlap for one enterprise (and one of `also`)."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            ("enterprise", RangeOperators.EQUAL),
            *((field, RangeOperators.EQUAL) for field in also),
            ("during", RangeOperators.OVERLAPS),
        ],
        condition=Q(superseded_at__isnull=True) & (condition or Q()),
    )


def covering(name: str, *columns: str) -> models.Index:
    """What counting by these needs, in order of enterprise: it reads the index alone."""
    include = [*columns, "during", "recorded_at", "superseded_at"]
    return models.Index(fields=["enterprise"], include=include, name=name)


def told_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")), name=name
    )


def lasts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(during__isempty=False), name=name)


class EnterpriseName(DatedFact):
    """A name the enterprise bore; the open one is its name today."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="names",
        verbose_name="企业",
        db_constraint=False,  # the scope key implies it
    )
    name = models.CharField("名称", max_length=200)
    search_key = models.CharField("检索键", max_length=420)
    match_key = models.GeneratedField(
        expression=MATCH_KEY,
        output_field=models.CharField(max_length=420),
        db_persist=True,
        verbose_name="匹配键",
    )
    document_no = models.CharField("文号", max_length=60, blank=True)

    objects = FactQuerySet["EnterpriseName"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业名称"
        constraints = [
            no_overlap("name_one_at_a_time"),
            told_in_order("name_superseded_after_recorded"),
            lasts("name_lasts"),
        ]
        indexes = [
            models.Index(
                fields=["match_key"],
                condition=Q(superseded_at__isnull=True),
                name="name_by_match_key",
            ),
            models.Index(
                Func("during", function="upper"),
                include=["enterprise", "during", "recorded_at", "superseded_at"],
                condition=Q(during__upper_inf=False),
                name="name_by_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class JurisdictionStay(DatedFact):
    """`unit` managed and reported the enterprise; a day's counts belong to the unit of that day."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="stays",
        verbose_name="企业",
        db_index=False,  # stay_history begins with it
        db_constraint=False,  # the scope key implies it
    )
    unit = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="当时管理单位"
    )
    start_cause = models.CharField("起因", max_length=12, choices=StayCause)
    end_cause = models.CharField("止因", max_length=12, choices=StayCause, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)

    objects = FactQuerySet["JurisdictionStay"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "管理单位变迁"
        constraints = [
            no_overlap("stay_one_at_a_time"),
            told_in_order("stay_superseded_after_recorded"),
            lasts("stay_lasts"),
            models.CheckConstraint(
                condition=Q(start_cause__in=StayCause.values)
                & Q(end_cause__in=["", *StayCause.values]),
                name="stay_causes_known",
            ),
            models.CheckConstraint(
                condition=Q(during__endswith__isnull=True, end_cause="")
                | (Q(during__endswith__isnull=False) & ~Q(end_cause="")),
                name="stay_ended_for_a_cause",
            ),
        ]
        indexes = [
            models.Index(
                fields=["enterprise"],
                include=["unit", "during", "start_cause", "end_cause"],
                condition=Q(superseded_at__isnull=True),
                name="stay_of_enterprise",
            ),
            models.Index(
                fields=["enterprise"],
                include=["unit", "during", "recorded_at", "superseded_at"],
                name="stay_history",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.unit_id}"


class IndustryStay(DatedFact):
    """The industry class the enterprise belonged to."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="industry_stays",
        verbose_name="企业",
        db_index=False,  # industry_history begins with it
        db_constraint=False,  # the scope key implies it
    )
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+", verbose_name="行业")

    objects = FactQuerySet["IndustryStay"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行业变迁"
        constraints = [
            no_overlap("industry_one_at_a_time"),
            told_in_order("industry_superseded_after_recorded"),
            lasts("industry_lasts"),
        ]
        indexes = [covering("industry_history", "industry")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.industry_id}"


class EnterpriseChain(DatedFact):
    """The enterprise sits on a chain; in each version of the tree one chain is its primary."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="chains",
        verbose_name="企业",
        db_index=False,  # chain_history begins with it
        db_constraint=False,  # the scope key implies it
    )
    chain = models.ForeignKey(
        IndustryChain, models.PROTECT, related_name="+", verbose_name="产业链"
    )
    chain_version = models.CharField("产业链版本", max_length=20)
    is_primary = models.BooleanField("主链", default=False)

    objects = FactQuerySet["EnterpriseChain"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所属产业链"
        constraints = [
            no_overlap("chain_joined_once_at_a_time", "chain"),
            no_overlap(
                "chain_one_primary_a_version", "chain_version", condition=Q(is_primary=True)
            ),
            told_in_order("chain_superseded_after_recorded"),
            lasts("chain_lasts"),
        ]
        indexes = [covering("chain_history", "chain", "chain_version", "is_primary")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.chain_id}"


class EnterprisePlace(DatedFact):
    """Where the enterprise stood: street, park, building, cluster and one of the 五谷."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="places",
        verbose_name="企业",
        db_index=False,  # place_history begins with it
        db_constraint=False,  # the scope key implies it
    )
    street = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="街道",
        limit_choices_to={"kind": PlaceKind.STREET},
    )
    park = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="园区",
        limit_choices_to={"kind": PlaceKind.PARK},
    )
    building = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="楼宇",
        limit_choices_to={"kind": PlaceKind.BUILDING},
    )
    cluster = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="产业集群",
        limit_choices_to={"kind": PlaceKind.CLUSTER},
    )
    wugu = models.CharField("五谷", max_length=8, choices=Wugu, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)

    objects = FactQuerySet["EnterprisePlace"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所在位置"
        constraints = [
            no_overlap("place_one_at_a_time"),
            told_in_order("place_superseded_after_recorded"),
            lasts("place_lasts"),
            models.CheckConstraint(
                condition=Q(wugu__in=["", *Wugu.values]), name="place_wugu_known"
            ),
        ]
        indexes = [covering("place_history", "street", "park", "cluster")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SizeYear(DatedFact):
    """The size class worked out for a year; `during` is from that year until the next is known."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="sizes",
        verbose_name="企业",
        db_index=False,  # size_history begins with it
        db_constraint=False,  # the scope key implies it
    )
    year = models.PositiveSmallIntegerField("年度")
    size_class = models.CharField("企业划型", max_length=6, choices=SizeClass)

    objects = FactQuerySet["SizeYear"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度划型"
        constraints = [
            no_overlap("size_one_at_a_time"),
            told_in_order("size_superseded_after_recorded"),
            lasts("size_lasts"),
            models.CheckConstraint(
                condition=Q(size_class__in=SizeClass.values), name="size_class_known"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)), name="size_year_plausible"
            ),
        ]
        indexes = [covering("size_history", "size_class")]

    def __str__(self) -> str:
        return f"{self.year} {self.get_size_class_display()}"


class ScaleStatus(DatedFact):
    """On the way into the statistics register (升规进限), in it, or out again."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="scale_statuses",
        verbose_name="企业",
        db_constraint=False,  # the scope key implies it
    )
    kind = models.CharField("类别", max_length=10, choices=ScaleKind)
    stage = models.CharField("阶段", max_length=8, choices=ScaleStage)
    year = models.PositiveSmallIntegerField("年度")
    confirmed_by = models.CharField("确认单位", max_length=60, blank=True)

    objects = FactQuerySet["ScaleStatus"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "升规进限"
        constraints = [
            no_overlap("scale_one_stage_at_a_time", "kind"),
            told_in_order("scale_superseded_after_recorded"),
            lasts("scale_lasts"),
            models.CheckConstraint(
                condition=Q(kind__in=ScaleKind.values, stage__in=ScaleStage.values),
                name="scale_kind_and_stage_known",
            ),
            models.CheckConstraint(
                condition=Q(stage=ScaleStage.POOL) | ~Q(confirmed_by=""),
                name="scale_confirmed_by_statistics",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_stage_display()}"
