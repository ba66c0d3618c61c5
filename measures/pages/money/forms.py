"""What is filled in about money. Fields are named as the actions' arguments are."""

from typing import Any, Final

from django import forms

from enterprises.rules.spans import day_after
from measures.choices import DocumentLevel, ProgrammeState
from measures.models import Programme
from measures.pages.programme_forms import day
from measures.rules.notices import LEAST, MOST, USUAL
from wuhan_smes.accounts.models import Jurisdiction

YES: Final = (("yes", "合格"), ("no", "不合格"))


def yuan(label: str, *, required: bool = True, help_text: str = "") -> Any:
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=help_text,
        max_digits=16,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "金额应为数字，单位元，最多两位小数"},
    )


class PlainForm(forms.Form):
    """A form whose browser asks for nothing itself; what is left empty is not said."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        return {name: word for name, word in words.items() if word is not None}


class NothingForm(PlainForm):
    """Nothing to fill in."""


class NoteForm(PlainForm):
    note = forms.CharField(label="审核意见", max_length=300, required=False)


class ReasonForm(PlainForm):
    reason = forms.CharField(label="理由", max_length=300)


class ArrangeForm(PlainForm):
    title = forms.CharField(label="批次名称", max_length=120)
    year = forms.IntegerField(label="预算年度", min_value=1990, max_value=2100)
    expected_total = yuan(
        "填报合计（元）", required=False, help_text="填写后与各项之和不符的不予安排"
    )


class PublishForm(PlainForm):
    shown_from = day("公示起始日", required=True, help_text="当天计入")
    workdays = forms.IntegerField(
        label="公示工作日", min_value=LEAST, max_value=MOST, initial=USUAL
    )
    discipline_phone = forms.CharField(label="纪检监督电话", max_length=40)
    business_phone = forms.CharField(label="业务咨询电话", max_length=40)


class OrderForm(PlainForm):
    document_no = forms.CharField(label="指标文号", max_length=60)
    on = day("下达日期", required=True)


class ObjectForm(PlainForm):
    text = forms.CharField(label="异议内容", max_length=300)
    by_whom = forms.CharField(label="提出人", max_length=120, required=False)
    raised_on = day("提出日期", help_text="不填为今天")


class FindingForm(PlainForm):
    finding = forms.CharField(label="核查情况", max_length=300)


class AccountForm(PlainForm):
    holder = forms.CharField(label="户名", max_length=200, help_text="与企业名称一致")
    bank = forms.CharField(label="开户行", max_length=120, help_text="写到支行")
    number = forms.CharField(
        label="账号",
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    signed_name = forms.CharField(label="承诺人", max_length=60)
    scan = forms.FileField(label="签字扫描件")


class DayForm(PlainForm):
    on = day("日期", required=True)


class BounceForm(PlainForm):
    on = day("退票日期", required=True)
    cause = forms.CharField(label="退票原因", max_length=200)


class EvaluateForm(PlainForm):
    verdict = forms.ChoiceField(label="评价结论", choices=YES)
    note = forms.CharField(label="结论与依据", max_length=300)

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        words["passed"] = words.pop("verdict", "") == "yes"
        return words


class ClawBackForm(PlainForm):
    cause = forms.CharField(label="追回原因", max_length=300)
    decision_no = forms.CharField(label="决定文号", max_length=60)
    decided_on = day("决定日期", required=True)
    due_on = day("限期", required=True)
    principal = yuan("追回本金（元）", required=False, help_text="不填为全部")
    interest_percent = forms.DecimalField(
        label="年利率（%）", required=False, min_value=0, max_digits=6, decimal_places=3
    )
    last_barred = day("暂停享受至", help_text="最后一天（含）；不填不暂停")

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        last = words.pop("last_barred", None)
        return {**words, **({"barred_until": day_after(last)} if last else {})}


class ReceiveForm(PlainForm):
    principal = yuan("收到本金（元）")
    interest = yuan("收到利息（元）", required=False)
    document_no = forms.CharField(label="凭证号", max_length=60, required=False)


class AllotForm(PlainForm):
    programme_id = forms.ChoiceField(label="兑现项目")
    year = forms.IntegerField(label="年度", min_value=1990, max_value=2100)
    level = forms.ChoiceField(label="资金层级", choices=DocumentLevel.choices)
    jurisdiction_id = forms.ChoiceField(label="出资单位")
    amount = yuan("金额（元）")
    document_no = forms.CharField(label="预算文号", max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.exclude(state=ProgrammeState.DRAFT).order_by("-pk")
        units = Jurisdiction.objects.order_by("display_order", "id")
        offered = {
            "programme_id": [(row.pk, f"{row.title}（第 {row.edition} 版）") for row in programmes],
            "jurisdiction_id": [(unit.pk, unit.name) for unit in units],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        keys = ("programme_id", "jurisdiction_id")
        return {name: int(word) if name in keys else word for name, word in words.items()}


class CutForm(PlainForm):
    amount = yuan("调减金额（元）")
    document_no = forms.CharField(label="预算文号", max_length=60)


class DocumentForm(PlainForm):
    number = forms.CharField(label="文号", max_length=60)
    issued_on = day("发文日期", required=True)
    effective_from = day("施行日期", required=True, help_text="切换日：旧项目止于前一日")
