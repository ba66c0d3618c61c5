"""Why a line may not be paid today, asked once when it is arranged and again when it is paid."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from enterprises.choices import EnterpriseStatus, Tier
from enterprises.models import AnnualIndicators
from enterprises.queries.key_projects import gates
from measures.choices import Gate
from measures.models import Clawback, Entitlement, Matter, ProgrammeInstalment
from measures.queries.paid import Paid, paid_for
from measures.rules import vetoes as rules
from measures.rules.eligibility import eligibility
from wuhan_smes.access import Reach
from wuhan_smes.many_rows import among

GONE = frozenset(EnterpriseStatus) - {EnterpriseStatus.ACTIVE}


def vetoes(lines: Sequence[Entitlement], *, on: date) -> dict[int, list[str]]:
    """By line, every reason against paying it on the day; lines without one are left out."""
    found: dict[int, list[str]] = defaultdict(list)
    listed = _listed(line.payee.enterprise_id for line in lines)
    barred = _barred((line.payee_id for line in lines), on)
    above, shut = _above_the_best(lines), _shut(lines)
    for line in lines:
        enterprise = line.payee.enterprise
        if enterprise is not None:
            if enterprise.status in GONE:
                found[line.pk].append(f"企业{enterprise.get_status_display()}")
            found[line.pk] += listed.get(enterprise.pk, ())
        if line.payee_id in barred:
            found[line.pk].append(rules.barred(barred[line.payee_id]))
        found[line.pk] += [said[line.pk] for said in (above, shut) if line.pk in said]
    return {pk: reasons for pk, reasons in found.items() if reasons}


def _listed(enterprises: Iterable[int | None]) -> dict[int, list[str]]:
    """异常 and 失信 by the last year that says anything about each."""
    said: dict[int, list[str]] = {}
    wanted = [pk for pk in enterprises if pk is not None]
    rows = (
        AnnualIndicators.objects.filter(among("enterprise_id", wanted), superseded_at__isnull=True)
        .order_by("enterprise_id", "year")
        .values_list("enterprise_id", "on_abnormal_list", "on_dishonest_list")
    )
    last: dict[int, tuple[bool | None, bool | None]] = {}
    for pk, abnormal, dishonest in rows:
        before = last.get(pk, (None, None))
        last[pk] = (
            before[0] if abnormal is None else abnormal,
            before[1] if dishonest is None else dishonest,
        )
    for pk, (abnormal, dishonest) in last.items():
        said[pk] = [
            *(["列入经营异常名录"] if abnormal else []),
            *(["列入严重失信主体名单"] if dishonest else []),
        ]
    return said


def _barred(payees: Iterable[int], on: date) -> dict[int, date]:
    rows = Clawback.objects.barring(payees, on=on).order_by("barred_until")
    told = rows.values_list("entitlement__payee_id", "barred_until")
    return {payee: until for payee, until in told if until is not None}


def _above_the_best(lines: Sequence[Entitlement]) -> dict[int, str]:
    """Lines that would bring what is paid for their matter above the best standard of it: what is
    in a batch counts as paid, whoever else paid counts too.
    """
    payees = {line.payee_id for line in lines}
    rows = Entitlement.objects.filter(among("payee_id", payees)).values_list(
        "payee_id", "matter_id", "period", "gross"
    )
    best: dict[tuple[int, ...], list[Decimal | None]] = defaultdict(list)
    for payee, of_matter, period, gross in rows:
        best[payee, of_matter, period].append(gross)
    paid = _paid(lines)
    found = {}
    for line in lines:
        key = (line.payee_id, line.matter_id, line.period)
        mine = paid[key]
        net = mine.sent + mine.reserved - mine.recovered
        said = rules.above(net, mine.told, best[key])
        if said:
            found[line.pk] = said
    return found


def _paid(lines: Iterable[Entitlement]) -> dict[tuple[int, ...], Paid]:
    """By payee, matter and period; lists of the past may have come in since the line was found."""
    asked: dict[tuple[int, int], set[int]] = defaultdict(set)
    for line in lines:
        asked[line.matter_id, line.period].add(line.payee_id)
    matters = Matter.objects.in_bulk({matter for matter, _ in asked})
    return {
        (payee, matter, period): told
        for (matter, period), payees in asked.items()
        for payee, told in paid_for(payees, matters[matter], period=period).items()
    }


def _shut(lines: Iterable[Entitlement]) -> dict[int, str]:
    """Lines of key little giants whose project has not opened the gate of their instalment. Money
    for a project is what comes in parts of which one waits for its evaluation.
    """
    giants = [line for line in lines if _of_key_giant(line)]
    evaluated = set(
        ProgrammeInstalment.objects.filter(
            programme__in={line.programme_id for line in giants}, gate=Gate.PERFORMANCE
        ).values_list("programme_id", "ordinal")
    )
    projects = {programme for programme, _ in evaluated}
    mine = [line for line in giants if line.programme_id in projects]
    keys = {line.payee.enterprise_id for line in mine} - {None}
    opened = gates([key for key in keys if key is not None], reach=Reach(everywhere=True))
    found = {}
    for line in mine:
        gate = opened.get(line.payee.enterprise_id or 0)
        gated = (line.programme_id, line.instalment) in evaluated
        said = rules.gate_shut(gate, evaluated=gated)
        if said:
            found[line.pk] = said
    return found


def _of_key_giant(line: Entitlement) -> bool:
    """Whether the title of a key little giant gave the right: the line says which title did, else
    (named by a list, or found before lines said it) every title of its programme is that one.
    """
    said = line.snapshot.get("tier")
    if said is not None:
        return bool(said == Tier.KEY_LITTLE_GIANT)
    if line.programme.eligibility is None:
        return False
    events = eligibility(line.programme.eligibility).events
    return any(set(event.tiers) == {Tier.KEY_LITTLE_GIANT} for event in events)
