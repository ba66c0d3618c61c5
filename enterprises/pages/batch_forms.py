"""What is filled in about a batch. Fields are named as the actions' arguments are."""

from typing import Any, Final

from django import forms

from enterprises.choices import ApplicationKind, BatchStage, RecogniserLevel, Tier
from enterprises.choices.holding import BatchSource, ExpertOutcome, ObjectionOutcome
from enterprises.pages.cultivation_forms import ANY, day
from enterprises.queries.named import named
from enterprises.rules.spans import day_after
from wuhan_smes.access import Reach

AWARDED: Final = [(it.value, it.label) for it in Tier if it is not Tier.TECH_INNOVATIVE]


class BatchSieve(forms.Form):
    """Filters of the list of batches."""

    tier = forms.ChoiceField(label="梯度", required=False, choices=[ANY, *AWARDED])
    kind = forms.ChoiceField(label="类型", required=False, choices=[ANY, *ApplicationKind.choices])
    stage = forms.ChoiceField(label="阶段", required=False, choices=[ANY, *BatchStage.choices])


class PlainForm(forms.Form):
    """A form whose browser asks for nothing itself."""

    use_required_attribute = False


class OpenBatchForm(PlainForm):
    tier = forms.ChoiceField(label="梯度", choices=AWARDED)
    kind = forms.ChoiceField(label="类型", choices=ApplicationKind.choices)
    name = forms.CharField(label="名称", max_length=120)
    recogniser = forms.CharField(label="认定机关", max_length=60)
    recogniser_level = forms.ChoiceField(label="认定层级", choices=RecogniserLevel.choices)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    ordinal = forms.IntegerField(label="批次", min_value=1, max_value=9999)


class NamesForm(PlainForm):
    """Enterprises written by code or whole name, a line each."""

    enterprises = forms.CharField(
        label="企业",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="每行一个统一社会信用代码或企业全称",
    )

    def found(self, reach: Reach) -> list[int]:
        """The enterprises of the text; what names none stands as a fault beside the field."""
        ids, missing = named(self.cleaned_data["enterprises"], reach)
        if missing:
            self.add_error("enterprises", f"没有找到：{'、'.join(missing[:5])}")
        return ids


class ListedForm(PlainForm):
    source = forms.ChoiceField(label="名单来源", choices=BatchSource.choices)


class DueForm(PlainForm):
    ends_from = day("到期日期自")
    ends_to = day("至", "最后一天（含）")


class FreezeForm(PlainForm):
    on = day("冻结日", "名单与评估以这一天为准")
    workdays = forms.IntegerField(
        label="推荐期限（工作日）", min_value=1, max_value=250, initial=10
    )


class ReasonForm(PlainForm):
    reason = forms.CharField(label="理由", max_length=200)


class HandBackForm(ReasonForm):
    jurisdiction_id = forms.IntegerField(widget=forms.HiddenInput)


class EmptyForm(PlainForm):
    """Nothing to fill in."""


class ResultsForm(NamesForm):
    outcome = forms.ChoiceField(label="评审结果", choices=ExpertOutcome.choices)
    note = forms.CharField(label="说明", max_length=200, required=False)


class NoticeForm(PlainForm):
    notice_from = day("公示起始日", "当天计入")
    workdays = forms.IntegerField(
        label="公示工作日", min_value=1, max_value=60, required=False, help_text="不填按梯度规定"
    )


class ObjectForm(PlainForm):
    candidate_id = forms.IntegerField(widget=forms.HiddenInput)
    raised_on = day("提出日期")
    raised_by = forms.CharField(label="异议人", max_length=60)
    text = forms.CharField(label="异议内容", max_length=2000)


class SettleForm(PlainForm):
    objection_id = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label="处理结果", choices=ObjectionOutcome.choices)
    settlement = forms.CharField(label="处理说明", max_length=300)


class AnnounceForm(PlainForm):
    document_no = forms.CharField(label="文号", max_length=60)
    announced_on = day("公布日期")
    valid_from = day("有效期起")
    valid_to = forms.DateField(
        label="有效期止",
        required=False,
        help_text="最后一天（含）；不填按法定期限",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    despite = forms.CharField(
        label="缺少前置称号仍须公布的理由", max_length=200, required=False, help_text="记入操作留痕"
    )

    def clean(self) -> dict[str, Any]:
        """The first day after the last one, as titles are kept."""
        words: dict[str, Any] = super().clean() or {}
        words["valid_until"] = day_after(words.pop("valid_to", None))
        return words
