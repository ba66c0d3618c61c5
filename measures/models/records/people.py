"""People lent to enterprises, and people put forward."""

from django.db import models
from django.db.models import F, Q

from measures.choices import CountOver
from measures.models.records.base import EnterpriseRecord, amounts
from measures.rules.records import Count, Kind

TOTAL = CountOver.TOTAL


class TechDeputy(EnterpriseRecord):
    """A scientist who serves an enterprise as its vice head (科技副总), for a time."""

    person = models.CharField("姓名", max_length=60)
    institution = models.CharField("派出单位", max_length=120)
    problems = models.PositiveIntegerField("解决技术难题（个）", null=True, blank=True)
    agreements = models.PositiveIntegerField("成果转化协议（份）", null=True, blank=True)
    amount = models.DecimalField(
        "成果转化协议金额（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )

    told = Kind(
        "deputies",
        "选派到企业的科技副总及其成效",
        (
            Count("posted", "选派科技副总", "名", TOTAL, clauses=("8f",)),
            Count("serving", "在任科技副总", "名", CountOver.STOCK),
            Count("problems", "解决技术难题", "个", TOTAL, "problems"),
            Count("agreements", "成果转化协议", "份", TOTAL, "agreements"),
            Count("amount", "成果转化协议金额", "元", TOTAL, "amount"),
        ),
        ("8f",),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "科技副总"
        constraints = [*EnterpriseRecord.Meta.constraints, *amounts("amount")]


class Talent(EnterpriseRecord):
    """Somebody put forward by two who sign for it, and perhaps chosen."""

    person = models.CharField("姓名", max_length=60)
    programme = models.CharField("人才计划", max_length=80)
    signed_by = models.CharField("举荐人一", max_length=60)
    signed_also_by = models.CharField("举荐人二", max_length=60)
    chosen_on = models.DateField("入选日期", null=True, blank=True)
    grant = models.DecimalField(
        "资助（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )

    told = Kind(
        "talents",
        "人才举荐（两人签名）与入选",
        (
            Count("nominated", "举荐人才", "名", TOTAL, clauses=("18a",)),
            Count("chosen", "入选培育", "名", TOTAL, on="chosen_on"),
        ),
        ("18a", "19a"),
    )

    class Meta(EnterpriseRecord.Meta):
        verbose_name = verbose_name_plural = "人才举荐"
        constraints = [
            *EnterpriseRecord.Meta.constraints,
            *amounts("grant"),
            models.CheckConstraint(
                condition=~Q(signed_by="")
                & ~Q(signed_also_by="")
                & ~Q(signed_by=F("signed_also_by")),
                name="talent_signed_for_by_two",
                violation_error_message="举荐须由两人签名",
            ),
        ]
