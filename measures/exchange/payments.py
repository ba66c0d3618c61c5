"""Lists of what was paid in earlier years, in 元 or 万元 as their headers say."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final

from enterprises.exchange.dated import enterprise_of, labels
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.rules.document_no import normalise_document_no
from measures.actions import past_payments
from measures.actions.past_payments import Recorded, Told, says_nothing_new, standing
from measures.choices import DocumentLevel
from measures.models import SAID, PastPayment
from measures.rules.payments import AMOUNTS, faults_of, yuan
from wuhan_smes.access import Capability, Reach
from wuhan_smes.errors import Fault
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Options, Row, Trace, kinds
from wuhan_smes.many_rows import among

TABLE: Final = PastPayment._meta.db_table
LEVELS: Final[Options] = {
    **dict.fromkeys(("国家级", "中央", "中央级"), DocumentLevel.NATIONAL),
    "省级": DocumentLevel.PROVINCIAL,
    "市级": DocumentLevel.MUNICIPAL,
    "区级": DocumentLevel.DISTRICT,
}
# Columns of a payment that lists call otherwise.
FIELDS: Final[Mapping[str, str]] = {"note": "remark"}
LENGTHS: Final = {"programme": 200, "matter": 200, "policy_basis": 300, "note": 300}


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    told = [_told(row, context) for row in rows]
    known = standing(told)
    for it in told:
        faults = [
            Fault(FIELDS.get(fault.field, fault.field), fault.code, fault.detail)
            for fault in faults_of(it.values)
        ]
        before = known.get(it.identity)
        if faults:
            yield Decision.refused(*faults)
        elif before is not None and says_nothing_new(it, before):
            yield Decision(Verdict.UNCHANGED, thread=_thread(it))
        else:
            verdict = Verdict.NEW if before is None else Verdict.CHANGED
            yield Decision(verdict, _changes(it, before), thread=_thread(it))


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    told = [_told(row, context) for row in rows]
    known = standing(told)
    done = past_payments.record_set(told, access=context.access, at=context.at)
    for row, it, recorded in zip(rows, told, done, strict=True):
        if recorded is not None:
            yield from _traces(row, it, recorded, _changes(it, known.get(it.identity)))


def undo(traces: Sequence[Trace], context: Context) -> None:
    """What the list added is struck off; what it had told anew is told as before."""
    targets = {op: {it.target_id for it in traces if it.operation == op} for op in Operation}
    reason = f"撤回{context.source}"[:200]
    past_payments.strike_set(
        targets[Operation.ADDED], access=context.access, at=context.at, reason=reason
    )
    before = PastPayment.objects.filter(among("pk", targets[Operation.SUPERSEDED])).order_by("pk")
    again = [
        Told(row.enterprise_id, {name: getattr(row, name) for name in SAID}, row.source)
        for row in before
    ]
    past_payments.record_set(again, access=context.access, at=context.at)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    added = {it.target_id: it.row_id for it in traces if it.operation == Operation.ADDED}
    since = dict(PastPayment.objects.filter(among("pk", added)).values_list("pk", "superseded_at"))
    found = {}
    for pk, row_id in added.items():
        if pk not in since:
            found[row_id] = "企业已转由其他单位管理"
        elif since[pk] is not None:
            found[row_id] = "兑付记录已被更正或撤销"
    return found


def _told(row: Row, context: Context) -> Told:
    """What one row tells; a cell left blank is not known."""
    said: dict[str, Any] = {}
    for name in SAID:
        value = row.values.get(FIELDS.get(name, name))
        if value in (None, ""):
            continue
        if name in AMOUNTS:
            value = Decimal(value)
        elif name == "paid_on":
            value = date.fromisoformat(value)
        elif name == "year":
            value = int(value)
        elif name == "document_no":
            value = normalise_document_no(value)[:60]
        elif name in LENGTHS:
            value = value[: LENGTHS[name]]
        said[name] = value
    return Told(enterprise_of(row), said, context.source_of(row)[:200])


def _thread(told: Told) -> str:
    """Payments that differ in what identifies them do not contradict each other."""
    return blake2b(repr(told.identity).encode(), digest_size=12).hexdigest()


def _changes(told: Told, before: PastPayment | None) -> dict[str, list[str]]:
    return {
        FIELDS.get(name, name): [_shown(name, was), _shown(name, value)]
        for name, value in told.values.items()
        if value not in (None, "") and value != (was := getattr(before, name, None))
    }


def _shown(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name in AMOUNTS:
        return yuan(value)
    return str(DocumentLevel(value).label if name == "level" else value)


def _traces(
    row: Row, told: Told, recorded: Recorded, changes: Mapping[str, Sequence[str]]
) -> Iterator[Trace]:
    about = (row.id, TABLE)
    for gone in recorded.gone:
        yield Trace(*about, gone.pk, Operation.SUPERSEDED, told.enterprise_id)
    yield Trace(
        *about,
        recorded.added.pk,
        Operation.ADDED,
        told.enterprise_id,
        _thread(told),
        list(changes),
        {name: pair[0] for name, pair in changes.items()},
        {name: pair[1] for name, pair in changes.items()},
    )


def levels(_: Reach) -> Options:
    return {**labels(DocumentLevel), **LEVELS}


kinds.add(
    Kind(
        name="past_payments",
        title="历史兑付",
        purpose="登记本系统启用前已兑付的奖补资金，供核算补差；合计行不计，金额空白为未明确",
        capability=Capability.PAYMENT_EDIT,
        fields=(
            Field("programme", "奖补项目", required=True, ask=True, example="小巨人认定奖励"),
            Field("amount", "奖补金额", "money", example="500000.00"),
            Field("amount_city", "市级资金", "money"),
            Field("amount_district", "区级资金", "money"),
            Field("year", "年度", "year", ask=True, example="2024"),
            Field("paid_on", "拨付日期", "date"),
            Field("matter", "同一事项"),
            Field("policy_basis", "政策依据"),
            Field("level", "资金层级", "choice", options=levels, example="市"),
            Field("document_no", "文号", "doc_no", example="武经信〔2024〕9号"),
            Field("remark", "备注"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
        subject=enterprise,
        parsers=PARSERS,
    )
)
