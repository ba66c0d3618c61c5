"""One enterprise's life in order of days: names, units, titles, chains, scale."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from enterprises.choices import StayCause, WithdrawalCause
from enterprises.models import (
    EnterpriseChain,
    EnterpriseName,
    IndustryStay,
    JurisdictionStay,
    Recognition,
    ScaleStatus,
)
from enterprises.rules.ladder import DISPLAY_RANK, rung
from wuhan_smes.access import Access, Capability


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day. `tone` colours titles by their rung."""

    on: date
    kind: str
    text: str
    detail: str = ""
    tone: str = ""


def timeline(enterprise_id: int, *, access: Access) -> list[Event]:
    """Everything dated we know now about the enterprise, newest first."""
    reach = access.reach(Capability.REGISTER_VIEW)
    found: list[Event] = []
    for rows, told in SOURCES:
        mine = rows().within(reach).filter(enterprise_id=enterprise_id)
        found += [event for row in mine for event in told(row)]
    return sorted(found, key=lambda event: (event.on, event.kind), reverse=True)


def _names() -> QuerySet[EnterpriseName]:
    return EnterpriseName.objects.current()


def _of_name(row: EnterpriseName) -> Iterator[Event]:
    yield Event(row.during.lower, "名称", f"名称为“{row.name}”", row.document_no)


def _stays() -> QuerySet[JurisdictionStay]:
    return JurisdictionStay.objects.current().select_related("unit")


def _of_stay(row: JurisdictionStay) -> Iterator[Event]:
    cause = StayCause(row.start_cause).label
    yield Event(row.during.lower, "管理单位", f"由{row.unit.name}管理（{cause}）", row.reason)
    if row.during.upper and row.end_cause not in {StayCause.TRANSFERRED, StayCause.BOUNDARY}:
        yield Event(row.during.upper, "管理单位", StayCause(row.end_cause).label)


def _titles() -> QuerySet[Recognition]:
    return Recognition.objects.current().select_related("batch")


def _of_title(row: Recognition) -> Iterator[Event]:
    name = str(row.get_tier_display())
    step = rung(row.tier, row.subclass)
    tone = f"tier-{DISPLAY_RANK[step]}" if step else ""
    source = "，".join(filter(None, [row.batch.name if row.batch else "", row.document_no]))
    yield Event(row.valid_from, "称号", f"{row.get_outcome_display()}：{name}", source, tone)
    end = row.in_force.upper
    if row.withdrawn_on:
        cause = WithdrawalCause(row.withdrawal_cause).label
        yield Event(row.withdrawn_on, "称号", f"终止：{name}（{cause}）", row.withdrawal_document)
    elif end:
        yield Event(end, "称号", f"期满：{name}", "自这一天起不再有效")


def _chains() -> QuerySet[EnterpriseChain]:
    return EnterpriseChain.objects.current().select_related("chain")


def _of_chain(row: EnterpriseChain) -> Iterator[Event]:
    role = "主链" if row.is_primary else "相关链"
    yield Event(row.during.lower, "产业链", f"列入{row.chain.name}（{role}）", row.chain_version)


def _industries() -> QuerySet[IndustryStay]:
    return IndustryStay.objects.current().select_related("industry")


def _of_industry(row: IndustryStay) -> Iterator[Event]:
    yield Event(row.during.lower, "行业", f"{row.industry.code} {row.industry.name}")


def _scales() -> QuerySet[ScaleStatus]:
    return ScaleStatus.objects.current()


def _of_scale(row: ScaleStatus) -> Iterator[Event]:
    text = f"{row.get_kind_display()}：{row.get_stage_display()}（{row.year} 年度）"
    yield Event(row.during.lower, "升规进限", text, row.confirmed_by)


SOURCES: Final[tuple[tuple[Callable[[], Any], Callable[[Any], Iterator[Event]]], ...]] = (
    (_names, _of_name),
    (_stays, _of_stay),
    (_titles, _of_title),
    (_chains, _of_chain),
    (_industries, _of_industry),
    (_scales, _of_scale),
)
