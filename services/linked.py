"""What an enterprise may do without an account: answer a call-back, confirm a visit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django import forms

from services.actions.tickets.closing import survey
from services.actions.visit_changes import confirm
from services.choices.tickets import Satisfaction, TicketState
from services.choices.visits import Confirmation, ConfirmedBy
from services.models import Ticket, Visit
from services.queries.ticket_sides import may, rows_for
from services.rules.ticket_refusals import require_another_person
from services.rules.tickets import CLOSER, COLLECTOR
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.errors import ActionRefused
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.promises import Promise
from wuhan_smes.links.purposes import Purpose, Subject, purposes

ASKABLE: Final = frozenset({TicketState.AUDITED, TicketState.SURVEYED})
ON_PAPER: Final = "（企业在纸上签字，工作人员代为录入，附扫描件）"
YES_NO: Final = (("yes", "是"), ("no", "否"))

VISIT_PROMISE: Final = Promise(
    version=1,
    text="本人受{enterprise}委托，确认{title}（{number}）属实：走访确已进行，所反映的经营情况与需求真实。"
    "如有不实，由本企业承担相应责任。",
)


class SurveyQuestion(forms.Form):
    """回访：是否联系、是否解决、是否满意。"""

    contacted = forms.ChoiceField(
        label="承办单位是否与您联系过", choices=YES_NO, widget=forms.RadioSelect
    )
    solved = forms.ChoiceField(label="问题是否解决", choices=YES_NO, widget=forms.RadioSelect)
    satisfaction = forms.ChoiceField(
        label="您对办理是否满意", choices=Satisfaction.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="意见（可不填）",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConfirmQuestion(forms.Form):
    """走访确认：没有要填的，只有要签的。"""


def ticket_of(object_id: int, access: Access) -> Subject:
    """A ticket whose answer was found good. Raises DoesNotExist out of reach."""
    asking = (Capability.TICKET_CLOSE, Capability.TICKET_HANDLE)
    ticket = rows_for(access, asking).get(pk=object_id)
    if ticket.state not in ASKABLE:
        raise ActionRefused("工单审核通过后才能请企业回访")
    return Subject(ticket.jurisdiction_id, ticket.number, ticket.title, ticket.station_id)


def answer_survey(object_id: int, access: Access, at: datetime, words: Mapping[str, Any]) -> str:
    """The call-back in the enterprise's own words; one that is unsatisfied opens it again."""
    ticket = Ticket.objects.within(access.reach(Capability.TICKET_CLOSE)).get(pk=object_id)
    if words["by_proxy"]:
        require_another_person(
            ticket.handled_by_id, access.actor_id, "答复人不得代企业填写回访，请由他人录入"
        )
    done = survey(
        object_id,
        access=_at_the_desk(access, ticket.desk_id),
        at=at,
        contacted=words["contacted"] == "yes",
        solved=words["solved"] == "yes",
        satisfaction=words["satisfaction"],
        note=words.get("note", "") + (ON_PAPER if words["by_proxy"] else ""),
        by_enterprise=True,
    )
    if done.state == TicketState.REOPENED:
        return "感谢您的反馈。您的问题将提高一级重新办理，办理单位会再次与您联系。"
    return "感谢您的反馈，您的意见已记录。"


def visit_of(object_id: int, access: Access) -> Subject:
    """A visit not confirmed yet. Raises DoesNotExist out of reach."""
    visit = Visit.objects.within(access.reach(Capability.VISIT_EDIT)).get(pk=object_id)
    if visit.confirmation == Confirmation.CONFIRMED or visit.voided_at is not None:
        raise ActionRefused("该走访已确认或已作废，无需再请企业确认")
    title = f"{visit.visited_on:%Y年%m月%d日}走访贵企业"
    terms = {"enterprise": visit.enterprise_name}
    return Subject(visit.jurisdiction_id, f"走访{visit.pk}", title, visit.station_id, terms)


def confirm_visit(object_id: int, access: Access, at: datetime, words: Mapping[str, Any]) -> str:
    """The enterprise agrees that the visit took place: by the link itself, or on paper."""
    how = ConfirmedBy.SIGNATURE if words["by_proxy"] else ConfirmedBy.LINK
    confirm(object_id, access=access, at=at, how=how, by_name=words["signed_name"])
    return "感谢您的确认。"


def _at_the_desk(access: Access, desk_id: int) -> Access:
    """A ticket referred to the city is closed at its desk; the row itself stays the unit's."""
    desk = Reach(frozenset({desk_id}))
    return replace(access, reaches={c: reach | desk for c, reach in access.reaches.items()})


TICKET_SURVEY: Final = Purpose(
    code="ticket_survey",
    label="诉求办理回访",
    issued_by=Capability.TICKET_CLOSE,
    capabilities=frozenset({Capability.TICKET_CLOSE}),
    question=SurveyQuestion,
    subject=ticket_of,
    act=answer_survey,
    days=7,
    entered_by=Capability.TICKET_HANDLE,
)
VISIT_CONFIRMATION: Final = Purpose(
    code="visit_confirmation",
    label="走访确认",
    issued_by=Capability.VISIT_EDIT,
    capabilities=frozenset({Capability.VISIT_EDIT}),
    question=ConfirmQuestion,
    subject=visit_of,
    act=confirm_visit,
    days=14,
    promise=VISIT_PROMISE,
)
purposes.add(TICKET_SURVEY, VISIT_CONFIRMATION)


def may_send(ticket: Ticket, access: Access) -> bool:
    """Whether somebody may send the enterprise the link of its call-back now."""
    return ticket.state in ASKABLE and may(CLOSER, ticket, access)


def may_enter(ticket: Ticket, access: Access) -> bool:
    """Whether somebody may enter its signed call-back now: its desk, or the station it came by."""
    return ticket.state in ASKABLE and may(CLOSER + COLLECTOR, ticket, access)


def papers_of(purpose: Purpose, object_id: int) -> list[ActionLink]:
    """What was entered from a signed paper about one object, the latest first. Asked by pages that
    have found the object within reach.
    """
    rows = ActionLink.objects.about(purpose.code, object_id).filter(scan__isnull=False)
    return list(rows.order_by("-pk"))
