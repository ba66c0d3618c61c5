"""Yearly figures of the invented holders of titles, in one statement: drawn from the id and the
seed, so that the same city always tells the same, and near the lines that standards draw. Of a
larger city than Wuhan's as many are told of as of that one.
"""

from typing import Any, Final

from django.db import connection
from django.utils import timezone

from enterprises.actions import prospects
from wuhan_smes.access import Access
from wuhan_smes.operations.demo.history import SOURCE
from wuhan_smes.operations.demo.plans import DEFAULT_SIZE
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.scope import bootstrap_scope

# Told for who holds a title of the ladder now, and for one in twelve of the others: of the first
# enterprises, which are like all.
WHO: Final = """
SELECT e.id, e.jurisdiction_id, e.established_on,
       EXISTS (SELECT FROM enterprises_recognition r WHERE r.enterprise_id = e.id
                  AND r.tier IN ('srdi_sme', 'little_giant', 'champion')
                  AND r.superseded_at IS NULL AND r.in_force @> %(today)s::date) AS strong
  FROM enterprises_enterprise e
 WHERE e.id <= %(most)s AND e.status = 'active' AND e.kind = 'company'
   AND e.established_on < %(today)s::date - 1100
   AND (hashint8extended(e.id, %(seed)s) %% 12 = 0
        OR EXISTS (SELECT FROM enterprises_recognition r WHERE r.enterprise_id = e.id
                      AND r.superseded_at IS NULL AND r.in_force @> %(today)s::date))
"""
# Unlike numbers between nought and one for an enterprise, and for it in a year.
DRAWN: Final = """
SELECT who.*, y.year,
       power(10, 7.05 + 1.25 * u[1] + CASE WHEN strong THEN 0.45 ELSE 0 END)
         * power(0.97 + 0.22 * u[2], y.year - 2023) AS revenue,
       0.66 + 0.33 * sqrt(u[3]) AS main, 0.012 + 0.075 * u[4] AS research,
       0.25 + 0.65 * u[5] AS debt, floor(9 * u[6])::int AS patents, u, v,
       y.year = {year} - 1 AS is_last, y.year = {year} AS is_this
  FROM who
 CROSS JOIN LATERAL (SELECT array_agg(
       (hashint8extended(who.id * 97 + k, %(seed)s) & 1048575) / 1048576.0 ORDER BY k) AS u
       FROM generate_series(1, 16) k) drawn
 CROSS JOIN generate_series({year} - 3, {year}) y (year)
 CROSS JOIN LATERAL (SELECT array_agg((hashint8extended(who.id * 89 + y.year * 7 + k, %(seed)s)
       & 1048575) / 1048576.0 ORDER BY k) AS v FROM generate_series(1, 8) k) yearly
"""
# Column → what stands there; a year still running has no amounts yet.
YEARLY: Final = {
    "revenue": "round(revenue::numeric, 2)",
    "sales_revenue": "round((revenue * 0.99)::numeric, 2)",
    "main_revenue": "round((revenue * main)::numeric, 2)",
    "total_assets": "round((revenue * (0.8 + u[7]))::numeric, 2)",
    "total_liabilities": "round((revenue * (0.8 + u[7]) * debt)::numeric, 2)",
    "net_profit": "round((revenue * (0.18 * v[1] - 0.03))::numeric, 2)",
    "cost_expense": "round((revenue * 0.86)::numeric, 2)",
    "rd_expense": "CASE WHEN v[2] > 0.03 THEN round((revenue * research)::numeric, 2) END",
    "equity_new": "CASE WHEN u[8] > 0.9 THEN 12000000 ELSE 0 END",
    "employees": "(12 + revenue / 700000)::int",
    "rd_staff": "(2 + revenue / 700000 * research * 4)::int",
    "science_staff": "(3 + revenue / 700000 * research * 5)::int",
}
LAST: Final = {
    "segment_years": "round((2.2 + 11 * u[9])::numeric, 1)",
    "market_share": "CASE WHEN v[3] > 0.05 THEN round((3 + 26 * u[10] * u[10])::numeric, 2) END",
    "market_rank_cn": "CASE WHEN v[4] > 0.3 THEN 1 + (24 * u[10])::int END",
    "market_rank_province": "CASE WHEN v[4] > 0.3 THEN 1 + (7 * u[10])::int END",
    "ip_class1": "patents + 1",
    "ip_class1_own": "patents",
    "ip_class1_high_value": "patents / 5",
    "ip_class1_applied": "patents",
    "ip_class1_applied_own_top3": "CASE WHEN v[5] > 0.04 THEN patents END",
    "ip_class2": "(6 * u[11])::int",
    "standards_led": "CASE WHEN u[12] > 0.93 THEN 1 ELSE 0 END",
    "residency_mainland": "true",
    "prohibited_industry": "false",
    "on_abnormal_list": "v[6] > 0.992",
    "on_dishonest_list": "false",
    "lg_control_link": "false",
    "lg_same_group_similar_product": "false",
    "has_rd_institution": "u[13] > 0.25",
    "rd_institution_level": "CASE WHEN u[13] > 0.93 THEN 'provincial'"
    " WHEN u[13] > 0.6 THEN 'municipal' ELSE 'none' END",
    "ckcn_enterprise_list": "'none'",
    "digital_level": "(3.4 * u[14])::int",
    "quality_items": "(3.4 * u[15])::int",
    "has_management_cert": "u[15] > 0.3",
    "own_brand": "true",
    "core_business_it": "u[14] > 0.25",
    "strategic_emerging_industry": "u[16] > 0.55",
    "is_new_product": "u[16] > 0.75",
    "valid_honours": "ARRAY[]::varchar[]",
    "product_chain_role": "CASE WHEN u[16] > 0.5 THEN 'six_base_or_key_supplier' ELSE 'other' END",
    "audit_report_coded": "true",
    "audit_lists_main_business": "u[3] > 0.1",
    "j_market_position": "CASE WHEN v[7] > 0.25 THEN u[10] > 0.2 END",
    "j_key_field": "CASE WHEN v[7] > 0.25 THEN u[16] > 0.2 END",
}
EVENTS: Final = {
    "serious_incidents": "CASE WHEN u[12] < 0.006 THEN 1 ELSE 0 END",
    "data_falsification": "0",
    "tax_evasion": "0",
    "research_dishonesty": "0",
    "award_provincial_up_count": "0",
}
COLUMNS: Final = {
    **{name: f"CASE WHEN NOT is_this THEN {sql} END" for name, sql in YEARLY.items()},
    **{name: f"CASE WHEN is_last THEN {sql} END" for name, sql in LAST.items()},
    **EVENTS,
    "platform_score": "CASE WHEN is_this OR is_last"
    " THEN round((44 + 40 * u[2] + 6 * v[8])::numeric, 1) END",
}
INSERT: Final = """
WITH who AS MATERIALIZED ({who}), drawn AS ({drawn})
INSERT INTO enterprises_annualindicators
       (enterprise_id, jurisdiction_id, year, during, recorded_at, source, evidence, {names})
SELECT id, jurisdiction_id, year, daterange(make_date(year, 1, 1), make_date(year + 1, 1, 1)),
       least(make_timestamptz(year + 1, 4, 20, 10, 0, 0, 'Asia/Shanghai'),
             %(today)s::timestamptz),
       %(source)s, CASE WHEN is_this THEN '' ELSE year || ' 年度审计报告（示例）' END, {values}
  FROM drawn
"""


def tell(seed: int, *, who: str = WHO) -> int:
    """Figures of the year and the three before it, for those whom `who` selects; how many rows."""
    sql = INSERT.format(
        who=who,
        drawn=DRAWN.format(year=TODAY.year),
        names=", ".join(COLUMNS),
        values=", ".join(COLUMNS.values()),
    )
    words: dict[str, Any] = {
        "today": TODAY,
        "seed": seed,
        "source": SOURCE,
        "most": DEFAULT_SIZE,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, words)
        return int(cursor.rowcount)


def work_out(access: Access) -> int:
    """The lists of who stands where, so that they say something at once."""
    with bootstrap_scope():
        return prospects.refresh(access=access, at=timezone.now()).total
