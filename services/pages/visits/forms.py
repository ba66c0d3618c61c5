"""The form of a visit. Its names are those of the API, so that one script serves both ways."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils import timezone

from enterprises.choices import Tier
from services.actions.visit_words import Member, Need, Said
from services.choices.clocks import Urgency
from services.choices.tickets import Category
from services.choices.visits import ConfirmedBy, LocationSource, Purpose, VisitMode, VisitRank
from services.models import Campaign, Visit
from services.models.visit_facts import NOT_NEGATIVE

NEEDS: Final = 5
LABELS: Final = {f.name: str(f.verbose_name) for f in Visit._meta.concrete_fields}
MEMBERS: Final = 4
NO_CHOICE: Final = ("", "—")


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of files; each is looked at by the action that keeps it."""

    widget = ManyFilesInput(attrs={"multiple": True, "accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [file for file in (data or []) if file]


class VisitForm(forms.Form):
    """What a person writes down; the action says whether it can stand."""

    use_required_attribute = False

    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    enterprise = forms.IntegerField(widget=forms.HiddenInput, required=False)
    uscc = forms.CharField(label="统一社会信用代码", required=False, max_length=30)
    visited_at = forms.DateTimeField(
        label="走访时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        error_messages={"invalid": "请填写走访的日期和时间", "required": "请填写走访时间"},
    )
    mode = forms.ChoiceField(
        label="方式", choices=VisitMode.choices, widget=forms.RadioSelect, initial=VisitMode.PLACE
    )
    template = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    purposes = forms.MultipleChoiceField(
        label="目的",
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个走访目的"},
    )
    summary = forms.CharField(
        label="走访情况",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请填写走访情况"},
    )
    place = forms.CharField(label="地点", required=False, max_length=200)
    received_name = forms.CharField(label="接待人", required=False, max_length=60)
    received_post = forms.CharField(label="职务", required=False, max_length=60)
    received_phone = forms.CharField(
        label="电话",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    campaign = forms.ModelChoiceField(
        label="专项行动",
        required=False,
        queryset=Campaign.objects.none(),
        to_field_name="code",
        empty_label="—",
    )
    intent_tier = forms.ChoiceField(
        label="申报意向", required=False, choices=[NO_CHOICE, *Tier.choices]
    )
    intent_gap = forms.CharField(label="差距", required=False, max_length=300)
    explained = forms.TypedMultipleChoiceField(
        label="宣讲的措施", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    next_due_on = forms.DateField(
        label="下次走访",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    latitude = forms.DecimalField(widget=forms.HiddenInput, required=False)
    longitude = forms.DecimalField(widget=forms.HiddenInput, required=False)
    late_reason = forms.CharField(label="补登理由", required=False, max_length=200)
    again_reason = forms.CharField(label="当日再访理由", required=False, max_length=200)
    facts_period = forms.CharField(
        label="数据期间", required=False, max_length=30, help_text="如 2026年1—3月"
    )
    photos = PhotosField(label="照片", required=False)
    to_tickets = forms.BooleanField(
        label="照片随问题转给承办单位",
        required=False,
        help_text="不选则只留在走访记录里，承办单位看不到",
    )

    def __init__(self, *args: Any, measures: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_uuid", uuid4())
        self.initial.setdefault("visited_at", timezone.localtime().replace(second=0))
        for name in NOT_NEGATIVE:
            label = LABELS[name]
            self.fields[name] = forms.DecimalField(
                label=label,
                required=False,
                min_value=0,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        running = Campaign.objects.running(on=timezone.localdate()).order_by("-starts_on")
        self.fields["campaign"].queryset = running  # type: ignore[attr-defined] # a ModelChoiceField
        self.fields["explained"].choices = [(m.pk, str(m)) for m in measures]  # type: ignore[attr-defined] # a ChoiceField

    @property
    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in NOT_NEGATIVE]

    def said(self) -> Said:
        """The words for the action; the form is valid."""
        return Said(**self.words())

    def words(self) -> dict[str, Any]:
        """What the fields of this form say, by the names the action knows them by."""
        given = self.cleaned_data
        said = {n: given[n] for n in Said.__slots__ if n in given and n not in NOT_NEGATIVE}
        said["campaign_id"] = given["campaign"].pk if given["campaign"] else None
        said["facts"] = {name: given[name] for name in NOT_NEGATIVE}
        if given.get("latitude") is not None and given.get("longitude") is not None:
            said["location_source"] = LocationSource.DEVICE
        return said


class NeedForm(forms.Form):
    """A problem the enterprise told of; without a title there is none."""

    use_required_attribute = False

    title = forms.CharField(
        label="问题",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": "如：缺少焊工 15 名"}),
    )
    text = forms.CharField(
        label="详细说明", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    category = forms.ChoiceField(label="类别", choices=Category.choices)
    urgency = forms.ChoiceField(label="紧急程度", choices=Urgency.choices)


class MemberForm(forms.Form):
    """Somebody who went; without a name there is nobody."""

    use_required_attribute = False

    name = forms.CharField(label="姓名", required=False, max_length=60)
    unit = forms.CharField(label="单位", required=False, max_length=100)
    post = forms.CharField(label="职务", required=False, max_length=60)
    rank = forms.ChoiceField(
        label="层级", choices=[c for c in VisitRank.choices if c[0] != VisitRank.STATION]
    )


def need_forms(data: Any = None) -> list[NeedForm]:
    return [NeedForm(data, prefix=f"ticket-{n}") for n in _numbers(data, "ticket", "title", NEEDS)]


def member_forms(data: Any = None, *, shown: int = MEMBERS) -> list[MemberForm]:
    if data is None:
        return [MemberForm(prefix=f"member-{n}") for n in range(shown)]
    return [MemberForm(data, prefix=f"member-{n}") for n in range(MEMBERS)]


def needs_of(forms_: list[NeedForm]) -> Iterator[Need]:
    for form in forms_:
        if form.is_valid() and form.cleaned_data["title"].strip():
            yield Need(**form.cleaned_data)


def members_of(forms_: list[MemberForm]) -> Iterator[Member]:
    for form in forms_:
        if form.is_valid() and form.cleaned_data["name"].strip():
            yield Member(**form.cleaned_data)


def _numbers(data: Any, kind: str, field: str, most: int) -> list[int]:
    """The blocks that were sent; a fresh form shows one."""
    sent = [n for n in range(most) if data is not None and f"{kind}-{n}-{field}" in data]
    return sent or [0]


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=200)


class ConfirmForm(forms.Form):
    how = forms.ChoiceField(label="确认方式", choices=ConfirmedBy.choices)
    by_name = forms.CharField(label="企业确认人", max_length=60)
