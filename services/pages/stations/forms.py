"""What a district clerk fills in. Fields are named as the actions' arguments are."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone

from enterprises.choices import PlaceKind
from enterprises.models import Place
from enterprises.queries.named import named
from services.choices.stations import EventKind, FilingState, StationKind
from services.models import Campaign, Specialist
from services.queries.stations import stations_on
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation

ANY: Final = ("", "全部")


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应形如 2025-07-25"},
    )


def today(label: str, help_text: str = "") -> forms.DateField:
    field = day(label, help_text=help_text)
    field.initial = timezone.localdate
    return field


class Plain(forms.Form):
    """A form whose faults come from the server, in Chinese."""

    use_required_attribute = False


class Picking(Plain):
    """A form with choices that depend on who fills it in: (value, label) lists by field."""

    def __init__(self, data: Any = None, *, picks: dict[str, Any], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for name, choices in picks.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField


class StationForm(Picking):
    name = forms.CharField(label="名称", max_length=100)
    kind = forms.ChoiceField(label="类别", choices=StationKind.choices)
    street_id = forms.TypedChoiceField(label="街道", required=False, coerce=int, empty_value=None)
    address = forms.CharField(label="地址", max_length=200, required=False)
    host = forms.CharField(label="依托单位", max_length=100, required=False)
    phone = forms.CharField(
        label="服务电话", max_length=30, required=False, help_text="对外公布的办公电话"
    )
    opened_on = today("设立日期")


class NewStationForm(StationForm):
    code = forms.SlugField(
        label="编号",
        max_length=40,
        required=False,
        help_text="字母、数字、下划线或连字符，登记后不变；空着的按管理单位自动编号",
    )
    jurisdiction_id = forms.TypedChoiceField(label="管理单位", coerce=int)
    field_order = ("code", "name", "jurisdiction_id")


class AmendStationForm(StationForm):
    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(Picking):
    on = today("撤销日期", "当日起不再开放")
    reason = forms.CharField(label="撤销原因", max_length=200)
    to_station_id = forms.TypedChoiceField(
        label="专员与包联企业转到",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="站内已无人员的可不选",
    )


class ApplyForm(Plain):
    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="手机", max_length=20, help_text="只用于区分人员，显示时隐去")
    post = forms.CharField(label="职务", max_length=60, required=False)
    since = today("备案起始日期")
    until = day("最后一天", required=False, help_text="空：不定期")


class NoteForm(Plain):
    note = forms.CharField(label="意见", max_length=200, required=False)


class DeclineForm(Plain):
    note = forms.CharField(label="退回原因", max_length=200)


class RenewForm(Plain):
    until = day("新的最后一天", required=False, help_text="空：不定期")


class LeaveForm(Picking):
    on = today("离任日期", "当日起不再计入")
    reason = forms.CharField(label="离任原因", max_length=200)
    successor_id = forms.TypedChoiceField(
        label="接手人", required=False, coerce=int, empty_value=None
    )


class MoveForm(Picking):
    to_station_id = forms.TypedChoiceField(label="调往", coerce=int)
    on = today("调任日期", "当日起在新站")
    reason = forms.CharField(label="调任原因", max_length=200)
    successor_id = forms.TypedChoiceField(
        label="包联企业交给",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="不选：本单位内随本人迁往新站",
    )


class AssignForm(Picking):
    specialist_id = forms.TypedChoiceField(label="专员", coerce=int)
    enterprises = forms.CharField(
        label="企业",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="每行一个统一社会信用代码或企业全称",
    )
    since = today("自")
    cadence_days = forms.IntegerField(
        label="走访间隔（天）", required=False, min_value=1, max_value=730, help_text="空：按梯度"
    )
    is_lead = forms.BooleanField(label="主责", required=False, initial=True)

    def found(self, reach: Reach) -> list[int]:
        """The enterprises meant, within reach; names every line that means none."""
        ids, missing = named(self.cleaned_data["enterprises"], reach)
        if missing:
            self.add_error("enterprises", f"没有找到：{'、'.join(missing[:5])}")
        return ids


class HandOverForm(Picking):
    to_specialist_id = forms.TypedChoiceField(label="移交给", coerce=int)
    on = today("自")
    reason = forms.CharField(label="原因", max_length=200)


class EndForm(Plain):
    on = today("自")
    reason = forms.CharField(label="原因", max_length=200)


class EventForm(Picking):
    title = forms.CharField(label="名称", max_length=120)
    kind = forms.ChoiceField(label="类别", choices=EventKind.choices)
    held_on = today("举办日期")
    campaign_id = forms.TypedChoiceField(
        label="专项行动", required=False, coerce=int, empty_value=None
    )
    place = forms.CharField(label="地点", max_length=120, required=False)
    co_hosts = forms.CharField(label="协办单位", required=False, help_text="以顿号分开")
    persons = forms.IntegerField(
        label="参加人数", required=False, min_value=0, help_text="空：未统计"
    )
    summary = forms.CharField(
        label="内容", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_co_hosts(self) -> list[str]:
        return [
            word for word in self.cleaned_data["co_hosts"].replace("，", "、").split("、") if word
        ]


class NewEventForm(EventForm):
    station_id = forms.TypedChoiceField(
        label="服务站", required=False, coerce=int, empty_value=None, help_text="空：单位举办"
    )
    jurisdiction_id = forms.TypedChoiceField(label="管理单位", coerce=int)
    field_order = ("title", "kind", "jurisdiction_id", "station_id")


class CancelForm(Plain):
    reason = forms.CharField(label="取消原因", max_length=200)


class AttendanceForm(Plain):
    enterprises = forms.CharField(
        label="参加企业",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="每行一家：信用代码或名称；不在名录内的按名称登记",
    )


class ListSieve(Plain):
    """Filters of the four lists; a field that a list has no use for is taken out."""

    q = forms.CharField(label="名称", required=False, max_length=60)
    jurisdiction = forms.ChoiceField(label="管理单位", required=False)
    station = forms.CharField(label="服务站编号", required=False, max_length=40)
    kind = forms.ChoiceField(label="类别", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *FilingState.choices])
    whose = forms.ChoiceField(label="谁的包联", required=False, choices=[ANY, ("mine", "我的包联")])
    on = day("日期", required=False)
    counted = forms.ChoiceField(
        label="计入", required=False, choices=[ANY, ("service_month_events", "服务月活动")]
    )

    def __init__(self, words: Any, *, reach: Reach, keeps: Iterable[str], kinds: Any = ()) -> None:
        given = {name: word for name, word in words.items() if word}
        super().__init__(given)
        units = pick_units(reach)
        for name in set(self.fields) - set(keeps) | ({"jurisdiction"} if len(units) < 2 else set()):
            del self.fields[name]
        if "jurisdiction" in self.fields:
            codes = Jurisdiction.objects.in_bulk([pk for pk, _ in units])
            choices = [ANY, *((codes[pk].code, name) for pk, name in units)]
            self.fields["jurisdiction"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
        if "kind" in self.fields:
            self.fields["kind"].choices = [ANY, *kinds]  # type: ignore[attr-defined] # a ChoiceField
        self.is_valid()

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None

    @property
    def day(self) -> date | None:
        found: date | None = self.chosen("on")
        return found


def pick_units(reach: Reach) -> list[tuple[int, str]]:
    """The managing units within reach."""
    units = Jurisdiction.objects.managing().order_by("display_order", "id")
    return [(unit.pk, unit.name) for unit in units if reach.covers(unit.pk)]


def pick_streets(jurisdiction_id: int | None, reach: Reach) -> list[tuple[Any, str]]:
    """Streets of one unit, or of every unit within reach."""
    rows = Place.objects.filter(kind=PlaceKind.STREET).order_by("jurisdiction_id", "code")
    mine = [row for row in rows if jurisdiction_id in (None, row.jurisdiction_id)]
    return [
        ("", "未填写"),
        *((row.pk, row.name) for row in mine if reach.covers(row.jurisdiction_id)),
    ]


def pick_stations(reach: Reach, jurisdiction_id: int | None = None) -> list[tuple[Any, str]]:
    """Stations open today within reach."""
    rows = stations_on(timezone.localdate()).within(reach).order_by("name")
    if jurisdiction_id is not None:
        rows = rows.filter(jurisdiction_id=jurisdiction_id)
    return [("", "不选"), *rows.values_list("pk", "name")]


def pick_people(reach: Reach, jurisdiction_id: int, *, but: int = 0) -> list[Any]:
    """Specialists of a unit who serve today."""
    rows = Specialist.objects.within(reach).in_force(on=timezone.localdate())
    mine = rows.filter(jurisdiction_id=jurisdiction_id, state=FilingState.APPROVED)
    people = mine.exclude(pk=but).select_related("station").order_by("station__name", "pk")
    return [("", "不选"), *((row.pk, f"{row.name}（{row.station.name}）") for row in people)]


def pick_campaigns() -> list[tuple[Any, str]]:
    return [
        ("", "不属专项行动"),
        *Campaign.objects.order_by("-starts_on").values_list("pk", "name"),
    ]


def found_station(code: str, reach: Reach) -> ServiceStation:
    """The station of an address, if it is within reach."""
    rows = ServiceStation.objects.within(reach).select_related("jurisdiction", "profile__street")
    return rows.get(code=code)
