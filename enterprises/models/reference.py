"""Vocabularies that enterprises are classified by. Loaded from fixtures/reference."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from enterprises.choices import PlaceKind, RecogniserLevel, Tier
from enterprises.querysets import SharedQuerySet


class Industry(models.Model):
    """A class of GB/T 4754—2017; codes carry the section letter (C3976)."""

    code = models.CharField("代码", max_length=5, unique=True)
    name = models.CharField("名称", max_length=100)
    level = models.PositiveSmallIntegerField("级别")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )

    objects = SharedQuerySet["Industry"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "国民经济行业"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-T][0-9]{0,4}$"), name="industry_code_has_its_section"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="industry_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndustryChain(models.Model):
    """A node of one version of the “965” tree."""

    version = models.CharField("版本", max_length=20)
    code = models.SlugField("代码", max_length=60, unique=True)
    name = models.CharField("名称", max_length=60)
    group = models.CharField("组别", max_length=20, help_text="支柱、新兴、未来等")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    display_order = models.PositiveSmallIntegerField("排序", default=0)
    valid_from = models.DateField(
        "启用日期", null=True, blank=True, help_text="空：所依据的文件尚未施行"
    )
    valid_until = models.DateField("停用日期", null=True, blank=True)
    source = models.CharField("出处", max_length=200)

    objects = SharedQuerySet["IndustryChain"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "产业链"
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="chain_named_once_a_version"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="chain_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChainMapping(models.Model):
    """Which chain of a later version continues a chain of an earlier one."""

    earlier = models.ForeignKey(
        IndustryChain, models.PROTECT, related_name="continued_by", verbose_name="原产业链"
    )
    later = models.ForeignKey(
        IndustryChain, models.PROTECT, related_name="continues", verbose_name="新产业链"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    objects = SharedQuerySet["ChainMapping"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "产业链对应"
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="chain_mapped_once"),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")), name="chain_maps_to_another_chain"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.later_id}"


class Place(models.Model):
    """A street, park, building or cluster that enterprises stand in."""

    kind = models.CharField("类别", max_length=10, choices=PlaceKind)
    code = models.SlugField("代码", max_length=60, unique=True)
    name = models.CharField("名称", max_length=100)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="places", verbose_name="管理单位"
    )
    township_code = models.CharField("区划代码", max_length=9, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)

    objects = SharedQuerySet["Place"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "街道、园区与集群"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_known"),
            models.UniqueConstraint(
                fields=["kind", "jurisdiction", "name"], name="place_named_once_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TierDefinition(models.Model):
    """One rung or parallel title of the gradient, with its legal term (domain: b.3)."""

    code = models.CharField("代码", max_length=30, unique=True, choices=Tier)
    name = models.CharField("名称", max_length=60)
    recogniser_level = models.CharField(
        "认定层级", max_length=12, choices=RecogniserLevel, blank=True
    )
    valid_months = models.PositiveSmallIntegerField("有效月数", null=True, blank=True)
    ladder_rank = models.PositiveSmallIntegerField("法定层级", null=True, blank=True)
    display_rank = models.PositiveSmallIntegerField("展示层级", null=True, blank=True)
    prerequisites = ArrayField(
        models.CharField(max_length=30), verbose_name="前置称号（任一）", default=list, blank=True
    )
    update_due = models.CharField("年度更新截止（月-日）", max_length=5, blank=True)
    notice_workdays = models.PositiveSmallIntegerField("公示工作日", default=5)
    note = models.CharField("说明", max_length=300, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)

    objects = SharedQuerySet["TierDefinition"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "梯度层级"
        constraints = [
            models.CheckConstraint(condition=Q(code__in=Tier.values), name="tier_code_known"),
            models.CheckConstraint(
                condition=Q(recogniser_level__in=["", *RecogniserLevel.values]),
                name="tier_recogniser_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_months__isnull=True) | Q(valid_months__gt=0),
                name="tier_term_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(update_due="") | Q(update_due__regex=r"^(0[1-9]|1[0-2])-[0-3]\d$"),
                name="tier_update_is_due_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(notice_workdays__gte=1), name="tier_notice_is_shown_for_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SizeThreshold(models.Model):
    """The floors of one industry (企业划型标准): persons and 万元; empty where not used."""

    code = models.PositiveSmallIntegerField("序号", unique=True)
    category = models.CharField("行业", max_length=30)
    prefixes = ArrayField(models.CharField(max_length=5), verbose_name="行业代码前缀")
    staff_small = models.PositiveIntegerField("小型从业人员", null=True, blank=True)
    staff_medium = models.PositiveIntegerField("中型从业人员", null=True, blank=True)
    staff_large = models.PositiveIntegerField("大型从业人员", null=True, blank=True)
    revenue_small = models.PositiveIntegerField("小型营业收入", null=True, blank=True)
    revenue_medium = models.PositiveIntegerField("中型营业收入", null=True, blank=True)
    revenue_large = models.PositiveIntegerField("大型营业收入", null=True, blank=True)
    assets_small = models.PositiveIntegerField("小型资产总额", null=True, blank=True)
    assets_medium = models.PositiveIntegerField("中型资产总额", null=True, blank=True)
    assets_large = models.PositiveIntegerField("大型资产总额", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)

    objects = SharedQuerySet["SizeThreshold"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业划型标准"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    **{f"{name}_small__isnull": True},
                    **{f"{name}_medium__isnull": True},
                    **{f"{name}_large__isnull": True},
                )
                | Q(
                    **{f"{name}_small__isnull": False},
                    **{f"{name}_medium__isnull": False},
                    **{f"{name}_large__isnull": False},
                    **{f"{name}_small__lt": F(f"{name}_medium")},
                    **{f"{name}_medium__lt": F(f"{name}_large")},
                ),
                name=f"threshold_{name}_floors_rise",
            )
            for name in ("staff", "revenue", "assets")
        ]

    def __str__(self) -> str:
        return self.category
