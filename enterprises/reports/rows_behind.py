"""The enterprises a figure of tiers or of changes counts."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Case, IntegerField, When

from enterprises.choices import CountBasis, CountCut, FlowColumn, Tier
from enterprises.models import Enterprise
from enterprises.queries.tier_flows import flow_members
from enterprises.querysets import EnterpriseQuerySet
from enterprises.reports.enterprise_lists import ENTERPRISES
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import EVERY_ROW, Behind
from wuhan_smes.reporting.catalogue import Cause
from wuhan_smes.reporting.changes import month_before

COUNTED: Final = frozenset({"opening", "closing", "renewed", "renamed", *FlowColumn.values})
CAME, WENT = "补记或更正后计入", "补记或更正后不再计入"


def changing(column: str) -> Behind:
    """Of the table of changes: a row's key is that of the cut and the tier."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> EnterpriseQuerySet:
        row, _, tier = key.rpartition("/")
        first, last = date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])
        return _members(access, choices, row, Tier(tier), column, first, last)

    return Behind(ENTERPRISES, rows)


def holding(tier: Tier) -> Behind:
    """Of the table of tiers: who counts on a day is who counts at the end of that day's changes."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> EnterpriseQuerySet:
        on = date.fromisoformat(choices["on"])
        return _members(access, choices, key, tier, "closing", on, on)

    return Behind(ENTERPRISES, rows)


def differing(tier: Tier, name: str) -> Behind:
    """Of the table of tiers compared with an earlier day: who came to count counts one up, who no
    longer does one down.
    """

    def rows(access: Access, choices: Mapping[str, str], key: str) -> EnterpriseQuerySet:
        day, then = date.fromisoformat(choices["on"]), earlier_day(choices, name)
        now, was = (
            set(_ids(access, choices, key, tier, "closing", one, one)) for one in (day, then)
        )
        reach = access.reach(Capability.REGISTER_EXPORT)
        found = Enterprise.objects.within(reach).filter(pk__in=now ^ was)
        up = Case(When(pk__in=now - was, then=1), default=-1, output_field=IntegerField())
        return found.annotate(change=up)

    return Behind(ENTERPRISES, rows, "change", "家")


def earlier_day(choices: Mapping[str, str], name: str) -> date:
    """The day a column of comparison looks back to: a year, or a month; `change` as was chosen."""
    on = date.fromisoformat(choices["on"])
    if name == "year" or (name == "change" and choices["compare"] == "year"):
        return _year_before(on)
    return month_before(on)


def _year_before(on: date) -> date:
    """The same day a year earlier; 29 February becomes the 28th."""
    return (on - timedelta(days=1) if (on.month, on.day) == (2, 29) else on).replace(
        year=on.year - 1
    )


def why_changed(
    access: Access,
    choices: Mapping[str, str],
    key: str,
    column: str,
    before: datetime,
    after: datetime,
) -> list[Cause]:
    """Of the table of changes: each enterprise that came to be counted in a cell, or no longer is,
    by what was entered in between. Those out of sight by now are told as a number.
    """
    row, _, tier = key.rpartition("/")
    if column not in COUNTED:
        return []
    first, last = date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])
    asked = (choices, row, Tier(tier), column, first, last)
    was, now = (set(_ids(access, *asked, known_at=moment)) for moment in (before, after))
    reach = access.reach(Capability.REGISTER_EXPORT)
    named = dict(
        Enterprise.objects.within(reach).filter(pk__in=was ^ now).values_list("pk", "name")
    )
    told = [Cause(named[pk], CAME, 1) for pk in sorted(now - was) if pk in named]
    told += [Cause(named[pk], WENT, -1) for pk in sorted(was - now) if pk in named]
    hidden = len(now) - len(was) - sum(it.change for it in told)
    return [*told, *([Cause("已迁出本单位的企业", "数据更正", hidden)] if hidden else [])]


def _members(
    access: Access,
    choices: Mapping[str, str],
    key: str,
    tier: Tier,
    column: str,
    first: date,
    last: date,
) -> EnterpriseQuerySet:
    ids = _ids(access, choices, key, tier, column, first, last)
    return Enterprise.objects.within(access.reach(Capability.REGISTER_EXPORT)).filter(pk__in=ids)


def _ids(
    access: Access,
    choices: Mapping[str, str],
    key: str,
    tier: Tier,
    column: str,
    first: date,
    last: date,
    known_at: datetime | None = None,
) -> list[int]:
    reach = access.reach(Capability.REGISTER_EXPORT)
    return flow_members(
        reach,
        first=first,
        last=last,
        by=CountCut(choices["by"]),
        tier=tier,
        basis=CountBasis(choices["basis"]),
        row=lambda named: key in (named, EVERY_ROW),
        column=column,
        known_at=known_at,
    )
