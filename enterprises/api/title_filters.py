"""Filters of the lists of titles, batches and candidates."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError

from enterprises.choices import ApplicationKind, BatchStage, CandidateState, Tier, TierSubclass
from enterprises.models import Recognition, RecognitionBatch
from enterprises.querysets import BatchCandidateQuerySet, RecognitionQuerySet
from enterprises.rules.document_no import normalise_document_no
from enterprises.rules.ladder import BASE_TITLES
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.web.filters import ProductFilterSet


class RecognitionFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    tier = filters.ChoiceFilter(choices=Tier.choices, method="of_tier", label="梯度")
    subclass = filters.ChoiceFilter(choices=TierSubclass.choices, label="子类")
    batch = filters.NumberFilter(field_name="batch_id", label="批次编号")
    jurisdiction = filters.CharFilter(method="of_unit", label="管理单位代码")
    document_no = filters.CharFilter(method="of_document", label="文号")
    in_force = filters.BooleanFilter(method="holding", label="今天是否有效")
    in_force_on = filters.DateFilter(method="holding_on", label="该日有效")
    expiring_before = filters.DateFilter(
        method="ends_before", label="今天（或 in_force_on 当日）有效、在该日之前到期"
    )

    class Meta:
        model = Recognition
        fields: list[str] = []

    def of_tier(self, rows: RecognitionQuerySet, name: str, tier: str) -> RecognitionQuerySet:
        union = tier == Tier.TECH_INNOVATIVE
        return rows.filter(tier__in=BASE_TITLES) if union else rows.filter(tier=tier)

    def of_unit(self, rows: RecognitionQuerySet, name: str, code: str) -> RecognitionQuerySet:
        unit = Jurisdiction.objects.filter(code=code).first()
        if unit is None:
            raise ValidationError({name: [f"没有管理单位“{code}”"]})
        return rows if unit.parent_id is None else rows.filter(jurisdiction=unit)

    def of_document(self, rows: RecognitionQuerySet, name: str, text: str) -> RecognitionQuerySet:
        number = normalise_document_no(text)
        # The second condition repeats that of the partial index, so that it is used.
        return rows.filter(Q(document_no=number) & ~Q(document_no=""))

    def holding(self, rows: RecognitionQuerySet, name: str, yes: bool) -> RecognitionQuerySet:
        today = timezone.localdate()
        return rows.holding(today) if yes else rows.exclude(in_force__contains=today)

    def holding_on(self, rows: RecognitionQuerySet, name: str, day: date) -> RecognitionQuerySet:
        return rows.holding(day)

    def ends_before(self, rows: RecognitionQuerySet, name: str, day: date) -> RecognitionQuerySet:
        on = self.form.cleaned_data.get("in_force_on") or timezone.localdate()
        return rows.holding(on).filter(in_force__endswith__lte=day)


class BatchFilters(ProductFilterSet):
    tier = filters.ChoiceFilter(choices=Tier.choices, label="梯度")
    kind = filters.ChoiceFilter(choices=ApplicationKind.choices, label="类型")
    stage = filters.ChoiceFilter(choices=BatchStage.choices, label="阶段")
    year = filters.NumberFilter(label="年度")

    class Meta:
        model = RecognitionBatch
        fields: list[str] = []


class CandidateFilters(ProductFilterSet):
    """Without a model of its own: the list stands below a batch."""

    state = filters.ChoiceFilter(choices=CandidateState.choices, label="状态")
    jurisdiction = filters.CharFilter(method="of_unit", label="管理单位代码")

    def of_unit(self, rows: BatchCandidateQuerySet, name: str, code: str) -> BatchCandidateQuerySet:
        return rows.filter(jurisdiction__code=code)


class ListedCandidateFilters(CandidateFilters):
    """The same over all batches."""

    batch = filters.NumberFilter(field_name="batch_id", label="批次编号")
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
