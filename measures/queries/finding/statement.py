"""The whole statement: events, lines to be met, amounts and evidence of each programme; then the
matter settled at once (the SQL of rules/highest.py), so that no order of looking matters.
"""

from collections.abc import Iterator
from typing import Final

from enterprises.choices import EnterpriseStatus, ScaleStage
from enterprises.queries.rule_facts import RegisterFacts
from measures.choices import EntitlementReason, EntitlementState, OncePer
from measures.queries.finding import amounts, evidence
from measures.queries.finding.events import events
from measures.queries.finding.group import Group, Promise, evidence_of
from measures.queries.finding.moment import Moment
from measures.queries.finding.paid import paid_sql
from measures.rules.deferral import Lasting
from measures.rules.eligibility import ASKED
from wuhan_smes.rulekit.compiling import compile_rules
from wuhan_smes.rulekit.compiling.literals import quoted
from wuhan_smes.rulekit.fields import declared

R, S = EntitlementReason, EntitlementState


def options_sql(group: Group, moment: Moment) -> str:
    """One row for each enterprise, programme and period that claims anything."""
    parts = [_claims(number, one, group, moment) for number, one in enumerate(group.promises)]
    ctes = [cte for part in parts for cte in part[0]]
    claims = " UNION ALL ".join(part[1] for part in parts)
    return ", ".join([*ctes, f"claims AS MATERIALIZED ({claims})"])


def happened_sql(promise: Promise, group: Group, moment: Moment) -> str:
    """The event that counts, one for each enterprise and period: the best paid, then the first."""
    period = "0" if group.once_per is OncePer.LIFETIME else "extract(year FROM h.event_on)::int"
    standard = amounts.of_event(promise.amount)
    return (
        "SELECT DISTINCT ON (h.id, period) h.id, h.event_on, h.what, h.tier, h.series,"  # noqa: S608 - compiled of checked terms
        f" {period} AS period, {standard} AS standard"
        f" FROM ({events(promise, moment, group.once_per)}) h"
        " ORDER BY h.id, period, standard DESC NULLS LAST, h.event_on, h.series"
    )


def judged_sql(promise: Promise, moment: Moment, population: str) -> str:
    """How each of a population stands to the lines of a programme; empty without lines."""
    rules = promise.eligibility.rules(promise.programme.code)
    if rules is None:
        return ""
    source = RegisterFacts(moment.on, moment.known_at)
    return compile_rules(rules, ASKED, source, declared()).select(population, criteria=False)


def standard_sql(promise: Promise, moment: Moment, population: str) -> tuple[str, str, str]:
    """The amount of a claim `h`, the quantity it comes from, and the join that tells both."""
    if promise.amount is None or not amounts.asks_register(promise.amount):
        return "h.standard", "NULL::numeric", ""
    facts = RegisterFacts(moment.on, moment.known_at)
    counted = amounts.of_register(promise.amount, facts, population)
    return "a.amount", "a.quantity", f"LEFT JOIN ({counted}) a ON a.id = h.id"


def who(promise: Promise, moment: Moment, key: str) -> str:
    """Joins the enterprise `e` and the unit `unit_id` it belonged to on the day."""
    unit = promise.programme.unit_id
    if moment.known_at is None:
        mine = f" AND e.jurisdiction_id = {unit:d}" if unit is not None else ""
        return (
            f"JOIN enterprises_enterprise e ON e.id = {key}"
            f" AND e.status = {quoted(EnterpriseStatus.ACTIVE)}{mine}"
        )
    mine = f" AND stay.unit_id = {unit:d}" if unit is not None else ""
    return (
        f"JOIN enterprises_enterprise e ON e.id = {key}"
        " JOIN enterprises_jurisdictionstay stay ON stay.enterprise_id = e.id"
        f" AND stay.during @> {moment.day} AND {moment.known('stay')}{mine}"
    )


def _claims(number: int, promise: Promise, group: Group, moment: Moment) -> tuple[list[str], str]:
    programme = promise.programme
    happened = f"happened{number}"
    ctes = [f"{happened} AS ({happened_sql(promise, group, moment)})"]
    joins = [who(promise, moment, "h.id")]
    population = f"SELECT DISTINCT id FROM {happened}"  # noqa: S608 - a name of ours
    judged = judged_sql(promise, moment, population)
    if judged:
        joins.append(f"JOIN ({judged}) v ON v.id = h.id AND v.verdict IN ('met', 'exempt')")
    standard, quantity, counted = standard_sql(promise, moment, population)
    joins.append(counted)
    unit = "e.jurisdiction_id" if moment.known_at is None else "stay.unit_id"
    check_on, lasts = check_sql(promise, moment)
    lacking = evidence.missing(evidence_of(programme), moment, programme.pk or 0)
    select = (
        f"SELECT h.id, {programme.pk or -number - 1:d}::bigint AS programme_id, h.period,"  # noqa: S608 - compiled of checked terms
        f" h.event_on, h.what, h.tier, h.series, {quantity} AS quantity,"
        f" {standard} AS standard, {promise.rank:d} AS rank, {quoted(programme.code)} AS code,"
        f" {programme.edition:d} AS edition, {check_on} AS check_on, {lasts} AS lasts,"
        f" {lacking} AS missing, {unit} AS unit_id, e.uscc, e.name"
        f" FROM {happened} h {' '.join(joins)}"
    )
    return ctes, select


def check_sql(promise: Promise, moment: Moment) -> tuple[str, str]:
    """The day of the check, and whether what must last does: NULL before that day, or while the
    office has said nothing.
    """
    rule = promise.deferral
    if rule is None:
        return "NULL::date", "true"
    day = (
        f"make_date(extract(year FROM h.event_on)::int + {rule.years:d}, {rule.month:d},"
        f" {rule.day:d})"
    )
    if rule.lasting is Lasting.TITLE:
        lasts = (
            "EXISTS (SELECT FROM enterprises_recognition k WHERE k.series = h.series"
            f" AND {moment.known('k')} AND k.in_force @> {day})"
        )
    else:
        lasts = (
            f"(SELECT CASE k.stage WHEN {quoted(ScaleStage.STAYED)} THEN true"  # noqa: S608 - compiled of checked terms
            f" WHEN {quoted(ScaleStage.ENTERED)} THEN NULL ELSE false END"
            " FROM enterprises_scalestatus k WHERE k.enterprise_id = h.id"
            f" AND {moment.known('k')} AND k.during @> {day}"
            f" AND k.kind IN ({', '.join(_scales(promise))}) ORDER BY 1 DESC NULLS LAST LIMIT 1)"
        )
    return day, f"(CASE WHEN {moment.day} >= {day} THEN {lasts} END)"


def _scales(promise: Promise) -> Iterator[str]:
    for event in promise.eligibility.events:
        yield from (quoted(scale) for scale in event.scales)


def lines_sql(group: Group, moment: Moment) -> str:
    """CTEs up to `lines`: what each claim comes to, and why."""
    several = len(group.promises) > 1
    first = FIRST if several else "1"  # alone, nothing is to be sorted
    net = "greatest(c.paid + c.approved - c.recovered, 0)"
    others = f", {OTHERS} AS every" if several else ""
    left = (
        "(SELECT jsonb_agg(o) FROM jsonb_array_elements(c.every) o"
        " WHERE (o ->> 'programme')::bigint <> c.programme_id)"
    )
    options = f"coalesce({left}, '[]'::jsonb)" if several else "'[]'::jsonb"
    return f"""{options_sql(group, moment)}, {paid_sql(group, moment)},
weighed AS (
    SELECT c.*, coalesce(p.paid, 0) + coalesce(b.sent, 0) AS paid,
           coalesce(p.unclear, 0) > 0 AS unclear,
           coalesce(b.approved, 0) AS approved, coalesce(b.recovered, 0) AS recovered,
           own.programme_id IS NOT NULL AS bound,
           own.programme_id IS NULL AND c.standard IS NOT NULL AND c.missing = '{{}}'
           AND c.lasts IS TRUE AND coalesce(p.unclear, 0) = 0 AS claimable
      FROM claims c
      LEFT JOIN paid p ON p.id = c.id AND p.period = c.period
      LEFT JOIN bound b ON b.id = c.id AND b.period = c.period
      LEFT JOIN bound_lines own ON own.id = c.id AND own.period = c.period
           AND own.programme_id = c.programme_id
), ranked AS (
    SELECT c.*, {first} AS place, {net} AS net{others} FROM weighed c
), lines AS MATERIALIZED (
    SELECT c.id, c.programme_id, c.period, c.event_on, c.check_on, c.unit_id, c.uscc, c.name,
           c.code, c.standard, c.missing, c.bound, c.net AS already_paid,
           {STATE} AS state, {REASON} AS reason,
           CASE WHEN c.unclear THEN NULL ELSE c.standard END AS gross,
           CASE WHEN c.unclear OR c.standard IS NULL THEN NULL
                WHEN c.lasts IS FALSE THEN 0
                WHEN c.claimable AND c.place > 1 THEN 0
                ELSE greatest(c.standard - c.net, 0) END AS payable,
           {options} AS options,
           {_snapshot(group)} AS snapshot
      FROM ranked c
)"""  # noqa: S608 - compiled of checked terms


def _snapshot(group: Group) -> str:
    """The facts a line rests on, without those there are none of; of a million lines nearly all
    have every one, and are not gone through for what is missing.
    """
    counted = any(amounts.asks_register(one.amount) for one in group.promises)
    may_lack = ["tier", "series", "standard", *(["quantity"] if counted else [])]
    names = ["what", *may_lack, "paid", "approved", "recovered"]
    told = ", ".join(f"'{SHOWN.get(name, name)}', c.{name}" for name in names)
    lacks = " OR ".join(f"c.{name} IS NULL" for name in may_lack)
    whole = f"jsonb_build_object({told})"
    return f"CASE WHEN {lacks} THEN jsonb_strip_nulls({whole}) ELSE {whole} END"


SHOWN: Final = {"series": "title"}
FIRST: Final = (
    "row_number() OVER (PARTITION BY c.id, c.period ORDER BY c.claimable DESC,"
    " c.standard DESC NULLS LAST, c.rank, c.code, c.edition)"
)
OTHERS: Final = (
    "jsonb_agg(jsonb_build_object('programme', c.programme_id, 'code', c.code,"
    " 'edition', c.edition, 'standard', c.standard))"
    " OVER (PARTITION BY c.id, c.period)"
)
STATE: Final = f"""CASE WHEN c.lasts IS FALSE THEN '{S.LAPSED}'
                WHEN c.missing <> '{{}}' THEN '{S.MISSING_EVIDENCE}'
                WHEN c.claimable THEN '{S.PROPOSED}' ELSE '{S.DEFERRED}' END"""
REASON: Final = f"""CASE WHEN c.lasts IS FALSE THEN '{R.CHECK_FAILED}'
                WHEN c.missing <> '{{}}' THEN '{R.EVIDENCE_MISSING}'
                WHEN c.standard IS NULL THEN '{R.AMOUNT_UNKNOWN}'
                WHEN c.lasts IS NULL THEN '{R.AWAITING_CHECK}'
                WHEN c.unclear THEN '{R.PAID_UNKNOWN}'
                WHEN c.place > 1 THEN '{R.HIGHER_ELSEWHERE}'
                WHEN c.net = 0 THEN '{R.BEST}'
                WHEN c.standard > c.net THEN '{R.TOP_UP}' ELSE '{R.PAID_BEFORE}' END"""
