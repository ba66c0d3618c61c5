"""What was paid for a matter before, as SQL: whoever paid it, under whichever name.

Payments of the past count by how they call the matter; lines of our own once they are past the
proposal. What joined an enterprise counts for the one that is left.
"""

from collections.abc import Mapping
from typing import Final

from enterprises.choices import EnterpriseStatus
from measures.choices import EntitlementState, OncePer
from measures.models import Matter
from measures.queries.finding.group import Group
from measures.queries.finding.moment import Moment

S = EntitlementState
# What the finder may still change: nothing of it is promised to anybody.
OPEN: Final = (S.MISSING_EVIDENCE, S.DEFERRED, S.PROPOSED, S.LAPSED)
UNBOUND: Final = (*OPEN, S.REJECTED)
TIMES: Final[Mapping[OncePer, str]] = {
    OncePer.LIFETIME: "true",
    OncePer.TITLE: "w.year >= c.period",
    OncePer.YEAR: "w.year = c.period",
}


def paid_sql(group: Group, moment: Moment) -> str:
    """CTEs `paid`, `bound` and `bound_lines` for the (id, period) of the CTE `claims`."""
    return ctes(group.matter, group.once_per, moment)


def ctes(matter: Matter, once_per: OncePer, moment: Moment, *, every: bool = False) -> str:
    """`id` names whoever is paid: an enterprise by its own, anybody else by minus the payee's."""
    unbound = ", ".join(f"'{state}'" for state in UNBOUND)
    rejected = f"t.state = '{S.REJECTED}'" if not every else "false"
    # Lines keep no past: of what was known at another moment only payments are told.
    then = "" if moment.known_at is None else " AND false"
    period = "0" if every else "t.period"
    return f"""spelled AS (
    SELECT m.title AS written FROM measures_matter m WHERE m.id = {matter.pk:d}
     UNION SELECT s.written FROM measures_matterspelling s WHERE s.matter_id = {matter.pk:d}
     UNION SELECT g.title FROM measures_programme g WHERE g.matter_id = {matter.pk:d}
), joined AS (
    {_joined(moment)}
    UNION ALL
    SELECT j.id, k.root FROM joined j JOIN ({_joined(moment)}) k ON k.id = j.root
), kin AS (
    SELECT j.id, j.root FROM joined j
     WHERE NOT EXISTS (SELECT FROM joined k WHERE k.id = j.root)
), told AS (
    SELECT coalesce(kin.root, p.enterprise_id) AS id,
           coalesce(p.year, extract(year FROM p.paid_on)::int) AS year,
           coalesce(p.amount, p.amount_city + p.amount_district) AS amount
      FROM measures_pastpayment p LEFT JOIN kin ON kin.id = p.enterprise_id
     WHERE {moment.known("p")}
       AND (p.matter IN (SELECT written FROM spelled)
            OR p.matter = '' AND p.programme IN (SELECT written FROM spelled))
), paid AS (
    SELECT c.id, c.period, sum(w.amount) AS paid,
           count(*) FILTER (WHERE w.amount IS NULL) AS unclear
      FROM (SELECT DISTINCT id, period FROM claims) c
      JOIN told w ON w.id = c.id AND {TIMES[once_per]}
     GROUP BY c.id, c.period
), bound_rows AS (
    SELECT coalesce(kin.root, y.enterprise_id, -y.id) AS id, {period} AS period, t.programme_id,
           t.state, t.payable
      FROM measures_entitlement t JOIN measures_payee y ON y.id = t.payee_id
      LEFT JOIN kin ON kin.id = y.enterprise_id
     WHERE t.matter_id = {matter.pk:d}{then} AND (t.state NOT IN ({unbound}) OR {rejected})
), bound AS (
    SELECT id, period,
           sum(payable) FILTER (WHERE state <> '{S.REJECTED}') AS approved,
           sum(payable) FILTER (WHERE state = '{S.RECOVERED}') AS recovered
      FROM bound_rows GROUP BY id, period
), bound_lines AS (
    SELECT DISTINCT id, period, programme_id FROM bound_rows
)"""  # noqa: S608 - constants and numbers


def _joined(moment: Moment) -> str:
    """Who had joined whom by then."""
    if moment.known_at is None:
        return (
            "SELECT e.id, e.merged_into_id AS root FROM enterprises_enterprise e"  # noqa: S608 - constants
            f" WHERE e.status = '{EnterpriseStatus.MERGED}'"
        )
    then = f"TIMESTAMPTZ '{moment.known_at.isoformat()}'"
    return (
        "SELECT g.gone_id AS id, g.into_id AS root FROM enterprises_merge g"  # noqa: S608 - constants
        f" WHERE g.merged_at <= {then} AND (g.undone_at IS NULL OR g.undone_at > {then})"
    )
