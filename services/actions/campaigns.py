"""Drives (解稳促, 服务月 …): the unit that calls one keeps it, everybody counts under it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from services.actions.rows import put, require_version, saved
from services.models import Campaign
from services.rules import stations as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, TransitionRefused

AMENDABLE: Final = ("name", "starts_on", "ends_on", "description")


@transaction.atomic
def create(
    *,
    access: Access,
    at: datetime,
    code: str,
    name: str,
    jurisdiction_id: int,
    starts_on: date,
    ends_on: date | None = None,
    description: str = "",
) -> Campaign:
    """Call a drive for a unit in reach, or for the city."""
    _require_own(jurisdiction_id, access)
    _require_order(starts_on, ends_on)
    campaign = Campaign(
        code=rules.require_words("code", code, "请填写代码"),
        name=rules.require_words("name", name, "请填写行动名称"),
        jurisdiction_id=jurisdiction_id,
        starts_on=starts_on,
        ends_on=ends_on,
        description=description.strip()[:300],
    )
    try:
        with transaction.atomic():
            campaign.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused("该代码已经使用，请换用新的代码") from error
    changes = {"code": code, "starts_on": starts_on, "ends_on": ends_on}
    trail.record("campaign.create", campaign, access=access, at=at, changes=changes)
    return campaign


@transaction.atomic
def amend(
    campaign_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Campaign:
    """Correct name, days or description; the code stays."""
    campaign = _held(campaign_id, access, expected_version)
    given = dict(values)
    if "name" in given:
        given["name"] = rules.require_words("name", given["name"], "请填写行动名称")
    changes = put(campaign, given, AMENDABLE)
    _require_order(campaign.starts_on, campaign.ends_on)
    return saved(campaign, list(changes), "campaign.amend", changes, access, at)


@transaction.atomic
def close(
    campaign_id: int,
    *,
    access: Access,
    at: datetime,
    on: date,
    expected_version: int | None = None,
) -> Campaign:
    """The drive ends with this day; what was counted under it stays."""
    campaign = _held(campaign_id, access, expected_version)
    if campaign.ends_on is not None and campaign.ends_on <= on:
        raise TransitionRefused(f"该行动已于 {campaign.ends_on} 结束")
    _require_order(campaign.starts_on, on)
    changes = {"ends_on": [campaign.ends_on, on]}
    campaign.ends_on = on
    return saved(campaign, ["ends_on"], "campaign.close", changes, access, at)


def _held(campaign_id: int, access: Access, expected_version: int | None) -> Campaign:
    reach = access.reach(Capability.STATION_EDIT)
    campaign = Campaign.objects.within(reach).get(pk=campaign_id)
    _require_own(campaign.jurisdiction_id, access)
    campaign = Campaign.objects.within(reach).locked(campaign_id)
    require_version(campaign, expected_version)
    return campaign


def _require_own(jurisdiction_id: int, access: Access) -> None:
    if not access.reach(Capability.STATION_EDIT).covers(jurisdiction_id):
        raise NotPermitted("专项行动由发起单位维护")


def _require_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise InputRefused(Fault("ends_on", "reversed", "结束日期早于开始日期"))
