"""What is filled in about cultivation. Fields are named as the actions' arguments are."""

from typing import Any, Final

from django import forms
from django.db.models import Q

from enterprises.choices import (
    CultivationMove,
    CultivationStage,
    DropCause,
    TaskOutcome,
)
from enterprises.models import Cultivation, RecognitionBatch
from enterprises.queries.named import named
from enterprises.rules.cultivation import BEGINNINGS, TARGETS, moves_from
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.accounts.models.unit import JurisdictionKind

ANY: Final = ("", "全部")
MOST_OWNERS: Final = 300
TIERS: Final = [(tier.value, tier.label) for tier in TARGETS]


def day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应形如 2026-12-31"},
    )


def owner_field() -> forms.TypedChoiceField:
    """The account of who answers for it; a form fills in whom there is to choose from."""
    return forms.TypedChoiceField(label="责任人账号", required=False, coerce=int, empty_value=None)


def owners(reach: Reach) -> list[tuple[Any, str]]:
    """Colleagues of the units in reach and of the city, as far as one may know of them."""
    rows = User.objects.colleagues().select_related("jurisdiction")
    if not reach.everywhere:
        of_city = Q(jurisdiction__kind=JurisdictionKind.CITY)
        rows = rows.filter(of_city | Q(jurisdiction_id__in=reach.jurisdiction_ids))
    named = rows.order_by("jurisdiction__display_order", "display_name", "pk")[:MOST_OWNERS]
    return [("", "—"), *((it.pk, f"{it.display_name}（{it.jurisdiction.name}）") for it in named)]


class CultivationSieve(forms.Form):
    """Filters of the list; what has arrived or left is shown when its stage is asked for."""

    q = forms.CharField(label="企业名称", required=False, max_length=60)
    jurisdiction = forms.ChoiceField(label="管理单位", required=False)
    tier = forms.ChoiceField(label="目标梯度", required=False, choices=[ANY, *TIERS])
    stage = forms.ChoiceField(
        label="阶段", required=False, choices=[("", "培育中"), *CultivationStage.choices]
    )
    late = forms.BooleanField(label="任务逾期", required=False)
    mine = forms.BooleanField(label="我负责的", required=False)

    def __init__(self, words: Any, *, reach: Reach) -> None:
        super().__init__({name: word for name, word in words.items() if word})
        units = Jurisdiction.objects.managing().order_by("display_order", "id")
        mine = [(unit.code, unit.name) for unit in units if reach.covers(unit.pk)]
        if len(mine) > 1:
            self.fields["jurisdiction"].choices = [ANY, *mine]  # type: ignore[attr-defined] # a ChoiceField
        else:
            del self.fields["jurisdiction"]
        self.is_valid()

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None


class PutInForm(forms.Form):
    """Ids from a list that was ticked, or a text of codes and names."""

    use_required_attribute = False

    tier = forms.ChoiceField(label="目标梯度", choices=TIERS)
    stage = forms.ChoiceField(
        label="入库阶段",
        required=False,
        choices=[(stage.value, stage.label) for stage in BEGINNINGS],
    )
    enterprises = forms.CharField(
        label="企业",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="每行一个统一社会信用代码或企业全称",
    )
    owner_id = owner_field()
    owner_name = forms.CharField(label="责任人（无账号的写姓名）", max_length=60, required=False)
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *words: Any, reach: Reach, **options: Any) -> None:
        super().__init__(*words, **options)
        self.fields["owner_id"].choices = owners(reach)  # type: ignore[attr-defined] # a ChoiceField

    def found(self, reach: Reach) -> list[int]:
        """The enterprises of the text; what names none stands as a fault beside the field."""
        ids, missing = named(self.cleaned_data["enterprises"], reach)
        if missing:
            more = f" 等 {len(missing)} 行" if len(missing) > 5 else ""
            self.add_error("enterprises", f"没有找到：{'、'.join(missing[:5])}{more}")
        return ids


class MoveForm(forms.Form):
    """One step; the moves offered are those of the stage."""

    use_required_attribute = False

    move = forms.ChoiceField(label="操作")
    cause = forms.ChoiceField(
        label="退出原因", required=False, choices=[("", "—"), *DropCause.choices]
    )
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, data: Any = None, *, stage: str = "") -> None:
        super().__init__(data)
        offered = moves_from(stage) if stage else [it for it in CultivationMove if it != "put_in"]
        self.fields["move"].choices = [(it.value, it.label) for it in offered]  # type: ignore[attr-defined] # a ChoiceField


class PlanForm(forms.Form):
    use_required_attribute = False

    owner_id = owner_field()
    owner_name = forms.CharField(label="责任人（无账号的写姓名）", max_length=60, required=False)
    target_batch_id = forms.TypedChoiceField(
        label="目标批次", required=False, coerce=int, empty_value=None
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: Cultivation) -> None:
        initial = {
            "owner_id": row.owner_id,
            "owner_name": row.owner_name,
            "target_batch_id": row.target_batch_id,
            "expected_version": row.version,
        }
        super().__init__(data, initial=initial)
        of_unit = Reach(jurisdiction_ids=frozenset({row.jurisdiction_id}))
        self.fields["owner_id"].choices = owners(of_unit)  # type: ignore[attr-defined] # a ChoiceField
        to_come = Q(announced_on__isnull=True) | Q(pk=row.target_batch_id)
        batches = RecognitionBatch.objects.filter(to_come, tier=row.tier).order_by("-year", "-pk")
        self.fields["target_batch_id"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", "未定"),
            *((it.pk, it.name) for it in batches[:50]),
        ]


class TaskForm(forms.Form):
    use_required_attribute = False

    title = forms.CharField(label="任务", max_length=120)
    due_on = day("完成期限")
    for_station = forms.BooleanField(
        label="交服务专员", required=False, help_text="出现在包联专员的手机首页，直到办结"
    )


class EndTaskForm(forms.Form):
    use_required_attribute = False

    outcome = forms.ChoiceField(label="结果", choices=TaskOutcome.choices)
    note = forms.CharField(label="办理情况", max_length=200, required=False)
