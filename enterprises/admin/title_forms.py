"""What a person fills in about titles and batches; last days are inclusive, the actions decide."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from enterprises.choices import (
    ApplicationKind,
    CandidateState,
    RecogniserLevel,
    RecognitionOutcome,
    Tier,
    TierSubclass,
    WithdrawalCause,
)
from enterprises.models import Recognition
from enterprises.rules.awards import FIRST_OUTCOMES
from enterprises.rules.uscc import normalise_uscc
from wuhan_smes.web.acts import ActForm, VersionedForm
from wuhan_smes.web.form_fields import choice, day, long_words, number, searched, words, yes_no

AWARDED = [(tier.value, tier.label) for tier in Tier if tier is not Tier.TECH_INNOVATIVE]
FIRST = [(it.value, it.label) for it in RecognitionOutcome if it in FIRST_OUTCOMES]
LAST_DAY = "最后一天（含）"


def optional(label: str, *, most: int = 60, help_text: str = "") -> Any:
    return words(label, most=most, required=False, help_text=help_text)


class RecogniseForm(ActForm):
    enterprise = searched("企业", Recognition, "enterprise")
    batch = searched("批次", Recognition, "batch", required=False)
    tier = choice("梯度", AWARDED, required=False)
    subclass = choice("子类", TierSubclass.choices, required=False)
    outcome = choice("结果", FIRST, initial=RecognitionOutcome.NEW)
    recogniser_level = choice("认定层级", RecogniserLevel.choices, required=False)
    document_no = optional("文号", help_text="有批次时可不填")
    certificate_no = optional("证书编号")
    announced_on = day("公布日期", required=False)
    valid_from = day("有效期起", required=False, help_text="有批次时可不填")
    valid_to = day("有效期止", required=False, help_text="最后一天（含）；不填按法定期限")
    source = optional("来源", most=200)
    despite = optional("缺少前置称号仍须认定的理由", most=200, help_text="记入操作留痕")


class ExtendForm(VersionedForm):
    review_pending = yes_no("复核中，继续有效")
    until = day("或延长至", required=False, help_text=LAST_DAY)
    reason = long_words("理由")


class WithdrawForm(VersionedForm):
    on = day("终止日期", help_text="自这一天起不再有效")
    # Nothing is chosen beforehand: the first cause would end every title of the enterprise.
    cause = choice("终止原因", [("", "请选择"), *WithdrawalCause.choices])
    document_no = optional("决定文号", help_text="撤销称号必须填写")
    reason = optional("说明", most=200)


class ReasonForm(VersionedForm):
    reason = long_words("理由")


class RenewForm(VersionedForm):
    batch = searched("复核批次", Recognition, "batch", required=False)
    document_no = optional("文号")
    certificate_no = optional("证书编号")
    announced_on = day("公布日期", required=False)
    valid_from = day("有效期起", required=False, help_text="不填则自原称号期满之次日起")
    valid_to = day("有效期止", required=False, help_text="最后一天（含）；不填按法定期限")


class CorrectForm(VersionedForm):
    subclass = choice("子类", TierSubclass.choices, required=False)
    recogniser_level = choice("认定层级", RecogniserLevel.choices)
    batch = searched("批次", Recognition, "batch", required=False)
    document_no = optional("文号")
    certificate_no = optional("证书编号")
    announced_on = day("公布日期", required=False)
    valid_from = day("有效期起")
    valid_to = day("有效期止", required=False, help_text="最后一天（含）；长期有效请留空")
    withdrawn_on = day("终止日期", required=False, help_text="只改已终止称号的日期")
    withdrawal_document = optional("终止文号")
    source = optional("来源", most=200)
    reason = long_words("更正理由")


class BatchForm(VersionedForm):
    name = words("名称", most=120)
    recogniser = words("认定机关", most=60)
    recogniser_level = choice("认定层级", RecogniserLevel.choices)
    year = number("年度", least=2000, most=2100)
    ordinal = number("批次", least=1, most=9999)
    document_no = optional("文号")
    announced_on = day("公布日期", required=False)
    valid_from = day("有效期起", required=False)
    valid_to = day("有效期止", required=False, help_text=LAST_DAY)
    rule_set = optional("适用规则", most=40)
    source = optional("出处", most=200)


class NewBatchForm(BatchForm):
    tier = choice("梯度", AWARDED)
    kind = choice("类型", ApplicationKind.choices)
    field_order = ("tier", "kind")


class PubliciseForm(VersionedForm):
    notice_from = day("公示起始日", required=False, help_text="当天计入；不填自今天起")
    workdays = number("公示工作日", least=1, most=60, required=False)


class AnnounceForm(VersionedForm):
    document_no = words("文号", most=60)
    announced_on = day("公布日期")
    valid_from = day("有效期起")
    valid_to = day("有效期止", required=False, help_text="最后一天（含）；不填按法定期限")
    despite = optional("有企业缺少前置称号仍须公布的理由", most=200, help_text="记入操作留痕")


class CodesField(forms.CharField):
    """Codes pasted from a list, one a line or parted by spaces and commas."""

    def __init__(self, label: str) -> None:
        widget = UnfoldAdminTextareaWidget(attrs={"rows": 8})
        super().__init__(label=label, widget=widget, help_text="每行一个，可从表格粘贴")

    def clean(self, value: Any) -> list[str]:
        text: str = super().clean(value)
        for mark in "，,、;；":
            text = text.replace(mark, " ")
        return list(dict.fromkeys(normalise_uscc(part) for part in text.split()))


class AddCandidatesForm(VersionedForm):
    enterprises = CodesField("统一社会信用代码")


class MoveCandidatesForm(AddCandidatesForm):
    state = choice("改为", CandidateState.choices)
    note = optional("说明", most=200)


class RemoveCandidatesForm(AddCandidatesForm):
    reason = long_words("移出理由")


class DueForm(VersionedForm):
    ends_from = day("到期日期自")
    ends_to = day("至", help_text=LAST_DAY)
