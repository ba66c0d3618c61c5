"""渠道来件: open requests of 汉企通, 光谷i企, 店小二, 12345, as those platforms list them.

A number is taken in once a channel, whatever the line says of it the second time.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from enterprises.exchange.dated import labels
from enterprises.exchange.subject import PARSERS
from enterprises.exchange.words import units
from enterprises.models import Enterprise
from services.actions.channel_requests import known_numbers, take_in
from services.choices.channels import OUTSIDE_CHOICES
from services.choices.tickets import Nature
from services.models import Ticket
from services.rules.channel_requests import ChannelRequest, faults_of
from services.rules.ledgers import category_of
from wuhan_smes.access import Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import ActionRefused, Fault
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Options, Row, Trace, kinds

TABLE: Final = Ticket._meta.db_table
STAYS: Final = "来件登记后须逐件办理，不能整批撤回；登错的请不予受理并写明理由"


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    told = _told(rows, context)
    known, seen = known_numbers(told), set[tuple[str, str]]()
    reach = context.access.reach(Capability.CHANNEL_INTAKE)
    for it in told:
        key = (it.channel, it.external_no)
        faults = list(faults_of(it, today=timezone.localdate(context.at)))
        if key in seen and key not in known:
            faults.append(Fault("external_no", "twice", "同一来源编号在本表中出现两次"))
        if not reach.covers(it.unit_id):
            faults.append(Fault("district", "out_of_reach", "只能为本单位登记来件"))
        seen.add(key)
        if key in known:
            yield Decision(Verdict.UNCHANGED, thread=it.external_no)
        elif faults:
            yield Decision.refused(*faults)
        else:
            yield Decision(Verdict.NEW, _changes(it), thread=it.external_no)


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    told = _told(rows, context)
    done = take_in(told, access=context.access, at=context.at)
    for row, it, ticket in zip(rows, told, done, strict=True):
        if ticket is not None:
            after = {name: pair[1] for name, pair in _changes(it).items()}
            about = (ticket.pk, Operation.ADDED, it.enterprise_id, it.external_no)
            yield Trace(row.id, TABLE, *about, list(after), {}, after)


def undo(traces: Sequence[Trace], context: Context) -> None:
    if traces:
        raise ActionRefused(STAYS)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    return {it.row_id: STAYS for it in traces}


def _told(rows: Sequence[Row], context: Context) -> list[ChannelRequest]:
    codes = {row.values["uscc"] for row in rows if row.values.get("uscc")}
    reach = context.access.reach(Capability.REGISTER_VIEW)
    found = Enterprise.objects.within(reach).filter(uscc__in=codes)
    enterprises = dict(found.values_list("uscc", "pk"))
    managing = dict(Jurisdiction.objects.values_list("code", "pk"))
    return [_request(row, context, enterprises, managing) for row in rows]


def _request(
    row: Row, context: Context, enterprises: dict[str | None, int], managing: dict[str, int]
) -> ChannelRequest:
    values = row.values
    received = values.get("received_on")
    return ChannelRequest(
        channel=values["channel"],
        external_no=values["external_no"].strip(),
        text=values["problem"],
        unit_id=managing.get(values.get("district", ""), context.jurisdiction_id),
        title=values.get("request_title") or "",
        category=category_of(values.get("problem_type") or values["problem"]),
        nature=values.get("nature") or Nature.APPEAL,
        enterprise_id=enterprises.get(values.get("uscc")),
        enterprise_name=values.get("name") or "",
        contact_name=(values.get("contact") or "")[:60],
        contact_phone=(values.get("phone") or "")[:30],
        answer=values.get("answer") or "",
        received_on=date.fromisoformat(received) if received else None,
        where=context.source_of(row),
    )


def _changes(told: ChannelRequest) -> dict[str, list[str]]:
    """What is new about a request, as people read it."""
    said = {
        "channel": dict(OUTSIDE_CHOICES).get(told.channel, told.channel),
        "external_no": told.external_no,
        "problem": told.text,
        "nature": str(Nature(told.nature).label),
        "answer": told.answer,
    }
    return {name: ["", str(value)] for name, value in said.items() if value}


def channels(_: Reach) -> Options:
    words = {str(label): code for code, label in OUTSIDE_CHOICES}
    return {**words, "12345": words["12345热线"], "企业店小二": words["店小二"]}


def natures(_: Reach) -> Options:
    return {**labels(Nature), "问题": Nature.PROBLEM, "困难": Nature.PROBLEM, "求助": Nature.APPEAL}


kinds.add(
    Kind(
        name="channel_requests",
        title="渠道来件",
        purpose="登记汉企通、光谷i企、店小二、12345等渠道转来的诉求，按来源编号各登记一次，再导入不重复",
        capability=Capability.CHANNEL_INTAKE,
        fields=(
            Field("channel", "来源", "choice", True, True, channels, example="汉企通"),
            Field("external_no", "来源编号", required=True, example="HQT20261122001"),
            Field("problem", "诉求内容", required=True, example="现有厂房不足，希望协调用地"),
            Field("request_title", "标题", example="申请厂房扩建用地"),
            Field("name", "企业名称", "name", example="武汉示例光电科技有限公司"),
            Field("uscc", "统一社会信用代码", "uscc", example="91420100MAXX00015X"),
            Field("district", "管理单位", "choice", options=units, help_text="不填为导入单位"),
            Field("problem_type", "问题类别", example="用地"),
            Field("nature", "性质", "choice", options=natures, example="诉求"),
            Field("received_on", "收到日期", "date", example="2026-11-20"),
            Field("contact", "联系人", "person", personal=True),
            Field("phone", "联系电话", "phone", personal=True),
            Field("answer", "答复", help_text="只用于咨询：填写后即答即结"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
        parsers=PARSERS,
    )
)
