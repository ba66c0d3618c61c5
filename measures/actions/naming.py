"""Payees that a list names, people and institutions among them; lines as the finder makes them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from enterprises.models import Enterprise
from measures.choices import EntitlementReason, EntitlementState, OncePer, PayeeKind, ProgrammeState
from measures.models import Clawback, Entitlement, Payee, Programme
from measures.queries.paid import Paid, paid_for
from measures.querysets import EntitlementQuerySet
from measures.rules.amounts import amount_rule, computed, limits_of
from measures.rules.highest import Option, Settled, settle
from measures.rules.naming import Named, faults_of
from measures.rules.vetoes import barred
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted
from wuhan_smes.many_rows import among

FIND: Final = Capability.ENTITLEMENT_FIND
UNTOUCHED: Final = (EntitlementState.PROPOSED, EntitlementState.DEFERRED)


@transaction.atomic
def put_forward(
    programme_id: int, *, access: Access, at: datetime, on: date, named: Sequence[Named]
) -> list[Entitlement]:
    """Make lines for whoever a list names, all or none; the best standard of the matter is paid
    once, whoever else promised. Refuses who stands on the list of this period already, unless he
    was taken off it, or all he was paid came back and no bar holds.
    """
    if not access.reach(FIND).everywhere:
        raise NotPermitted("名单由市级统一列入")
    programme = Programme.objects.within(access.reach(FIND)).locked(programme_id)
    if programme.state == ProgrammeState.DRAFT or programme.valid_from is None:
        raise ActionRefused("草拟的项目尚未施行，只能在测算中试算")
    if programme.eligibility is not None:
        raise ActionRefused("该项目由系统按条件查找，不能自行列入")
    faults = [fault for one in named for fault in against(programme, one)]
    if faults or not named:
        raise InputRefused(*(faults or [Fault("named", "required", "名单是空的")]))
    lines = [_line(programme, one, on, at) for one in named]
    entries = [(line, {"payee": str(line.payee), "payable": line.payable}) for line in lines]
    trail.record_set("entitlement.put_forward", entries, access=access, at=at)
    return lines


def against(programme: Programme, named: Named) -> list[Fault]:
    """Why the payee cannot stand on the list of the programme, which is in force."""
    limits = limits_of(amount_rule(programme.amount_rule))
    since, until = programme.valid_from or date.max, programme.valid_until
    kind = programme.payee_kind
    return list(faults_of(named, kind=kind, since=since, until=until, limits=limits))


@transaction.atomic
def take_off(
    ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[Entitlement]:
    """Take back what a list named, all or none; what the others of the matter come to is told
    anew. Refuses a line somebody has begun to deal with.
    """
    if not access.reach(FIND).everywhere:
        raise NotPermitted("名单由市级统一列入")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请写明理由"))
    rows = Entitlement.objects.within(access.reach(FIND)).filter(among("pk", ids))
    lines = list(rows.select_for_update(of=("self",), no_key=True).for_list().order_by("pk"))
    if len(lines) < len(set(ids)):
        raise Entitlement.DoesNotExist("not all of these lines are there")
    for line in lines:
        if line.programme.eligibility is not None or line.state not in UNTOUCHED:
            raise ActionRefused(f"“{line.payee}”已进入办理或不由名单列入，不能撤回")
    for line in lines:
        line.state, line.reason = EntitlementState.LAPSED, EntitlementReason.TAKEN_OFF
        line.payable = None if line.gross is None else Decimal(0)
        line.recorded_at, line.version = at, line.version + 1
        line.save()
        _tell_the_rest(line)
    entries = [(line, {"payee": str(line.payee), "reason": reason}) for line in lines]
    trail.record_set("entitlement.take_off", entries, access=access, at=at)
    return lines


def _tell_the_rest(line: Entitlement) -> None:
    """What is left of the matter for the payee, without the line."""
    rest = Entitlement.objects.filter(
        payee=line.payee, matter=line.matter_id, period=line.period, state=EntitlementState.PROPOSED
    ).select_related("programme__matter")
    waiting = list(rest.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if waiting:
        matter = waiting[0].programme.matter
        _tell(waiting, paid_for([line.payee_id], matter, period=line.period)[line.payee_id])


def _line(programme: Programme, named: Named, on: date, at: datetime) -> Entitlement:
    payee = _payee(programme.payee_kind, named)
    period = period_of(programme, named.event_on)
    others = Entitlement.objects.filter(
        payee=payee, matter_id=programme.matter_id, period=period
    ).select_related("programme")
    paid = paid_for([payee.pk], programme.matter, period=period)[payee.pk]
    mine = others.filter(programme=programme)
    _require_free(payee, mine.exclude(reason=EntitlementReason.TAKEN_OFF), paid, on)
    facts: dict[str, Decimal | str | None] = dict(named.facts)
    again = mine.filter(reason=EntitlementReason.TAKEN_OFF)
    line = again.select_for_update(of=("self",), no_key=True).first() or Entitlement(
        payee=payee,
        programme=programme,
        matter_id=programme.matter_id,
        period=period,
        jurisdiction_id=payee.jurisdiction_id,
        version=0,
    )
    line.gross = computed(amount_rule(programme.amount_rule), facts)
    line.event_on, line.found_on, line.recorded_at = named.event_on, on, at
    said = {name: str(value) for name, value in named.facts.items()}
    line.snapshot = {"what": "named", **said}
    waiting = others.filter(state=EntitlementState.PROPOSED).order_by("pk")
    _tell([*waiting.select_for_update(of=("self",), no_key=True), line], paid)
    return line


def period_of(programme: Programme, event_on: date) -> int:
    """The period in which a programme pays for something of that day."""
    return 0 if programme.once_per == OncePer.LIFETIME else event_on.year


def _tell(lines: Sequence[Entitlement], paid: Paid) -> None:
    """What each of the open lines of a matter comes to, beside the others."""
    for one, settled in _settled(lines, paid):
        _say(one, settled, paid)
        one.version += 1
        one.save()


def _require_free(payee: Payee, before: EntitlementQuerySet, paid: Paid, on: date) -> None:
    """Refuses a second line, but of somebody who gave everything back and may be paid again."""
    if before.exclude(state=EntitlementState.RECOVERED).exists():
        raise ActionRefused(f"“{payee}”本期已在名单上")
    if not before.exists():
        return
    if paid.sent > paid.recovered:
        raise ActionRefused(f"“{payee}”本期已兑付的尚未全部追回")
    for bar in Clawback.objects.barring([payee.pk], on=on):
        if bar.barred_until is not None:
            raise ActionRefused(f"“{payee}”{barred(bar.barred_until)}")


def _settled(lines: Sequence[Entitlement], paid: Paid) -> list[tuple[Entitlement, Settled]]:
    options = {_key(line): Option(_key(line), line.gross) for line in lines}
    found = settle(
        options.values(), paid=paid.paid, approved=paid.approved, recovered=paid.recovered
    )
    by_key = {one.option.code: one for one in found}
    return [(line, by_key[_key(line)]) for line in lines]


def _say(line: Entitlement, settled: Settled, paid: Paid) -> None:
    line.payable, line.reason = settled.payable.amount, settled.payable.reason
    line.gross = None if line.payable is None else line.gross
    unknown = {EntitlementReason.AMOUNT_UNKNOWN, EntitlementReason.PAID_UNKNOWN}
    known = settled.payable.reason not in unknown
    line.state = EntitlementState.PROPOSED if known else EntitlementState.DEFERRED
    line.already_paid = max(Decimal(0), (paid.paid or Decimal(0)) + paid.approved - paid.recovered)
    line.options = [
        {"code": other.code, "standard": None if other.standard is None else str(other.standard)}
        for other in settled.others
    ]


def _key(line: Entitlement) -> str:
    return f"{line.programme.code}/{line.programme.edition}"


def _payee(kind: str, named: Named) -> Payee:
    if kind == PayeeKind.ENTERPRISE:
        enterprise = Enterprise.objects.filter(pk=named.enterprise_id or 0).first()
        if enterprise is None:
            raise InputRefused(Fault("enterprise", "unknown", f"库内没有“{named.name}”"))
        payee, _ = Payee.objects.get_or_create(
            enterprise=enterprise,
            defaults={
                "kind": kind,
                "identifier": enterprise.uscc or f"#{enterprise.pk}",
                "name": enterprise.name,
                "jurisdiction_id": enterprise.jurisdiction_id,
            },
        )
        return payee
    if not Jurisdiction.objects.filter(pk=named.jurisdiction_id).exists():
        raise InputRefused(Fault("jurisdiction", "unknown", "没有这个管理单位"))
    payee, _ = Payee.objects.get_or_create(
        kind=kind,
        identifier=named.identifier.strip()[:60],
        defaults={"name": named.name.strip()[:200], "jurisdiction_id": named.jurisdiction_id},
    )
    return payee
