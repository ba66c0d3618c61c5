"""Finding who is owed: one statement for a matter, written as lines that may still change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import connection, transaction

from measures.actions.flow.doubting import look_back
from measures.choices import EntitlementReason, EntitlementState, OncePer, PayeeKind, ProgrammeState
from measures.models import Entitlement, Programme
from measures.queries.finding import Group, Moment, group_of, lines_sql
from measures.queries.finding.paid import OPEN
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

FIND: Final = Capability.ENTITLEMENT_FIND
ALONE: Final = "SELECT pg_try_advisory_xact_lock(6006, 1)"
# Parts of the statement are joined whose size nobody can tell beforehand: row by row, sixteen
# thousand lines of which one was expected took minutes, and a second when looked up.
LOOKED_UP: Final = "SET LOCAL enable_nestloop = off"
ROW_BY_ROW: Final = "SET LOCAL enable_nestloop = on"
# What a second look compares: equal in all of it, a line is left as it is.
COMPARED: Final = (
    "state",
    "reason",
    "gross",
    "already_paid",
    "payable",
    "options",
    "missing",
    "check_on",
    "event_on",
)
MISSING: Final = (
    f"CASE WHEN l.state = '{EntitlementState.MISSING_EVIDENCE}' THEN l.missing ELSE '{{}}' END"
)
WAITING: Final = (
    EntitlementState.MISSING_EVIDENCE,
    EntitlementState.DEFERRED,
    EntitlementState.PROPOSED,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Lines of one programme in one state for one reason; `payable` None where it is 未明确."""

    programme_id: int
    state: EntitlementState
    reason: EntitlementReason
    lines: int
    payable: Decimal | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found, and how many lines it added, changed and let lapse; and how many paid
    ones a correction leaves without ground, or not for all of it (已付存疑).
    """

    on: date
    tallies: tuple[Tally, ...]
    new: int
    changed: int
    lapsed: int
    doubted: int = 0

    def of(self, programme_id: int) -> Mapping[EntitlementState, int]:
        """Lines by state of one programme."""
        counts: dict[EntitlementState, int] = {}
        for tally in self.tallies:
            if tally.programme_id == programme_id:
                counts[tally.state] = counts.get(tally.state, 0) + tally.lines
        return counts


@transaction.atomic
def find(programme_id: int, *, access: Access, at: datetime, on: date) -> Found:
    """Look over the whole register for who is owed by the programme, and by every other one of its
    matter: the best standard is a matter of all of them. Looking again changes nothing.

    Refuses a draft, what only a list can name, and whoever does not answer for the whole city.
    """
    if not access.reach(FIND).everywhere:
        raise ActionRefused("应兑付企业由市级统一查找")
    programme = (
        Programme.objects.within(access.reach(FIND)).select_related("matter").get(pk=programme_id)
    )
    if programme.state == ProgrammeState.DRAFT:
        raise ActionRefused("草拟的项目尚未施行，只能在测算中试算")
    if programme.eligibility is None:
        raise ActionRefused("该项目的对象由名单列入，系统不能自动查找")
    if programme.valid_from is None or on < programme.valid_from:
        raise InputRefused(Fault("on", "too_early", f"该项目自 {programme.valid_from} 起施行"))
    if not _alone():
        raise ActionRefused("正在查找，请等待完成后再试")
    group = group_of(programme.matter, on=on)
    found = _write(group, Moment(on), access, at)
    found = replace(found, doubted=look_back(group, access, at))
    told = {"new": found.new, "changed": found.changed, "lapsed": found.lapsed}
    changes = {"on": on, **told, "doubted": found.doubted}
    trail.record("entitlement.find", programme, access=access, at=at, changes=changes)
    return found


def _write(group: Group, moment: Moment, access: Access, at: datetime) -> Found:
    entered, same = trail.selected(
        "entitlement.found", Entitlement, "entries", access=access, at=at
    )
    sql = f"""WITH RECURSIVE {lines_sql(group, moment)}, {_written(group, moment)},
entries AS (
    SELECT id AS target_id, '#' || id AS target_name, jurisdiction_id,
           jsonb_strip_nulls(jsonb_build_object('state', state, 'reason', reason,
               'gross', gross, 'payable', payable, 'programme', programme_id)) AS changes
      FROM (SELECT * FROM written UNION ALL SELECT * FROM gone) every
), entered AS ({entered})
SELECT programme_id, state, reason, count(*), sum(payable), NULL FROM lines
 WHERE NOT bound GROUP BY 1, 2, 3
UNION ALL SELECT NULL, 'new', NULL, count(*), NULL, NULL FROM written WHERE version = 1
UNION ALL SELECT NULL, 'changed', NULL, count(*), NULL, NULL FROM written WHERE version > 1
UNION ALL SELECT NULL, 'lapsed', NULL, count(*), NULL, NULL FROM gone"""  # noqa: S608 - compiled of checked terms
    with connection.cursor() as cursor:
        cursor.execute(LOOKED_UP)
        cursor.execute(sql, [moment.on, at, at, at, *same])
        rows = cursor.fetchall()
        cursor.execute(ROW_BY_ROW)
    counts = {word: number for key, word, _, number, *_ in rows if key is None}
    tallies = tuple(
        Tally(key, EntitlementState(state), EntitlementReason(reason), number, payable)
        for key, state, reason, number, payable, _ in rows
        if key is not None
    )
    return Found(moment.on, tallies, counts["new"], counts["changed"], counts["lapsed"])


def _written(group: Group, moment: Moment) -> str:
    """CTEs `written` (added or changed) and `gone` (waiting, and owed no more).

    Two who look take turns, and nobody else adds lines that the register is looked over for: what
    is not there is added, without asking of each line whether it came meanwhile. Lines meet their
    payees first: joined with what stands by programme and period alone they would be as many
    squared, and a planner that knows nothing of the table yet thinks that as good.
    """
    after = {name: f"l.{name}" for name in COMPARED} | {
        **{name: f"l.{name}::numeric(16, 2)" for name in ("gross", "already_paid", "payable")},
        "missing": f"({MISSING})::varchar[]",
    }
    changed = ", ".join(f"{name} = {value}" for name, value in after.items())
    before = ", ".join(f"t.{name}" for name in COMPARED)
    now = ", ".join(after.values())
    same = (
        "{row}.payee_id = l.payee_id AND {row}.programme_id = l.programme_id"
        " AND {row}.period = l.period"
        f" AND NOT ({{row}}.state = '{EntitlementState.RECOVERED}')"
    )
    told = "id, jurisdiction_id, state, reason, gross, payable, programme_id, version"
    here = ", ".join(f"t.{name}" for name in told.split(", "))
    mine = ", ".join(str(one.programme.pk) for one in group.promises) or "NULL"
    # One line each where one programme pays once in a lifetime.
    alone = len(group.promises) == 1 and group.once_per is OncePer.LIFETIME
    once, in_order = ("", "") if alone else ("DISTINCT ON (l.id) ", " ORDER BY l.id\n    ")
    year = f" AND t.period = {moment.on.year}" if group.once_per is OncePer.YEAR else ""
    return f"""made AS (
    INSERT INTO measures_payee (kind, identifier, name, enterprise_id, jurisdiction_id, version)
    SELECT {once}'{PayeeKind.ENTERPRISE}', coalesce(l.uscc, '#' || l.id), l.name, l.id,
           l.unit_id, 1
      FROM lines l
     WHERE NOT EXISTS (SELECT FROM measures_payee y WHERE y.enterprise_id = l.id)
    {in_order}RETURNING id, enterprise_id
), payees AS (
    SELECT y.id, y.enterprise_id FROM measures_payee y
     WHERE y.enterprise_id IN (SELECT l.id FROM lines l)
    UNION ALL SELECT id, enterprise_id FROM made
), owed AS MATERIALIZED (
    SELECT y.id AS payee_id, l.* FROM lines l JOIN payees y ON y.enterprise_id = l.id
     WHERE NOT l.bound
), fresh AS (
    INSERT INTO measures_entitlement AS t (payee_id, programme_id, matter_id, period,
           jurisdiction_id, state, reason, gross, already_paid, payable, options, missing, snapshot,
           event_on, check_on, found_on, recorded_at, version, instalment, step_no)
    SELECT l.payee_id, l.programme_id, {group.matter.pk:d}, l.period, l.unit_id, l.state, l.reason,
           l.gross, l.already_paid, l.payable, l.options,
           {MISSING}, l.snapshot, l.event_on, l.check_on, %s, %s, 1, 1, 0
      FROM owed l
     WHERE NOT EXISTS (SELECT FROM measures_entitlement b WHERE {same.format(row="b")})
    RETURNING {here}
), told_anew AS (
    UPDATE measures_entitlement t
       SET {changed}, snapshot = l.snapshot, recorded_at = %s, version = t.version + 1
      FROM owed l
     WHERE {same.format(row="t")} AND t.state IN ({_listed(OPEN)})
       AND ({before}) IS DISTINCT FROM ({now})
    RETURNING {here}
), written AS (
    SELECT * FROM fresh UNION ALL SELECT * FROM told_anew
), gone AS (
    UPDATE measures_entitlement t
       SET state = '{EntitlementState.LAPSED}', missing = '{{}}', recorded_at = %s,
           payable = CASE WHEN t.gross IS NULL THEN NULL ELSE 0 END, version = t.version + 1,
           reason = CASE WHEN t.programme_id IN ({mine})
                         THEN '{EntitlementReason.NO_LONGER_ELIGIBLE}'
                         ELSE '{EntitlementReason.HANDED_OVER}' END
      FROM measures_payee y, measures_programme g
     WHERE y.id = t.payee_id AND g.id = t.programme_id AND g.eligibility IS NOT NULL
       AND g.valid_from <= {moment.day}
       AND t.matter_id = {group.matter.pk:d} AND t.state IN ({_listed(WAITING)})
       AND t.event_on <= {moment.day}{year}
       AND NOT EXISTS (SELECT FROM lines l WHERE l.id = y.enterprise_id
                          AND l.programme_id = t.programme_id AND l.period = t.period)
    RETURNING {here}
)"""  # noqa: S608 - compiled of checked terms


def _listed(states: tuple[EntitlementState, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


def _alone() -> bool:
    """Whether nobody else looks in an open transaction: two would take turns on every line."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        return bool((cursor.fetchone() or (False,))[0])
