"""The form of a move, made from what the table says it needs. Fields are the action's arguments."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from services.choices.clocks import Urgency
from services.choices.tickets import (
    ANSWERED,
    Category,
    Satisfaction,
    TicketMove,
    TicketState,
    WaitingFor,
)
from services.models import Ticket
from services.queries.routing import proposal
from services.rules.ticket_ways import Need, Way
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.accounts.models.unit import AgencyKind

M = TicketMove
LONG: Final = 2000
SHORT: Final = 500
MISSING: Final = {"required": "请填写此项"}
Fields = dict[str, forms.Field]


def words(label: str, *, required: bool, most: int = LONG, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=most, widget=widget, error_messages=MISSING
    )


def day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**MISSING, "invalid": "日期应形如 2025-07-25"},
    )


def choice(label: str, choices: Sequence[Any], *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "请选择" if required else "不变"), *choices],
        required=required,
        error_messages={"required": "请选择", "invalid_choice": "没有这个选项，请重新选择"},
    )


def yes_or_no(label: str) -> forms.TypedChoiceField:
    """Three answers: yes, no, and not asked."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "未询问"), ("yes", "是"), ("no", "否")],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
    )


def agencies() -> list[tuple[str, list[tuple[int, str]]]]:
    """Every responsible unit, grouped by its kind."""
    named = Agency.objects.order_by("display_order", "name").values_list("kind", "pk", "name")
    groups: dict[str, list[tuple[int, str]]] = {}
    for kind, pk, name in named:
        groups.setdefault(str(AgencyKind(kind).label), []).append((pk, name))
    return list(groups.items())


class TicketByNumber(forms.CharField):
    """Another ticket in reach, told by its number; its id for the action."""

    def __init__(self, access: Access, **kwargs: Any) -> None:
        super().__init__(max_length=24, error_messages=MISSING, **kwargs)
        self.reach = access.reach(Capability.TICKET_VIEW)

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        found = Ticket.objects.within(self.reach).filter(number=number.upper()).first()
        if found is None:
            raise ValidationError("没有这个编号的工单，或它不在您的范围内")
        return found.pk


def _agency(ticket: Ticket, access: Access) -> Fields:
    offered = agencies()
    return {
        "agency_id": forms.TypedChoiceField(
            label="主办单位",
            choices=[("", "请选择"), *offered],
            coerce=int,
            error_messages={"required": "请选择主办单位"},
        ),
        "co_agency_ids": forms.TypedMultipleChoiceField(
            label="协办单位",
            choices=[pair for _, group in offered for pair in group],
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
    }


def _unit(ticket: Ticket, access: Access) -> Fields:
    near = Q(pk=ticket.jurisdiction_id) | Q(children=ticket.jurisdiction_id)
    units = Jurisdiction.objects.filter(near).exclude(pk=ticket.desk_id).distinct()
    return {
        "unit_id": forms.TypedChoiceField(
            label="转给",
            choices=[("", "请选择"), *units.values_list("pk", "name")],
            coerce=int,
            error_messages={"required": "请选择转给哪个单位"},
        )
    }


def _meeting(ticket: Ticket, access: Access) -> Fields:
    return {
        "held_on": day("会议日期"),
        "chair": forms.CharField(label="主持人", max_length=60, error_messages=MISSING),
        "participants": forms.CharField(label="参加单位", max_length=SHORT, required=False),
    }


def _survey(ticket: Ticket, access: Access) -> Fields:
    return {
        "reached": forms.TypedChoiceField(
            label="是否联系上企业",
            choices=[("yes", "已联系上"), ("no", "未联系上")],
            coerce=lambda answer: answer == "yes",
        ),
        "contacted": yes_or_no("承办单位是否联系过企业"),
        "solved": yes_or_no("问题是否解决"),
        "satisfaction": forms.ChoiceField(
            label="是否满意", choices=[("", "未询问"), *Satisfaction.choices], required=False
        ),
    }


def _outcome(ticket: Ticket, access: Access) -> Fields:
    return {"outcome": choice("办理结果", [(it.value, it.label) for it in ANSWERED])}


NEEDED: Final[Mapping[Need, Callable[[Ticket, Access], Fields]]] = {
    Need.AGENCY: _agency,
    Need.UNIT: _unit,
    Need.OUTCOME: _outcome,
    Need.WAITING_FOR: lambda *_: {"waiting_for": choice("等待事由", WaitingFor.choices)},
    Need.REVIEW_ON: lambda *_: {"review_on": day("复查日期")},
    Need.DAYS: lambda *_: {
        "days": forms.IntegerField(
            label="延长（按办结时限的单位）", min_value=1, max_value=999, error_messages=MISSING
        )
    },
    Need.MEETING: _meeting,
    Need.SURVEY: _survey,
    Need.INTO: lambda _, access: {"into_id": TicketByNumber(access, label="并入的工单编号")},
    Need.NOTE: lambda *_: {"note": words("办理说明", required=True)},
    Need.REASON: lambda *_: {"reason": words("理由", required=True, most=SHORT)},
}
# Moves that may be told more than they need.
NOTED: Final = frozenset(
    {M.TRIAGE, M.SELF_HANDLE, M.ASSIGN, M.SIGN, M.RESUME, M.REMIND, M.STUDY, M.AUDIT, M.SURVEY}
)
REASONED: Final = frozenset({M.CLOSE, M.MERGE})
LABELS: Final[Mapping[tuple[TicketMove, str], str]] = {
    (M.REPLY, "note"): "答复内容",
    (M.ANSWER, "note"): "答复内容",
    (M.PROGRESS, "note"): "办理进展",
    (M.SUPERVISE, "note"): "督办要求",
    (M.SURVEY, "note"): "企业意见",
    (M.STUDY, "note"): "提请事由",
    (M.CLOSE, "reason"): "企业未确认已解决且满意时，写明销号理由",
}


def _more(way: Way, ticket: Ticket) -> Fields:
    """What may be said besides."""
    found: Fields = {}
    if way.move == M.TRIAGE:
        found["category"] = choice("类别", Category.choices, required=False)
        found["urgency"] = choice("紧急程度", Urgency.choices, required=False)
    if way.move == M.PROGRESS and ticket.contact_due_at is not None:
        found["contacted"] = forms.BooleanField(label="已联系企业", required=False)
    if way.move == M.PROGRESS and ticket.plan_due_at is not None:
        found["planned"] = forms.BooleanField(label="已有方案或答复意见", required=False)
    if way.move in NOTED:
        found["note"] = words("说明", required=False)
    if way.move in REASONED:
        found["reason"] = words("理由", required=False, most=SHORT)
    return found


class MoveForm(forms.Form):
    """What one move is given, and the version of the ticket the person saw."""

    use_required_attribute = True
    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, way: Way, ticket: Ticket, access: Access, *, asking: bool = False, data: Any = None
    ) -> None:
        prefix = f"ask-{way.move.value}" if asking else way.move.value
        first: dict[str, Any] = {
            "expected_version": ticket.version,
            "category": ticket.category,
            "urgency": ticket.urgency,
        }
        if Need.AGENCY in way.needs:
            found = proposal(ticket, on=timezone.localdate())
            first["agency_id"] = found.lead and found.lead.pk
            first["co_agency_ids"] = [it.pk for it in found.helpers]
        super().__init__(data, initial=first, auto_id=f"{prefix}-%s")
        made: Fields = {}
        for need in way.needs:
            made |= NEEDED[need](ticket, access)
        made = {**{k: v for k, v in _more(way, ticket).items() if k not in made}, **made}
        if asking:
            made = {k: v for k, v in made.items() if k in ASKABLE}
        for name, field in sorted(made.items(), key=lambda pair: pair[0] in {"note", "reason"}):
            field.label = LABELS.get((way.move, name), field.label)
            self.fields[name] = field
        if "agency_id" in self.fields:
            self.fields["agency_id"].help_text = found.why
        if way.move == M.RESUME and ticket.state == TicketState.SPECIAL_STUDY:
            self.fields["note"].label = "议定事项"

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "expected_version"]

    def say(self, field: str, sentence: str) -> None:
        """Put a refusal beside the field it is about; an id is asked for by its row's name."""
        known = next((name for name in (field, f"{field}_id") if name in self.fields), None)
        self.add_error(known, sentence)


# What a request may say.
ASKABLE: Final = frozenset({"reason", "days", "waiting_for", "review_on"})
