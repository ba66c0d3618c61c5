"""Keeping how an enterprise stands: for the file, for a visit, for a later dispute."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from enterprises.choices import EnterpriseStatus
from enterprises.models import Assessment, Enterprise
from enterprises.queries.assessment import Basis, assessed, basis_for
from enterprises.queries.facts_told import facts_told
from enterprises.querysets import EnterpriseQuerySet
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused
from wuhan_smes.rulekit.compiling import Reading
from wuhan_smes.rulekit.compiling.statement import Standing
from wuhan_smes.rulekit.wording import digits


class NothingNew(ActionRefused):
    """The same rules, day and facts were kept before."""

    code = "assessment_kept"


@transaction.atomic
def keep(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    tier: str,
    application_kind: str,
    on: date,
    rule_set: str = "",
    note: str = "",
) -> Assessment:
    """Keep how one enterprise stands on a day, with the facts as they are now."""
    reach = access.reach(Capability.INDICATOR_EDIT)
    enterprise = Enterprise.objects.within(reach).locked(enterprise_id)
    if enterprise.status in {EnterpriseStatus.MERGED, EnterpriseStatus.VOIDED}:
        raise ActionRefused(f"该企业{enterprise.get_status_display()}，不能评估")
    basis = basis_for(tier, application_kind, on=on, rule_set=rule_set)
    mine = Enterprise.objects.within(reach).filter(pk=enterprise.pk)
    (reading,) = assessed(mine, basis)
    facts = facts_told(mine, basis)[enterprise.pk]
    last = Assessment.objects.within(reach).filter(
        enterprise=enterprise, rule_versions=basis.layers, judged_on=on
    )
    if any(kept.facts == facts for kept in last.filter(application_kind=application_kind)):
        raise NothingNew("当日以同一规则、同样数据的评估已经存档，不再重复")
    kept = _row(enterprise, basis, reading, facts, access, at, note)
    kept.save(force_insert=True)
    changes = {"rules": basis.layers, "on": on, "verdict": reading.verdict}
    trail.record("assessment.keep", kept, access=access, at=at, changes=changes)
    return kept


def kept_set(
    population: EnterpriseQuerySet, basis: Basis, access: Access, at: datetime, note: str
) -> dict[int, Assessment]:
    """How each of many stands by one basis, kept in a few statements: enterprise → what was kept.
    The population lies within what the person may judge, and is locked by the action.
    """
    facts = facts_told(population, basis)
    holders = {row.pk: row for row in population}
    rows = [
        _row(holders[reading.id], basis, reading, facts[reading.id], access, at, note)
        for reading in assessed(population, basis)
    ]
    Assessment.objects.bulk_create(rows, batch_size=1_000)
    changes = {"rules": basis.layers, "on": basis.on}
    told = [(row, {**changes, "verdict": row.verdict}) for row in rows]
    trail.record_set("assessment.keep", told, access=access, at=at)
    return {row.enterprise_id: row for row in rows}


def _row(
    enterprise: Enterprise,
    basis: Basis,
    reading: Reading,
    facts: dict[str, Any],
    access: Access,
    at: datetime,
    note: str,
) -> Assessment:
    return Assessment(
        enterprise=enterprise,
        jurisdiction_id=enterprise.jurisdiction_id,
        tier=basis.rules.tier,
        application_kind=basis.application_kind,
        judged_on=basis.on,
        rule_set=basis.rules.code,
        rule_versions=basis.layers,
        document_no=basis.rules.document_no,
        verdict=reading.verdict,
        subclass=reading.subclass,
        score_low=reading.score_low,
        score_high=reading.score_high,
        lacking=list(reading.lacking),
        open=list(reading.open),
        facts=facts,
        criteria=[_line(one) for one in reading.criteria],
        note=note.strip()[:200],
        kept_at=at,
        kept_by_name=access.actor_name or "系统",
    )


def _line(one: Standing) -> dict[str, Any]:
    """One line as it is kept: numbers in words, so that no digit is lost."""
    return {
        "code": one.rule.code,
        "name": one.rule.name,
        "role": one.rule.role.value,
        "result": one.result.value,
        "value": digits(one.value),
        "distance": digits(one.distance),
        "unit": one.unit,
    }
