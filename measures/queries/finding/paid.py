"""What was paid for a matter before, as SQL: whoever paid it, under whichever name.

Payments of the past count by how they call the matter. Of our own lines the book tells what was
paid and what came back; what is promised past the proposal and not paid yet counts whole. What
joined an enterprise counts for the one that is left. A line of which everything came back binds
nothing any more once no bar holds: what was promised may be claimed again.
"""

from collections.abc import Mapping
from typing import Final

from enterprises.choices import EnterpriseStatus
from measures.choices import ClawbackState, EntitlementState, OncePer
from measures.models import Matter
from measures.queries.finding.group import Group
from measures.queries.finding.moment import Moment

S = EntitlementState
# What the finder may still change: nothing of it is promised to anybody.
OPEN: Final = (S.MISSING_EVIDENCE, S.DEFERRED, S.PROPOSED, S.LAPSED)
UNBOUND: Final = (*OPEN, S.REJECTED)
# Nothing more is to come of these: only what was paid counts.
OVER: Final = (*UNBOUND, S.SURPLUS, S.RECOVERED)
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
    rejected = "false" if every else f"t.state = '{S.REJECTED}'"
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
      FROM (SELECT DISTINCT id, period FROM claims WHERE id IN (SELECT id FROM told)) c
      JOIN told w ON w.id = c.id AND {TIMES[once_per]}
     GROUP BY c.id, c.period
), own_lines AS (
    SELECT e.id AS line_id, e.payee_id, e.programme_id, e.period, e.payable,
           {_state(moment)} AS state
      FROM measures_entitlement e WHERE e.matter_id = {matter.pk:d}
), booked AS (
    SELECT p.entitlement_id AS line_id,
           sum(CASE l.move WHEN 'post' THEN l.amount WHEN 'reverse' THEN -l.amount
                           ELSE 0 END) AS sent,
           sum(CASE l.move WHEN 'reserve' THEN l.amount WHEN 'void' THEN -l.amount
                           WHEN 'post' THEN -l.amount ELSE 0 END) AS reserved,
           sum(CASE l.move WHEN 'recover' THEN l.amount ELSE 0 END) AS recovered
      FROM measures_payment p JOIN measures_ledgerentry l ON l.payment_id = p.id
     WHERE p.entitlement_id IN (SELECT line_id FROM own_lines){_written(moment)}
     GROUP BY p.entitlement_id
), bound_rows AS (
    SELECT coalesce(kin.root, y.enterprise_id, -y.id) AS id, {period} AS period, t.programme_id,
           coalesce(k.sent, 0) AS sent, coalesce(k.reserved, 0) AS reserved,
           coalesce(k.recovered, 0) AS recovered, t.state NOT IN ({_listed(UNBOUND)})
           OR {rejected} OR k.sent > 0 AS bound,
           t.state = '{S.RECOVERED}' AND k.sent = k.recovered AND NOT {_barred(moment)} AS again,
           CASE WHEN t.state IN ({_listed(OVER)}) THEN 0
                ELSE greatest(t.payable - coalesce(k.sent, 0), 0) END AS promised
      FROM own_lines t JOIN measures_payee y ON y.id = t.payee_id
      LEFT JOIN kin ON kin.id = y.enterprise_id
      LEFT JOIN booked k ON k.line_id = t.line_id
), bound AS (
    SELECT id, period, sum(sent) AS sent, sum(reserved) AS reserved, sum(promised) AS approved,
           sum(recovered) AS recovered
      FROM bound_rows WHERE bound GROUP BY id, period
), bound_lines AS (
    SELECT DISTINCT id, period, programme_id FROM bound_rows WHERE bound AND again IS NOT TRUE
)"""  # noqa: S608 - constants and numbers


def _barred(moment: Moment) -> str:
    """Whether the payee of the line `t` gets nothing on the day."""
    return (
        "EXISTS (SELECT FROM measures_clawback c"
        " JOIN measures_entitlement o ON o.id = c.entitlement_id WHERE o.payee_id = t.payee_id"
        f" AND c.state <> '{ClawbackState.WAIVED}' AND c.decided_on <= {moment.day}"
        f" AND c.barred_until > {moment.day})"
    )


def _state(moment: Moment) -> str:
    """How far a line was: its steps tell it of any moment; before the first it was only found."""
    if moment.known_at is None:
        return "e.state"
    return (
        "coalesce((SELECT s.state_after FROM measures_entitlementstep s"  # noqa: S608 - constants
        f" WHERE s.entitlement_id = e.id AND s.at <= {moment.then}"
        f" ORDER BY s.ordinal DESC LIMIT 1), '{S.PROPOSED}')"
    )


def _written(moment: Moment) -> str:
    """Which entries of the book were written by then."""
    return "" if moment.known_at is None else f" AND l.at <= {moment.then}"


def _listed(states: tuple[EntitlementState, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


def _joined(moment: Moment) -> str:
    """Who had joined whom by then."""
    if moment.known_at is None:
        return (
            "SELECT e.id, e.merged_into_id AS root FROM enterprises_enterprise e"  # noqa: S608 - constants
            f" WHERE e.status = '{EnterpriseStatus.MERGED}'"
        )
    then = moment.then
    return (
        "SELECT g.gone_id AS id, g.into_id AS root FROM enterprises_merge g"  # noqa: S608 - constants
        f" WHERE g.merged_at <= {then} AND (g.undone_at IS NULL OR g.undone_at > {then})"
    )
