"""What past tables are cut by: industry, chains, places, size of a year, scale. Each dated."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enterprises.actions.facts import Change, change, refuse_future, today_copy
from enterprises.actions.held import held, kept
from enterprises.models import (
    Enterprise,
    EnterpriseChain,
    EnterprisePlace,
    Industry,
    IndustryChain,
    IndustryStay,
    Place,
    ScaleStatus,
    SizeYear,
)
from enterprises.queries.sizes import worked_out
from enterprises.rules import register
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


@transaction.atomic
def set_industry(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    industry_id: int,
    on: date,
    source: str = "",
    expected_version: int | None = None,
) -> Enterprise:
    """The enterprise belongs to a class of GB/T 4754 from day `on`."""
    enterprise = _begun(enterprise_id, access, at, on, expected_version)
    industry = Industry.objects.filter(pk=industry_id).first()
    if industry is None:
        raise InputRefused(Fault("industry", "unknown", "没有这个行业代码"))
    values = {"industry_id": industry.pk}
    change(IndustryStay, Change(enterprise, on, values, source), at=at)
    changes = {"industry": industry.code, "on": on, "source": source}
    return _ended("enterprise.set_industry", enterprise, access, at, changes)


@transaction.atomic
def join_chain(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    chain_id: int,
    on: date,
    is_primary: bool = False,
    source: str = "",
    expected_version: int | None = None,
) -> Enterprise:
    """The enterprise sits on a chain from day `on`; a new primary chain demotes the old one."""
    enterprise = _begun(enterprise_id, access, at, on, expected_version)
    chain = IndustryChain.objects.filter(pk=chain_id).first()
    if chain is None:
        raise InputRefused(Fault("chain", "unknown", "没有这条产业链"))
    register.require_not_before(on, chain.valid_from, what="该版产业链启用日期")
    if is_primary:
        _demote_others(enterprise, chain, on, at)
    values = {"chain_version": chain.version, "is_primary": is_primary}
    what = Change(enterprise, on, values, source, key={"chain_id": chain.pk})
    change(EnterpriseChain, what, at=at)
    changes = {"chain": chain.code, "is_primary": is_primary, "on": on, "source": source}
    return _ended("enterprise.join_chain", enterprise, access, at, changes)


@transaction.atomic
def leave_chain(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    chain_id: int,
    on: date,
    expected_version: int | None = None,
) -> Enterprise:
    """The enterprise no longer sits on a chain from day `on`."""
    enterprise = _begun(enterprise_id, access, at, on, expected_version)
    mine = EnterpriseChain.objects.holding(on=on).filter(enterprise=enterprise, chain_id=chain_id)
    if not mine.exists():
        raise ActionRefused(f"企业在 {on} 不在该产业链上")
    change(EnterpriseChain, Change(enterprise, on, None, key={"chain_id": chain_id}), at=at)
    changes = {"chain_id": chain_id, "on": on}
    return _ended("enterprise.leave_chain", enterprise, access, at, changes)


@transaction.atomic
def set_place(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    on: date,
    street_id: int | None = None,
    park_id: int | None = None,
    building_id: int | None = None,
    cluster_id: int | None = None,
    wugu: str = "",
    address: str = "",
    source: str = "",
    expected_version: int | None = None,
) -> Enterprise:
    """Where the enterprise stands from day `on`: all of it at once, what is not given is empty."""
    enterprise = _begun(enterprise_id, access, at, on, expected_version)
    slots = {
        "street": street_id,
        "park": park_id,
        "building": building_id,
        "cluster": cluster_id,
    }
    _require_places(slots)
    values = {f"{slot}_id": place_id for slot, place_id in slots.items()}
    values |= {"wugu": wugu, "address": address[:200]}  # type: ignore[dict-item] # words beside ids
    change(EnterprisePlace, Change(enterprise, on, values, source), at=at)
    return _ended("enterprise.set_place", enterprise, access, at, {**values, "on": on})


@transaction.atomic
def set_size(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    year: int,
    size_class: str = "",
    source: str = "",
    expected_version: int | None = None,
) -> Enterprise:
    """The size class worked out for a year; it holds until that of a later year is known.

    Without `size_class` the figures of the year decide, by the standard's floors.
    """
    on = date(year, 1, 1)
    enterprise = _begun(enterprise_id, access, at, on, expected_version, field_name="year")
    if not size_class:
        size_class, source = _sized(enterprise, year, access, source)
    values = {"year": year, "size_class": size_class}
    change(SizeYear, Change(enterprise, on, values, source), at=at)
    return _ended("enterprise.set_size", enterprise, access, at, values)


@transaction.atomic
def set_scale(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    kind: str,
    stage: str,
    on: date,
    confirmed_by: str = "",
    source: str = "",
    expected_version: int | None = None,
) -> Enterprise:
    """How far it is on its way into the statistics register from day `on` (升规进限)."""
    enterprise = _begun(enterprise_id, access, at, on, expected_version)
    confirmed = register.checked_stage(stage, confirmed_by)
    values = {"stage": stage, "year": on.year, "confirmed_by": confirmed}
    change(ScaleStatus, Change(enterprise, on, values, source, key={"kind": kind}), at=at)
    changes = {"kind": kind, **values, "on": on}
    return _ended("enterprise.set_scale", enterprise, access, at, changes)


def _begun(
    enterprise_id: int,
    access: Access,
    at: datetime,
    on: date,
    expected_version: int | None,
    field_name: str = "on",
) -> Enterprise:
    enterprise = held(enterprise_id, access=access, expected_version=expected_version)
    register.require_active(enterprise.status)
    refuse_future(on, at=at, field_name=field_name)
    return enterprise


def _ended(
    kind: str, enterprise: Enterprise, access: Access, at: datetime, changes: dict[str, object]
) -> Enterprise:
    kept(enterprise, today_copy(enterprise, on=timezone.localdate(at)), at=at)
    trail.record(kind, enterprise, access=access, at=at, changes=changes)
    return enterprise


def _sized(enterprise: Enterprise, year: int, access: Access, source: str) -> tuple[str, str]:
    """The class by the year's figures, and what it rests on; refused where they do not suffice."""
    found = worked_out(enterprise.pk, year=year, reach=access.reach(Capability.INDICATOR_VIEW))
    if found.size_class is None:
        raise InputRefused(
            Fault("size_class", "not_worked_out", f"无法测算划型：{found.reason}；请直接选择划型")
        )
    return found.size_class, source or found.source


def _demote_others(enterprise: Enterprise, chain: IndustryChain, on: date, at: datetime) -> None:
    """In one version of the tree one chain is primary at a time, also in a corrected past."""
    others = EnterpriseChain.objects.current().filter(
        enterprise=enterprise, chain_version=chain.version, is_primary=True
    )
    for other in others.exclude(chain=chain).order_by("during"):
        lower, upper = other.during.lower, other.during.upper
        if upper is not None and upper <= on:
            continue
        values = {"chain_version": other.chain_version, "is_primary": False}
        what = Change(
            enterprise,
            max(on, lower),
            values,
            other.source,
            key={"chain_id": other.chain_id},
            until=upper,
        )
        change(EnterpriseChain, what, at=at)


def _require_places(slots: dict[str, int | None]) -> None:
    """Each slot takes a place of its own kind."""
    wanted = {pk for pk in slots.values() if pk is not None}
    kinds = dict(Place.objects.filter(pk__in=wanted).values_list("pk", "kind"))
    faults = [
        Fault(slot, "unknown", f"没有这个{register.SLOTS[slot].label}")
        for slot, pk in slots.items()
        if pk is not None and kinds.get(pk) != register.SLOTS[slot]
    ]
    if faults:
        raise InputRefused(*faults)
