"""The forms of proposals and of comments."""

from typing import Any

from django import forms

from measures.choices import (
    CommentVerdict,
    DocumentStatus,
    ProposalKind,
    ProposalState,
    ReplySatisfaction,
)
from measures.models import PolicyDocument
from measures.pages.programme_forms import day
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.web.form_fields import RowIdField

ANY = ("", "全部")


class Plain(forms.Form):
    use_required_attribute = False


def places(reach: Reach) -> list[tuple[int, str]]:
    """Where somebody may write down what came in: the city or his unit."""
    rows = Jurisdiction.objects.order_by("display_order", "id")
    return [(it.pk, it.name) for it in rows if reach.covers(it.pk)]


class ProposalSieve(forms.Form):
    """Which proposals."""

    q = forms.CharField(label="编号、标题或提出人", required=False, max_length=60)
    kind = forms.ChoiceField(label="类别", required=False, choices=[ANY, *ProposalKind.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *ProposalState.choices])
    late = forms.BooleanField(label="只看逾期未答复", required=False)


class ReceiveForm(Plain):
    """What came in."""

    jurisdiction_id = forms.TypedChoiceField(label="承办地区", coerce=int)
    number = forms.CharField(label="编号", max_length=40)
    kind = forms.ChoiceField(label="类别", choices=ProposalKind.choices)
    session = forms.CharField(label="届次", max_length=60, help_text="如 市十五届人大四次会议")
    proposer = forms.CharField(label="提出人", max_length=100)
    title = forms.CharField(label="标题", max_length=200)
    text = forms.CharField(
        label="内容", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    received_on = day("交办日期", required=True)
    due_on = day("答复期限", required=True)
    lead_id = RowIdField(Agency.objects.none(), label="主办单位")
    co_ids = forms.ModelMultipleChoiceField(Agency.objects.none(), label="会办单位", required=False)

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction_id"].choices = places(reach)  # type: ignore[attr-defined] # a ChoiceField
        rows = Agency.objects.order_by("display_order", "name")
        for name in ("lead_id", "co_ids"):
            self.fields[name].queryset = rows  # type: ignore[attr-defined] # a ModelChoiceField

    def clean_co_ids(self) -> list[int]:
        return [row.pk for row in self.cleaned_data["co_ids"]]


class ReplyForm(Plain):
    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    reply = forms.CharField(
        label="答复稿",
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="数字用引用写：[[tier_holders:little_giant@2025-07-25]]，审定时由系统核算并固定",
    )


class AnswerForm(Plain):
    document_no = forms.CharField(label="答复文号", max_length=60)
    on = day("答复日期", required=True)


class RateForm(Plain):
    satisfaction = forms.ChoiceField(label="满意度", choices=ReplySatisfaction.choices)
    feedback = forms.CharField(
        label="反馈意见",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CommentSieve(forms.Form):
    """Which comments."""

    q = forms.CharField(label="提出单位或意见", required=False, max_length=60)
    document = forms.ModelChoiceField(
        PolicyDocument.objects.none(),
        label="文件",
        required=False,
        to_field_name="code",
        empty_label="全部",
    )
    verdict = forms.ChoiceField(
        label="采纳情况", required=False, choices=[ANY, *CommentVerdict.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PolicyDocument.objects.filter(comments__isnull=False).distinct()
        self.fields["document"].queryset = rows.order_by("id")  # type: ignore[attr-defined] # a ModelChoiceField


class CommentForm(Plain):
    """A comment as it came."""

    jurisdiction_id = forms.TypedChoiceField(label="征集单位", coerce=int)
    document_id = RowIdField(PolicyDocument.objects.none(), label="文件")
    number = forms.CharField(label="编号", max_length=40)
    from_whom = forms.CharField(label="提出单位（人）", max_length=120)
    received_on = day("收到日期", required=True)
    clause = forms.CharField(label="所涉条款", required=False, max_length=60)
    text = forms.CharField(label="意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction_id"].choices = places(reach)  # type: ignore[attr-defined] # a ChoiceField
        drafts = PolicyDocument.objects.filter(status=DocumentStatus.DRAFT)
        self.fields["document_id"].queryset = drafts.order_by("id")  # type: ignore[attr-defined] # a ModelChoiceField


class DecideForm(Plain):
    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="采纳情况",
        choices=[it for it in CommentVerdict.choices if it[0] != CommentVerdict.PENDING],
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="部分采纳、未采纳的须写明",
    )
