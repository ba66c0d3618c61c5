"""Two years of months of the invented 小巨人, and the rounds of the last half year: drawn from id
and seed, in a few statements. Of a larger city than Wuhan's as many are monitored as of that one.
"""

from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from enterprises.choices import Tier
from enterprises.models import MonitoringRound
from enterprises.rules.spans import months_later
from wuhan_smes.operations.demo.history import SOURCE
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.plans import DEFAULT_SIZE
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.rows import moment

MONTHS: Final = 24
ROUNDS: Final = 6
DUE: Final = 14  # the 15th of the month after
LAST: Final = months_later(TODAY.replace(day=1), -1)
# Who is monitored, with numbers between nought and one for an enterprise and for its month.
DRAWN: Final = """
SELECT e.id, e.jurisdiction_id, m.first::date AS first, m.n,
       (hashint8extended(e.id, %(seed)s) & 1023) / 1024.0 AS size,
       (hashint8extended(e.id * 31 + 7, %(seed)s) & 1023) / 1024.0 AS trend,
       (hashint8extended(e.id * 613 + m.n, %(seed)s) & 1023) / 1024.0 AS month,
       (hashint8extended(e.id * 617 + m.n, %(seed)s) & 1023) / 1024.0 AS silence
  FROM enterprises_enterprise e
 CROSS JOIN LATERAL (SELECT n, %(first)s::date + n * interval '1 month' AS first
                       FROM generate_series(0, %(months)s - 1) n) m
 WHERE e.id <= %(most)s AND e.status = 'active' AND EXISTS (
       SELECT FROM enterprises_recognition r WHERE r.enterprise_id = e.id
          AND r.tier = 'little_giant' AND r.superseded_at IS NULL
          AND r.in_force @> m.first::date)
"""
# In the running months more have not answered yet; one in fifty leaps.
FIGURES: Final = """
WITH drawn AS ({drawn}), told AS (
  SELECT *, power(10, 6.3 + 1.1 * size) * power(0.985 + 0.03 * trend, n)
         * (0.85 + 0.3 * month) * CASE extract(month FROM first) WHEN 2 THEN 0.75 WHEN 12 THEN 1.2
           ELSE 1 END * CASE WHEN month > 0.98 THEN 3 ELSE 1 END AS revenue
    FROM drawn WHERE silence > CASE WHEN n = %(months)s - 1 THEN 0.14 ELSE 0.04 END)
INSERT INTO enterprises_periodindicators
       (enterprise_id, jurisdiction_id, kind, basis, during, recorded_at, source, evidence,
        explanation, revenue, output, profit, tax, rd_expense, export_value, employees, power)
SELECT id, jurisdiction_id, 'month', 'current',
       daterange(first, (first + interval '1 month')::date),
       least(first + interval '1 month' + silence * interval '18 days', %(now)s::timestamptz),
       %(source)s, '', CASE WHEN month > 0.99 THEN '订单集中交付（示例）' ELSE '' END,
       round(revenue::numeric, 2), round((revenue * 1.04)::numeric, 2),
       round((revenue * (0.16 * month - 0.03))::numeric, 2), round((revenue * 0.05)::numeric, 2),
       CASE WHEN silence > 0.1 THEN round((revenue * (0.03 + 0.05 * trend))::numeric, 2) END,
       CASE WHEN size > 0.6 THEN round((revenue * 0.2 * trend)::numeric, 2) ELSE 0 END,
       (20 + power(10, 6.3 + 1.1 * size) / 60000)::int, round((revenue * 0.03)::numeric, 2)
  FROM told
"""
REPORTS: Final = """
INSERT INTO enterprises_periodreport
       (round_id, enterprise_id, jurisdiction_id, station_id, got_at, reminded_at, chased_at)
SELECT r.id, e.id, e.jurisdiction_id, a.station_id, f.recorded_at,
       CASE WHEN f.id IS NULL THEN (r.due_on - 2) + time '07:30' END,
       CASE WHEN f.id IS NULL AND r.due_on < %(today)s THEN (r.due_on + 1) + time '07:30' END
  FROM enterprises_monitoringround r
  JOIN enterprises_enterprise e ON e.status = 'active'
  LEFT JOIN enterprises_periodindicators f ON f.enterprise_id = e.id AND f.superseded_at IS NULL
        AND f.kind = r.kind AND f.basis = r.basis
        AND f.during = daterange(r.first, (r.first + interval '1 month')::date)
  LEFT JOIN services_assignment a ON a.enterprise_id = e.id AND a.is_lead
        AND a.voided_at IS NULL AND a.during @> %(today)s::date
 WHERE r.document LIKE %(mark)s AND e.id <= %(most)s AND EXISTS (
       SELECT FROM enterprises_recognition t WHERE t.enterprise_id = e.id
          AND t.tier = 'little_giant' AND t.superseded_at IS NULL
          AND t.in_force @> ((r.first + interval '1 month')::date - 1))
"""


def tell(seed: int) -> int:
    """Figures, rounds and what was asked in them; how many figures."""
    words: dict[str, Any] = {
        "seed": seed,
        "months": MONTHS,
        "first": months_later(LAST, 1 - MONTHS),
        "now": moment(TODAY),
        "today": TODAY,
        "source": SOURCE,
        "mark": f"{MARK}%",
        "most": DEFAULT_SIZE,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES.format(drawn=DRAWN), words)
        told = int(cursor.rowcount)
        MonitoringRound.objects.bulk_create(_round(back) for back in reversed(range(ROUNDS)))
        cursor.execute(REPORTS, words)
    return told


def clear() -> None:
    """Take the invented rounds away, once nobody is asked in them."""
    MonitoringRound.objects.filter(document__startswith=MARK).delete()


def _round(back: int) -> MonitoringRound:
    first = months_later(LAST, -back)
    until = months_later(first, 1)
    return MonitoringRound(
        kind="month",
        basis="current",
        first=first,
        due_on=date(until.year, until.month, 1) + timedelta(days=DUE),
        tiers=[Tier.LITTLE_GIANT],
        document=f"{MARK}运行监测通知",
        opened_at=moment(until),
        opened_by_name=MARK,
    )
