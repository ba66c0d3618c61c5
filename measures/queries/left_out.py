"""Everybody who is not owed by a programme, each for exactly one reason: the first that holds.

Not kept anywhere: counted and listed from the facts, by the statement that finds.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Q
from django.db.models.expressions import RawSQL

from enterprises.choices import EnterpriseStatus
from enterprises.models import Enterprise
from enterprises.queries.assessment import ids_of
from enterprises.querysets import EnterpriseQuerySet
from measures.models import Programme
from measures.queries.finding.group import Group, Promise, group_of
from measures.queries.finding.moment import Moment
from measures.queries.finding.statement import happened_sql, judged_sql
from wuhan_smes.access import Reach


class LeftOut(StrEnum):
    """In the order in which they are asked."""

    NOT_ACTIVE = "not_active"
    OTHER_UNIT = "other_unit"
    NO_EVENT = "no_event"
    UNMET = "unmet"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Final[Mapping[LeftOut, str]] = {
    LeftOut.NOT_ACTIVE: "不在营（注销、迁出、合并或登记撤销）",
    LeftOut.OTHER_UNIT: "不属施行区",
    LeftOut.NO_EVENT: "期内没有触发事实",
    LeftOut.UNMET: "条件不符合",
    LeftOut.UNKNOWN: "资料缺失，条件无法判断",
}


def left_out(programme: Programme, *, on: date, reach: Reach) -> dict[LeftOut, int]:
    """How many of the reach are left out for which reason; every reason is there."""
    return {reason: _rows(programme, on, reach, reason).count() for reason in LeftOut}


def listed(programme: Programme, reason: LeftOut, *, on: date, reach: Reach) -> EnterpriseQuerySet:
    """The enterprises left out for one reason."""
    return _rows(programme, on, reach, reason)


def _rows(programme: Programme, on: date, reach: Reach, reason: LeftOut) -> EnterpriseQuerySet:
    rows = Enterprise.objects.within(reach)
    active = Q(status=EnterpriseStatus.ACTIVE)
    if reason is LeftOut.NOT_ACTIVE:
        return rows.exclude(active)
    mine = Q() if programme.unit_id is None else Q(jurisdiction_id=programme.unit_id)
    if reason is LeftOut.OTHER_UNIT:
        return rows.none() if programme.unit_id is None else rows.filter(active).exclude(mine)
    group, promise = _promise(programme, on)
    happened = RawSQL(f"SELECT id FROM ({happened_sql(promise, group, Moment(on))}) h", ())  # noqa: S608, S611 - compiled of checked terms
    asked = rows.filter(active).filter(mine)
    if reason is LeftOut.NO_EVENT:
        return asked.exclude(pk__in=happened)
    claiming, params = ids_of(asked.filter(pk__in=happened))
    judged = judged_sql(promise, Moment(on), claiming)
    if not judged:
        return rows.none()
    wanted = "= 'unmet'" if reason is LeftOut.UNMET else "NOT IN ('met', 'exempt', 'unmet')"
    found = RawSQL(f"SELECT id FROM ({judged}) v WHERE v.verdict {wanted}", params)  # noqa: S608, S611 - compiled of checked terms
    return rows.filter(pk__in=found)


def _promise(programme: Programme, on: date) -> tuple[Group, Promise]:
    """The programme among those of its matter, as the finder sees it; a draft as if in force."""
    drafts = [programme] if programme.approved_by_id is None else []
    group = group_of(programme.matter, on=on, drafts=drafts)
    for one in group.promises:
        if one.programme.pk == programme.pk:
            return group, one
    raise Programme.DoesNotExist(f"{programme} promises nothing on {on}")
