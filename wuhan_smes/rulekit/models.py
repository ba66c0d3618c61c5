"""Rule sets as versions that are never changed: what a document asks, line by line."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wuhan_smes.rulekit.choices import Change, CriterionKind, DraftState, Layer, Role
from wuhan_smes.rulekit.querysets import CriterionQuerySet, RuleDraftQuerySet, RuleSetQuerySet


class RuleSet(models.Model):
    """One version of what one document asks for one tier, [effective_from, effective_until).

    A national set stands alone; a provincial one and a notice override single lines of it. `uses`
    says for which applications it is meant, and since when; `passing` and `scoring` what it takes.
    """

    code = models.SlugField("代码", max_length=40)
    version = models.PositiveSmallIntegerField("版本", default=1)
    layer = models.CharField("层级", max_length=10, choices=Layer)
    overrides = models.SlugField("所依据的规则", max_length=40, blank=True)
    tier = models.SlugField("梯度", max_length=30)
    name = models.CharField("名称", max_length=100)
    document_no = models.CharField("文件", max_length=200)
    related_documents = ArrayField(
        models.CharField(max_length=200), verbose_name="相关文件", default=list, blank=True
    )
    recogniser = models.CharField("认定机关", max_length=200, blank=True)
    scope = models.CharField("适用范围", max_length=200, blank=True)
    effective_from = models.DateField("施行日期")
    effective_until = models.DateField("停用日期", null=True, blank=True)
    uses = models.JSONField("适用申请", default=list, blank=True)
    valid_months = models.PositiveSmallIntegerField("有效期（月）", null=True, blank=True)
    passing = models.JSONField("通过条件", default=dict, blank=True)
    scoring = models.JSONField("评分", null=True, blank=True)
    terms = models.JSONField("其他约定", default=dict, blank=True)
    source = models.CharField("出处", max_length=300)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "认定规则"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="rule_set_version_once"),
            models.CheckConstraint(
                condition=Q(layer__in=Layer.values), name="rule_set_layer_known"
            ),
            models.CheckConstraint(
                condition=Q(layer=Layer.NATIONAL, overrides="")
                | (~Q(layer=Layer.NATIONAL) & ~Q(overrides="")),
                name="rule_set_layer_overrides_another",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gt=F("effective_from")),
                name="rule_set_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(document_no="") & ~Q(source=""), name="rule_set_has_its_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} 第 {self.version} 版"


class Criterion(models.Model):
    """One line of a rule set version, in the order of the document."""

    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, related_name="criteria", verbose_name="认定规则"
    )
    code = models.CharField("条款", max_length=12)
    ordinal = models.PositiveSmallIntegerField("排序")
    change = models.CharField("变更", max_length=8, choices=Change, default=Change.ADD)
    name = models.CharField("名称", max_length=300, blank=True)
    role = models.CharField("作用", max_length=20, choices=Role, default=Role.PROCESS)
    kind = models.CharField(
        "判定方式", max_length=8, choices=CriterionKind, default=CriterionKind.MANUAL
    )
    test = models.JSONField("条件", null=True, blank=True)
    exempt_if = models.JSONField("豁免条件", null=True, blank=True)
    bands = models.JSONField("分档", null=True, blank=True)
    part = models.CharField("所属部分", max_length=30, blank=True)
    max_points = models.DecimalField("满分", max_digits=6, decimal_places=2, null=True, blank=True)
    alternative_group = models.CharField("择优组", max_length=12, blank=True)
    judgement_field = models.SlugField("人工判断", max_length=60, blank=True)
    points_field = models.SlugField("录入分数", max_length=60, blank=True)
    applies_to = ArrayField(
        models.CharField(max_length=16), verbose_name="适用申请", default=list, blank=True
    )
    subclass = models.SlugField("子类", max_length=30, blank=True)
    manual_check = models.CharField("需人工核实", max_length=200, blank=True)
    note = models.CharField("说明", max_length=400, blank=True)
    clause = models.CharField("条款出处", max_length=100, blank=True, default="")

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "认定条款"
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "code"], name="criterion_once_a_version"),
            models.CheckConstraint(
                condition=Q(
                    change__in=Change.values,
                    role__in=Role.values,
                    kind__in=CriterionKind.values,
                ),
                name="criterion_words_known",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Za-z0-9]{1,12}$"), name="criterion_code_is_short"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def written(self) -> dict[str, Any]:
        """The line in the form files hold."""
        kept = {column.name: getattr(self, column.attname) for column in self._meta.concrete_fields}
        for fixed in ("id", "rule_set", "ordinal"):
            kept.pop(fixed)
        most = kept.pop("max_points")
        return {**kept, "max": most}


class RuleDraft(models.Model):
    """A coming version of a rule set, in the form files hold; it becomes one when somebody who did
    not propose it puts it into force.
    """

    code = models.SlugField("代码", max_length=40)
    base = models.ForeignKey(
        RuleSet, models.PROTECT, related_name="drafts", verbose_name="所据版本"
    )
    written = models.JSONField("内容")
    state = models.CharField("状态", max_length=8, choices=DraftState, default=DraftState.DRAFT)
    started_at = models.DateTimeField("起草时间")
    started_by_name = models.CharField("起草人", max_length=150)
    proposed_at = models.DateTimeField("提交时间", null=True)
    proposed_by_id = models.BigIntegerField("提交人编号", null=True)
    proposed_by_name = models.CharField("提交人", max_length=150, blank=True)
    decided_at = models.DateTimeField("办结时间", null=True)
    decided_by_id = models.BigIntegerField("办结人编号", null=True)
    decided_by_name = models.CharField("办结人", max_length=150, blank=True)
    reason = models.CharField("退回或作废原因", max_length=200, blank=True)
    made = models.OneToOneField(
        RuleSet, models.PROTECT, null=True, related_name="draft", verbose_name="施行的版本"
    )
    version = models.PositiveIntegerField("修改次数", default=1)

    objects = RuleDraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "认定规则起草"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DraftState.values), name="rule_draft_state_known"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state__in=[DraftState.DRAFT, DraftState.PROPOSED]),
                name="rule_draft_open_once_a_code",
            ),
            models.CheckConstraint(
                condition=~Q(state=DraftState.PROPOSED)
                | Q(proposed_by_id__isnull=False, proposed_at__isnull=False),
                name="rule_draft_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(made__isnull=True) & ~Q(state=DraftState.IN_FORCE)
                | Q(
                    state=DraftState.IN_FORCE,
                    made__isnull=False,
                    proposed_by_id__isnull=False,
                    decided_by_id__isnull=False,
                )
                & ~Q(decided_by_id=F("proposed_by_id")),
                name="rule_draft_in_force_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} 新版本（{self.get_state_display()}）"
