"""Everything known about one enterprise, in order of time, for pages, the API and the admin."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from enterprises.choices import StayCause
from enterprises.models import (
    DatedFact,
    Enterprise,
    EnterpriseChain,
    EnterpriseName,
    EnterprisePlace,
    IndustryStay,
    JurisdictionStay,
    OwnershipLink,
    Recognition,
    ScaleStatus,
    SizeYear,
)
from enterprises.rules.spans import last_day
from wuhan_smes.access import Reach


@dataclass(frozen=True, slots=True)
class Event:
    """Something that held from day `on` to the inclusive `valid_to` (none: still holds)."""

    on: date
    valid_to: date | None
    kind: str
    label: str
    text: str
    note: str = ""
    tier: str = ""
    subclass: str = ""
    ended_by: str = ""


def timeline(enterprise_id: int, *, reach: Reach) -> list[Event]:
    """What is known now about the enterprise's life, latest first."""
    events = [
        *_names(enterprise_id, reach),
        *_stays(enterprise_id, reach),
        *_industries(enterprise_id, reach),
        *_chains(enterprise_id, reach),
        *_places(enterprise_id, reach),
        *_sizes(enterprise_id, reach),
        *_scales(enterprise_id, reach),
        *_links(enterprise_id, reach),
        *_titles(enterprise_id, reach),
    ]
    founded = Enterprise.objects.within(reach).filter(pk=enterprise_id)
    day = founded.values_list("established_on", flat=True).first()
    if day is not None:
        events.append(Event(day, day, "established", "成立", "企业成立"))
    return sorted(events, key=lambda event: (event.on, event.kind, event.text), reverse=True)


def titles(enterprise_id: int, *, reach: Reach) -> list[Recognition]:
    """Every title the enterprise ever held, as known now, latest first."""
    rows = Recognition.objects.within(reach).current().filter(enterprise_id=enterprise_id)
    return list(rows.select_related("batch").order_by("-valid_from", "-series"))


def _names(enterprise_id: int, reach: Reach) -> Iterator[Event]:
    for row in EnterpriseName.objects.within(reach).current().filter(enterprise_id=enterprise_id):
        yield Event(*_days(row), "name", "名称", row.name, row.document_no)


def _stays(enterprise_id: int, reach: Reach) -> Iterator[Event]:
    rows = JurisdictionStay.objects.within(reach).current().filter(enterprise_id=enterprise_id)
    for row in rows.select_related("unit"):
        causes = [StayCause(row.start_cause).label]
        if row.end_cause:
            causes.append(f"止于{StayCause(row.end_cause).label}")
        note = "，".join([*causes, *([row.reason] if row.reason else [])])
        yield Event(*_days(row), "stay", "管理单位", row.unit.name, note)


def _industries(enterprise_id: int, reach: Reach) -> Iterator[Event]:
    rows = IndustryStay.objects.within(reach).current().filter(enterprise_id=enterprise_id)
    for row in rows.select_related("industry"):
        yield Event(*_days(row), "industry", "行业", str(row.industry), row.source)


def _chains(enterprise_id: int, reach: Reach) -> Iterator[Event]:
    rows = EnterpriseChain.objects.within(reach).current().filter(enterprise_id=enterprise_id)
    for row in rows.select_related("chain"):
        note = f"{row.chain_version} 版，主链" if row.is_primary else f"{row.chain_version} 版"
        yield Event(*_days(row), "chain", "产业链", row.chain.name, note)


def _places(enterprise_id: int, reach: Reach) -> Iterator[Event]:
    rows = EnterprisePlace.objects.within(reach).current().filter(enterprise_id=enterprise_id)
    for row in rows.select_related("street", "park", "building", "cluster"):
        slots = (row.street, row.park, row.building, row.cluster)
        words = [place.name for place in slots if place is not None]
        if row.wugu:
            words.append(row.get_wugu_display())
        text = " · ".join([*words, *([row.address] if row.address else [])]) or "未填写"
        yield Event(*_days(row), "place", "所在位置", text, row.source)


def _sizes(enterprise_id: int, reach: Reach) -> Iterator[Event]:
    for row in SizeYear.objects.within(reach).current().filter(enterprise_id=enterprise_id):
        text = f"{row.year} 年度 {row.get_size_class_display()}"
        yield Event(*_days(row), "size", "企业划型", text, row.source)


def _scales(enterprise_id: int, reach: Reach) -> Iterator[Event]:
    for row in ScaleStatus.objects.within(reach).current().filter(enterprise_id=enterprise_id):
        text = f"{row.get_kind_display()} {row.get_stage_display()}"
        yield Event(*_days(row), "scale", "升规进限", text, row.confirmed_by)


def _links(enterprise_id: int, reach: Reach) -> Iterator[Event]:
    for row in OwnershipLink.objects.within(reach).filter(enterprise_id=enterprise_id):
        share = "" if row.share_percent is None else f"持股 {row.share_percent}%"
        yield Event(
            row.valid_from, last_day(row.valid_until), "ownership", "股权与集团", str(row), share
        )


def _titles(enterprise_id: int, reach: Reach) -> Iterator[Event]:
    for row in titles(enterprise_id, reach=reach):
        if row.in_force.isempty:
            continue
        note = "，".join(word for word in (str(row.batch or ""), row.document_no) if word)
        cause = str(row.get_withdrawal_cause_display()) if row.withdrawal_cause else ""
        if cause:
            note = f"{note}，因{cause}终止".lstrip("，")
        label = f"称号（{row.get_outcome_display()}）"
        name = str(row.get_tier_display())
        yield Event(*_span(row.in_force), "title", label, name, note, row.tier, row.subclass, cause)


def _days(row: DatedFact) -> tuple[date, date | None]:
    return _span(row.during)


def _span(during: Any) -> tuple[date, date | None]:
    return during.lower, last_day(during.upper)
