"""The register: one row for each subject, for life."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from enterprises.choices import EnterpriseKind, EnterpriseStatus, OwnershipKind, SizeClass
from enterprises.models.reference import Industry
from enterprises.querysets import EnterpriseQuerySet, FactQuerySet, MoveRequestQuerySet
from wuhan_smes.access import Reach
from wuhan_smes.enciphered import MailField, PhoneField, masked_mail, masked_phone


class Enterprise(models.Model):
    """A subject under cultivation. The columns that are also dated facts are today's copy of them;
    its tiers are never stored here: they are read from the recognitions in force.
    """

    uscc = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True, unique=True)
    kind = models.CharField(
        "主体类型", max_length=12, choices=EnterpriseKind, default=EnterpriseKind.COMPANY
    )
    name = models.CharField("企业名称", max_length=200)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="enterprises", verbose_name="管理单位"
    )
    statutory_code = models.CharField("注册地区划代码", max_length=6, blank=True)
    industry = models.ForeignKey(
        Industry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业"
    )
    size_class = models.CharField("企业划型", max_length=6, choices=SizeClass, blank=True)
    established_on = models.DateField("成立日期", null=True, blank=True)
    status = models.CharField(
        "状态", max_length=12, choices=EnterpriseStatus, default=EnterpriseStatus.ACTIVE
    )
    is_above_scale = models.BooleanField("规上（限上）", null=True, blank=True)
    tags = ArrayField(
        models.CharField(max_length=30), verbose_name="标签", default=list, blank=True
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed", verbose_name="并入"
    )
    created_at = models.DateTimeField("登记时间")
    updated_at = models.DateTimeField("更新时间")
    version = models.PositiveIntegerField("版本", default=1)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业"
        constraints = [
            models.CheckConstraint(
                condition=Q(uscc__isnull=True) | Q(uscc__regex=r"^[0-9A-HJ-NP-RTUW-Y]{18}$"),
                name="enterprise_uscc_well_formed",
                violation_error_message="统一社会信用代码应为 18 位，且不含 I、O、S、V、Z",
            ),
            models.CheckConstraint(
                condition=Q(kind=EnterpriseKind.TEAM)
                | Q(uscc__isnull=False)
                | Q(status=EnterpriseStatus.VOIDED),
                name="enterprise_without_uscc_is_a_team",
                violation_error_message="除团队外，统一社会信用代码必填",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EnterpriseKind.values), name="enterprise_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=EnterpriseStatus.values), name="enterprise_status_known"
            ),
            models.CheckConstraint(
                condition=Q(size_class__in=["", *SizeClass.values]), name="enterprise_size_known"
            ),
            models.CheckConstraint(
                condition=Q(status=EnterpriseStatus.MERGED, merged_into__isnull=False)
                | (~Q(status=EnterpriseStatus.MERGED) & Q(merged_into__isnull=True)),
                name="enterprise_merged_into_another",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_has_a_name"),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="enterprise_scope_key"),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "id"], name="enterprise_by_unit"),
            models.Index(
                fields=["uscc"], name="enterprise_uscc_prefix", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["-updated_at", "-id"], name="enterprise_by_update"),
            models.Index(
                fields=["jurisdiction", "-updated_at", "-id"], name="enterprise_unit_update"
            ),
            models.Index(fields=["industry", "id"], name="enterprise_by_industry"),
            GinIndex(fields=["tags"], name="enterprise_by_tag"),
            models.Index(
                fields=["status", "id"],
                condition=~Q(status=EnterpriseStatus.ACTIVE),
                name="enterprise_not_active",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person to reach at an enterprise. Shown masked unless revealed, and each reveal is kept.

    `added_at` null: nobody wrote down since when.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="contacts", verbose_name="企业"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    name = models.CharField("姓名", max_length=60)
    post = models.CharField("职务", max_length=60, blank=True)
    phone = PhoneField("电话", max_length=30, blank=True)
    email = MailField("邮箱", blank=True)
    is_primary = models.BooleanField("主要联系人", default=False)
    added_at = models.DateTimeField("登记时间", null=True, blank=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = FactQuerySet["Contact"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系人"
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""), name="contact_can_be_reached"
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(is_primary=True, ended_at__isnull=True),
                name="contact_one_is_primary",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """The last four digits, enough to recognise a number one already knows."""
        return masked_phone(self.phone)

    @property
    def masked_email(self) -> str:
        """The first letter and the house it belongs to."""
        return masked_mail(self.email)


class OwnershipLink(models.Model):
    """`enterprise` controls, invests in or shares a group with another body, during a time."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="ownership_links", verbose_name="企业"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    kind = models.CharField("关系", max_length=12, choices=OwnershipKind)
    other_name = models.CharField("对方名称", max_length=200)
    other_uscc = models.CharField("对方信用代码", max_length=18, blank=True)
    share_percent = models.DecimalField(
        "持股比例（%）", max_digits=5, decimal_places=2, null=True, blank=True
    )
    valid_from = models.DateField("起始日期")
    valid_until = models.DateField("终止日期", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)

    objects = FactQuerySet["OwnershipLink"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "股权与集团关系"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OwnershipKind.values), name="ownership_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(share_percent__isnull=True) | Q(share_percent__range=(0, 100)),
                name="ownership_share_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")),
                name="ownership_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["other_uscc"], name="ownership_by_other")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.other_name}"


class MoveState(models.TextChoices):
    PENDING = "pending", "待对方确认"
    ACCEPTED = "accepted", "已接收"
    DECLINED = "declined", "已退回"
    CANCELLED = "cancelled", "已撤回"


class MoveRequest(models.Model):
    """One unit asks another to take over (or hand over) an enterprise; the other side decides.

    `uscc` and `enterprise_name` are what the asking side knows and shows to the other, which may
    not see the enterprise itself; a receiver asking by code alone leaves the name empty.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="move_requests", verbose_name="企业"
    )
    from_jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="移出单位"
    )
    to_jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="接收单位"
    )
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    enterprise_name = models.CharField("企业名称", max_length=200, blank=True)
    asked_by_receiver = models.BooleanField("由接收方提出", default=False)
    on = models.DateField("迁移日期")
    reason = models.CharField("理由", max_length=200)
    state = models.CharField("状态", max_length=10, choices=MoveState, default=MoveState.PENDING)
    asked_by_id = models.BigIntegerField("提出人编号", null=True)
    asked_by_name = models.CharField("提出人", max_length=150)
    asked_at = models.DateTimeField("提出时间")
    decided_by_name = models.CharField("办理人", max_length=150, blank=True)
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    decision_note = models.CharField("办理意见", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = MoveRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "迁移申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MoveState.values), name="move_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(from_jurisdiction=models.F("to_jurisdiction")),
                name="move_leads_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(state=MoveState.PENDING, decided_at__isnull=True)
                | (~Q(state=MoveState.PENDING) & Q(decided_at__isnull=False)),
                name="move_decided_when_not_pending",
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(state=MoveState.PENDING),
                name="move_one_pending",
            ),
        ]
        indexes = [
            models.Index(fields=["to_jurisdiction", "state", "-id"], name="move_by_receiver"),
            models.Index(fields=["from_jurisdiction", "state", "-id"], name="move_by_sender"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_state_display()}"

    @property
    def jurisdiction_id(self) -> int:
        """The side that asked: its entries in the trail belong there."""
        return self.to_jurisdiction_id if self.asked_by_receiver else self.from_jurisdiction_id

    def tells(self, reach: Reach) -> bool:
        """Whether somebody of this reach may know who holds the enterprise: a receiver asking by
        code may not, until it is his.
        """
        return (
            not self.asked_by_receiver
            or self.state == MoveState.ACCEPTED
            or reach.covers(self.from_jurisdiction_id)
        )

    @property
    def decider_id(self) -> int:
        """The other side, which accepts or declines."""
        return self.from_jurisdiction_id if self.asked_by_receiver else self.to_jurisdiction_id
