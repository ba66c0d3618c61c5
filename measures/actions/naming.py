"""Payees that a list names, people and institutions among them; lines as the finder makes them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from enterprises.models import Enterprise
from measures.choices import EntitlementReason, EntitlementState, OncePer, PayeeKind, ProgrammeState
from measures.models import Clawback, Entitlement, Payee, Programme
from measures.queries.paid import Paid, paid_for
from measures.querysets import EntitlementQuerySet
from measures.rules.amounts import amount_rule, computed
from measures.rules.highest import Option, Settled, settle
from measures.rules.naming import Named, faults_of
from measures.rules.vetoes import barred
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted

FIND: Final = Capability.ENTITLEMENT_FIND


@transaction.atomic
def put_forward(
    programme_id: int, *, access: Access, at: datetime, on: date, named: Sequence[Named]
) -> list[Entitlement]:
    """Make lines for whoever a list names, all or none; the best standard of the matter is paid
    once, whoever else promised. Refuses who stands on the list of this period already, unless all
    he was paid came back and no bar holds.
    """
    if not access.reach(FIND).everywhere:
        raise NotPermitted("名单由市级统一列入")
    programme = Programme.objects.within(access.reach(FIND)).locked(programme_id)
    if programme.state == ProgrammeState.DRAFT or programme.valid_from is None:
        raise ActionRefused("草拟的项目尚未施行，只能在测算中试算")
    if programme.eligibility is not None:
        raise ActionRefused("该项目由系统按条件查找，不能自行列入")
    since, until = programme.valid_from, programme.valid_until
    faults = [
        fault
        for one in named
        for fault in faults_of(one, kind=programme.payee_kind, since=since, until=until)
    ]
    if faults or not named:
        raise InputRefused(*(faults or [Fault("named", "required", "名单是空的")]))
    lines = [_line(programme, one, on, at) for one in named]
    entries = [(line, {"payee": str(line.payee), "payable": line.payable}) for line in lines]
    trail.record_set("entitlement.put_forward", entries, access=access, at=at)
    return lines


def _line(programme: Programme, named: Named, on: date, at: datetime) -> Entitlement:
    payee = _payee(programme.payee_kind, named)
    period = 0 if programme.once_per == OncePer.LIFETIME else named.event_on.year
    others = Entitlement.objects.filter(
        payee=payee, matter_id=programme.matter_id, period=period
    ).select_related("programme")
    paid = paid_for([payee.pk], programme.matter, period=period)[payee.pk]
    _require_free(payee, others.filter(programme=programme), paid, on)
    facts: dict[str, Decimal | str | None] = dict(named.facts)
    standard = computed(amount_rule(programme.amount_rule), facts)
    line = Entitlement(
        payee=payee,
        programme=programme,
        matter_id=programme.matter_id,
        period=period,
        jurisdiction_id=payee.jurisdiction_id,
        gross=standard,
        event_on=named.event_on,
        found_on=on,
        recorded_at=at,
        snapshot={"what": "named", **{name: str(value) for name, value in named.facts.items()}},
    )
    waiting = others.filter(state=EntitlementState.PROPOSED).order_by("pk")
    open_lines = [*waiting.select_for_update(of=("self",), no_key=True), line]
    for one, settled in _settled(open_lines, paid):
        _say(one, settled, paid)
        one.version += 0 if one is line else 1
        one.save()
    return line


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
