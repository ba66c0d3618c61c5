"""产业链企业表: enterprises on each chain, those on several told apart."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q

from enterprises.choices import Tier
from enterprises.models import Enterprise, EnterpriseChain, IndustryChain
from enterprises.queries.highest import holding
from enterprises.querysets import EnterpriseQuerySet, FactQuerySet
from enterprises.reports.enterprise_lists import ENTERPRISES
from enterprises.reports.heading import chinese_day, reporting_unit
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.reporting.behind import Behind
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.sheet import Column, Sheet

HOLDING: Final = {
    Tier.SRDI_SME: "专精特新",
    Tier.LITTLE_GIANT: "专精特新“小巨人”",
    Tier.CHAMPION: "单项冠军",
}
MEMBERS: Final = {
    "members": "涉链企业",
    "primary": "其中：主链",
    "beside": "其中：兼属",
    "several": "跨两条及以上",
}
Facts = FactQuerySet[EnterpriseChain]


def chain_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """A row for every chain anybody is on that day; an enterprise counts in each of its chains."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    on = date.fromisoformat(choices["on"])
    columns = {**MEMBERS, **{tier.value: label for tier, label in HOLDING.items()}}
    counted = (
        _facts(reach, on)
        .values_list("chain_id")
        .annotate(**{f"n_{name}": Count("pk", filter=Q(**{name: True})) for name in columns})
        .order_by()
    )
    found = {pk: numbers for pk, *numbers in counted}
    chains = IndustryChain.objects.filter(pk__in=found).order_by("version", "display_order", "id")
    return Sheet(
        "产业链企业表",
        [
            Column("label", "产业链", width=24),
            Column("version", "版本", "word", 14),
            *(Column(name, label, "count", 12) for name, label in columns.items()),
        ],
        [[chain.name, chain.version, *found[chain.pk]] for chain in chains],
        reporting_unit=reporting_unit(reach),
        as_of=f"截至 {chinese_day(on)}",
        total_label="",
        prepared_by=access.actor_name,
        notes=["注：跨链企业在所属每条链各计一次，各行不可相加；按主链统计的见数量统计表。"],
        keys=[chain.code for chain in chains],
    )


def _facts(reach: Reach, on: date) -> Facts:
    """Who is on which chain that day, with what the columns ask of each."""
    here = EnterpriseChain.objects.within(reach).holding(on=on)
    same = here.filter(
        enterprise_id=OuterRef("enterprise_id"), chain_version=OuterRef("chain_version")
    )
    titled = {
        tier.value: Exists(
            Enterprise.objects.filter(
                holding(tier, on=on, reach=reach), pk=OuterRef("enterprise_id")
            )
        )
        for tier in HOLDING
    }
    return here.annotate(  # type: ignore[return-value] # the stubs' own word for annotated rows
        members=Q(pk__isnull=False),
        primary=Q(is_primary=True),
        beside=Q(is_primary=False),
        several=Exists(same.exclude(pk=OuterRef("pk"))),
        **titled,
    )


def _behind(name: str) -> Behind:
    def rows(access: Access, choices: Mapping[str, str], key: str) -> EnterpriseQuerySet:
        reach = access.reach(Capability.REGISTER_EXPORT)
        facts = _facts(reach, date.fromisoformat(choices["on"]))
        wanted = facts.filter(chain__code=key, **{name: True})
        return Enterprise.objects.within(reach).filter(pk__in=wanted.values("enterprise_id"))

    return Behind(ENTERPRISES, rows)


CHAIN_TABLE: Final = Report(
    "chain-table",
    "产业链企业表",
    "某日每条产业链上的企业：主链、兼属、跨链，以及其中的专精特新、小巨人和单项冠军。",
    Capability.REGISTER_EXPORT,
    (Choice("on", "统计日期"),),
    chain_table,
    Definition(
        1, "当日归属该链（主链或兼属）的企业，单位为企业现管理单位；跨链企业在每条链各计一次。"
    ),
    behind={name: _behind(name) for name in (*MEMBERS, *(tier.value for tier in HOLDING))},
)
