"""问题台账: matters of enterprises as districts kept them before, open ones and closed ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from enterprises.exchange.dated import enterprise_of, labels
from enterprises.exchange.subject import PARSERS, enterprise
from services.actions import ticket_ledger
from services.choices.tickets import ANSWERED, Category, Channel, Nature, Outcome, Satisfaction
from services.exchange.ledgers import Ledger
from services.models import Ticket
from services.rules.ledgers import PastTicket, category_of, channel_of, names_of
from wuhan_smes.access import Capability, Reach
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Options, Row, kinds

RESULTS: Final[Options] = {
    **dict.fromkeys(("解决", "办结", "已办结", "完成", "已完成"), Outcome.SOLVED),
    **dict.fromkeys(("解释", "已解释", "答复解释"), Outcome.EXPLAINED),
    "部分办结": Outcome.PARTLY_SOLVED,
    "纳入计划": Outcome.PLANNED,
    "政策不允许": Outcome.UNSUPPORTED,
    "企业撤回": Outcome.WITHDRAWN,
}
WORDS: Final[Options] = {
    **dict.fromkeys(("非常满意", "很满意", "十分满意"), Satisfaction.SATISFIED),
    **dict.fromkeys(("比较满意", "较满意", "一般"), Satisfaction.FAIRLY),
    "不太满意": Satisfaction.UNSATISFIED,
}
# What a ledger says of a matter that the ticket keeps in its first step.
KEPT: Final[Mapping[str, str]] = {
    "ledger_no": "external_no",
    "due_on": "due_on",
    "source_channel": "channel_said",
    "problem_type": "category_said",
    "remark": "remark",
}


@dataclass(frozen=True, slots=True)
class Units:
    """Who may be named as responsible: agencies by every spelling, and the unit of the ledger."""

    agencies: Mapping[str, int]
    own: frozenset[str]

    @classmethod
    def of(cls, context: Context) -> "Units":
        found: dict[str, int] = {}
        for agency in Agency.objects.order_by("display_order", "id"):
            for word in (agency.name, *agency.aliases):
                found.setdefault(word, agency.pk)
        unit = Jurisdiction.objects.get(pk=context.jurisdiction_id)
        return cls(found, frozenset({unit.name, unit.short, *unit.aliases}))

    def named(self, text: str, field: str) -> list[int]:
        """The agencies a cell names, the unit itself left out. Raises InputRefused for others."""
        words = [word for word in names_of(text) if word not in self.own]
        if unknown := [word for word in words if word not in self.agencies]:
            detail = f"没有责任单位“{'、'.join(unknown)}”，请写登记的名称或简称"
            raise InputRefused(Fault(field, "unknown", detail))
        return [self.agencies[word] for word in words]


def _read(rows: Sequence[Row], context: Context) -> list[PastTicket | Decision]:
    units = Units.of(context)
    told: list[PastTicket | Decision] = []
    for row in rows:
        try:
            told.append(_ticket(row, units, context))
        except InputRefused as refusal:
            told.append(Decision.refused(*refusal.faults))
    return told


def _ticket(row: Row, units: Units, context: Context) -> PastTicket:
    values = row.values
    lead = units.named(values.get("unit") or "", "unit")
    helpers = units.named(values.get("cooperator") or "", "cooperator")
    if helpers and not lead:
        raise InputRefused(Fault("unit", "required", "有配合单位的请写明责任单位"))
    closed_on = _day(values.get("closed_on"))
    said = values.get("closed")
    if said and closed_on is None:
        raise InputRefused(Fault("closed_on", "required", "已销号的请写明办结日期"))
    if said is False:
        closed_on = None
    return PastTicket(
        enterprise_id=enterprise_of(row),
        received_on=date.fromisoformat(values["received_on"]),
        text=values["problem"],
        category=category_of(values.get("problem_type") or values["problem"]),
        channel=channel_of(values.get("source_channel") or ""),
        nature=values.get("nature") or Nature.PROBLEM,
        agency_ids=tuple(dict.fromkeys((*lead, *helpers))),
        closed_on=closed_on,
        outcome=values.get("result") or "" if closed_on else "",
        answer=values.get("progress") or "",
        satisfaction=values.get("satisfaction") or "",
        contact_name=values.get("contact") or "",
        contact_phone=values.get("phone") or "",
        facts={name: values[key] for key, name in KEPT.items() if values.get(key)},
        where=context.source_of(row),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _shown(told: PastTicket) -> Mapping[str, str]:
    return {
        "received_on": str(told.received_on),
        "problem": told.text,
        "problem_type": str(Category(told.category).label),
        "source_channel": str(Channel(told.channel).label),
        "closed_on": str(told.closed_on or ""),
        "result": str(Outcome(told.outcome).label) if told.outcome else "",
        "progress": told.answer,
        "satisfaction": str(Satisfaction(told.satisfaction).label) if told.satisfaction else "",
    }


LEDGER: Final = Ledger(Ticket, ticket_ledger, _read, _shown)


def results(_: Reach) -> Options:
    return {**{str(Outcome(it).label): it.value for it in ANSWERED}, **RESULTS}


def satisfactions(_: Reach) -> Options:
    return {**labels(Satisfaction), **WORDS}


def natures(_: Reach) -> Options:
    return {**labels(Nature), "问题": Nature.PROBLEM, "困难": Nature.PROBLEM}


kinds.add(
    Kind(
        name="ticket_ledger",
        title="问题台账（历史）",
        purpose="补录启用前的问题诉求，保留原日期、承办单位与销号情况，记为历史补录，不计时限",
        capability=Capability.TICKET_APPROVE,
        fields=(
            Field("problem", "问题描述", required=True, example="扩产用电容量不足"),
            Field("received_on", "收到日期", "date", True, example="2024-05-20"),
            Field("problem_type", "问题类别", example="用电"),
            Field("nature", "性质", "choice", options=natures, example="困难问题"),
            Field("source_channel", "来源", example="走访"),
            Field("unit", "责任单位", example="市经信局"),
            Field("cooperator", "配合单位", example="市科创局"),
            Field("due_on", "办理时限", "date", example="2024-06-20"),
            Field("progress", "办理进展", example="已协调增容"),
            Field("closed", "是否销号", "boolean", example="是"),
            Field("closed_on", "办结日期", "date", example="2024-06-18"),
            Field("result", "办理结果", "choice", ask=True, options=results, example="已解决"),
            Field("satisfaction", "满意度", "choice", options=satisfactions, example="满意"),
            Field("contact", "联系人", "person", personal=True),
            Field("phone", "联系电话", "phone", personal=True),
            Field("ledger_no", "台账编号"),
            Field("remark", "备注"),
        ),
        decide=LEDGER.decide,
        apply=LEDGER.apply,
        undo=LEDGER.undo,
        touched=LEDGER.touched,
        subject=enterprise,
        parsers=PARSERS,
    )
)
