"""What a person fills in to change an enterprise; the actions decide."""

from typing import Any

from django import forms
from django.utils import timezone

from enterprises.choices import (
    EnterpriseKind,
    OwnershipKind,
    ScaleKind,
    ScaleStage,
    SizeClass,
    Wugu,
)
from enterprises.models import EnterpriseChain, EnterprisePlace, IndustryStay
from enterprises.rules.register import LEAVING
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.web.acts import ActForm, VersionedForm
from wuhan_smes.web.form_fields import (
    choice,
    day,
    long_words,
    number,
    one_of,
    searched,
    words,
    yes_no,
)


def managing_unit(label: str) -> Any:
    units = Jurisdiction.objects.managing().order_by("display_order", "id")
    return one_of(label, units)


def dated(label: str, **options: Any) -> Any:
    field = day(label, **options)
    field.initial = timezone.localdate
    return field


class TagsField(forms.CharField):
    """Tags on one line, parted by commas or spaces."""

    def clean(self, value: Any) -> list[str]:
        text: str = super().clean(value)
        return text.replace("，", " ").replace(",", " ").replace("、", " ").split()

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value


def tags() -> TagsField:
    plain = words("标签", most=600, required=False)
    return TagsField(
        label="标签", required=False, max_length=600, help_text="用空格隔开", widget=plain.widget
    )


class CreateForm(ActForm):
    jurisdiction_id = managing_unit("管理单位")
    uscc = words("统一社会信用代码", most=60, required=False, help_text="18 位；只有团队可以不填")
    name = words("企业名称", most=400)
    kind = choice("主体类型", EnterpriseKind.choices, initial=EnterpriseKind.COMPANY)
    on = dated("纳入管理日期")
    established_on = day("成立日期", required=False)
    industry_id = searched("行业", IndustryStay, "industry", required=False)
    statutory_code = words("注册地区划代码", most=6, required=False)
    tags = tags()
    source = words("来源", required=False)


class AmendForm(VersionedForm):
    uscc = words("统一社会信用代码", most=60, required=False)
    kind = choice("主体类型", EnterpriseKind.choices)
    established_on = day("成立日期", required=False)
    statutory_code = words("注册地区划代码", most=6, required=False)
    tags = tags()


class RenameForm(VersionedForm):
    name = words("新名称", most=400)
    on = dated("自哪一天起")
    document_no = words("文号", most=60, required=False)


class MoveForm(VersionedForm):
    to_jurisdiction_id = managing_unit("接收单位")
    on = dated("迁移日期")
    reason = long_words("理由")


class AskForForm(ActForm):
    uscc = words("统一社会信用代码", most=60)
    to_jurisdiction_id = managing_unit("接收单位")
    on = dated("迁移日期")
    reason = long_words("理由")


class LeaveForm(VersionedForm):
    status = choice("原因", [(status.value, status.label) for status in LEAVING])
    on = dated("日期")
    reason = long_words("说明")


class ReviveForm(VersionedForm):
    on = dated("自哪一天起")
    reason = long_words("说明")


class IndustryForm(VersionedForm):
    industry_id = searched("行业", IndustryStay, "industry")
    on = dated("自哪一天起")
    source = words("来源", required=False)


class JoinChainForm(VersionedForm):
    chain_id = searched("产业链", EnterpriseChain, "chain")
    is_primary = yes_no("主链")
    on = dated("自哪一天起")
    source = words("来源", required=False)


class LeaveChainForm(VersionedForm):
    chain_id = searched("产业链", EnterpriseChain, "chain")
    on = dated("自哪一天起退出")


class PlaceForm(VersionedForm):
    street_id = searched("街道", EnterprisePlace, "street", required=False)
    park_id = searched("园区", EnterprisePlace, "park", required=False)
    building_id = searched("楼宇", EnterprisePlace, "building", required=False)
    cluster_id = searched("产业集群", EnterprisePlace, "cluster", required=False)
    wugu = choice("五谷", Wugu.choices, required=False)
    address = words("地址", required=False)
    on = dated("自哪一天起")
    source = words("来源", required=False)


class SizeForm(VersionedForm):
    year = number("年度", least=1990, most=2100)
    size_class = choice("企业划型（不选则按该年度指标测算）", SizeClass.choices, required=False)
    source = words("来源", required=False)


class ScaleForm(VersionedForm):
    kind = choice("类别", ScaleKind.choices)
    stage = choice("阶段", ScaleStage.choices)
    on = dated("自哪一天起")
    confirmed_by = words("确认单位", most=60, required=False)
    source = words("来源", required=False)


class ContactForm(VersionedForm):
    name = words("姓名", most=60)
    post = words("职务", most=60, required=False)
    phone = words("电话", most=30, required=False)
    email = words("邮箱", most=254, required=False)
    is_primary = yes_no("主要联系人")


class OwnershipForm(VersionedForm):
    kind = choice("关系", OwnershipKind.choices)
    other_name = words("对方名称")
    other_uscc = words("对方信用代码", most=60, required=False)
    share_percent = forms.DecimalField(
        label="持股比例（%）",
        max_digits=5,
        decimal_places=2,
        required=False,
        widget=words("").widget,
    )
    valid_from = dated("起始日期")
    source = words("来源", required=False)


class NoteForm(ActForm):
    note = long_words("办理意见", required=False)


class RequiredNoteForm(ActForm):
    note = long_words("理由")


class DayForm(ActForm):
    on = dated("终止日期")
