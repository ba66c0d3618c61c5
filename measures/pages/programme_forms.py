"""What is filled in about a programme: ordinary fields, of which terms are put together."""

from typing import Any, Final

from django import forms
from django.db.models import Q

from enterprises.choices import ScaleKind, Tier
from measures.choices import (
    ClauseEffect,
    DocumentLevel,
    Mode,
    PayeeKind,
    ProgrammeState,
    Transition,
)
from measures.models import Clause, Matter, PolicyDocument, Programme
from measures.pages.programme_terms import VETOES
from measures.rules.deferral import Lasting
from measures.rules.eligibility import EventKind
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.rulekit.fields import Grain, Kind, declared

NOBODY: Final = ("", "名单列入（企业名录不掌握）")
UNKNOWN: Final = ("", "未明确")
NONE: Final = ("", "不设")
AMOUNTS: Final = (
    UNKNOWN,
    ("fixed", "定额"),
    ("share", "按上年度指标的比例"),
    ("per_unit", "按上年度指标的数量"),
    ("table", "按称号分档"),
)
LEVELS: Final = DocumentLevel.choices


def day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应形如 2026-12-31"},
    )


def countable() -> list[tuple[str, str]]:
    """Indicators an amount can follow."""
    counted = (field for field in declared().values() if field.kind is Kind.NUMBER)
    return [
        (field.name, f"{field.label}（{field.unit}）" if field.unit else field.label)
        for field in counted
        if field.derived is None and field.grain is not Grain.JUDGEMENT
    ]


class ProgrammeForm(forms.Form):
    """One draft. Fields are grouped on the page as a clerk thinks: what, who, how much, when."""

    use_required_attribute = False

    code = forms.SlugField(label="代码", max_length=40, help_text="小写字母、数字与连字符")
    title = forms.CharField(label="项目名称", max_length=120)
    matter = forms.ModelChoiceField(
        label="同一事项",
        queryset=Matter.objects.order_by("title"),
        help_text="同一事项的项目就高从优不重复",
    )
    document = forms.ModelChoiceField(
        label="依据文件", queryset=PolicyDocument.objects.order_by("title")
    )
    clause = forms.ModelChoiceField(
        label="条款",
        required=False,
        queryset=Clause.objects.filter(
            Q(effect=ClauseEffect.MONEY) | Q(pk__in=Programme.objects.values("clause"))
        ).order_by("measure", "pk"),
    )
    basis = forms.CharField(label="文件条目", max_length=120, required=False)
    mode = forms.ChoiceField(label="兑现方式", choices=Mode.choices)
    level = forms.ChoiceField(label="层级", choices=LEVELS, initial=DocumentLevel.MUNICIPAL)
    unit = forms.ModelChoiceField(
        label="施行区",
        required=False,
        queryset=Jurisdiction.objects.managing().order_by("display_order", "id"),
        empty_label="全市",
        help_text="只有区级项目填写",
    )
    payee_kind = forms.ChoiceField(label="兑付对象", choices=PayeeKind.choices)
    event = forms.ChoiceField(
        label="触发事实",
        required=False,
        choices=[NOBODY, *((kind.value, kind.label) for kind in EventKind)],
    )
    also = forms.MultipleChoiceField(
        label="或者",
        required=False,
        choices=[(kind.value, kind.label) for kind in EventKind],
        widget=forms.CheckboxSelectMultiple,
        help_text="有其一即可，称号与规上类别同上一项",
    )
    tiers = forms.MultipleChoiceField(label="称号", required=False, choices=Tier.choices)
    scales = forms.MultipleChoiceField(label="规上类别", required=False, choices=ScaleKind.choices)
    first_time = forms.BooleanField(label="限首次", required=False)
    conditions = forms.CharField(
        label="指标条件",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一条，须同时符合：指标名称 比较 数，按该指标的单位；年度指标看上一年度。"
        "如：技术改造设备投资额 ≥ 500",
    )
    vetoes = forms.MultipleChoiceField(
        label="否决情形",
        required=False,
        choices=[(code, name) for code, (name, _) in VETOES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="不知道有没有的，列为“资料缺失”，不会当作没有",
    )
    amount_kind = forms.ChoiceField(label="金额标准", required=False, choices=AMOUNTS)
    amount = forms.DecimalField(
        label="金额（元）", required=False, max_digits=16, decimal_places=2, min_value=0
    )
    percent = forms.DecimalField(
        label="比例（%）", required=False, max_digits=5, decimal_places=2, min_value=0
    )
    of = forms.ChoiceField(label="依据指标", required=False)
    cap = forms.DecimalField(
        label="最高（元）", required=False, max_digits=16, decimal_places=2, min_value=0
    )
    steps = forms.CharField(
        label="各档",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一档：称号 金额（元），如 小巨人 300000",
    )
    lasting = forms.ChoiceField(
        label="次年条件",
        required=False,
        choices=[NONE, *((one.value, one.label) for one in Lasting)],
    )
    check_years = forms.IntegerField(label="几年后核查", required=False, min_value=1, max_value=5)
    check_month = forms.IntegerField(label="核查月", required=False, min_value=1, max_value=12)
    check_day = forms.IntegerField(label="核查日", required=False, min_value=1, max_value=31)
    share_national = forms.DecimalField(label="中央承担（%）", required=False, decimal_places=2)
    share_provincial = forms.DecimalField(label="省承担（%）", required=False, decimal_places=2)
    share_municipal = forms.DecimalField(label="市承担（%）", required=False, decimal_places=2)
    share_district = forms.DecimalField(label="区承担（%）", required=False, decimal_places=2)
    instalments = forms.CharField(
        label="分期拨付",
        required=False,
        max_length=60,
        help_text="各笔比例，如 60,40；第二笔起待绩效评价合格。留空为一次拨付",
    )
    months = forms.IntegerField(
        label="相隔月数", required=False, min_value=0, max_value=60, help_text="两笔之间"
    )
    proofs = forms.MultipleChoiceField(
        label="由名录判断的材料",
        required=False,
        choices=[
            ("code", "统一社会信用代码"),
            ("contact", "联系人"),
            ("certificate", "认定文号或证书编号"),
            ("indicators", "上年度指标"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    papers = forms.CharField(
        label="书面材料",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一种，如：承诺书",
    )
    valid_to = day("施行至", help_text="最后一日，未定留空")
    note = forms.CharField(label="说明", max_length=300, required=False)

    GROUPS: Final = (
        ("什么项目", ("code", "title", "matter", "document", "clause", "basis", "mode")),
        (
            "兑付给谁",
            ("level", "unit", "payee_kind", "event", "also", "tiers", "scales", "first_time"),
        ),
        (
            "什么条件、待查什么",
            ("conditions", "vetoes", "lasting", "check_years", "check_month", "check_day"),
        ),
        ("多少", ("amount_kind", "amount", "percent", "of", "cap", "steps")),
        (
            "谁出、怎么拨",
            (
                "share_national",
                "share_provincial",
                "share_municipal",
                "share_district",
                "instalments",
                "months",
            ),
        ),
        ("材料与期限", ("proofs", "papers", "valid_to", "note")),
    )

    def __init__(self, *args: Any, fixed_code: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [("", "—"), *countable()]  # type: ignore[attr-defined] # a ChoiceField
        if fixed_code:
            del self.fields["code"]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in self.GROUPS
        ]


class ProposeForm(forms.Form):
    valid_from = day("施行日期", required=True)


class EndForm(forms.Form):
    last_day = day("最后一日", required=True)
    reason = forms.CharField(label="理由", max_length=200)


class AmendForm(forms.Form):
    transition = forms.ChoiceField(label="衔接办法", choices=Transition.choices)


class ProgrammeSieve(forms.Form):
    """Filters of the list."""

    q = forms.CharField(label="名称", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *ProgrammeState.choices]
    )
    level = forms.ChoiceField(label="层级", required=False, choices=[("", "全部"), *LEVELS])
    kind = forms.ChoiceField(
        label="兑付对象", required=False, choices=[("", "全部"), *PayeeKind.choices]
    )
