"""Lists that name who is to be paid: talents, teams, institutions, parks, districts, stations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final

from django.utils import timezone

from enterprises.exchange.words import units
from enterprises.models import Enterprise
from measures.actions import naming
from measures.choices import EntitlementReason, EntitlementState, PayeeKind, ProgrammeState
from measures.models import Entitlement, Payee, Programme
from measures.rules.amounts import amount_rule, facts_asked
from measures.rules.naming import NAMED, Named
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import Fault
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Options, Row, Trace, kinds
from wuhan_smes.many_rows import among

TABLE: Final = Entitlement._meta.db_table
TYPES: Final = {"months": "integer"}
ASKED: Final = "金额标准所依的数；项目不需要的留空"
# What a payee is told by stands in other columns of the list than of an act.
FIELDS: Final = {"event_on": "happened_on"}


@dataclass(frozen=True, slots=True)
class Told:
    """One row: which programme it is for, and whom it names."""

    programme: Programme
    named: Named

    @property
    def key(self) -> tuple[int, str, int]:
        """What is on the list once."""
        period = naming.period_of(self.programme, self.named.event_on)
        return self.programme.pk, self.named.identifier, period

    @property
    def missing(self) -> list[str]:
        """Numbers the amount follows, of which the row says nothing."""
        asked = facts_asked(amount_rule(self.programme.amount_rule))
        return [name for name in asked if name in NAMED and name not in self.named.facts]


class NamedLists:
    """What the rows of a portion name, looked up at once."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.programmes = {it.code: it for it in _programmes()}
        self.units = dict(Jurisdiction.objects.managing().values_list("code", "pk"))
        written = {row.values["payee_number"].strip() for row in rows}
        numbers = written | {number.upper() for number in written}
        found = Enterprise.objects.filter(uscc__in=numbers).values_list("uscc", "pk")
        self.enterprises = {code: pk for code, pk in found if code is not None}
        lines = Entitlement.objects.filter(
            payee__in=Payee.objects.filter(identifier__in=numbers),
            programme__in=[it.pk for it in self.programmes.values()],
        ).exclude(state=EntitlementState.RECOVERED)
        self.standing = set(
            lines.exclude(reason=EntitlementReason.TAKEN_OFF).values_list(
                "programme_id", "payee__identifier", "period"
            )
        )

    def told(self, row: Row) -> Told:
        words = row.values
        programme = self.programmes[words["programme"]]
        number = words["payee_number"].strip()[:60]
        of_enterprises = programme.payee_kind == PayeeKind.ENTERPRISE
        number = number.upper() if of_enterprises else number
        said = {name: words.get(name) for name in NAMED}
        return Told(
            programme,
            Named(
                number,
                words["payee_name"].strip()[:200],
                self.units[words["district"]],
                date.fromisoformat(words["happened_on"]),
                self.enterprises.get(number) if of_enterprises else None,
                {name: Decimal(value) for name, value in said.items() if value not in (None, "")},
            ),
        )


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    known = NamedLists(rows)
    for it in map(known.told, rows):
        told = [
            Fault(FIELDS.get(fault.field, "payee_number"), fault.code, fault.detail)
            for fault in naming.against(it.programme, it.named)
        ]
        told += [Fault(name, "required", f"请填写{NAMED[name]}") for name in it.missing]
        thread = blake2b(repr(it.key).encode(), digest_size=12).hexdigest()
        if told:
            yield Decision.refused(*told)
        elif it.key in known.standing:
            yield Decision(Verdict.UNCHANGED, thread=thread)
        else:
            known.standing.add(it.key)  # the same once more further down says nothing new
            yield Decision(Verdict.NEW, _changes(it), thread=thread)


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    known = NamedLists(rows)
    told: dict[int, list[tuple[Row, Told]]] = {}
    for row, it in zip(rows, map(known.told, rows), strict=True):
        if it.key not in known.standing:
            known.standing.add(it.key)
            told.setdefault(it.programme.pk, []).append((row, it))
    on = timezone.localdate(context.at)
    for programme_id, mine in told.items():
        lines = naming.put_forward(
            programme_id,
            access=context.access,
            at=context.at,
            on=on,
            named=[it.named for _, it in mine],
        )
        for (row, it), line in zip(mine, lines, strict=True):
            after = {name: pair[1] for name, pair in _changes(it).items()}
            yield Trace(
                row.id,
                TABLE,
                line.pk,
                Operation.ADDED,
                it.named.enterprise_id,
                fields=list(after),
                before=dict.fromkeys(after, ""),
                after=after,
            )


def undo(traces: Sequence[Trace], context: Context) -> None:
    naming.take_off(
        {it.target_id for it in traces},
        access=context.access,
        at=context.at,
        reason=f"撤回{context.source}"[:200],
    )


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    states = dict(
        Entitlement.objects.filter(among("pk", {it.target_id for it in traces})).values_list(
            "pk", "state"
        )
    )
    return {
        it.row_id: f"已{EntitlementState(states[it.target_id]).label}"
        for it in traces
        if states.get(it.target_id) not in naming.UNTOUCHED
    }


def _changes(it: Told) -> dict[str, list[Any]]:
    shown = {
        "programme": it.programme.title,
        "payee_number": it.named.identifier,
        "payee_name": it.named.name,
        "happened_on": str(it.named.event_on),
        **{name: str(value) for name, value in it.named.facts.items()},
    }
    return {name: ["", value] for name, value in shown.items()}


def _programmes() -> Sequence[Programme]:
    """Those in force whose payees a list names; of one code there is one."""
    rows = Programme.objects.filter(state=ProgrammeState.IN_FORCE, eligibility__isnull=True)
    return list(rows.order_by("code", "edition"))


def programmes(_: Reach) -> Options:
    """By title or code."""
    found: dict[str, str] = {}
    for row in _programmes():
        found |= {row.title: row.code, row.code: row.code}
    return found


kinds.add(
    Kind(
        name="named_payees",
        title="兑付名单",
        purpose="把名单列入施行中的项目：人才、团队、机构、园区、区、服务站；已在名单上的不重复列入",
        capability=naming.FIND,
        fields=(
            Field(
                "programme",
                "兑现项目",
                "choice",
                required=True,
                ask=True,
                options=programmes,
                help_text="只列施行中、由名单列入的项目",
            ),
            Field(
                "payee_number",
                "识别码",
                required=True,
                help_text="人才编号、证书号、机构代码；企业填统一社会信用代码，个人不填身份证号",
            ),
            Field("payee_name", "对象名称", required=True),
            Field("district", "管理单位", "choice", required=True, ask=True, options=units),
            Field("happened_on", "事实发生日", "date", required=True, ask=True),
            *(
                Field(name, label.partition("（")[0], TYPES.get(name, "money"), help_text=ASKED)
                for name, label in NAMED.items()
            ),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
    )
)
