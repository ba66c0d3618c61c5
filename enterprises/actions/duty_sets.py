"""Duties by the thousand: each kind made, ended, reminded of and lost in one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import F

from enterprises.choices import StayCause
from enterprises.choices.holding import ChangeCause, DutyKind
from enterprises.models import TitleDuty
from enterprises.rules.duties import REMINDED_AHEAD, update_due
from wuhan_smes import many_rows
from wuhan_smes.access import Access
from wuhan_smes.audit import trail

COLUMNS: Final = """(enterprise_id, jurisdiction_id, series, tier, kind, cause, counted_from,
       due_on, done_by_name, note, version)"""
# Held since before the year began, still held today, by somebody who is still there.
YEARLY: Final = f"""
INSERT INTO enterprises_titleduty {COLUMNS}
SELECT r.enterprise_id, r.jurisdiction_id, r.series, r.tier, %s, '', %s, %s, '', '', 1
  FROM enterprises_recognition r JOIN enterprises_enterprise e ON e.id = r.enterprise_id
 WHERE r.tier = %s AND r.superseded_at IS NULL AND e.status = 'active'
   AND r.valid_from < %s AND r.in_force @> %s::date
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - constants
# A name that followed another, or a unit entered from outside the city, while the title was held.
CHANGED: Final = f"""
INSERT INTO enterprises_titleduty {COLUMNS}
SELECT r.enterprise_id, r.jurisdiction_id, r.series, r.tier, %s, c.cause, c.changed_on,
       (c.changed_on + interval '3 months')::date, '', '', 1
  FROM (SELECT n.enterprise_id, %s AS cause, lower(n.during) AS changed_on
          FROM enterprises_enterprisename n
         WHERE n.superseded_at IS NULL AND lower(n.during) > %s AND lower(n.during) <= %s
           AND EXISTS (SELECT 1 FROM enterprises_enterprisename was
                        WHERE was.enterprise_id = n.enterprise_id AND was.superseded_at IS NULL
                          AND upper(was.during) = lower(n.during))
        UNION ALL
        SELECT s.enterprise_id, %s, lower(s.during)
          FROM enterprises_jurisdictionstay s
         WHERE s.superseded_at IS NULL AND s.start_cause = %s
           AND lower(s.during) > %s AND lower(s.during) <= %s) c
  JOIN enterprises_recognition r ON r.enterprise_id = c.enterprise_id
 WHERE r.tier = ANY(%s::text[]) AND r.superseded_at IS NULL
   AND r.in_force @> c.changed_on AND r.in_force @> %s::date
   AND (c.changed_on + interval '3 months')::date >= %s
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - constants
# A title that was renewed goes on; one that ended leaves nothing to be done.
ENDED: Final = """
UPDATE enterprises_titleduty d SET ended_on = %s, version = d.version + 1
 WHERE d.done_on IS NULL AND d.ended_on IS NULL
   AND NOT EXISTS (SELECT 1 FROM enterprises_recognition r
                    WHERE r.enterprise_id = d.enterprise_id AND r.superseded_at IS NULL
                      AND (r.series = d.series OR r.predecessor_series = d.series)
                      AND r.in_force @> %s::date)
"""


def duties_of_the_year(tier: str, month_day: str, today: date) -> int:
    """The yearly updates of one tier; none once their day is over, for then nobody was told."""
    due_on = update_due(today.year, month_day)
    if today > due_on:
        return 0
    first = date(today.year, 1, 1)
    return _done(YEARLY, [DutyKind.YEARLY_UPDATE, first, due_on, tier, first, today])


def duties_of_changes(tiers: Sequence[str], today: date) -> int:
    """What became of names and units of late and can still be reported in time."""
    # A day of three months ago is still open; one of a hundred days ago never is.
    since = date.fromordinal(today.toordinal() - 92)
    span = [since, today]
    words: list[Any] = [DutyKind.CHANGE_REPORT, ChangeCause.RENAMED, *span]
    words += [ChangeCause.MOVED, StayCause.MOVED_IN, *span]
    return _done(CHANGED, [*words, many_rows.array(tiers, "text"), today, today])


def end_without_title(today: date) -> int:
    """Duties whose title is over end with it."""
    return _done(ENDED, [today, today])


def remind(today: date) -> int:
    """Everybody whose day is near, once."""
    near = TitleDuty.objects.waiting().filter(
        reminded_on__isnull=True, due_on__lte=today + REMINDED_AHEAD
    )
    return near.update(reminded_on=today, version=F("version") + 1)


def lose_rights(access: Access, at: datetime, today: date) -> int:
    """Who was reminded and let a month and the day itself go by; each leaves an entry."""
    late = TitleDuty.objects.waiting().filter(
        lost_on__isnull=True, due_on__lt=today, reminded_on__lt=today - REMINDED_AHEAD
    )
    rows = list(late.held())
    TitleDuty.objects.filter(pk__in=[row.pk for row in rows]).update(
        lost_on=today, version=F("version") + 1
    )
    told = [(row, {"due_on": row.due_on, "lost_on": [None, today]}) for row in rows]
    trail.record_set("duty.lose", told, access=access, at=at)
    return len(rows)


def _done(sql: str, words: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, words)
        return int(cursor.rowcount)
