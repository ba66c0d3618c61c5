"""Running monitoring (措施 25): a round is opened, figures come in, who is silent is reminded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from psycopg.errors import UniqueViolation

from enterprises.actions.facts import refuse_future
from enterprises.actions.readings import Reading, known, of_period, values_of, written
from enterprises.choices import EnterpriseStatus, PeriodBasis, Tier
from enterprises.models import Enterprise, MonitoringRound, PeriodIndicators, PeriodReport
from enterprises.queries.carers import stations_of
from enterprises.queries.highest import holding
from enterprises.queries.monitoring import earlier_firsts, limits
from enterprises.rules.jumps import jumps
from enterprises.rules.periods import Period
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.audit import trail
from wuhan_smes.audit.trail import Entry
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted

SOON: Final = timedelta(days=3)
# After so long nobody is chased for a round any more.
WORTH_CHASING: Final = timedelta(days=90)
BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many were reminded that the day is near, and how many that it is past."""

    soon: int
    overdue: int


@transaction.atomic
def open_round(
    *,
    access: Access,
    at: datetime,
    period: Period,
    due_on: date,
    tiers: Collection[str],
    document: str,
    basis: str = PeriodBasis.CURRENT,
) -> MonitoringRound:
    """Ask every active holder of one of `tiers` on the last day of the period for its figures."""
    if not access.reach(Capability.INDICATOR_EDIT).everywhere:
        raise NotPermitted("运行监测由市级开启，如需增加监测期请联系市经信局")
    refuse_future(period.first, at=at, field_name="period")
    _require_sense(period, due_on, tiers, document)
    opened = MonitoringRound(
        kind=period.kind,
        basis=basis,
        first=period.first,
        due_on=due_on,
        tiers=sorted(set(tiers)),
        document=document.strip(),
        opened_at=at,
        opened_by_name=access.actor_name,
    )
    _kept(opened)
    asked = _ask(opened)
    changes = {"due_on": due_on, "tiers": opened.tiers, "asked": asked}
    trail.record("monitoring.open", opened, access=access, at=at, changes=changes)
    return opened


@transaction.atomic
def fill(
    report_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    explanation: str = "",
    source: str = "代企业填报",
) -> PeriodIndicators:
    """Enter what an enterprise says of a round: itself by its link, its station or its unit for it.

    What leaps beside earlier figures is asked about, and taken with an explanation.
    """
    reach = access.reach(Capability.INDICATOR_FILL)
    report = PeriodReport.objects.within(reach).locked(report_id)
    asked = report.round
    said = {"source": source, "explanation": explanation.strip()[:300]}
    told = {name: value for name, value in values.items() if value is not None}
    if not told:
        raise InputRefused(Fault("values", "required", "请至少填写一项指标"))
    reading = of_period(report.enterprise_id, asked.period, asked.basis, told, **said)
    if not said["explanation"]:
        _ask_about_jumps(reading, asked)
    try:
        with transaction.atomic():
            (done,) = written(
                PeriodIndicators,
                [reading],
                {report.enterprise_id: report.enterprise},
                access,
                at,
                "monitoring.fill",
            )
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused("这一期的指标刚被他人填报，请刷新后核对") from error
    if done is None:
        raise ActionRefused("与已登记的指标一致，无需重复填报")
    return done.added[0]


@transaction.atomic
def remind(*, access: Access, at: datetime) -> Reminded:
    """Mark who is to be reminded today: the day is near, or past. Each of the two once a round;
    the stations that look after them are brought up to date. Safe to run twice.
    """
    if not access.reach(Capability.INDICATOR_EDIT).everywhere:
        raise NotPermitted("催报由系统每日统一办理")
    today = timezone.localdate(at)
    _bring_stations_up_to_date(today)
    soon = Q(round__due_on__range=(today, today + SOON), reminded_at__isnull=True)
    past = Q(
        round__due_on__range=(today - WORTH_CHASING, today - timedelta(days=1)),
        chased_at__isnull=True,
    )
    return Reminded(_mark(soon, "reminded_at", access, at), _mark(past, "chased_at", access, at))


def _require_sense(period: Period, due_on: date, tiers: Collection[str], document: str) -> None:
    faults = []
    if due_on < period.until:
        faults.append(Fault("due_on", "too_early", "截止日应在期间结束以后"))
    if not tiers or set(tiers) - set(Tier.values):
        faults.append(Fault("tiers", "unknown", "请选择监测哪些梯度的企业"))
    if not document.strip() or len(document.strip()) > 200:
        faults.append(Fault("document", "required", "请填写开展监测的依据，不超过 200 字"))
    if faults:
        raise InputRefused(*faults)


def _kept(opened: MonitoringRound) -> None:
    try:
        with transaction.atomic():
            opened.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused(f"{opened}的监测已经开启") from error


def _ask(opened: MonitoringRound) -> int:
    """A report for each enterprise asked, with the station that looks after it."""
    last = opened.period.until - timedelta(days=1)
    held = Q()
    for tier in opened.tiers:
        held |= holding(tier, on=last, reach=Reach(everywhere=True))
    rows = Enterprise.objects.filter(held, status=EnterpriseStatus.ACTIVE)
    ids = dict(rows.order_by("pk").values_list("pk", "jurisdiction_id"))
    stations = stations_of(ids, on=timezone.localdate(opened.opened_at))
    PeriodReport.objects.bulk_create(
        (
            PeriodReport(
                round=opened,
                enterprise_id=pk,
                jurisdiction_id=unit,
                station_id=stations.get(pk),
            )
            for pk, unit in ids.items()
        ),
        batch_size=BATCH,
    )
    return len(ids)


def _ask_about_jumps(reading: Reading, asked: MonitoringRound) -> None:
    """Refuses what leaps without a word said to it; each leap with its figure."""
    firsts = earlier_firsts(asked)
    earlier = {}
    for against, first in firsts.items():
        before = of_period(reading.enterprise_id, Period(asked.period.kind, first), asked.basis, {})
        row = known(PeriodIndicators, [before]).get(before.thread)
        earlier[against] = values_of(row) if row else {}
    standing = known(PeriodIndicators, [reading]).get(reading.thread)
    now = {**(values_of(standing) if standing else {}), **reading.values}
    if found := jumps(now, earlier, limits()):
        texts = "；".join(one.text for one in found)
        detail = f"{texts}。请核对，确认无误的请填写异动说明"
        raise InputRefused(Fault("explanation", "jump", detail))


def _bring_stations_up_to_date(today: date) -> None:
    """Reports still waited for follow the enterprise to the station that looks after it now."""
    open_rows = PeriodReport.objects.filter(
        got_at__isnull=True, round__due_on__gte=today - WORTH_CHASING
    )
    ids = set(open_rows.values_list("enterprise_id", flat=True))
    stations = stations_of(ids, on=today)
    rows = list(open_rows.only("pk", "enterprise_id", "station_id"))
    moved = [row for row in rows if row.station_id != stations.get(row.enterprise_id)]
    for row in moved:
        row.station_id = stations.get(row.enterprise_id)
    PeriodReport.objects.bulk_update(moved, ["station"], batch_size=BATCH)


SILENT: Final = """
UPDATE enterprises_periodreport d SET {column} = %(at)s
  FROM enterprises_monitoringround r, enterprises_enterprise e
 WHERE r.id = d.round_id AND e.id = d.enterprise_id AND d.id = ANY (%(ids)s)
   AND d.{column} IS NULL
   AND NOT EXISTS (SELECT FROM enterprises_periodindicators f
     WHERE f.enterprise_id = d.enterprise_id AND f.superseded_at IS NULL AND f.kind = r.kind
       AND f.basis = r.basis AND lower(f.during) = r.first)
RETURNING d.id, e.name, d.jurisdiction_id, r.first
"""


def _mark(whom: Q, column: str, access: Access, at: datetime) -> int:
    """Mark those of `whom` that are silent; an entry for each."""
    waiting = PeriodReport.objects.filter(whom).order_by("pk")
    ids = list(waiting.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(SILENT.format(column=column), {"at": at, "ids": ids})
        rows = cursor.fetchall()
    entries = [Entry(pk, name, unit, {"period": first}) for pk, name, unit, first in rows]
    trail.record_rows(f"monitoring.{column}", PeriodReport, entries, access=access, at=at)
    return len(rows)
