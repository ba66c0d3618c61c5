"""A new name, from a day on. The former one stays searchable."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enterprises.actions.facts import Change, change, refuse_future, today_copy
from enterprises.actions.held import held, kept
from enterprises.models import Enterprise, EnterpriseName
from enterprises.rules import register
from enterprises.rules.names import search_key
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused


@transaction.atomic
def rename(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    name: str,
    on: date,
    document_no: str = "",
    expected_version: int | None = None,
) -> Enterprise:
    """Record that the enterprise bears `name` from day `on`; a late report fits into the past."""
    enterprise = held(enterprise_id, access=access, expected_version=expected_version)
    register.require_active(enterprise.status)
    refuse_future(on, at=at)
    clean = register.checked_name(name)
    register.require_not_before(on, enterprise.established_on, what="成立日期")
    borne = EnterpriseName.objects.holding(on=on).filter(enterprise=enterprise).first()
    if borne is not None and borne.name == clean:
        raise ActionRefused(f"{on} 起的名称已是“{clean}”，无需更名")
    values = {"name": clean, "search_key": search_key(clean), "document_no": document_no}
    change(EnterpriseName, Change(enterprise, on, values), at=at)
    today = today_copy(enterprise, on=timezone.localdate(at))
    kept(enterprise, {"name": today["name"]}, at=at)
    changes = {
        "name": [borne.name if borne else "", clean],
        "on": on,
        "document_no": document_no,
    }
    trail.record("enterprise.rename", enterprise, access=access, at=at, changes=changes)
    return enterprise
