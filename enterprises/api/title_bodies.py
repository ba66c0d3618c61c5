"""Bodies of requests about titles and batches: inclusive last days, checked for shape only."""

from typing import Any, Final

from rest_framework import serializers

from enterprises.choices import (
    ApplicationKind,
    BatchStage,
    CandidateState,
    RecogniserLevel,
    RecognitionOutcome,
    Tier,
    TierSubclass,
    WithdrawalCause,
)
from enterprises.rules.awards import FIRST_OUTCOMES
from enterprises.rules.spans import day_after
from wuhan_smes.web.serializers import ProductSerializer

MOST_ENTERPRISES: Final = 20_000
OUTCOMES: Final = [(it.value, it.label) for it in RecognitionOutcome if it in FIRST_OUTCOMES]


def stored(words: dict[str, Any]) -> dict[str, Any]:
    """The words with the first day after `valid_to` in its place, and ids by their columns."""
    if "valid_to" in words:
        words["valid_until"] = day_after(words.pop("valid_to"))
    if "batch" in words:
        words["batch_id"] = words.pop("batch")
    return words


class LongText(serializers.CharField):
    def __init__(self, most: int = 200, **options: Any) -> None:
        super().__init__(**{"max_length": most, "required": False, "allow_blank": True, **options})


class TermBody(ProductSerializer):
    """What is left out comes from the batch, then from the tier's legal term."""

    batch = serializers.IntegerField(required=False, help_text="批次编号")
    document_no = LongText(60)
    certificate_no = LongText(60)
    announced_on = serializers.DateField(required=False)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, help_text="最后一天（含）")
    round = LongText(40)
    rule_set = LongText(40)
    source = LongText()  # type: ignore[assignment] # named like an attribute of the framework


class RenewBody(TermBody):
    subclass = serializers.ChoiceField(TierSubclass.choices, required=False)


class RecogniseBody(TermBody):
    enterprise = serializers.IntegerField(help_text="企业编号")
    tier = serializers.ChoiceField(Tier.choices, required=False, help_text="有批次时可省略")
    subclass = serializers.ChoiceField(TierSubclass.choices, required=False, allow_blank=True)
    recogniser_level = serializers.ChoiceField(RecogniserLevel.choices, required=False)
    outcome = serializers.ChoiceField(OUTCOMES, required=False, help_text="新认定，或随迁入登记")
    despite = LongText(help_text="缺少前置称号仍须认定的理由，记入留痕")


class WithdrawBody(ProductSerializer):
    on = serializers.DateField(help_text="自这一天起不再有效")
    cause = serializers.ChoiceField(WithdrawalCause.choices)
    document_no = LongText(60, help_text="撤销须写明决定文号")
    reason = LongText()


class ExtendBody(ProductSerializer):
    """Either `review_pending` or `until`."""

    review_pending = serializers.BooleanField(required=False)
    until = serializers.DateField(required=False, help_text="延长后的最后一天（含）")
    reason = serializers.CharField(max_length=200)


class RestoreBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class CorrectBody(ProductSerializer):
    """Only what was recorded wrongly; what we knew stays visible under `versions/`."""

    reason = serializers.CharField(max_length=200)
    subclass = serializers.ChoiceField(TierSubclass.choices, required=False, allow_blank=True)
    recogniser_level = serializers.ChoiceField(RecogniserLevel.choices, required=False)
    batch = serializers.IntegerField(required=False, allow_null=True)
    document_no = LongText(60)
    certificate_no = LongText(60)
    announced_on = serializers.DateField(required=False, allow_null=True)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, allow_null=True, help_text="最后一天（含）")
    withdrawn_on = serializers.DateField(required=False)
    withdrawal_document = LongText(60)
    round = LongText(40)
    rule_set = LongText(40)
    source = LongText()  # type: ignore[assignment] # named like an attribute of the framework


class AmendBatchBody(ProductSerializer):
    recogniser = serializers.CharField(max_length=60, required=False)
    recogniser_level = serializers.ChoiceField(RecogniserLevel.choices, required=False)
    ordinal = serializers.IntegerField(min_value=1, max_value=9999, required=False)
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False)
    name = serializers.CharField(max_length=120, required=False)
    document_no = LongText(60)
    announced_on = serializers.DateField(required=False, allow_null=True)
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_to = serializers.DateField(required=False, allow_null=True, help_text="最后一天（含）")
    rule_set = LongText(40)
    source = LongText()  # type: ignore[assignment] # named like an attribute of the framework


class CreateBatchBody(AmendBatchBody):
    tier = serializers.ChoiceField(Tier.choices)
    kind = serializers.ChoiceField(ApplicationKind.choices)
    recogniser = serializers.CharField(max_length=60)
    recogniser_level = serializers.ChoiceField(RecogniserLevel.choices)
    ordinal = serializers.IntegerField(min_value=1, max_value=9999)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    name = serializers.CharField(max_length=120)


class AdvanceBody(ProductSerializer):
    stage = serializers.ChoiceField(BatchStage.choices)
    notice_from = serializers.DateField(required=False, help_text="公示起始日，当天计入")
    workdays = serializers.IntegerField(
        required=False, min_value=1, max_value=60, help_text="公示工作日数"
    )


class AnnounceBody(ProductSerializer):
    document_no = serializers.CharField(max_length=60)
    announced_on = serializers.DateField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(
        required=False, help_text="最后一天（含）；省略时按该梯度的法定期限"
    )
    despite = LongText(help_text="名单中有企业缺少前置称号仍须公布的理由，记入留痕")


class EnterprisesBody(ProductSerializer):
    enterprises = serializers.ListField(
        child=serializers.IntegerField(), min_length=1, max_length=MOST_ENTERPRISES
    )


class MoveCandidatesBody(EnterprisesBody):
    state = serializers.ChoiceField(CandidateState.choices)
    note = LongText()


class RemoveCandidatesBody(EnterprisesBody):
    reason = serializers.CharField(max_length=200)


class DueBody(ProductSerializer):
    """Titles of the batch's tier whose last day lies between the two days."""

    ending_from = serializers.DateField()
    ending_to = serializers.DateField()
