"""What the moves of money are told."""

from typing import Any

from rest_framework import serializers

from wuhan_smes.web.serializers import ProductSerializer


def _words(most: int = 300, **given: Any) -> serializers.CharField:
    return serializers.CharField(max_length=most, **given)


def _yuan(**given: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=16, decimal_places=2, **given)


class MoneyNoteBody(ProductSerializer):
    note = _words(required=False, allow_blank=True)


class MoneyReasonBody(ProductSerializer):
    reason = _words()


class MoneyNothingBody(ProductSerializer):
    """Nothing but the address is needed."""


class ArrangeBody(ProductSerializer):
    ids = serializers.ListField(child=serializers.IntegerField(), min_length=1, max_length=5000)
    title = _words(120)
    year = serializers.IntegerField(min_value=1990, max_value=2100)
    expected_total = _yuan(required=False, help_text="填报合计；与各项之和不符的不予安排")


class PublishBody(ProductSerializer):
    shown_from = serializers.DateField()
    workdays = serializers.IntegerField(min_value=1, max_value=30, required=False)
    discipline_phone = _words(40)
    business_phone = _words(40)


class MoneyOrderBody(ProductSerializer):
    document_no = _words(60)
    on = serializers.DateField()


class MoneyObjectBody(ProductSerializer):
    text = _words()
    by_whom = _words(120, required=False, allow_blank=True)
    raised_on = serializers.DateField(required=False)


class MoneyFindingBody(ProductSerializer):
    finding = _words()


class MoneyConfirmBody(ProductSerializer):
    """Told on paper: the scan of what was signed comes with it (multipart)."""

    holder = _words(200)
    bank = _words(120)
    number = _words(40, write_only=True)
    signed_name = _words(60)
    scan = serializers.FileField(write_only=True)


class ApproveBody(ProductSerializer):
    seen = _words(64, required=False, help_text="所见付款摘要 digest；不符的不予审批")


class MoneyDayBody(ProductSerializer):
    on = serializers.DateField()


class BounceBody(ProductSerializer):
    on = serializers.DateField()
    cause = _words(200)


class MoneyEvaluateBody(ProductSerializer):
    passed = serializers.BooleanField()
    note = _words()


class ClawBackBody(ProductSerializer):
    cause = _words()
    decision_no = _words(60)
    decided_on = serializers.DateField()
    due_on = serializers.DateField()
    principal = _yuan(required=False)
    interest_percent = serializers.DecimalField(
        max_digits=6, decimal_places=3, min_value=0, required=False
    )
    barred_until = serializers.DateField(required=False, help_text="不含当日")


class MoneyReceiveBody(ProductSerializer):
    principal = _yuan()
    interest = _yuan(required=False)
    document_no = _words(60, required=False, allow_blank=True)


class AllotBody(ProductSerializer):
    programme = serializers.IntegerField()
    year = serializers.IntegerField(min_value=1990, max_value=2100)
    level = _words(12)
    jurisdiction = serializers.SlugField(help_text="出资单位代码")
    amount = _yuan()
    document_no = _words(60)


class CutBody(ProductSerializer):
    amount = _yuan()
    document_no = _words(60)
