"""What the city promises to pay: for which matter, to whom, how much, on which conditions."""

from django.db import models
from django.db.models import F, Q

from measures.choices import (
    DocumentLevel,
    EvidenceKind,
    Gate,
    Mode,
    OncePer,
    PayeeKind,
    ProgrammeState,
    Transition,
)
from measures.models.clause import Clause
from measures.models.document import PolicyDocument
from measures.querysets import (
    MatterQuerySet,
    MatterSpellingQuerySet,
    ProgrammeQuerySet,
    ProgrammeRowQuerySet,
)


class Matter(models.Model):
    """同一事项: what is paid for at most once at the best standard, across levels and documents."""

    code = models.SlugField("代码", max_length=40, unique=True)
    title = models.CharField("事项", max_length=120, unique=True)
    once_per = models.CharField("兑付频次", max_length=10, choices=OncePer)
    note = models.CharField("说明", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同一事项"
        constraints = [
            models.CheckConstraint(
                condition=Q(once_per__in=OncePer.values), name="matter_frequency_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="matter_has_a_title"),
            models.UniqueConstraint(fields=["id", "once_per"], name="matter_frequency_key"),
        ]

    def __str__(self) -> str:
        return self.title


class MatterSpelling(models.Model):
    """One way in which lists of past payments write a matter, or a programme of it."""

    matter = models.ForeignKey(
        Matter, models.CASCADE, related_name="spellings", verbose_name="同一事项"
    )
    written = models.CharField("原文写法", max_length=200, unique=True)

    objects = MatterSpellingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事项写法"
        constraints = [
            models.CheckConstraint(condition=~Q(written=""), name="matter_spelling_is_written")
        ]

    def __str__(self) -> str:
        return self.written


class Programme(models.Model):
    """One edition of a programme. Its terms are settled once it has been put into force; an
    amendment is the next edition of the same `code`, which takes this one's place on its day.

    Valid over [valid_from, valid_until). `amount_rule` null is 未明确, never 0. `eligibility` null:
    whoever is entitled is named by a list, for the register does not know.
    """

    code = models.SlugField("代码", max_length=40)
    edition = models.PositiveSmallIntegerField("第几版", default=1)
    title = models.CharField("兑现项目", max_length=120)
    matter = models.ForeignKey(
        Matter, models.PROTECT, related_name="programmes", verbose_name="同一事项"
    )
    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="条款",
    )
    document = models.ForeignKey(
        PolicyDocument, models.PROTECT, related_name="programmes", verbose_name="依据文件"
    )
    basis = models.CharField("文件条目", max_length=120, blank=True)
    mode = models.CharField("兑现方式", max_length=10, choices=Mode)
    level = models.CharField("层级", max_length=12, choices=DocumentLevel)
    unit = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="施行区",
    )
    payee_kind = models.CharField("兑付对象", max_length=12, choices=PayeeKind)
    once_per = models.CharField("兑付频次", max_length=10, choices=OncePer)
    eligibility = models.JSONField("享受条件", null=True, blank=True)
    amount_rule = models.JSONField("金额标准", null=True, blank=True)
    deferral = models.JSONField("次年条件", null=True, blank=True)
    valid_from = models.DateField("施行日期", null=True, blank=True)
    valid_until = models.DateField("终止日期（不含）", null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="接替项目",
    )
    transition = models.CharField("衔接办法", max_length=10, choices=Transition, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT
    )
    proposed_by_id = models.BigIntegerField("提请人编号", null=True, editable=False)
    proposed_by_name = models.CharField("提请人", max_length=150, blank=True)
    proposed_at = models.DateTimeField("提请时间", null=True, blank=True)
    approved_by_id = models.BigIntegerField("批准人编号", null=True, editable=False)
    approved_by_name = models.CharField("批准人", max_length=150, blank=True)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    is_sample = models.BooleanField("示例", default=False)
    note = models.CharField("说明", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "兑现项目"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "edition"], name="programme_edition_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state=ProgrammeState.DRAFT),
                name="programme_has_one_draft",
                violation_error_message="该项目已有一份草拟，请先办结",
            ),
            models.CheckConstraint(
                condition=Q(
                    mode__in=Mode.values,
                    level__in=DocumentLevel.values,
                    payee_kind__in=PayeeKind.values,
                    once_per__in=OncePer.values,
                    state__in=ProgrammeState.values,
                ),
                name="programme_words_known",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, transition="")
                | Q(replaces__isnull=False, transition__in=Transition.values),
                name="programme_takes_a_place_by_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="programme_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state=ProgrammeState.DRAFT, approved_by_id__isnull=True)
                | Q(
                    state__in=[ProgrammeState.IN_FORCE, ProgrammeState.ENDED],
                    proposed_by_id__isnull=False,
                    approved_by_id__isnull=False,
                    valid_from__isnull=False,
                ),
                name="programme_in_force_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by_id=F("proposed_by_id")), name="programme_needs_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(level=DocumentLevel.DISTRICT),
                name="programme_of_one_unit_is_a_districts",
            ),
            models.CheckConstraint(
                condition=Q(eligibility__isnull=True) | Q(payee_kind=PayeeKind.ENTERPRISE),
                name="programme_finds_enterprises_alone",
            ),
            models.UniqueConstraint(fields=["id", "matter"], name="programme_matter_key"),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeShare(models.Model):
    """Which part of the money one level pays, and by which document."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="shares", verbose_name="兑现项目"
    )
    level = models.CharField("资金层级", max_length=12, choices=DocumentLevel)
    percent = models.DecimalField("比例（%）", max_digits=5, decimal_places=2)
    document_no = models.CharField("文号", max_length=60, blank=True)

    objects = ProgrammeRowQuerySet["ProgrammeShare"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资金分担"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "level"], name="programme_share_once_a_level"
            ),
            models.CheckConstraint(
                condition=Q(level__in=DocumentLevel.values), name="programme_share_level_known"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100), name="programme_share_is_a_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.percent}%"


class ProgrammeInstalment(models.Model):
    """One payment of several, and what it waits for."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="instalments", verbose_name="兑现项目"
    )
    ordinal = models.PositiveSmallIntegerField("第几笔")
    percent = models.DecimalField("比例（%）", max_digits=5, decimal_places=2)
    after_months = models.PositiveSmallIntegerField("几个月后", default=0)
    gate = models.CharField("拨付条件", max_length=12, choices=Gate, default=Gate.NONE)
    gate_note = models.CharField("评价内容", max_length=200, blank=True)

    objects = ProgrammeRowQuerySet["ProgrammeInstalment"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分期拨付"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "ordinal"], name="programme_instalment_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(gate__in=Gate.values), name="programme_instalment_gate_known"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100), name="programme_instalment_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(ordinal__gte=1), name="programme_instalments_count_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.ordinal} 笔 {self.percent}%"


class ProgrammeEvidence(models.Model):
    """One thing that must be there before anything is proposed."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="evidence", verbose_name="兑现项目"
    )
    code = models.SlugField("代码", max_length=20)
    kind = models.CharField("类别", max_length=12, choices=EvidenceKind)
    title = models.CharField("佐证材料", max_length=80)

    objects = ProgrammeRowQuerySet["ProgrammeEvidence"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="programme_evidence_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values), name="programme_evidence_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
