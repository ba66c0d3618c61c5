"""A role somebody holds somewhere, proposed by one person and approved by another."""

from collections.abc import Mapping
from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When

from wuhan_smes.accounts.models.unit import Agency, Jurisdiction, ServiceStation
from wuhan_smes.accounts.models.user import User
from wuhan_smes.accounts.querysets import GrantQuerySet
from wuhan_smes.accounts.roles import DUTIES, ROLE_CHOICES, ROLES

STATE_LABELS: Final[Mapping[str, str]] = {
    "waiting": "待批准",
    "in_force": "生效中",
    "declined": "已退回",
    "revoked": "已撤销",
}


class Grant(models.Model):
    """`role` held by `user` over exactly one jurisdiction, agency or station."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="用户")
    role = models.CharField("角色", max_length=40, choices=ROLE_CHOICES)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, verbose_name="管理单位"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, verbose_name="责任单位"
    )
    station = models.ForeignKey(
        ServiceStation, models.PROTECT, null=True, blank=True, verbose_name="服务站"
    )
    at_installation = models.BooleanField("安装时建立", default=False)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出人"
    )
    proposed_at = models.DateTimeField("提出时间")
    reason = models.CharField("理由", max_length=200, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_reason = models.CharField("撤销理由", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="grant_role_known"),
            models.CheckConstraint(
                condition=(
                    Q(jurisdiction__isnull=False, agency__isnull=True, station__isnull=True)
                    | Q(jurisdiction__isnull=True, agency__isnull=False, station__isnull=True)
                    | Q(jurisdiction__isnull=True, agency__isnull=True, station__isnull=False)
                ),
                name="grant_has_one_anchor",
            ),
            models.CheckConstraint(
                condition=Q(at_installation=True) | Q(proposed_by__isnull=False),
                name="grant_is_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(at_installation=True)
                | Q(approved_at__isnull=True)
                | Q(approved_by__isnull=False),
                name="grant_is_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("proposed_by")), name="grant_needs_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("user")) & ~Q(approved_by=F("user")),
                name="grant_is_never_to_oneself",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "jurisdiction", "agency", "station"],
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="grant_is_held_once",
                violation_error_message="该用户已有相同的授权，或已有人提出",
            ),
            ExclusionConstraint(
                name="grant_keeps_duties_apart",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Case(
                            *(
                                When(role=role, then=Value(duty.value))
                                for role, duty in DUTIES.items()
                            ),
                            output_field=models.TextField(),
                        ),
                        RangeOperators.NOT_EQUAL,
                    ),
                ],
                condition=Q(revoked_at__isnull=True, role__in=list(DUTIES)),
                violation_error_message="账号管理、授权审批、审计须由三人分别担任",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""),
                name="grant_is_revoked_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{ROLES[self.role].label}（{self.anchor}）"

    @property
    def state(self) -> str:
        """waiting, in_force, declined or revoked: read from what happened, never set."""
        if self.revoked_at is not None:
            return "revoked" if self.approved_at is not None else "declined"
        return "waiting" if self.approved_at is None else "in_force"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def anchor(self) -> Jurisdiction | Agency | ServiceStation | None:
        """What the role is held over."""
        return self.jurisdiction or self.agency or self.station
