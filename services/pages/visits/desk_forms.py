"""Visits written at a desk: put right later, or taken over from the past. The words are those of
the telephone's form; what cannot be said there is left out.
"""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils import timezone

from services.actions.visit_words import Member
from services.choices.visits import VisitRank
from services.models import Campaign, Visit
from services.models.visit_facts import NOT_NEGATIVE
from services.pages.visits.forms import MEMBERS, MemberForm, VisitForm, members_of

TOLD_ONCE: Final = (
    "client_uuid",
    "enterprise",
    "uscc",
    "visited_at",
    "again_reason",
    "late_reason",
    "photos",
    "latitude",
    "longitude",
)
OF_A_TELEPHONE: Final = ("photos", "template", "latitude", "longitude")
LEGENDS: Final = {
    "方式与目的": ("mode", "purposes", "summary", "place"),
    "接待人": ("received_name", "received_post", "received_phone"),
    "经营情况": ("facts_period", *NOT_NEGATIVE),
    "申报意向与政策宣讲": ("intent_tier", "intent_gap", "explained"),
    "下一步": ("next_due_on", "campaign"),
}


class DeskForm(VisitForm):
    """The words of a visit in groups, for a page without a script."""

    left_out: Sequence[str] = ()
    first: tuple[str, Sequence[str]] = ("", ())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.left_out:
            del self.fields[name]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """(legend, fields, whether it lies open) in the order they are asked for. What must be
        said lies open, and what says something already.
        """
        legend, names = self.first
        every = {legend: names, **LEGENDS}
        found = [
            (head, [self[name] for name in words if name in self.fields])
            for head, words in every.items()
        ]
        return [
            (head, fields, any(one.field.required or one.errors or one.value() for one in fields))
            for head, fields in found
        ]


class AmendForm(DeskForm):
    """A visit put right. The telephone number is not shown, so an empty one means: as it was."""

    left_out = TOLD_ONCE
    first = ("更正理由", ("reason",))

    reason = forms.CharField(
        label="更正理由",
        max_length=200,
        help_text="与更正前后的内容一并留痕",
        error_messages={"required": "请说明更正理由"},
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, visit: Visit, measures: Any = ()) -> None:
        super().__init__(data, measures=measures, initial=_as_written(visit))
        self.visit = visit
        if visit.received_phone:
            self.fields["received_phone"].help_text = f"现为 {visit.masked_phone}，不填则不变"
        campaigns = Campaign.objects.running(on=timezone.localdate())
        mine = Campaign.objects.filter(pk__in=[visit.campaign_id] if visit.campaign_id else [])
        self.fields["campaign"].queryset = (campaigns | mine).order_by("-starts_on")  # type: ignore[attr-defined] # a ModelChoiceField

    def values(self) -> dict[str, Any]:
        """The words for the action; the form is valid."""
        words = self.words()
        shown = {choice for choice, _ in self.fields["explained"].choices}  # type: ignore[attr-defined] # a ChoiceField
        unseen = [pk for pk in self.visit.explained if pk not in shown]
        words["explained"] = [*words["explained"], *unseen]
        if not words["received_phone"]:
            del words["received_phone"]
        return words


class PastForm(DeskForm):
    """A visit of the past that no ledger told."""

    left_out = OF_A_TELEPHONE
    first = ("企业与时间", ("uscc", "visited_at", "station", "late_reason", "again_reason"))

    station = forms.TypedChoiceField(
        label="服务站",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="不选：领导、部门的走访，须填走访人员",
    )

    def __init__(self, *args: Any, stations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["station"].choices = stations  # type: ignore[attr-defined] # a ChoiceField
        code = self.fields["uscc"]
        code.required = True
        code.error_messages["required"] = "请填写企业的统一社会信用代码"
        late = self.fields["late_reason"]
        late.label, late.required = "补录理由", True
        late.error_messages["required"] = "请说明补录理由"
        self.fields["again_reason"].help_text = "同一服务站当日已有走访时填写"


def member_forms_of(visit: Visit, data: Any = None) -> list[MemberForm]:
    """The team as it stands with room for more, or as it was sent."""
    if data is not None:
        sent = [n for n in range(99) if f"member-{n}-name" in data]
        return [_ranked(MemberForm(data, prefix=f"member-{n}")) for n in sent]
    team = [
        {"name": row.name, "unit": row.unit, "post": row.post, "rank": row.rank}
        for row in visit.members.order_by("ordinal")
    ]
    room: list[dict[str, str]] = [{} for _ in range(max(1, MEMBERS - len(team)))]
    return [
        _ranked(MemberForm(prefix=f"member-{n}", initial=row)) for n, row in enumerate(team + room)
    ]


def team_of(visit: Visit, sent: list[MemberForm]) -> list[Member]:
    """The team as it was sent; who stood in it already keeps the agency he was written with."""
    agencies = {(row.name, row.unit): row.agency_id for row in visit.members.all()}
    return [
        Member(one.name, one.unit, one.rank, one.post, agencies.get((one.name, one.unit)))
        for one in members_of(sent)
    ]


def _ranked(form: MemberForm) -> MemberForm:
    """With the station's own people among the ranks: they may stand in a team already."""
    form.fields["rank"].choices = VisitRank.choices  # type: ignore[attr-defined] # a ChoiceField
    return form


def _as_written(visit: Visit) -> dict[str, Any]:
    plain = ("mode", "summary", "place", "received_name", "received_post", "template", "purposes")
    more = ("intent_tier", "intent_gap", "explained", "next_due_on", "facts_period", *NOT_NEGATIVE)
    campaign = visit.campaign.code if visit.campaign else None
    said = {name: getattr(visit, name) for name in (*plain, *more)}
    return {**said, "campaign": campaign, "expected_version": visit.version}
